"""The door of `connectors.databases`: rows that come in go through the door of contacts; what goes
out to a table is written here.
"""

from .actions.writing import write_table
from .clients.asking import Unanswered
from .clients.tables import TableWriter, Target
from .queries.databases import database_names
from .rules import next_reading

__all__ = [
    "TableWriter",
    "Target",
    "Unanswered",
    "database_names",
    "next_reading",
    "write_table",
]
