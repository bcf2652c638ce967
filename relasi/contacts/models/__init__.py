"""The tables, by noun."""

from .bulk import BulkChange, BulkChangeRow
from .checking import AddressCheck, AddressFinding, MailExchange
from .company import Company
from .contact import Contact, Identity, IdentityKind, Validity
from .erased import ErasedAddress
from .field import CustomField
from .identifying import BlockedValue, IdentityRule
from .importing import (
    ImportChange,
    ImportCorrection,
    ImportForecast,
    ImportKept,
    ImportMade,
    ImportMapping,
    ImportRefusal,
    ImportRun,
)
from .matching import (
    MatchEntry,
    MatchModel,
    MatchProposal,
    MatchRun,
    MatchSettings,
    MatchSweep,
    MatchTerm,
)
from .merge import Merge, MergedRow
from .note import Mention, Note
from .tag import ContactTag, Tag

__all__ = [
    "AddressCheck",
    "AddressFinding",
    "BlockedValue",
    "BulkChange",
    "BulkChangeRow",
    "Company",
    "Contact",
    "ContactTag",
    "CustomField",
    "ErasedAddress",
    "Identity",
    "IdentityKind",
    "IdentityRule",
    "ImportChange",
    "ImportCorrection",
    "ImportForecast",
    "ImportKept",
    "ImportMade",
    "ImportMapping",
    "ImportRefusal",
    "ImportRun",
    "MailExchange",
    "MatchEntry",
    "MatchModel",
    "MatchProposal",
    "MatchRun",
    "MatchSettings",
    "MatchSweep",
    "MatchTerm",
    "Mention",
    "Merge",
    "MergedRow",
    "Note",
    "Tag",
    "Validity",
]
