from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "relasi.connectors.exports"
    label = "exports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue
        from .registrations import register

        register()
        audit_words.register()
        data_catalogue.register()
