"""Every word that goes into the audit log has a name in the languages of its readers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from relasi.accounts.audit_vocabulary import VOCABULARY, name_called
from relasi.accounts.queries.organisation import OrganisationCard
from relasi.accounts.signing_in.witnesses import SIGNALS
from relasi.campaigns.actions import drafting
from relasi.commerce.actions import catalogue
from relasi.contacts.models import BulkChange
from relasi.contacts.rules import COMPANY_ATTRIBUTES, PERSON_ATTRIBUTES
from relasi.insight.rules.lifecycle import Limits
from relasi.reports.rules import MEASURES

ROOT = Path(__file__).parent.parent
SOURCES = [p for p in sorted((ROOT / "relasi").rglob("*.py")) if "tests" not in p.parts]
ACCOUNTS = ("relasi.accounts.public", "relasi.accounts.actions.auditing", "auditing")
# Arguments of `record` that name no detail.
OWN = {"at", "actor", "action", "obj", "object_id"}
ORIGIN = {"from"}

# Where a word is not written in the call: what it may be. What has no line here must be written.
COMPOSED = {
    ("relasi/accounts/signing_in/witnesses.py", "action"): set(SIGNALS),
    ("relasi/campaigns/actions/steering.py", "action"): {
        "paused",
        "resumed",
        "unscheduled",
        "cancelled",
        "taken up",
    },
    ("relasi/timeline/actions/sightings.py", "action"): {
        "took a device away",
        "gave a device back",
    },
    ("relasi/contacts/actions/bulk.py", "f'bulk {change.kind}'"): {
        f"bulk {kind}" for kind in BulkChange.Kind.values
    },
    ("relasi/accounts/signing_in/witnesses.py", "**kind"): {"kind"},
    ("relasi/accounts/signing_in/witnesses.py", "**origin"): ORIGIN,
    ("relasi/accounts/signing_in/witnesses.py", "**_origin(request)"): ORIGIN,
    ("relasi/accounts/actions/staff.py", "**taken"): {"keys_revoked", "invitations_revoked"},
    ("relasi/accounts/actions/organisation.py", "**changed"): set(
        OrganisationCard.__dataclass_fields__
    ),
    ("relasi/contacts/actions/bulk.py", "**detail"): {"tag_id", "tag", "owner_id", "key"},
    ("relasi/insight/actions/limits.py", "**limits.as_json()"): set(Limits.__dataclass_fields__),
}
# What lists of changed fields and nested details may hold.
FIELDS = {
    "a campaign": {*drafting.CHANGEABLE, "contents"},
    "a product": set(catalogue.CHANGEABLE),
    "a person": {
        *PERSON_ATTRIBUTES,
        *("company_id", "owner_id", "fields", "emails", "phones", "handles", "external_id", "tags"),
    },
    "a company": {*COMPANY_ATTRIBUTES, "owner_id", "fields", "external_id"},
    "a source": {"name", "kind", "origins", "per_second", "consent_mode", "unread_days"},
    "a seat": {"email", "role", "teams"},
    "a profile": {"name", "language", "theme", "time_zone"},
}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of `record` of accounts, by whatever name it was imported."""
    for source in SOURCES:
        tree = ast.parse(source.read_text())
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in ACCOUNTS
            for alias in node.names
            if alias.name == "record"
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (
                ast.unparse(node.func) == "accounts.record"
                or (isinstance(node.func, ast.Name) and node.func.id in names)
            ):
                yield str(source.relative_to(ROOT)), node


def written(path: str, node: ast.expr, spelled: str = "") -> set[str]:
    """The words an argument may be."""
    if isinstance(node, ast.Constant) and not spelled:
        return {str(node.value)}
    text = spelled or ast.unparse(node)
    assert (path, text) in COMPOSED, f"{path}: write the word of {text}, or say what it may be"
    return COMPOSED[path, text]


def said() -> Iterator[tuple[str, str, str]]:
    """(where, kind, word) of everything the house writes into the log."""
    for path, call in calls():
        where = f"{path}:{call.lineno}"
        for kind, position in (("actions", 1), ("objects", 2)):
            for word in written(path, call.args[position]):
                yield where, kind, word
        for keyword in call.keywords:
            spelled = "" if keyword.arg else f"**{ast.unparse(keyword.value)}"
            names = {keyword.arg} if keyword.arg else written(path, keyword.value, spelled)
            for word in names - OWN:
                yield where, "names", word


def test_every_word_of_the_log_has_a_name():
    found = list(said())
    nameless = {(w, kind, word) for w, kind, word in found if word not in getattr(VOCABULARY, kind)}

    assert len(found) > 150
    assert nameless == set()


def test_no_word_has_a_name_that_nobody_writes():
    found = {word for _where, kind, word in said() if kind == "actions"}

    assert set(VOCABULARY.actions) == found


@pytest.mark.parametrize("of", FIELDS)
def test_every_field_that_may_change_has_a_name(of):
    assert FIELDS[of] - set(VOCABULARY.names) == set()


def test_every_number_of_a_report_has_a_name():
    assert {m.key for m in MEASURES} == set(VOCABULARY.values["reports"])


def test_every_name_is_said_in_indonesian():
    """The catalogue has each of them, and at least the verbs differ."""
    english = {word: str(label) for word, label in VOCABULARY.actions.items()}
    with translation.override("id"):
        indonesian = {word: str(label) for word, label in VOCABULARY.actions.items()}

    assert {word for word in english if english[word] == indonesian[word]} == set()


def test_a_name_of_long_ago_is_shown_as_it_is_stored():
    assert name_called("points_before") == "points before"
