from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "relasi.connectors.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue, listeners
        from .registrations import register

        data_catalogue.register()
        listeners.connect()
        register()
        audit_words.register()
