"""Fails when a model was changed and its migration was not written."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from relasi.project.supervision.postgres import Cluster


def main() -> None:
    """Ask Django on a throw-away database, as it warns without one."""
    home = Path(tempfile.mkdtemp(prefix="relasi-check-"))
    home.chmod(0o755)
    cluster = Cluster(home, settings=(("fsync", "off"), ("shared_buffers", "64MB")))
    cluster.prepare()
    server = cluster.start()
    try:
        os.environ.update(
            RELASI_DATABASE_URL=cluster.url(),
            RELASI_HOME=str(home),
            RELASI_SECRET="a-secret-for-this-check-only",  # noqa: S106
            DJANGO_SETTINGS_MODULE="relasi.project.settings",
        )
        ask_django()
    finally:
        cluster.stop(server)
        shutil.rmtree(home, ignore_errors=True)


def ask_django() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("makemigrations", check=True, dry_run=True, stdout=sys.stdout)


if __name__ == "__main__":
    main()
