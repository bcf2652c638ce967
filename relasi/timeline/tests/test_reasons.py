"""Every code that something is refused or kept back for is said in words."""

import re
from pathlib import Path

import relasi
from relasi.timeline.reasons import KNOWN, reason

ROOT = Path(relasi.__file__).parent


def codes():
    """Those written in the collector and in processing."""
    refused = (ROOT / "collector" / "rules" / "refusing.py").read_text()
    found = set(re.findall(r'\b[45]\d\d,\s*"(\w+)"', refused))
    for source in (ROOT / "timeline").rglob("*.py"):
        if "tests" not in source.parts:
            found |= set(re.findall(r'Unreadable\(\s*"(\w+)"', source.read_text()))
    return found


def test_every_code_has_words():
    assert len(codes()) > 10
    assert codes() - set(KNOWN) == set()


def test_a_code_without_words_is_shown_with_itself():
    assert str(reason("sunspots").label) == "sunspots"
    assert "sunspots" in str(reason("sunspots").sentence)
