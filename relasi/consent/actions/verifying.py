"""Whether the ledger is what was recorded."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.kernel.errors import Refused

BROKEN = "SELECT id FROM consent_consent c WHERE seal <> consent_seal(c) ORDER BY id LIMIT 1"
BROKEN_TEXT = """
SELECT concat_ws('.', channel, purpose, language, version) FROM consent_text t
WHERE seal <> consent_text_seal(t) ORDER BY id LIMIT 1
"""


def verify_statements() -> str:
    """A sentence when every statement is as it was sealed. Raises Refused at the first that is
    not.
    """
    with connection.cursor() as cursor:
        cursor.execute(BROKEN_TEXT)
        if row := cursor.fetchone():
            raise Refused(
                _("The consent text %(name)s is not what was published.") % {"name": row[0]}
            )
        cursor.execute(BROKEN)
        if row := cursor.fetchone():
            raise Refused(
                _("Statement of consent %(number)d is not what was recorded.") % {"number": row[0]}
            )
        cursor.execute("SELECT count(*) FROM consent_consent")
        (count,) = cursor.fetchone()
    said = ngettext(
        "The ledger of consent holds: %(count)d statement, not changed.",
        "The ledger of consent holds: %(count)d statements, none changed.",
        count,
    )
    return said % {"count": count}
