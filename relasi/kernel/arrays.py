"""Arrays as PostgreSQL writes them: made several times as fast as from a list of Python's."""

from collections.abc import Iterable, Sequence


def array_of(plain: Iterable[int | str]) -> str:
    """Of numbers, or of words made of digits and letters only."""
    return "{" + ",".join(map(str, plain)) + "}"


def words_of(texts: Sequence[str]) -> str:
    """Of any texts; few hold a quote or a backslash."""
    if not texts:
        return "{}"
    joined = '","'.join(texts)
    if "\\" in joined or joined.count('"') != 2 * (len(texts) - 1):
        joined = '","'.join(text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return f'{{"{joined}"}}'
