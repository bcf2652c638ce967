"""What the worker does for accounts."""

from relasi.kernel import clock
from relasi.kernel.jobs import periodic

from .actions.auditing import anchor_head
from .actions.idempotency import forget_old_answers


@periodic("17 * * * *", "accounts.forget_old_answers")
def forget_answers() -> None:
    """Answers to repeated API writes are kept 24 hours."""
    forget_old_answers(now=clock.now())


@periodic("0 * * * *", "accounts.anchor_audit_log")
def anchor_audit_log() -> None:
    """Sign how far the audit log goes, also on machines that write none themselves."""
    anchor_head()
