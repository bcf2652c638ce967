from django.urls import path

from relasi.accounts.public import resource

from . import mail_server, outbox

app_name = "smtp"

urlpatterns = [
    path(
        "outbox/",
        resource(obj="deliveries", show=outbox.show),
        name="outbox",
    ),
    path(
        "outbox/emptying/",
        resource(obj="deliveries", show=outbox.ask, create=outbox.empty, actions={"show": "edit"}),
        name="outbox_emptying",
    ),
    path("outbox/<int:mail_id>/", resource(obj="deliveries", show=outbox.read), name="mail"),
    path(
        "outbox/<int:mail_id>/frame/",
        resource(obj="deliveries", show=outbox.frame),
        name="mail_frame",
    ),
    path(
        "settings/mail-server/",
        resource(
            obj="settings",
            show=mail_server.show,
            update=mail_server.update,
            destroy=mail_server.destroy,
            actions={"destroy": "edit"},
        ),
        name="mail_server",
    ),
    path(
        "settings/mail-server/attempt/",
        resource(obj="settings", create=mail_server.attempt),
        name="mail_server_attempt",
    ),
    path(
        "settings/mail-server/confirmation/",
        resource(obj="settings", create=mail_server.confirm),
        name="mail_server_confirmation",
    ),
]
