from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "relasi.console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue, registrations

        registrations.register()
        audit_words.register()
        data_catalogue.register()
