from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "relasi.audience"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import listeners, registrations

        listeners.connect()
        registrations.register()
