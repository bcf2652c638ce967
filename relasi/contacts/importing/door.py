"""What packages above need to add targets of their own; contacts.public hands it on."""

from .actions import begin_import, set_columns, start_import
from .batches import Batch, Remark, RunCard, Tally, without
from .copying import copy_values, new_ids, record_made
from .people.ensuring import PERSON_FIELDS, count_new_people, ensure_people, find_people
from .people.fields import ADDRESSES, people_fields
from .people.target import ADDRESS, PERSON
from .queries.runs import ImportCard, import_card
from .reading import Shape
from .targets import (
    ImportExtra,
    ImportField,
    ImportTarget,
    UndoTable,
    register_derived,
    register_import_extra,
    register_import_target,
    targets,
)
from .upserting import Kept, upsert

__all__ = [
    "ADDRESS",
    "ADDRESSES",
    "PERSON",
    "PERSON_FIELDS",
    "Batch",
    "ImportCard",
    "ImportExtra",
    "ImportField",
    "ImportTarget",
    "Kept",
    "Remark",
    "RunCard",
    "Shape",
    "Tally",
    "UndoTable",
    "begin_import",
    "copy_values",
    "count_new_people",
    "ensure_people",
    "find_people",
    "import_card",
    "new_ids",
    "people_fields",
    "record_made",
    "register_derived",
    "register_import_extra",
    "register_import_target",
    "set_columns",
    "start_import",
    "targets",
    "upsert",
    "without",
]
