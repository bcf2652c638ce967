"""What may be written where. No Django here."""

import re

# What every kind of database takes without quotes, and what no path can be made of.
TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,54}")
PARTS = 5_000
SUFFIX = "__new"
OURS = "relasi_exports"  # in the other database: which tables Relasi made there


def is_table(name: str) -> bool:
    return bool(TABLE.fullmatch(name)) and not name.lower().startswith("relasi_")


def file_name(export_id: int, name: str, form: str) -> str:
    """The same for every run, so that who fetches it need not look for it."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "export"
    return f"{plain}-{export_id}.{form}"
