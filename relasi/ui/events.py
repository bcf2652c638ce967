"""What others may hear: a person chose how the product looks to them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PreferenceChosen:
    staff_id: int
    name: Literal["theme", "language"]
    value: str
