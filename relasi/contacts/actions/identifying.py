"""Setting how people are recognised, and which values are nobody's."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.models import BlockedValue, IdentityRule
from relasi.contacts.rules import (
    ANONYMOUS,
    EMAIL,
    EXTERNAL,
    KEEP,
    MOST_STARS,
    PHONE,
    REPLACE,
    USUAL,
    KindRule,
)
from relasi.kernel.errors import NotFound, Refused

MOST, LONGEST = 1_000, 120


@transaction.atomic
def change_identifying(*, rules: Sequence[KindRule], by: Actor, now: datetime) -> None:
    """Each kind has its rule; the number comes first and the visitor last. Raises Refused with
    `most_<kind>` for a number at fault.
    """
    if {rule.kind for rule in rules} != USUAL.keys():
        raise Refused(_("Each kind of id has its own line. Reload the page."))
    ranked = [rule.kind for rule in sorted(rules, key=lambda rule: rule.rank)]
    if ranked[0] != EXTERNAL or ranked[-1] != ANONYMOUS:
        raise Refused(_("The customer number counts first and the visitor id last."))
    for rule in rules:
        _check(rule)
        IdentityRule.objects.update_or_create(
            kind=rule.kind,
            defaults={
                "rank": rule.rank,
                "recognises": rule.recognises,
                "most": rule.most,
                "when_full": rule.when_full,
                "updated_at": now,
                "updated_by": by.label,
            },
        )
    most = {rule.kind: rule.most for rule in rules}
    record(
        by,
        "changed how people are recognised",
        "settings",
        at=now,
        most_external=most[EXTERNAL],
        most_email=most[EMAIL],
        most_phone=most[PHONE],
        most_anonymous=most[ANONYMOUS],
    )


def _check(rule: KindRule) -> None:
    field = f"most_{rule.kind}"
    if rule.most is None and rule.kind == EXTERNAL:
        raise Refused(
            _("Say how many customer numbers one person may have; usually 1."), field=field
        )
    if rule.most is not None and not 1 <= rule.most <= MOST:
        raise Refused(_("Say a number from 1 to 1,000, or leave it empty for any."), field=field)
    if rule.when_full not in {KEEP, REPLACE}:
        raise Refused(_("Choose what happens when there are more."), field=f"when_full_{rule.kind}")
    if rule.when_full == REPLACE and rule.kind in {EXTERNAL, ANONYMOUS}:
        raise Refused(
            _("A customer number or a device is never thrown away for another."),
            field=f"when_full_{rule.kind}",
        )


@transaction.atomic
def block_value(*, kind: str, pattern: str, by: Actor, now: datetime) -> int:
    """From now on nobody is known by it; a star stands for anything. Raises Refused."""
    bare = pattern.strip().casefold()
    if kind not in BlockedValue.Kind.values:
        raise Refused(_("Choose what kind of value it is."), field="kind")
    if not bare.strip("*@.- ") or len(bare) > LONGEST or not bare.isprintable():
        raise Refused(_("Write the value, or a part of it with a star: test@*."), field="pattern")
    if bare.count("*") > MOST_STARS:
        raise Refused(_("At most 5 stars can stand in a value."), field="pattern")
    try:
        with transaction.atomic():
            row = BlockedValue.objects.create(
                kind=kind, pattern=bare, created_at=now, created_by=by.label
            )
    except IntegrityError as error:
        raise Refused(
            _("“%(value)s” is blocked already.") % {"value": bare}, field="pattern"
        ) from error
    record(by, "blocked a value", "settings", row.pk, at=now)
    return row.pk


@transaction.atomic
def unblock_value(*, blocked_id: int, by: Actor, now: datetime) -> str:
    """People may be known by it again; what it was. Raises NotFound."""
    row = BlockedValue.objects.select_for_update().filter(pk=blocked_id).first()
    if row is None:
        raise NotFound(_("This value is not blocked any more. Reload the page."))
    row.delete()
    record(by, "unblocked a value", "settings", blocked_id, at=now)
    return row.pattern
