"""Making, changing and keeping templates. Every change is a revision one can go back to."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.kernel.errors import Conflict, NotFound, Refused
from relasi.messaging.models import Template, TemplateRevision
from relasi.messaging.rules import content as rules
from relasi.messaging.rules import headers
from relasi.messaging.rules.content import Content
from relasi.messaging.wording import sentence

KEPT_REVISIONS = 200

Blocks = Sequence[Mapping[str, str]]


class Outdated(Conflict):
    """Somebody else changed it meanwhile."""

    code = "outdated"


@transaction.atomic
def add_template(
    *,
    name: str,
    content: Content | None = None,
    is_sample: bool = False,
    by: accounts.Actor,
    now: datetime,
) -> int:
    """A new template, empty unless a content is given."""
    accounts.authorise(by, "edit", "templates")
    content = content or Content("")
    _refuse_sizes(content)
    row = Template.objects.create(
        name=_name(name),
        subject=content.subject,
        preheader=content.preheader,
        blocks=[rules.tidy_block(block) for block in content.blocks],
        is_sample=is_sample,
        created_by_id=by.id if by.kind == "staff" else None,
        created_at=now,
        updated_at=now,
    )
    _remember(row, by, now)
    return row.pk


@transaction.atomic
def change_template(  # noqa: PLR0913 - each part can change alone
    *,
    template_id: int,
    expected_version: int | None,
    name: str | None = None,
    subject: str | None = None,
    preheader: str | None = None,
    by: accounts.Actor,
    now: datetime,
) -> None:
    """Change what is given. Raises Outdated when the version is not the expected one."""
    row = _lock(template_id, expected_version, by)
    if name is not None:
        row.name = _name(name)
    if subject is not None:
        row.subject = subject
    if preheader is not None:
        row.preheader = preheader
    _save(row, by, now)


@transaction.atomic
def change_blocks(
    *,
    template_id: int,
    expected_version: int | None,
    change: Callable[[Blocks], list[Mapping[str, str]]],
    by: accounts.Actor,
    now: datetime,
) -> None:
    """Apply one of rules.editing's changes to the blocks."""
    row = _lock(template_id, expected_version, by)
    try:
        row.blocks = [dict(block) for block in change(row.blocks)]
    except KeyError as error:
        raise Refused(_("This block is gone. Reload the page.")) from error
    _save(row, by, now)


@transaction.atomic
def undo(
    *, template_id: int, expected_version: int | None, by: accounts.Actor, now: datetime
) -> None:
    """Back to how it was before the last change; `redo` is the way forward again."""
    _walk(template_id, -1, expected_version, by, now)


@transaction.atomic
def redo(
    *, template_id: int, expected_version: int | None, by: accounts.Actor, now: datetime
) -> None:
    _walk(template_id, 1, expected_version, by, now)


@transaction.atomic
def archive_template(*, template_id: int, by: accounts.Actor, now: datetime) -> None:
    """It can no longer be chosen; what was sent with it stays as it is."""
    row = _lock(template_id, None, by, action="delete")
    row.archived_at = now
    row.save(update_fields=["archived_at"])


@transaction.atomic
def restore_template(*, template_id: int, by: accounts.Actor) -> None:
    row = _lock(template_id, None, by, action="delete")
    row.archived_at = None
    row.save(update_fields=["archived_at"])


def refuse_problems(content: Content) -> None:
    """Raise Refused with every problem of a content, or do nothing."""
    if headers.has_control(content.subject) or headers.has_control(content.preheader):
        raise Refused(_("Subject and preview line are one line each."), field="subject")
    found = rules.problems(content)
    if found:
        kinds = {0: "", **{n: b.get("kind", "") for n, b in enumerate(content.blocks, start=1)}}
        words = [sentence(problem, kinds[problem.block]) for problem in found]
        raise Refused("\n".join(words), field=found[0].field or "blocks")


def _walk(
    template_id: int, step: int, expected_version: int | None, by: accounts.Actor, now: datetime
) -> None:
    row = _lock(template_id, expected_version, by)
    target = TemplateRevision.objects.filter(
        template_id=template_id, number=row.revision + step
    ).first()
    if target is None:
        raise Refused(
            _("There is nothing to undo.") if step < 0 else _("There is nothing to redo.")
        )
    row.subject, row.preheader, row.blocks = target.subject, target.preheader, target.blocks
    row.revision = target.number
    row.version += 1
    row.updated_at = now
    row.save()
    target.version, target.saved_by = row.version, by.label
    target.save(update_fields=["version", "saved_by"])


def _lock(
    template_id: int, expected_version: int | None, by: accounts.Actor, action: str = "edit"
) -> Template:
    row = Template.objects.select_for_update().filter(pk=template_id).first()
    if row is None:
        raise NotFound(_("There is no such template."))
    accounts.authorise(by, action, "templates", owner_id=row.created_by_id)
    if expected_version is not None and _others_changed(row, expected_version, by):
        raise Outdated(
            _(
                "Somebody changed “%(name)s” while you were writing. Your words are still in the"
                " fields; press the button again to put them in, or reload to see the other change."
            )
            % {"name": row.name}
        )
    return row


def _others_changed(row: Template, since_version: int, by: accounts.Actor) -> bool:
    """Whether somebody else made a change since; one's own presses may follow fast."""
    newer = TemplateRevision.objects.filter(template=row, version__gt=since_version)
    return newer.exclude(saved_by=by.label).exists()


def _save(row: Template, by: accounts.Actor, now: datetime) -> None:
    """Nothing is written when nothing changed: leaving a field is no change."""
    before = Template.objects.values("name", "subject", "preheader", "blocks").get(pk=row.pk)
    if all(getattr(row, key) == value for key, value in before.items()):
        return
    _refuse_sizes(Content(row.subject, row.preheader, tuple(row.blocks)))
    row.version += 1
    row.revision += 1
    row.updated_at = now
    row.save()
    _remember(row, by, now)


def _remember(row: Template, by: accounts.Actor, now: datetime) -> None:
    """Make this state the newest revision; those that were undone are gone."""
    mine = TemplateRevision.objects.filter(template=row)
    mine.filter(number__gte=row.revision).delete()
    mine.filter(number__lt=row.revision - KEPT_REVISIONS).delete()
    TemplateRevision.objects.create(
        template=row,
        number=row.revision,
        version=row.version,
        subject=row.subject,
        preheader=row.preheader,
        blocks=row.blocks,
        saved_at=now,
        saved_by=by.label,
    )


def _refuse_sizes(content: Content) -> None:
    """A draft may be unfinished, not unbounded, and its header lines are lines."""
    for field in ("subject", "preheader"):
        text = getattr(content, field)
        if len(text) > headers.LONGEST_SUBJECT or headers.has_control(text):
            raise Refused(
                _("Keep it on one line of at most %(most)d characters.")
                % {"most": headers.LONGEST_SUBJECT},
                field=field,
            )
    for problem in rules.problems(content):
        if problem.code in {"too_long", "too_many_blocks", "unknown_kind", "bad_id"}:
            kind = content.blocks[problem.block - 1]["kind"] if problem.block else ""
            raise Refused(sentence(problem, kind), field=problem.field or None)
    if rules.duplicate_ids(content.blocks):
        raise Refused(_("Two blocks have the same id."), field="blocks")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > 120:  # noqa: PLR2004 - the column's length
        raise Refused(_("Give the template a name of at most 120 characters."), field="name")
    return name
