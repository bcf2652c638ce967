"""Taking an import back: each row as it was, unless somebody has changed it since."""

from .run import run_undo

__all__ = ["run_undo"]
