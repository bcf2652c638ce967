"""Companies as a target of imports."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.kernel.errors import Refused

from .batches import Batch, Tally
from .people.attached import custom_values
from .people.fields import added_fields
from .people.target import COMPANY
from .targets import ImportField, ImportTarget
from .upserting import Kept, upsert

COLUMNS = {
    "name": "varchar",
    "domain": "varchar",
    "external_id": "varchar",
    "industry": "varchar",
    "city": "varchar",
    "country": "varchar",
    "fields": "jsonb",
}
DEFAULTS = {
    "domain": "''",
    "external_id": "NULL",
    "industry": "''",
    "city": "''",
    "country": "''",
    "fields": "'{}'::jsonb",
    "is_sample": "false",
    "created_at": "%(at)s",
    "updated_at": "%(at)s",
    "updated_by": "%(by)s",
    "version": "1",
}
_PLAIN = (
    ImportField("name", gettext_lazy("Name"),
                words="name|company|company name|organisation|nama|nama perusahaan|perusahaan"),
    ImportField("external_id", gettext_lazy("External id"), "external", longest=120,
                words="external id|id|company id|kode|kode perusahaan|id perusahaan"),
    ImportField("domain", gettext_lazy("Domain"), "domain", longest=253,
                words="domain|website|web|site|url|situs|situs web"),
    ImportField("industry", gettext_lazy("Industry"), longest=120,
                words="industry|sector|branch|industri|bidang|bidang usaha|sektor"),
    ImportField("city", gettext_lazy("City"), longest=120, words="city|town|kota|kabupaten"),
    ImportField("country", gettext_lazy("Country"), "country", words="country|negara"),
)  # fmt: skip


def company_fields() -> tuple[ImportField, ...]:
    return (*_PLAIN, *added_fields("company"))


def kept_by(match_by: str) -> Kept:
    known = (
        ("t.external_id", "s.key")
        if match_by == "external_id"
        else ("upper(t.name)", "upper(s.key)")
    )
    return Kept("contacts_company", match_by, known, COLUMNS, DEFAULTS, merged=("fields",))


def bring_in(batch: Batch) -> Tally:
    custom = custom_values(batch)
    return upsert(batch, kept_by(batch.run.match_by), {"fields": custom} if custom else None)


def known_places(batch: Batch) -> set[int]:
    theirs, ours = kept_by(batch.run.match_by).known_by
    keys = batch.column(batch.run.match_by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.key FROM unnest(%s::text[]) AS s (key) WHERE {ours} IN"  # noqa: S608  (ours)
            f" (SELECT {theirs} FROM contacts_company AS t)",
            [keys],
        )
        known = {row[0] for row in cursor.fetchall()}
    return {place for place, key in enumerate(keys) if key in known}


def refuse_mapping(keys: frozenset[str], match_by: str) -> None:
    if "name" not in keys:
        raise Refused(_("Choose the column that holds the company's name."), field="mapping")
    if match_by not in keys:
        sentence = _("Rows are to be recognised by a field that no column fills. Choose another.")
        raise Refused(sentence, field="match_by")


COMPANIES = ImportTarget(
    key="companies",
    about_people=False,
    label=gettext_lazy("Companies"),
    fields=company_fields,
    match_by=(("name", gettext_lazy("Name")), ("external_id", gettext_lazy("External id"))),
    write=bring_in,
    known=known_places,
    refuse_mapping=refuse_mapping,
    lane_field=lambda batch: batch.column(batch.run.match_by),
    required=("name",),
    tables=(COMPANY,),
    rights="companies",
    page="contacts:company_list",
    order=20,
)
