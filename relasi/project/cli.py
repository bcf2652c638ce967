"""The `relasi` command: one word for each thing one can do."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

OLDEST_PYTHON = (3, 11)
LAST_PORT = 65_535


def main(arguments: list[str] | None = None) -> None:
    """Parse and run; an anticipated failure is one sentence on stderr and exit code 1."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("Relasi needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    from django.db import OperationalError

    from relasi.kernel.errors import RelasiError

    from .supervision.home import CannotStart

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relasi.project.settings")
    try:
        options = _parser().parse_args(arguments)
        options.run(options)
    except (CannotStart, RelasiError) as problem:
        sys.exit(str(problem))
    except OperationalError as problem:
        sys.exit(f"The database cannot be used (see RELASI_DATABASE_URL): {problem}".strip())
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="relasi", description="A self-hosted e-CRM.")
    commands = parser.add_subparsers(required=True, metavar="command")
    home = Path(os.environ.get("RELASI_HOME", Path.home() / ".relasi"))

    def add(
        name: str, run: Callable[[argparse.Namespace], None], words: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    for name, run, words in (
        ("up", _up, "Start everything: database, web, worker, mail sink."),
        ("demo", _demo, "Start everything with the sample company in it."),
    ):
        command = add(name, run, words)
        command.add_argument("--home", type=Path, default=home, help="where the data lives")
        _add_address(command)
    _add_address(add("web", _web, "Run the web server alone."))
    _add_address(add("collector", _collector, "Run the collector of events alone."))
    add("worker", _worker, "Run one worker alone.").add_argument("--queue", action="append")
    add("sink", _sink, "Run the built-in mail sink alone.")
    add("doctor", _doctor, "Say what is missing, in sentences.")
    audit = add("audit", _audit, "Check the audit log.")
    audit.add_argument("what", choices=["verify"])
    lake = add("lake", _lake, "Check, mend or tidy the lake of events.")
    lake.add_argument("what", choices=["verify", "rebuild", "compact"])
    password = add("password", _password, "Print a link by which somebody chooses a password.")
    password.add_argument("email", help="the address they sign in with")
    return parser


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default=os.environ.get("RELASI_HOST", "127.0.0.1"))
    from relasi.kernel import environment

    port = environment.number("RELASI_PORT", 8000, least=1, most=LAST_PORT)
    command.add_argument("--port", type=_port, default=port)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"{text} is not a port; choose one from 1 to {LAST_PORT}")
    return int(text)


def _up(options: argparse.Namespace) -> None:
    from .start import start

    start(options.home, options.host, options.port, sample=False)


def _demo(options: argparse.Namespace) -> None:
    from .start import start

    start(options.home, options.host, options.port, sample=True)


def _web(options: argparse.Namespace) -> None:
    from .roles import web

    web(options.host, options.port)


def _collector(options: argparse.Namespace) -> None:
    from .roles import collector

    collector(options.host, options.port)


def _worker(options: argparse.Namespace) -> None:
    from .roles import worker

    worker(options.queue)


def _sink(options: argparse.Namespace) -> None:
    del options
    from .roles import sink

    sink()


def _doctor(options: argparse.Namespace) -> None:
    del options
    from .doctor import examine

    problems = examine()
    sys.stdout.write("\n".join(problems or ["Nothing is missing."]) + "\n")
    sys.exit(1 if problems else 0)


def _audit(options: argparse.Namespace) -> None:
    del options
    from .alone import find_house

    find_house()
    import django

    django.setup()
    from relasi.accounts import public as accounts
    from relasi.consent import public as consent
    from relasi.privacy import public as privacy

    said = (accounts.verify_audit(), consent.verify_statements(), privacy.verify_receipts())
    sys.stdout.write("".join(f"{sentence}\n" for sentence in said))


def _lake(options: argparse.Namespace) -> None:
    from .lake import run

    run(options.what)


def _password(options: argparse.Namespace) -> None:
    from .alone import find_house

    find_house()
    import django

    django.setup()
    from django.conf import settings

    from relasi.accounts import public as accounts
    from relasi.kernel import clock

    path = accounts.password_link_for(email=options.email, by=accounts.SYSTEM, now=clock.now())
    sys.stdout.write(f"{settings.BASE_URL}{path}\nIt works once, for three days.\n")
