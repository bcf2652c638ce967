"""Numbers that come as text in forms and addresses."""

LONGEST = 18  # digits that fit PostgreSQL's bigint, whatever they are


def row_number(text: str) -> int | None:
    """The id or version that `text` is; None when it is none."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST
    return int(text) if fits else None
