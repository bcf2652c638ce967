"""Making, changing and keeping templates."""

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused
from relasi.messaging.rules import content as rules
from relasi.messaging.rules import headers
from relasi.messaging.wording import sentence


def refuse_problems(content: rules.Content) -> None:
    """Raise Refused with every problem of a content, or do nothing."""
    if headers.has_control(content.subject) or headers.has_control(content.preheader):
        raise Refused(_("Subject and preview line are one line each."), field="subject")
    found = rules.problems(content)
    if found:
        kinds = {0: "", **{n: b.get("kind", "") for n, b in enumerate(content.blocks, start=1)}}
        words = [sentence(problem, kinds[problem.block]) for problem in found]
        raise Refused("\n".join(words), field=found[0].field or "blocks")
