"""A process to be killed: `python -m tests.faults.importing begin FILE | run ID | undo ID`.

`run` and `undo` call the job's function, as the worker would; `begin` uploads, settles and
starts an import and prints its id.
"""

import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from relasi.accounts.testing import make_organisation
    from relasi.contacts.importing import jobs

    command, word = sys.argv[1:]
    if command == "begin":
        make_organisation(name="Kopi Lereng")
        print(begin(Path(word)), flush=True)
    elif command == "run":
        jobs.bring_in(run_id=int(word))
    else:
        jobs.take_back(run_id=int(word))


def begin(path: Path) -> int:
    from relasi.accounts.public import SYSTEM
    from relasi.contacts.importing.actions import begin_import, set_columns, start_import
    from relasi.contacts.models import ImportRun
    from relasi.kernel import clock

    with path.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        run_id = begin_import(
            name=path.name, chunks=chunks, target="contacts", by=SYSTEM, now=clock.now()
        )
    run = ImportRun.objects.get(pk=run_id)
    mapping = {int(place): key for place, key in run.mapping.items()}
    set_columns(
        run_id=run_id,
        mapping=mapping,
        mode=run.mode,
        match_by="email",
        options=run.options,
    )
    start_import(run_id=run_id, by=SYSTEM, now=clock.now())
    return run_id


if __name__ == "__main__":
    main()
