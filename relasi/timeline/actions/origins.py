"""Which web origins a source takes events from, as somebody typed them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused
from relasi.timeline.rules.origins import origin_of

MOST_ORIGINS = 50


def read_origins(lines: Sequence[str]) -> list[str]:
    """Each once, as browsers write them. Raises Refused with the line that is none."""
    found = []
    for line in (line.strip() for line in lines if line.strip()):
        origin = origin_of(line)
        if origin is None:
            raise Refused(
                _(
                    "“%(line)s” is not an origin. Write https:// and the host, as in"
                    " https://shop.example, each on its own line and without a path."
                )
                % {"line": line[:80]},
                field="origins",
            )
        found.append(origin)
    if len(set(found)) > MOST_ORIGINS:
        raise Refused(
            _("A source takes at most %d origins. Leave it empty to take any.") % MOST_ORIGINS,
            field="origins",
        )
    return list(dict.fromkeys(found))
