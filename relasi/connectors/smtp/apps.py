from django.apps import AppConfig


class SmtpConfig(AppConfig):
    name = "relasi.connectors.smtp"
    label = "smtp"
    default_auto_field = "django.db.models.BigAutoField"
