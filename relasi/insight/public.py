"""The door of `insight`: `from relasi.insight import public as insight`."""

from .purchases import counted_lines, counted_orders

__all__ = ["counted_lines", "counted_orders"]
