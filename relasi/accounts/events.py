"""What others may hear from accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BaseCurrencyChanging:
    """About to happen, in the same transaction: whoever has counted in `before` may refuse."""

    before: str
    after: str
