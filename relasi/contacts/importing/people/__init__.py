"""People from a file: who they are, how they are reached, what they are tagged with."""

from .target import PEOPLE

__all__ = ["PEOPLE"]
