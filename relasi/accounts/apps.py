from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "relasi.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import audit_words, data_catalogue
        from .shell import registrations
        from .signing_in import witnesses

        data_catalogue.register()
        registrations.connect()
        witnesses.connect()
        audit_words.register()
