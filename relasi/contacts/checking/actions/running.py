"""A check at work: read domains, ask for mail servers, write what was found. One that was killed
begins anew and does no harm; domains that were asked meanwhile are not asked again.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from relasi.contacts.checking import resolving
from relasi.contacts.events import AddressesChecked
from relasi.contacts.models import AddressCheck
from relasi.kernel import bus
from relasi.kernel.errors import Refused

from . import domains, findings, phones, wording

State, Step = AddressCheck.State, AddressCheck.Step


class Stopped(Exception):
    """Somebody asked for it."""


def run_check(*, check_id: int, clock: Callable[[], datetime]) -> None:
    """Run a check that was asked for; twice does no harm."""
    check = AddressCheck.objects.filter(pk=check_id).first()
    if check is None or check.state not in {State.WAITING, State.RUNNING}:
        return
    try:
        _check(check, clock)
    except Stopped:
        _finish(check, State.CANCELLED, clock())
    except OperationalError:
        raise  # the database went away; the job is tried again and begins anew
    except Exception as error:
        sentence = _("It stopped at something unforeseen (%(what)s). Check again.")
        check.problem = (
            error.sentence
            if isinstance(error, Refused)
            else sentence % {"what": type(error).__name__}
        )
        _finish(check, State.FAILED, clock())
        raise


def _check(check: AddressCheck, clock: Callable[[], datetime]) -> None:
    _step(check, Step.READING)
    check.addresses, check.domains = domains.count()
    servers = resolving.servers()
    if servers:
        _ask(check, servers, clock)
    _step(check, Step.WRITING)
    with transaction.atomic():
        wording.gather()
        domains.gather(with_mail=bool(servers))
        phones.gather()
        check.findings = findings.write(now=clock())
        _finish(check, State.DONE, clock())
        bus.publish(AddressesChecked(check.pk))


def _ask(check: AddressCheck, servers: tuple[str, ...], clock: Callable[[], datetime]) -> None:
    """Batch by batch, so that it can be stopped and goes on where it was."""
    check.asked, check.to_ask = 0, domains.waiting(now=clock())
    _step(check, Step.ASKING)
    while asked := domains.ask_some(servers, now=clock()):
        check.asked += asked
        _step(check, Step.ASKING)


def _step(check: AddressCheck, step: str) -> None:
    """Say how far it is. Raises Stopped when somebody asked for it."""
    check.step = step
    same = AddressCheck.objects.filter(pk=check.pk)
    same.update(
        state=State.RUNNING,
        step=step,
        addresses=check.addresses,
        domains=check.domains,
        to_ask=check.to_ask,
        asked=check.asked,
    )
    if same.values_list("cancel_requested", flat=True).get():
        raise Stopped


def _finish(check: AddressCheck, state: str, now: datetime) -> None:
    check.state, check.step, check.finished_at = state, "", now
    check.save(
        update_fields=[
            "state", "step", "finished_at", "addresses", "domains", "to_ask", "asked", "findings",
            "problem",
        ]
    )  # fmt: skip
