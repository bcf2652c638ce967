"""An import at work: chunks of a file, each in a transaction with its own progress."""

from .run import run_import

__all__ = ["run_import"]
