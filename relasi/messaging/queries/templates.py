"""Templates as others see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from relasi.kernel.errors import NotFound
from relasi.messaging.models import Template, TemplateRevision
from relasi.messaging.rules.content import Content


@dataclass(frozen=True, slots=True)
class TemplateCard:
    id: int
    name: str
    content: Content
    version: int
    updated_at: datetime
    archived: bool
    created_by_id: int | None
    is_sample: bool

    @property
    def subject(self) -> str:
        return self.content.subject


def template_card(template_id: int) -> TemplateCard:
    """Raises NotFound."""
    row = Template.objects.filter(pk=template_id).first()
    if row is None:
        raise NotFound(_("There is no such template."))
    return _card(row)


def templates() -> list[TemplateCard]:
    """Those that can be chosen, newest change first."""
    rows = Template.objects.filter(archived_at=None).order_by("-updated_at", "-pk")
    return [_card(row) for row in rows]


def found_templates(words: Sequence[str], *, archived: bool) -> QuerySet[Template]:
    """Those whose name or subject has every word, in use or put away."""
    found = Template.objects.filter(archived_at__isnull=not archived)
    for word in words:
        found = found.filter(Q(name__icontains=word) | Q(subject__icontains=word))
    return found


def content_of_template(template_id: int) -> Content:
    return template_card(template_id).content


def walkable(template_id: int) -> tuple[bool, bool]:
    """Whether there is a change to undo, and one to redo."""
    now_at = Template.objects.values_list("revision", flat=True).get(pk=template_id)
    near = TemplateRevision.objects.filter(template_id=template_id)
    numbers = set(near.filter(number__in=[now_at - 1, now_at + 1]).values_list("number", flat=True))
    return now_at - 1 in numbers, now_at + 1 in numbers


def _card(row: Template) -> TemplateCard:
    return TemplateCard(
        row.pk,
        row.name,
        Content(row.subject, row.preheader, tuple(row.blocks)),
        row.version,
        row.updated_at,
        row.archived_at is not None,
        row.created_by_id,
        row.is_sample,
    )
