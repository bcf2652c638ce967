"""A database with a feed for tests; nobody connects to it."""

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock

from .actions.keeping import FeedIn, save_feed
from .models import Database, Feed, Reading


def make_feed(import_id: int | None = None) -> Feed:
    """A feed that was read twice: in vain, and into this import."""
    now = clock.now()
    database = Database.objects.create(
        name="Shop", kind="postgresql", host="10.0.0.5", port=5432, database="shop", created_at=now
    )
    given = FeedIn(
        "Customers", "contacts", "SELECT email, changed_at FROM customers", "changed_at", 6
    )
    pk = save_feed(given=given, database_id=database.pk, by=SYSTEM, now=now)
    Reading.objects.create(feed_id=pk, began_at=now, ended_at=now, problem="Nobody answers.")
    Reading.objects.create(feed_id=pk, began_at=now, ended_at=now, rows=7, import_id=import_id)
    return Feed.objects.get(pk=pk)
