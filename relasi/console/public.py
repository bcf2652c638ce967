"""The door of `console`: what is asked is answered on its own pages."""

__all__ = ()
