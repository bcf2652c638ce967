"""Whether messages may go to an address at all, said when it is typed."""

from django.conf import settings
from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused
from relasi.kernel.outgoing.addresses import Unreachable, places
from relasi.kernel.outgoing.posting import target_of


def checked(url: str) -> str:
    """The address without blanks around it. Raises Refused.

    A name that leads nowhere now may lead somewhere later; one that leads inside is refused. Each
    try looks again.
    """
    url = url.strip()
    target = target_of(url)
    if target.scheme == "http" and not settings.PRIVATE_NETWORKS:
        raise Refused(
            _("Without TLS, messages could be read on the way. Write https://…"), field="url"
        )
    try:
        places(target.host, target.port)
    except Unreachable as why:
        if why.word == "forbidden_address":
            raise Refused(
                _(
                    "“%(host)s” leads into a network that is not public. Whoever runs Relasi can"
                    " allow it with RELASI_PRIVATE_NETWORKS."
                )
                % {"host": target.host},
                field="url",
            ) from why
    return url
