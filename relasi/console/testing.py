"""A question that was asked, and a query with a name, for tests above."""

from relasi.kernel import clock

from .models import Question, SavedQuery


def make_query(author_id: int, statement: str = "SELECT city, count(*) FROM people") -> int:
    """Asked once, and saved."""
    now = clock.now()
    Question.objects.create(
        statement=statement,
        asked_by=author_id,
        asked_at=now,
        form="screen",
        state="answered",
        rows=4,
        seconds=0.4,
    )
    row = SavedQuery.objects.create(
        name="Cities", statement=statement, author_id=author_id, saved_at=now
    )
    return row.pk
