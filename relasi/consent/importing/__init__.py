"""Consents from a file: a list of their own, or columns beside the people."""

from .beside_people import BESIDE_PEOPLE
from .target import CONSENTS

__all__ = ["BESIDE_PEOPLE", "CONSENTS"]
