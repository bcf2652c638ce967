"""What insight keeps of people: scores, which follow from their orders."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    UNTIL_DONE,
    WITH_PERSON,
    Category,
    Erased,
    Purpose,
    Store,
    Why,
    nobody,
    register_stores,
)

C, P = Category, Purpose


def register() -> None:
    register_stores(*STORES)


STORES = (
    Store(
        "insight.Score",
        _("Scores"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.PURCHASES: "first_order_at last_order_at orders order_days revenue r f m typical_gap"
            " category_count items_per_order lifecycle lifecycle_before lifecycle_since",
            C.LINK: "contact",
        },
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.KEPT,
        why=Why.FIGURES,
    ),
    Store(
        "insight.SampledCategory",
        _("What sampled people bought"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.PURCHASES: "category last_order_at orders revenue", C.LINK: "contact_id"},
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.KEPT,
        why=Why.FIGURES,
    ),
    Store(
        "insight.PurchaseChange",
        _("Whose scores are to be computed anew"),
        P.OPERATION,
        UNTIL_DONE,
        {C.LINK: "contact_id", C.NONE: "product_id"},
        whose="t.contact_id = ANY(%(ids)s)",
        erased=Erased.KEPT,
        why=Why.NUMBERS,
    ),
    nobody(
        "insight.LifecycleRules",
        "first_time_days at_risk_gaps lapsed_gaps shortest_gap at_risk_days lapsed_days updated_at"
        " updated_by version",
    ),
    nobody(
        "insight.ScoreRun",
        "as_of started_at finished_at contacts changed cut_points usual_gap rules seconds facts"
        " step problem sampled_every",
    ),
)
