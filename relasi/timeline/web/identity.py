"""Settings, Identity: by what people are recognised, how many of it they have, what is nobody's."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of, staff_names
from relasi.contacts import public as contacts
from relasi.contacts.public import KindRule
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.queries.hubs import hub_limit, hubs
from relasi.timeline.rules.arriving import BLOCKED_IDS
from relasi.ui import public as ui

KINDS = {
    "external": gettext_lazy("Customer number"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "anonymous": gettext_lazy("Visitor id"),
}
WHAT = {
    "external": gettext_lazy("Two people with numbers of their own are never made one."),
    "email": gettext_lazy("Finds somebody who has no number yet."),
    "phone": gettext_lazy("Families share phones: better leave it off unless yours do not."),
    "anonymous": gettext_lazy("A browser or an app; where two people were seen it is nobody’s."),
}
ADDRESSES = ("email", "phone")
WHEN_FULL = (
    ("keep", gettext_lazy("the new one is left out")),
    ("replace", gettext_lazy("the one known longest goes")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of id as the form shows it; `most` as it was typed, with what is wrong with it."""

    kind: str
    label: str
    what: str
    is_address: bool
    finds: bool
    most: str
    when_full: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    id: int
    label: str
    pattern: str
    by: str


def show(request: HttpRequest) -> HttpResponse:
    return page(request)


def update(request: HttpRequest) -> HttpResponse:
    """What was typed is kept beside what is wrong with it."""
    said, first = request.POST, request.POST.get("first", "email")
    lines = [_typed(request, kind) for kind in KINDS]
    try:
        ranks = {kind: rank for rank, kind in enumerate(_ranked(first), 1)}
        rules = [_rule(line, ranks[line.kind]) for line in lines]
        contacts.change_identifying(rules=rules, by=actor_of(request), now=clock.now())
    except Refused as refused:
        kind = (refused.field or "").rpartition("_")[2]
        marked = [_typed(request, one, refused.sentence if one == kind else "") for one in KINDS]
        general = "" if kind in KINDS else refused.sentence
        typed = (marked, said.get("first", ""))
        return page(request, rules_typed=typed, problem=general, status=422)
    ui.toast(request, _("Saved. It holds from the next event on; who is known stays as they are."))
    return redirect("timeline:identity")


def block(request: HttpRequest) -> HttpResponse:
    kind, pattern = request.POST.get("kind", ""), request.POST.get("pattern", "")
    try:
        contacts.block_value(kind=kind, pattern=pattern, by=actor_of(request), now=clock.now())
    except Refused as refused:
        typed = {"kind": kind, "pattern": pattern[:200], "problem": refused.sentence}
        return page(request, typed=typed, status=422)
    ui.toast(request, _("Blocked. Nobody is known by it from the next event on."))
    return redirect("timeline:identity")


def unblock(request: HttpRequest, blocked_id: int) -> HttpResponse:
    value = contacts.unblock_value(blocked_id=blocked_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("“%(value)s” is not blocked any more.") % {"value": value})
    return redirect("timeline:identity")


def page(  # noqa: PLR0913  (each is what was typed in a part of it)
    request: HttpRequest,
    *,
    rules_typed: tuple[Iterable[Line], str] | None = None,
    problem: str = "",
    typed: dict[str, str] | None = None,
    hub_typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rules = contacts.identifying()
    lines, first = rules_typed or ((_line(r) for r in rules.kinds.values()), _first(rules))
    own = contacts.blocked_values()
    names = staff_names({_staff(card.created_by) for card in own} - {0})
    found, count = hubs()
    limit = hub_limit()
    context = {
        "lines": sorted(lines, key=lambda line: list(KINDS).index(line.kind)),
        "first": first,
        "problem": problem,
        "when_full": WHEN_FULL,
        "kinds": KINDS.items(),
        "typed": typed or {},
        "blocked": [
            Blocked(
                card.id,
                str(KINDS[card.kind]),
                card.pattern,
                names.get(_staff(card.created_by), ""),
            )
            for card in own
        ],
        "house": [(_("Ids"), BLOCKED_IDS)]
        + [(KINDS[kind], patterns) for kind, patterns in contacts.HOUSE_BLOCKED.items()],
        "hubs": found,
        "more_hubs": count - len(found),
        "hub_limit": hub_typed or {"most": str(limit.most), "days": str(limit.days)},
        "editor": ui.may(request, ("settings", "edit")),
    }
    return render(request, "timeline/identity.html", context, status=status)


def _line(rule: KindRule) -> Line:
    return Line(
        rule.kind,
        str(KINDS[rule.kind]),
        str(WHAT[rule.kind]),
        rule.kind in ADDRESSES,
        rule.recognises,
        "" if rule.most is None else str(rule.most),
        rule.when_full,
    )


def _typed(request: HttpRequest, kind: str, problem: str = "") -> Line:
    said = request.POST
    return Line(
        kind,
        str(KINDS[kind]),
        str(WHAT[kind]),
        kind in ADDRESSES,
        kind not in ADDRESSES or said.get(f"finds_{kind}") == "on",
        said.get(f"most_{kind}", "").strip()[:20],
        said.get(f"when_full_{kind}", "keep"),
        problem,
    )


def _rule(line: Line, rank: int) -> KindRule:
    try:
        most = int(line.most) if line.most else None
    except ValueError as error:
        sentence = _("Say a number from 1 to 1,000, or leave it empty for any.")
        raise Refused(sentence, field=f"most_{line.kind}") from error
    return KindRule(line.kind, rank, line.finds, most, line.when_full)


def _ranked(first: str) -> tuple[str, ...]:
    if first not in ADDRESSES:
        raise Refused(_("Choose whether the e-mail or the phone counts first."))
    second = next(kind for kind in ADDRESSES if kind != first)
    return ("external", first, second, "anonymous")


def _first(rules: contacts.Identifying) -> str:
    return min(ADDRESSES, key=lambda kind: rules.kinds[kind].rank)


def _staff(label: str) -> int:
    number = label.removeprefix("staff:")
    return int(number) if number.isdigit() else 0
