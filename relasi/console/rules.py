"""How long questions take and how much of an answer is shown. No Django here."""

SHOWN_ROWS = 500
SHOWN_COLUMNS = 100
LONGEST_CELL = 300
SCREEN_SECONDS = 30
FILE_SECONDS = 600
LONGEST_STATEMENT = 50_000
KEPT_DAYS = 365
FORMS = ("csv", "parquet", "arrow")


def line_of(statement: str, place: int | None) -> tuple[int, int] | None:
    """A place in the text, counted in bytes, as (line, column), both from 1."""
    if place is None:
        return None
    before = statement.encode()[:place].decode("utf-8", "ignore")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
