"""Which table of PostgreSQL stands behind each name that expressions use."""

_physical: dict[str, str] = {}


def register(logical: str, physical: str) -> None:
    """Say it once per name, when the owner of the table starts; the same twice is once."""
    known = _physical.setdefault(logical, physical)
    if known != physical:
        raise ValueError(f"“{logical}” already stands for {known}, not for {physical}.")


def physical(logical: str) -> str:
    """The table's name. Raises KeyError with the name when nobody registered it."""
    if logical not in _physical:
        raise KeyError(f"No package registered the relation “{logical}”.")
    return _physical[logical]
