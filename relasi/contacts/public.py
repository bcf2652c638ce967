"""The door of `contacts`: `from relasi.contacts import public as contacts`."""

from .actions.adding import add_contact
from .actions.barring import allow_again, allow_all_again, bar, belong_to_others
from .actions.changing import change_contact
from .actions.claims import confirm_by_link
from .actions.companies import add_company, change_company
from .actions.deleting import erase, joined_into
from .actions.handing_over import hand_over, set_aside
from .actions.identifying import block_value, change_identifying, unblock_value
from .actions.knowing import know_people
from .actions.merging import merge_contacts, undo_merge
from .actions.tagging import tag_contact, untag_contact
from .addresses import normalise_email, normalise_phone
from .importing import door as importing
from .importing.door import register_derived, register_import_extra, register_import_target
from .matching.conflicts import register_conflict
from .matching.leaving_out import compare_anew, register_left_out
from .queries.cards import (
    ContactCard,
    IdentityCard,
    card,
    exists,
    find_contact,
    names,
    owner_of,
    primary_addresses,
)
from .queries.companies import CompanyCard, company_card, company_names, find_company
from .queries.erased import anybody_erased, digest_of, erased_among
from .queries.fields import CustomFieldCard, custom_fields
from .queries.identifying import BlockedCard, blocked_values, identifying, would_be_known
from .queries.merging import survivor_of
from .queries.messages import merge_fields, primary_addresses_sql
from .queries.notes import note_html
from .queries.tags import tag_choices, tags
from .registry import (
    Holding,
    ListColumn,
    ListFilter,
    register_column,
    register_filter,
    register_holding,
)
from .rules import HOUSE_BLOCKED, Identifying, KindRule, ToldPerson, Unused, WrittenAddress
from .sources import register_sources, source_called, sources_called
from .staying import keep_people, let_people_go, register_bound

__all__ = [
    "HOUSE_BLOCKED",
    "BlockedCard",
    "CompanyCard",
    "ContactCard",
    "CustomFieldCard",
    "Holding",
    "Identifying",
    "IdentityCard",
    "KindRule",
    "ListColumn",
    "ListFilter",
    "ToldPerson",
    "Unused",
    "WrittenAddress",
    "add_company",
    "add_contact",
    "allow_again",
    "allow_all_again",
    "anybody_erased",
    "bar",
    "belong_to_others",
    "block_value",
    "blocked_values",
    "card",
    "change_company",
    "change_contact",
    "change_identifying",
    "company_card",
    "company_names",
    "compare_anew",
    "confirm_by_link",
    "custom_fields",
    "digest_of",
    "erase",
    "erased_among",
    "exists",
    "find_company",
    "find_contact",
    "hand_over",
    "identifying",
    "importing",
    "joined_into",
    "keep_people",
    "know_people",
    "let_people_go",
    "merge_contacts",
    "merge_fields",
    "names",
    "normalise_email",
    "normalise_phone",
    "note_html",
    "owner_of",
    "primary_addresses",
    "primary_addresses_sql",
    "register_bound",
    "register_column",
    "register_conflict",
    "register_derived",
    "register_filter",
    "register_holding",
    "register_import_extra",
    "register_import_target",
    "register_left_out",
    "register_sources",
    "set_aside",
    "source_called",
    "sources_called",
    "survivor_of",
    "tag_choices",
    "tag_contact",
    "tags",
    "unblock_value",
    "undo_merge",
    "untag_contact",
    "would_be_known",
]
