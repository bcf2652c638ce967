"""What is true of people's addresses, names and fields, without a database."""

from .addresses import (
    Unfit,
    normalise_address,
    normalise_email,
    normalise_external,
    normalise_handle,
    normalise_phone,
)
from .fields import field_key, field_value
from .merging import Candidate, differing, survivor
from .names import called, full_name

__all__ = [
    "Candidate",
    "Unfit",
    "called",
    "differing",
    "field_key",
    "field_value",
    "full_name",
    "normalise_address",
    "normalise_email",
    "normalise_external",
    "normalise_handle",
    "normalise_phone",
    "survivor",
]
