"""People whom another system names: recognised or made, many at once, without overwriting."""

from .verb import PeopleMoved, know_people

__all__ = ["PeopleMoved", "know_people"]
