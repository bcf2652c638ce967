"""The people who work here."""

from collections.abc import Iterable

from relasi.accounts.models import Staff


def staff_names(ids: Iterable[int]) -> dict[int, str]:
    """Names by id, of those who left as well."""
    return dict(Staff.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def staff_choices() -> list[tuple[int, str]]:
    """Those who can be chosen today, by name."""
    active = Staff.objects.filter(is_active=True).order_by("name", "pk")
    return list(active.values_list("pk", "name"))
