from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "relasi.reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue, listeners, registrations

        data_catalogue.register()
        listeners.connect()
        registrations.register()
        audit_words.register()
