"""What can be told of an address by its letters alone. No Django, no network."""

from .domains import Suggester, kind_of_domain
from .names import ROLES

__all__ = ["ROLES", "Suggester", "kind_of_domain"]
