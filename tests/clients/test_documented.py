"""The page that says which clients were tried says the truth."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_versions_on_the_page_are_those_that_are_installed():
    page = (ROOT / "docs" / "reference" / "collector.md").read_text()
    named = dict(re.findall(r"^\| `([\w@/.-]+)` \| ([\d.]+) \|", page, re.MULTILINE))

    lock = (ROOT / "requirements" / "clients.txt").read_text()
    from_pypi = dict(re.findall(r"^([\w-]+)==([\d.]+)", lock, re.MULTILINE))
    packages = json.loads((ROOT / "tests" / "clients" / "package.json").read_text())
    from_npm = packages["dependencies"]

    of_pypi = {name: from_pypi[name] for name in named if name in from_pypi}
    assert set(of_pypi) == {"segment-analytics-python", "rudder-sdk-python", "posthog"}
    assert named == of_pypi | from_npm
