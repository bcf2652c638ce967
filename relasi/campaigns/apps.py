from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "relasi.campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue, listeners, registrations

        data_catalogue.register()
        listeners.register()
        registrations.register()
        audit_words.register()
