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
from .knowing import Fit, Known, Person, ToldPerson
from .merging import Candidate, differing, joined, survivor
from .names import called, full_name
from .printing import printable, shown

__all__ = [
    "COMPANY_ATTRIBUTES",
    "PERSON_ATTRIBUTES",
    "Candidate",
    "Fit",
    "Known",
    "Person",
    "ToldPerson",
    "Unfit",
    "WrittenAddress",
    "attribute_value",
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
