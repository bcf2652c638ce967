"""What was only claimed, after somebody said it who surely knows."""

from collections.abc import Collection
from datetime import datetime

from relasi.contacts.actions.claims import doubt, lift, move, prefer_sure
from relasi.contacts.rules import Known


def settle_claims(
    known: Known, ids: dict[int, int], contested: Collection[int], now: datetime
) -> None:
    """`ids` are those of newcomers by the number they had, `contested` are people for whom a
    surer address came than the one they are written to.
    """
    if not (known.lifted or known.moved or known.proven or contested):
        return

    def who(number: int) -> int:
        return ids.get(number, number)

    touched = set(contested)
    touched |= move([(*address, who(number)) for address, number in known.moved.items()], now)
    touched |= lift(known.lifted)
    proven = {who(number) for number in known.proven}
    doubt(proven, but=[(*address, who(number)) for address, number in known.sure.items()])
    prefer_sure(touched | proven)
