"""Why an erasure does not come to its end, for who looks after it."""

from relasi.kernel.errors import RelasiError
from relasi.privacy.models import Erasure


def note_trouble(erasure_id: int, error: Exception) -> None:
    """A message of a database may quote a row: only what is ours is told in words."""
    said = str(error) if isinstance(error, RelasiError) else type(error).__name__
    Erasure.objects.filter(pk=erasure_id, seal="").update(problem=said)
