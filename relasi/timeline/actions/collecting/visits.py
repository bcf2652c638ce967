"""Each event of a device is placed in a visit, begun where there is none (rules/visiting)."""

from collections.abc import Mapping, Sequence

from relasi.timeline.rules.arriving import Arrived, Incoming, mapping, text_of
from relasi.timeline.rules.visiting import (
    NO_CAMPAIGN,
    Campaign,
    Moment,
    campaign_of,
    coming,
    device_of,
    host_of,
    is_seen,
    place,
)

from .geography import whereabouts
from .known_sources import Known
from .people import Profiles
from .visits_kept import Kept, keep, near

PAGES = frozenset({"page", "screen"})
Fresh = Sequence[tuple[Arrived, Incoming]]
Here = dict[int, list[Kept]]


def visits_of(fresh: Fresh, people: Profiles, sources: Mapping[int, Known]) -> list[Kept | None]:
    """The visit of each event; None for what no browser or app did."""
    of_devices = [incoming for _arrived, incoming in fresh if incoming.anonymous_id]
    if not of_devices:
        return [None] * len(fresh)
    ticks = [incoming.tick for incoming in of_devices]
    devices = {people.visitors[incoming.anonymous_id] for incoming in of_devices}
    here = near(devices, min(ticks), max(ticks))
    placed = [
        _placed(arrived, incoming, people, here, sources[arrived.source_id])
        if incoming.anonymous_id
        else None
        for arrived, incoming in fresh
    ]
    keep(visit for visits in here.values() for visit in visits)
    return placed


def _placed(
    arrived: Arrived, incoming: Incoming, people: Profiles, here: Here, source: Known
) -> Kept | None:
    campaign = _campaign(incoming)
    person = people.contacts[incoming.user_id] if incoming.user_id else 0
    mark = 0 if campaign is NO_CAMPAIGN else campaign.mark
    moment = Moment(incoming.tick, person, mark, bool(incoming.url or mark))
    visitor_id = people.visitors[incoming.anonymous_id]
    visits = here.get(visitor_id)
    if visits is None:
        visits = here[visitor_id] = []
    visit = place(moment, visits)
    is_page = incoming.kind in PAGES
    if visit is None:
        if not (is_page or is_seen(incoming.agent, incoming.context)):
            return None  # what a server tells belongs to a visit, but begins none
        visit = _begun(arrived, incoming, visitor_id)
        visits.append(visit)
        _land(visit, moment, incoming, campaign, source)
    elif moment.has_address and (visit.landed_at is None or moment.at < visit.landed_at):
        _land(visit, moment, incoming, campaign, source)
    _go_on(visit, moment, is_page=is_page)
    return visit


def _campaign(incoming: Incoming) -> Campaign:
    """Of nearly every page none, which is seen at once."""
    context = incoming.context
    told, page = context.get("campaign"), context.get("page")
    search = page.get("search") if isinstance(page, dict) else None
    if not told and not search and "?" not in incoming.url:
        return NO_CAMPAIGN
    return campaign_of(incoming.url, search, mapping(told))


def _begun(arrived: Arrived, incoming: Incoming, visitor_id: int) -> Kept:
    return Kept(
        started_at=incoming.tick,
        last_at=incoming.tick,
        visitor_id=visitor_id,
        source_id=arrived.source_id,
        device=device_of(incoming.agent, incoming.context),
        where=whereabouts(text_of(incoming.context.get("ip")) or arrived.ip),
        is_machine=bool(incoming.machine),
        is_new=True,
    )


def _land(
    visit: Kept, moment: Moment, incoming: Incoming, campaign: Campaign, source: Known
) -> None:
    """Let this event tell where the visit came from; without an address, that it came directly."""
    page = mapping(incoming.context.get("page"))
    host = host_of(incoming.url)
    visit.origin = coming(campaign, text_of(page.get("referrer")), host, source.hosts)
    visit.source, visit.mark, visit.landing = visit.origin.source, moment.mark, incoming.url
    visit.landed_at = moment.at if moment.has_address else None


def _go_on(visit: Kept, moment: Moment, *, is_page: bool) -> None:
    if moment.at > visit.last_at:
        visit.last_at = moment.at
    elif moment.at < visit.started_at:
        visit.started_at, visit.begins_otherwise = moment.at, True
    if moment.person and not visit.person:
        visit.person, visit.begins_otherwise = moment.person, True
    visit.events += 1
    visit.pages += is_page
    visit.is_changed = True
