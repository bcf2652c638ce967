from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "relasi.consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, listeners, registrations

        listeners.connect()
        registrations.register()
        audit_words.register()
