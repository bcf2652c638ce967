from django.apps import AppConfig


class CommerceConfig(AppConfig):
    name = "relasi.commerce"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import listeners, registrations

        listeners.connect()
        registrations.register()
