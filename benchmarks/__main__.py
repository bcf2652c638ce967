"""`make bench [ONLY=group]`: run the groups, print a table, write out/results.json.

Each group is one or more modules of this package with a function `run()` that returns
rows: group, name, value, unit, peer, peer_value, bar, holds. `peer` names what stands
beside it, `bar` is what the row should reach (null for none), `holds` says whether it did.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).parent / "out"
Row = dict[str, Any]
KEYS = ("group", "name", "value", "unit", "peer", "peer_value", "bar", "holds")


def modules() -> dict[str, list[str]]:
    """Modules by group; the group is the part of the name before the first underscore."""
    found: dict[str, list[str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if "def run(" in path.read_text() and not path.name.startswith("_"):
            found.setdefault(path.stem.split("_")[0], []).append(path.stem)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", choices=sorted(modules()))
    parser.add_argument("--module", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.module:
        rows = importlib.import_module(f"benchmarks.{options.module}").run()
        (OUT / f"{options.module}.json").write_text(json.dumps(rows))
        return
    OUT.mkdir(exist_ok=True)
    groups = {options.only: modules()[options.only]} if options.only else modules()
    rows = [row for names in groups.values() for name in names for row in measure(name)]
    (OUT / "results.json").write_text(json.dumps(rows, indent=1) + "\n")
    print(table(rows))


def measure(module: str) -> list[Row]:
    """Run one module as a process of its own, so that peak memory is its own."""
    print(f"— {module}", file=sys.stderr, flush=True)
    result = OUT / f"{module}.json"
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks", "--module", module]
    done = subprocess.run(command, check=False, env=os.environ)
    if done.returncode != 0 or not result.exists():
        sys.exit(f"benchmarks/{module}.py failed (code {done.returncode}).")
    rows: list[Row] = json.loads(result.read_text())
    result.unlink()
    for row in rows:
        assert set(row) == set(KEYS), f"{module}: {sorted(row)}"
    return rows


def table(rows: list[Row]) -> str:
    header = ("group", "what", "value", "unit", "beside it", "its value", "bar", "holds")
    lines = [header, *(tuple(_shown(row[key]) for key in KEYS) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines
    )


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return (
        f"{value:,.3g}"
        if isinstance(value, float) and value < 100
        else (f"{value:,.0f}" if isinstance(value, float | int) else str(value))
    )


if __name__ == "__main__":
    main()
