from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "relasi.privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue, registrations

        data_catalogue.register()
        registrations.register()
        audit_words.register()
