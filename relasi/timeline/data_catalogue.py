"""What the timeline keeps of people: events, visits, browsers, and what waits or was set aside."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    UNTIL_DONE,
    WITH_HOUSE,
    WITH_PERSON,
    Archive,
    Category,
    Erased,
    Purpose,
    Store,
    Why,
    for_days,
    nobody,
    register_before,
    register_profiles,
    register_stores,
    register_words,
)

from .actions.lake import erasing
from .actions.settling import settle_arrivals

C, P = Category, Purpose
PROFILES = """
SELECT id FROM timeline_visitor WHERE contact_id = ANY(%(ids)s)
UNION SELECT profile_id FROM timeline_alias WHERE contact_id = ANY(%(ids)s)
"""
WORDS = "SELECT 'anonymous', anonymous_id FROM timeline_visitor WHERE contact_id = ANY(%(ids)s)"
IN_BODY = "t.body ILIKE ANY(%(quoted)s) OR t.shared ILIKE ANY(%(quoted)s)"
CAME = "source_id family kind received_at gpc"


def register() -> None:
    register_profiles(PROFILES)
    register_words(WORDS)
    register_before(settle_arrivals)
    register_stores(*EVENTS, *BROWSERS, *COLLECTING)


EVENTS = (
    Store(
        "timeline.Event",
        _("Events"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.BEHAVIOUR: "name channel source session url product_id campaign_id properties",
            C.PURCHASES: "order_id revenue",
            C.LINK: "contact",
            C.NONE: "at by_machine key is_sample changed_in",
        },
        whose="t.contact_id = ANY(%(profiles)s)",
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
    ),
    Store(
        "timeline.EventKey",
        _("Which events were recorded"),
        P.OPERATION,
        WITH_PERSON,
        {C.LINK: "key", C.NONE: "at"},
        whose="""t.key IN (SELECT e.key FROM timeline_event e
            WHERE e.contact_id = ANY(%(profiles)s))""",
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
    ),
    Archive(
        "lake",
        _("Events of long ago"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.BEHAVIOUR: "events", C.LINK: "profile_id"},
        count=erasing.count,
        erase=erasing.erase,
        read=erasing.read,
        package="timeline",
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
    ),
    Store(
        "timeline.OlderCount",
        _("How many events are of long ago"),
        P.OPERATION,
        WITH_PERSON,
        {C.BEHAVIOUR: "channel events", C.LINK: "profile_id"},
        whose="t.profile_id = ANY(%(profiles)s)",
        erased=Erased.GONE,
    ),
    nobody("timeline.LakeNote", "event_id profile_id key at changed_in"),
    nobody(
        "timeline.LakeState",
        "hot_since until moved_at added removed to_clean cleaned_at cleaned_in problem"
        " failing_since",
    ),
    nobody(
        "timeline.LakeWork",
        "kind state step done total faults problem cancel_requested asked_at asked_by finished_at",
    ),
)
BROWSERS = (
    Store(
        "timeline.Visitor",
        _("Browsers and apps"),
        P.MEASURING,
        WITH_PERSON,
        {C.TECHNICAL: "anonymous_id", C.LINK: "contact_id", C.NONE: "first_at last_at"},
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.GONE,
    ),
    Store(
        "timeline.Sighting",
        _("Who was seen at which browser"),
        P.MEASURING,
        WITH_PERSON,
        {
            C.TECHNICAL: "evidence",
            C.LINK: "visitor_id contact_id",
            C.STAFF: "undone_by",
            C.NONE: "seen_at undone_at",
        },
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.GONE,
    ),
    Store(
        "timeline.Alias",
        _("People read as one"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.LINK: "profile_id contact_id"},
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.GONE,
    ),
    Store(
        "timeline.Session",
        _("Visits"),
        P.MEASURING,
        WITH_PERSON,
        {
            C.BEHAVIOUR: "landing referrer source medium campaign term content click_kind click_id"
            " mark channel events pages",
            C.TECHNICAL: "device browser system country region city",
            C.LINK: "contact_id visitor_id",
            C.NONE: "source_id started_at last_at landed_at is_machine is_sample",
        },
        whose="t.contact_id = ANY(%(ids)s) OR t.visitor_id = ANY(%(profiles)s)",
        erased=Erased.GONE,
    ),
)
COLLECTING = (
    Store(
        "timeline.Hub",
        _("Ids that join too much"),
        P.OPERATION,
        WITH_HOUSE,
        {
            C.TECHNICAL: "value",
            C.STAFF: "changed_by",
            C.NONE: "kind joined found_at apart_at allowed_at",
        },
        whose="lower(t.value) = ANY(%(words)s)",
        erased=Erased.GONE,
    ),
    nobody("timeline.HubLimit", "most days updated_at updated_by"),
    Store(
        "timeline.Arrival",
        _("Events that wait to be processed"),
        P.MEASURING,
        UNTIL_DONE,
        {C.BEHAVIOUR: "shared body", C.TECHNICAL: "ip agent", C.NONE: CAME},
        whose=IN_BODY,
        erased=Erased.GONE,
    ),
    Store(
        "timeline.Quarantined",
        _("Events in quarantine"),
        P.MEASURING,
        UNTIL_DONE,
        {
            C.BEHAVIOUR: "shared body detail",
            C.TECHNICAL: "ip agent",
            C.NONE: f"{CAME} reason quarantined_at keep_until",
        },
        whose=IN_BODY,
        erased=Erased.GONE,
    ),
    Store(
        "timeline.Glimpse",
        _("The last events of a source"),
        P.MEASURING,
        for_days(30, "t.at"),
        {
            C.BEHAVIOUR: "name came_by body",
            C.LINK: "profile_id",
            C.NONE: "source_id at outcome reason",
        },
        whose="t.profile_id = ANY(%(profiles)s) OR t.body ILIKE ANY(%(quoted)s)",
        erased=Erased.GONE,
    ),
    Store(
        "timeline.DaySalt",
        _("Salts of the day"),
        P.MEASURING,
        for_days(1),
        {C.SECRET: "salt", C.NONE: "day"},
    ),
    Store(
        "timeline.Message",
        _("Messages known again"),
        P.OPERATION,
        for_days(30),
        {C.SECRET: "digest", C.NONE: "at"},
        erased=Erased.KEPT,
        why=Why.NUMBERS,
    ),
    nobody(
        "timeline.TrackingPlan",
        "source document unplanned_event unplanned_property wrong_value learning learning_since"
        " kept_since version updated_at",
    ),
    nobody("timeline.PlanSeen", "source_id event property kind events first_at last_at"),
    nobody("timeline.PlanDeviation", "source_id day event property problem done events last_at"),
    nobody("timeline.Intake", "source_id minute outcome reason events"),
    nobody(
        "timeline.Source",
        "name kind write_key origins per_second is_enabled consent_mode unread_days is_sample"
        " created_at updated_at version",
    ),
)
