"""What the People list is made of: our columns, the company's fields, what packages above add."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from relasi.accounts import public as accounts
from relasi.contacts import registry
from relasi.contacts.models import Validity
from relasi.contacts.queries.fields import CustomFieldCard, custom_fields
from relasi.contacts.queries.tags import tag_choices
from relasi.ui.public import Action, BulkAction, Column, EmptyState, Filter, ListSpec, may

from . import words

EDIT = ("contacts", "edit")
DELETE = ("contacts", "delete")
COLUMNS = (
    Column("email", _("E-mail"), sortable=False, wide_only=True),
    Column("company", _("Company"), sortable=False, wide_only=True),
    Column("phone", _("Phone"), sortable=False, wide_only=True, default=False),
    Column("job_title", _("Position"), sortable=False, wide_only=True, default=False),
    Column("city", _("City"), wide_only=True, default=False),
    Column("region", _("Region"), sortable=False, wide_only=True, default=False),
    Column("country", _("Country"), sortable=False, wide_only=True, default=False),
    Column("language", _("Language"), sortable=False, wide_only=True, default=False),
    Column("born_on", _("Born on"), "date", sortable=False, wide_only=True, default=False),
    Column("source", _("Came from"), sortable=False, wide_only=True, default=False),
    Column("owner", _("Owner"), sortable=False, wide_only=True, default=False),
    Column("tags", _("Tags"), sortable=False, wide_only=True),
)
TIMES = (
    Column("updated", _("Changed"), "date", wide_only=True, default=False),
    Column("created", _("Added"), "date", wide_only=True),
)
BULK = (
    BulkAction("tag", pgettext_lazy("to do", "Tag"), "tags", "contacts:bulk_tag", EDIT),
    BulkAction("untag", _("Remove tag"), "x", "contacts:bulk_untag", EDIT),
    BulkAction("owner", _("Assign"), "user-round-check", "contacts:bulk_owner", EDIT),
    BulkAction("field", _("Edit field"), "pencil", "contacts:bulk_field", EDIT),
    BulkAction("delete", _("Delete"), "trash-2", "contacts:bulk_delete", DELETE),
)


def people_spec(request: HttpRequest) -> ListSpec:
    fields = custom_fields("contact")
    return ListSpec(
        key="contacts",
        title=_("People"),
        columns=(
            Column("name", _("Name")),
            *(_registered(column) for column in registry.columns()),
            *COLUMNS,
            *(_custom_column(field) for field in fields),
            *TIMES,
        ),
        filters=(*_filters(), *(custom_filter(field) for field in fields)),
        default_sort="-created",
        bulk=BULK,
        export_name="people" if may(request, ("contacts", "export")) else "",
        empty=_empty(request),
    )


def _registered(column: registry.ListColumn) -> Column:
    return Column(
        column.key,
        column.label,
        column.kind,
        sortable=bool(column.table),
        wide_only=column.wide_only,
        right=column.right,
        default=column.default,
    )


def _custom_column(field: CustomFieldCard) -> Column:
    return Column(
        f"fields.{field.key}",
        field.label,
        sortable=False,
        wide_only=True,
        right=field.kind == "number",
        default=False,
    )


def custom_filter(field: CustomFieldCard) -> Filter:
    key = f"fields.{field.key}"
    if field.kind == "choice":
        return Filter(key, field.label, "choice", lambda: [(c, c) for c in field.choices])
    kinds = {"number": "number", "date": "date", "boolean": "boolean"}
    return Filter(key, field.label, kinds.get(field.kind, "text"))  # type: ignore[arg-type]


def _filters() -> list[Filter]:
    return [
        Filter("tag", _("Tag"), "choice", tag_choices),
        Filter("owner", _("Owner"), "choice", owner_choices),
        Filter("company", _("Company"), "text"),
        *(column.filter for column in registry.columns() if column.filter is not None),
        *(known.filter for known in registry.filters()),
        Filter("city", _("City"), "text"),
        Filter("country", _("Country"), "choice", words.used_country_choices),
        Filter("language", _("Language"), "choice", words.spoken_choices),
        Filter("job_title", _("Position"), "text"),
        Filter("source", _("Came from"), "text"),
        Filter("has_email", _("Has an e-mail"), "boolean"),
        Filter("has_phone", _("Has a phone"), "boolean"),
        Filter("email_state", _("E-mail is"), "choice", _validities),
        Filter("born_on", _("Born on"), "date"),
        Filter("created", _("Added"), "date"),
        Filter("updated", _("Changed"), "date"),
    ]


def owner_choices() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in accounts.staff_choices()]


def _validities() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Validity.choices]


def _empty(request: HttpRequest) -> EmptyState:
    editor = may(request, EDIT)
    return EmptyState(
        _("Everybody you serve, in one place"),
        _(
            "A person is here once, with every address, order and talk. Bring your customers in"
            " from a file, or write the first one down."
        ),
        Action(_("Person"), reverse("contacts:contact_new"), "plus") if editor else None,
        import_action(request),
    )


def import_action(request: HttpRequest) -> Action | None:
    if not may(request, ("imports", "edit")):
        return None
    return Action(_("Import"), reverse("contacts:import_new"), "upload")
