"""What a command needs that runs beside `relasi up`, or on a machine of its own."""

import contextlib
import os
from pathlib import Path

from relasi.kernel.environment import BadSetting

from .supervision.home import ADDRESS
from .supervision.postgres import Cluster


def find_house() -> None:
    """Know the signing key, the database and the address people use, before Django starts; or
    refuse with what to set.
    """
    home = Path(os.environ.get("RELASI_HOME", Path.home() / ".relasi")).expanduser().absolute()
    if not os.environ.get("RELASI_SECRET") and not (home / "secret").exists():
        raise BadSetting(
            "There is no signing key. Set RELASI_SECRET to the one of this installation (the file "
            f"`secret` where `relasi up` runs), or RELASI_HOME; {home} has none."
        )
    if not os.environ.get("RELASI_DATABASE_URL"):
        os.environ["RELASI_DATABASE_URL"] = _embedded(home)
    with contextlib.suppress(FileNotFoundError):
        os.environ.setdefault("RELASI_URL", (home / ADDRESS).read_text())


def _embedded(home: Path) -> str:
    cluster = Cluster(home)
    if not (cluster.data / "relasi.ready").exists():
        raise BadSetting(
            f"There is no database. Set RELASI_DATABASE_URL, or RELASI_HOME; {home} has none."
        )
    if not cluster.answers():
        raise BadSetting(f"PostgreSQL of {home} does not run. Start `relasi up` first.")
    return cluster.url()
