"""What is true of people's addresses, names and fields, without a database."""

from .addresses import (
    Unfit,
    WrittenAddress,
    normalise_address,
    normalise_email,
    normalise_external,
    normalise_handle,
    normalise_phone,
)
from .attributes import COMPANY_ATTRIBUTES, PERSON_ATTRIBUTES, attribute_value
from .fields import field_key, field_value
from .identifying import (
    ANONYMOUS,
    EMAIL,
    EXTERNAL,
    HOUSE_BLOCKED,
    KEEP,
    MOST_STARS,
    PHONE,
    REPLACE,
    USUAL,
    Blocks,
    Identifying,
    KindRule,
    blocks_of,
)
from .knowing import Fit, Known, Person, ToldPerson, Unused
from .merging import Candidate, differing, joined, survivor
from .names import called, full_name
from .printing import printable, shown

__all__ = [
    "ANONYMOUS",
    "COMPANY_ATTRIBUTES",
    "EMAIL",
    "EXTERNAL",
    "HOUSE_BLOCKED",
    "KEEP",
    "MOST_STARS",
    "PERSON_ATTRIBUTES",
    "PHONE",
    "REPLACE",
    "USUAL",
    "Blocks",
    "Candidate",
    "Fit",
    "Identifying",
    "KindRule",
    "Known",
    "Person",
    "ToldPerson",
    "Unfit",
    "Unused",
    "WrittenAddress",
    "attribute_value",
    "blocks_of",
    "called",
    "differing",
    "field_key",
    "field_value",
    "full_name",
    "joined",
    "normalise_address",
    "normalise_email",
    "normalise_external",
    "normalise_handle",
    "normalise_phone",
    "printable",
    "shown",
    "survivor",
]
