"""People nobody knew: two COPYs, one for them, one for their addresses."""

from collections.abc import Iterator
from itertools import chain

from relasi.contacts.importing.batches import MARK, Batch
from relasi.contacts.importing.copying import NOTHING, copy_rows, escaped, new_ids, record_made
from relasi.contacts.rules import full_name

from .attached import attach_tags, company_ids, custom_values
from .fields import ADDRESSES, TEXTS

_IDENTITY = (
    "contact_id",
    "kind",
    "value",
    "shown",
    "label",
    "is_primary",
    "validity",
    "created_at",
)


def add_people(batch: Batch) -> list[int]:
    """Make a contact of every row; their ids, in the order of the rows."""
    ids = new_ids("contacts_contact", len(batch))
    _copy_contacts(batch, ids)
    _copy_identities(batch, ids)
    batch.contact_ids = ids
    if "tags" in batch.values:
        attach_tags(batch, ids)
    record_made(batch, "contacts_contact", ids)
    return ids


def called(batch: Batch) -> list[str]:
    """The names of a batch, joined from given and family name where only these are known."""
    names = batch.column("name")
    if "given_name" not in batch.values and "family_name" not in batch.values:
        return names
    pairs = zip(names, batch.column("given_name"), batch.column("family_name"), strict=True)
    return [name or full_name(given, family) for name, given, family in pairs]


def _copy_contacts(batch: Batch, ids: list[int]) -> None:
    moment = batch.run.at.isoformat()
    columns = {"id": [str(number) for number in ids], "name": escaped(called(batch))}
    rest = {"updated_by": batch.run.by, "is_sample": "f", "version": "1"}
    rest |= {"created_at": moment, "updated_at": moment}
    for key in TEXTS[1:]:
        if key in batch.values:
            columns[key] = escaped(batch.values[key])
        else:
            rest[key] = "import" if key == "source" else ""
    if "born_on" in batch.values:
        columns["born_on"] = [day or NOTHING for day in batch.values["born_on"]]
    if (custom := custom_values(batch)) is not None:
        columns["fields"] = escaped(text or "{}" for text in custom)
    else:
        rest["fields"] = "{}"
    if "company" in batch.values:
        known = company_ids(batch)
        columns["company_id"] = [str(i) if i else NOTHING for i in known]
    tail = "\t" + "\t".join(rest.values()) + "\n"
    lines = (line + tail for line in map("\t".join, zip(*columns.values(), strict=True)))
    copy_rows("contacts_contact", (*columns, *rest), lines)


def _copy_identities(batch: Batch, ids: list[int]) -> None:
    """Person by person, kinds in order: so the index by person grows at its end."""
    moment = batch.run.at.isoformat()
    kinds = sorted((kind, key) for key, kind in ADDRESSES.items() if key in batch.values)
    columns = [_address_lines(batch, key, kind, ids, moment) for kind, key in kinds]
    copy_rows("contacts_identity", _IDENTITY, chain.from_iterable(zip(*columns, strict=True)))


def _address_lines(batch: Batch, key: str, kind: str, ids: list[int], moment: str) -> Iterator[str]:
    """For each person a text of as many lines as they have addresses of the kind, first the one
    they are written to.
    """
    tail = f"\tunknown\t{moment}\n"
    values = batch.values[key]
    shown = written(values, batch.raw.get(key, values))
    for number, value, text in zip(ids, values, shown, strict=True):
        if not value:
            yield ""
        elif MARK not in value and "\\" not in value:
            yield f"{number}\t{kind}\t{value}\t{text}\t\tt{tail}"
        else:
            yield "".join(
                f"{number}\t{kind}\t{entry}\t{entry}\t\t{'f' if place else 't'}{tail}"
                for place, entry in enumerate(escaped(value.split(MARK)))
            )


def written(values: list[str], raw: list[str]) -> list[str]:
    """What the person wrote, where it is plain text, else the written form."""
    return [
        value
        if value == cell
        else (cell.strip() if cell.isprintable() and "\\" not in cell else value)
        for value, cell in zip(values, raw, strict=True)
    ]
