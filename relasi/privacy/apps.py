from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "relasi.privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue

        data_catalogue.register()
        audit_words.register()
