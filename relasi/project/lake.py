"""`relasi lake …`: what an operator asks of the lake, answered in sentences."""

import sys

from .alone import find_house

COMMANDS = ("verify", "rebuild", "compact")


def run(command: str) -> None:
    """Exit code 1 when something is wrong, or somebody else writes to the lake just now."""
    find_house()
    import django

    django.setup()
    sys.exit({"verify": _verify, "rebuild": _rebuild, "compact": _compact}[command]())


def _verify() -> int:
    from relasi.timeline import public as timeline

    faults = timeline.verify_lake(_step)
    _say(*(faults or ["Every event is in the lake once, and every file can be read."]))
    return 1 if faults else 0


def _rebuild() -> int:
    from relasi.kernel import clock
    from relasi.timeline import public as timeline

    done = timeline.rebuild_lake(clock.now(), _step)
    if done is None:
        return _busy()
    _say(f"{done.added} events were brought over, {done.removed} taken out.")
    if done.files:
        _say(
            f"{done.files} files could not be read and are named no more; they held {done.lost} "
            "events. Those of months that PostgreSQL has are among the ones brought over; of the "
            "others a backup of the files is the only copy."
        )
    return 0


def _compact() -> int:
    from relasi.kernel import clock
    from relasi.timeline import public as timeline

    if not timeline.compact_lake(clock.now()):
        return _busy()
    _say("The lake is tidy: what was deleted is in none of its files.")
    return 0


def _busy() -> int:
    _say("The lake is being written to just now. Try again in a minute.")
    return 1


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def _step(what: str) -> None:
    """Progress is for eyes: it goes beside the answer."""
    sys.stderr.write(f"  {what}\n")
