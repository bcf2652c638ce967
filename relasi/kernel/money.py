"""An amount and its currency, always together."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# ISO 4217 minor units of currencies that do not have two (those a shop may meet).
MINOR_UNITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3}


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` in whole units of `currency` (an ISO 4217 code): Money(Decimal("9.90"), "EUR")."""

    amount: Decimal
    currency: str

    def rounded(self) -> "Money":
        """To the currency's minor unit, halves away from zero."""
        places = Decimal(1).scaleb(-MINOR_UNITS.get(self.currency, 2))
        return Money(self.amount.quantize(places, rounding=ROUND_HALF_UP), self.currency)
