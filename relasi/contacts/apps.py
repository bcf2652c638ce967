from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "relasi.contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import listeners, registrations

        listeners.connect()
        registrations.register()
