"""The door of `connectors.exports`: exports are begun on their own pages."""

__all__ = ()
