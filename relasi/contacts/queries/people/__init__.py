"""The People list at any size: conditions, pages, counts, rows.

Every question is SQL over `contacts_contact c`, made of texts written here (or by the
packages that registered them) and of parameters.
"""

from .conditions import Where, conditions
from .counting import Total, total
from .pages import Answer, all_ids_sql, answer, stream_ids
from .rows import PersonRow, person_rows

__all__ = [
    "Answer",
    "PersonRow",
    "Total",
    "Where",
    "all_ids_sql",
    "answer",
    "conditions",
    "person_rows",
    "stream_ids",
    "total",
]
