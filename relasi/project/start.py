"""Starting an installation from the command line: prepare, fill, run, say where it is."""

import sys
from pathlib import Path

from relasi import __version__

from .supervision.home import Home
from .supervision.steps import step
from .supervision.up import Address, Installation

FIRST_OWNER = "owner@relasi.example"


def start(home: Path, host: str, port: int, *, sample: bool) -> None:
    """Start and stay until a signal; with `sample`, load the sample company once."""
    sys.stdout.write(f"Relasi {__version__} on {home}\n")
    installation = Installation(home.expanduser().absolute(), Address(host, port))
    try:
        installation.prepare()
        sign_in = _first_owner(installation.home)
        if sample:
            _load_sample()
        installation.run(lambda: _say_ready(installation.address, sign_in))
    finally:
        installation.close()
    sys.stdout.write("Stopped.\n")


def _first_owner(home: Home) -> str:
    """Make the owner of an empty installation; how to sign in, for as long as nobody changed it."""
    from relasi.accounts import public as accounts
    from relasi.kernel import clock

    if not accounts.has_staff():
        accounts.add_owner(
            email=FIRST_OWNER,
            name="Owner",
            password=home.password_of("owner"),
            now=clock.now(),
        )
    if accounts.password_is(email=FIRST_OWNER, password=home.password_of("owner")):
        return f"sign in as {FIRST_OWNER} with the password {home.password_of('owner')}"
    return "sign in with your own account"


def _load_sample() -> None:
    from relasi.kernel import clock

    from . import sample

    if sample.is_loaded():
        return
    if not sample.is_empty():
        sys.stdout.write("  Here is data of your own: the sample company is not loaded into it.\n")
        return
    with step("Loading the sample company"):
        sample.load(now=clock.now())


def _say_ready(address: Address, sign_in: str) -> None:
    sys.stdout.write(f"Relasi is ready: {address.url} · {sign_in}\n")
    sys.stdout.flush()
