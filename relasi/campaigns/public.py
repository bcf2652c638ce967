"""The door of `campaigns`: `from relasi.campaigns import public as campaigns`."""

from .actions.drafting import (
    VariantIn,
    add_campaign,
    change_campaign,
    choose_contents,
    clone_campaign,
    delete_campaign,
)
from .actions.launching import launch, missing
from .actions.steering import cancel, pause, prepare_again, resume
from .queries.cards import CampaignCard, VariantCard, card, cards, in_states, names
from .queries.results import Day, Earned, Result, earned_by, result

__all__ = [
    "CampaignCard",
    "Day",
    "Earned",
    "Result",
    "VariantCard",
    "VariantIn",
    "add_campaign",
    "cancel",
    "card",
    "cards",
    "change_campaign",
    "choose_contents",
    "clone_campaign",
    "delete_campaign",
    "earned_by",
    "in_states",
    "launch",
    "missing",
    "names",
    "pause",
    "prepare_again",
    "result",
    "resume",
]
