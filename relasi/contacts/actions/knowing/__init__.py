"""People whom another system names: recognised or made, many at once, without overwriting."""

from .verb import know_people

__all__ = ["know_people"]
