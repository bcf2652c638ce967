from django.apps import AppConfig


class DatabasesConfig(AppConfig):
    name = "relasi.connectors.databases"
    label = "databases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue, listeners
        from .registrations import register

        listeners.connect()
        register()
        audit_words.register()
        data_catalogue.register()
