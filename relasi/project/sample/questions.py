"""What the pages ask about the sample company."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class SampleCounts:
    """How many rows of the sample company are here."""

    people: int
    companies: int
    products: int
    orders: int


def any_sample() -> bool:
    """Whether any of it is here. Cheap: asked by the banner of every page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM commerce_category WHERE is_sample)"
            " OR EXISTS (SELECT FROM contacts_customfield WHERE is_sample)"
        )
        return bool(cursor.fetchone()[0])


def counts() -> SampleCounts:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM contacts_contact WHERE is_sample),"
            " (SELECT count(*) FROM contacts_company WHERE is_sample),"
            " (SELECT count(*) FROM commerce_product WHERE is_sample),"
            " (SELECT count(*) FROM commerce_order WHERE is_sample)"
        )
        return SampleCounts(*cursor.fetchone())
