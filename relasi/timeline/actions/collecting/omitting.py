"""What plans leave out of the fresh."""

from relasi.timeline.rules.planning import OMIT

from .sorting import Sorted


def omit(found: Sorted) -> None:
    """After consent: what may not be kept at all is counted as that."""
    if not found.looked:
        return
    stay = []
    for arrived, incoming in found.fresh:
        looked = found.looked.get(arrived.id)
        if looked and looked.verdict and looked.verdict.done == OMIT:
            found.omitted.append((arrived, incoming, looked.verdict.reason))
        else:
            stay.append((arrived, incoming))
    found.fresh = stay
