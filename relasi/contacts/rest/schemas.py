"""What people and companies look like through the API."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from relasi.contacts.queries.cards import ContactCard
from relasi.contacts.queries.companies import CompanyCard
from relasi.contacts.rules import WrittenAddress
from relasi.kernel.rest import Id, Strict

Validity = Literal["unknown", "valid", "invalid"]
Text = Annotated[str, Field(max_length=300)]
Label = Annotated[str, Field(max_length=40)]
Written = Annotated[str, Field(min_length=1, max_length=320)]
Tag = Annotated[str, Field(min_length=1, max_length=60)]
Key = Annotated[str, Field(min_length=1, max_length=40)]
Value = str | int | float | bool | None
Fields = Annotated[dict[Key, Value], Field(max_length=200)]
MOST = 50


class Address(Strict):
    """`is_claimed`: nobody but a page or an app said that it is theirs."""

    kind: str
    value: str
    shown: str
    label: str
    is_primary: bool
    validity: str
    is_claimed: bool


class AddressIn(Strict):
    """`value` as it is written; it is stored in one written form (E.164, lower case)."""

    value: Written
    label: Label = ""
    is_primary: bool = False
    validity: Validity | None = None

    def written(self) -> WrittenAddress:
        return WrittenAddress(
            self.value, label=self.label, is_primary=self.is_primary, validity=self.validity
        )


Addresses = Annotated[list[AddressIn], Field(max_length=MOST)]


class Contact(Strict):
    """From `erased_at` on the person is deleted: only their orders and messages are left."""

    id: int
    name: str
    given_name: str
    family_name: str
    job_title: str
    company_id: int | None
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    language: str
    time_zone: str
    born_on: date | None
    source: str
    owner_id: int | None
    addresses: list[Address]
    tags: list[str]
    fields: dict[str, Any]
    is_sample: bool
    created_at: datetime
    updated_at: datetime
    version: int
    erased_at: datetime | None


class ContactIn(Strict):
    """A person needs a name or an address."""

    name: Text = ""
    given_name: Text = ""
    family_name: Text = ""
    job_title: Text = ""
    company_id: Id | None = None
    street: Text = ""
    postal_code: Text = ""
    city: Text = ""
    region: Text = ""
    country: Text = ""
    language: Text = ""
    time_zone: Text = ""
    born_on: date | None = None
    source: Text = ""
    owner_id: Id | None = None
    emails: Addresses = []
    phones: Addresses = []
    handles: Addresses = []
    external_id: Text = ""
    tags: Annotated[list[Tag], Field(max_length=MOST)] = []
    fields: Fields = {}


class ContactChange(ContactIn):
    """Only what is sent changes; a list replaces the list, a field set to null goes.

    With `version`, the change is refused when somebody else changed the person since.
    """

    version: Id | None = None


class Company(Strict):
    id: int
    name: str
    domain: str
    industry: str
    city: str
    country: str
    external_id: str
    owner_id: int | None
    people: int
    fields: dict[str, Any]
    is_sample: bool
    created_at: datetime
    updated_at: datetime
    version: int


class CompanyIn(Strict):
    name: Text
    domain: Text = ""
    industry: Text = ""
    city: Text = ""
    country: Text = ""
    external_id: Text = ""
    owner_id: Id | None = None
    fields: Fields = {}


class CompanyChange(CompanyIn):
    """Only what is sent changes."""

    name: Text = ""
    version: Id | None = None


class MergeIn(Strict):
    """`take` names the fields whose value comes from the contact that goes."""

    other_id: Id
    take: Annotated[list[Key], Field(max_length=250)] = []


class Merge(Strict):
    merge_id: int
    kept_id: int
    lost_id: int


def contact_out(card: ContactCard) -> dict[str, Any]:
    own = {name: getattr(card, name) for name in Contact.model_fields if name != "addresses"}
    return own | {"addresses": [Address.from_orm(i) for i in card.identities]}


def company_out(card: CompanyCard) -> dict[str, Any]:
    return {name: getattr(card, name) for name in Company.model_fields}


def written(values: dict[str, Any], body: ContactIn) -> dict[str, Any]:
    """The sent values as the verbs take them."""
    lists = {key: [a.written() for a in getattr(body, key)] for key in LISTS if key in values}
    return values | lists


LISTS = ("emails", "phones", "handles")
