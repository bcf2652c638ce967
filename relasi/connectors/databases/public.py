"""The door of `connectors.databases`: rows that come in go through the door of contacts."""

__all__ = ()
