"""What others may hear about erasures and exports."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PersonErased:
    """Nothing of them is left anywhere but what the receipt says."""

    erasure_id: int
    contact_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonExported:
    """The file with all that is held of them is there to be fetched."""

    export_id: int
    contact_id: int
    at: datetime
