"""The lifecycle's limits as they are set."""

from relasi.insight.models import LifecycleRules
from relasi.insight.rules.lifecycle import Limits

NAMES = tuple(Limits.__dataclass_fields__)


def limits() -> Limits:
    """What holds now; the defaults until somebody edits them."""
    row = LifecycleRules.objects.filter(pk=1).first()
    return Limits(**{name: getattr(row, name) for name in NAMES}) if row else Limits()
