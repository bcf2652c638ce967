"""A mail to the owners when a receiver wanted no more."""

from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.connectors.webhooks.models import Endpoint


def tell_of_gone(endpoint_id: int) -> None:
    """Nothing when somebody switched it on again, or deleted it, in the meantime."""
    row = Endpoint.objects.filter(pk=endpoint_id, gone_at__isnull=False).first()
    if row is not None:
        accounts.tell_owners(lambda: _mail(row.name))


def _mail(name: str) -> tuple[str, str]:
    words = {"name": name}
    return (
        _("The webhook “%(name)s” is switched off") % words,
        _(
            "The receiver of “%(name)s” answered 410: it wants no more messages, so none is sent"
            " any more. What waits for it stays. If that was a mistake, switch it on again under"
            " Settings, Webhooks.\n"
        )
        % words,
    )
