from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "relasi.contacts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue, listeners, registrations
        from .importing.own import register_own

        data_catalogue.register()
        listeners.connect()
        registrations.register()
        register_own()
        audit_words.register()
