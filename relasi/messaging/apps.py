from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "relasi.messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import listeners, registrations

        listeners.connect()
        registrations.register()
