from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "relasi.messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import data_catalogue, listeners, registrations

        data_catalogue.register()
        listeners.connect()
        registrations.register()
