"""What of a person can go out: a key, its name, its kind, and how PostgreSQL says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from relasi.contacts import public as contacts
from relasi.engine import relations
from relasi.kernel.errors import Refused

Kind = Literal["text", "whole", "number", "day", "moment"]
OWN = "own_"


@dataclass(frozen=True, slots=True)
class Field:
    """`said` is SQL about the person `c`; {name} is a relation."""

    key: str
    label: object
    kind: Kind
    said: str


def _address(kind: str) -> str:
    return (
        "(SELECT i.value FROM {identities} i WHERE i.contact_id = c.id"  # noqa: S608  (our words)
        f" AND i.kind = '{kind}' ORDER BY i.is_primary DESC, i.id LIMIT 1)"
    )


def _score(column: str) -> str:
    return f"(SELECT s.{column} FROM {{scores}} s WHERE s.contact_id = c.id)"  # noqa: S608


ID = Field("id", _("Number in Relasi"), "whole", "c.id")
FIELDS = (
    Field("external_id", _("Number in your shop"), "text", _address("external_id")),
    Field("name", _("Name"), "text", "c.name"),
    Field("given_name", _("Given name"), "text", "c.given_name"),
    Field("family_name", _("Family name"), "text", "c.family_name"),
    Field("email", _("E-mail"), "text", _address("email")),
    Field("phone", _("Phone"), "text", _address("phone")),
    Field(
        "company",
        _("Company"),
        "text",
        "(SELECT o.name FROM {companies} o WHERE o.id = c.company_id)",
    ),
    Field("job_title", _("Job title"), "text", "c.job_title"),
    Field("street", _("Street"), "text", "c.street"),
    Field("postal_code", _("Postal code"), "text", "c.postal_code"),
    Field("city", _("City"), "text", "c.city"),
    Field("region", _("Region"), "text", "c.region"),
    Field("country", _("Country"), "text", "c.country"),
    Field("language", _("Language"), "text", "c.language"),
    Field("born_on", _("Date of birth"), "day", "c.born_on"),
    Field("source", _("Source"), "text", "c.source"),
    Field(
        "tags",
        _("Tags"),
        "text",
        "(SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM {contact_tags} t"
        " JOIN {tags} g ON g.id = t.tag_id WHERE t.contact_id = c.id)",
    ),
    Field("orders", _("Orders"), "whole", _score("orders")),
    Field("revenue", _("Value so far"), "number", _score("revenue")),
    Field("first_order_at", _("First order"), "moment", _score("first_order_at")),
    Field("last_order_at", _("Last order"), "moment", _score("last_order_at")),
    Field("lifecycle", _("Lifecycle stage"), "text", _score("lifecycle")),
    Field("r", _("Recency score"), "whole", _score("r")),
    Field("f", _("Frequency score"), "whole", _score("f")),
    Field("m", _("Money score"), "whole", _score("m")),
    Field("created_at", _("Added"), "moment", "c.created_at"),
    Field("updated_at", _("Changed"), "moment", "c.updated_at"),
)


def offered() -> tuple[Field, ...]:
    """The house's and the company's own, which are texts."""
    own = tuple(
        Field(f"{OWN}{field.key}".replace("-", "_"), field.label, "text", _own(field.key))
        for field in contacts.custom_fields("contact")
    )
    return (*FIELDS, *own)


def chosen(keys: Sequence[str]) -> tuple[Field, ...]:
    """In the order in which they are offered, after the number. Raises Refused."""
    known = offered()
    if unknown := set(keys) - {field.key for field in known}:
        raise Refused(
            _("The field “%(key)s” is not there any more. Choose the fields again.")
            % {"key": min(unknown)},
            field="fields",
        )
    return (ID, *(field for field in known if field.key in keys))


def select(fields: Sequence[Field], people: str, *, after: str) -> str:
    """The rows of the people that `people`, a SELECT of contact_id, names; `after` pages."""
    named = ", ".join(f"{field.said} AS {field.key}" for field in fields)
    return physical(
        f"SELECT {named} FROM {{contacts}} c WHERE {after}"  # noqa: S608  (our own words)
        f" AND c.id IN ({people}) ORDER BY c.id"
    )


def physical(text: str) -> str:
    """The tables behind the relations that {…} means."""
    for name in {part.partition("}")[0] for part in text.split("{")[1:]}:
        text = text.replace(f"{{{name}}}", relations.physical(name))
    return text


def _own(key: str) -> str:
    # A key is a slug (contacts/rules/fields.py): no quote and no percent sign can be in it.
    return f"c.fields->>'{key}'"
