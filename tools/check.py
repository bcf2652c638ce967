"""Everything a change must pass besides the tests, fastest first, with times."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = (
    ("Format", [BIN / "ruff", "format", "--check", "."]),
    ("Rules of style", [BIN / "ruff", "check", "."]),
    ("Ladder and doors", [BIN / "lint-imports"]),
    ("Translations", [sys.executable, "-m", "tools.messages", "--check"]),
    ("TypeScript", [sys.executable, "-m", "tools.frontend", "--check"]),
    ("Migrations", [sys.executable, "-m", "tools.migrations"]),
    ("Types", [BIN / "mypy"]),
)


def main() -> None:
    """Run each check; print its output only when it fails; exit 1 if any did."""
    failed = [what for what, command in CHECKS if not passes(what, [str(c) for c in command])]
    sys.exit(f"Not well: {', '.join(failed)}." if failed else 0)


def passes(what: str, command: list[str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    verdict = "well" if done.returncode == 0 else "NOT WELL"
    print(f"  {what:<24}{time.monotonic() - started:6.1f} s  {verdict}", flush=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    main()
