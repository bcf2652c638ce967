"""The words people are sorted by."""

from relasi.contacts.models import Tag


def tags() -> tuple[str, ...]:
    """Every tag, by name."""
    return tuple(Tag.objects.order_by("name").values_list("name", flat=True))


def tag_choices() -> list[tuple[str, str]]:
    """For a filter or a form: (id as text, name)."""
    return [(str(pk), name) for pk, name in Tag.objects.order_by("name").values_list("pk", "name")]
