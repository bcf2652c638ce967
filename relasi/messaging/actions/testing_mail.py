"""A test mail: one message outside the ledger, to a colleague."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused
from relasi.messaging import wording
from relasi.messaging.content.compiling import CannotRender
from relasi.messaging.content.letters import Addressee, NoAddress, Sender, letter
from relasi.messaging.content.words import shop
from relasi.messaging.rules.content import Content
from relasi.messaging.rules.headers import wire_address
from relasi.messaging.rules.outcomes import SENT
from relasi.messaging.transports import Envelope, NoConnection, transport_for

from .templates import refuse_problems


def send_test(*, content: Content, words: Mapping[str, Any], to: str, now: datetime) -> None:
    """Send it at once; raises Refused with what the server, or the template, had against it.

    It tracks nobody, and its unsubscribe link unsubscribes nobody.
    """
    refuse_problems(content)
    envelope = _letter(content, words, to, now)
    transport = transport_for("email")
    transport.ready()
    try:
        line = transport.connect()
    except NoConnection as why:
        raise Refused(_("The mail server cannot be reached: %(why)s") % {"why": why}) from why
    outcome = line.send(envelope)
    line.close()
    if outcome.state != SENT:
        raise Refused(_("The mail server did not take it: %(why)s") % {"why": outcome.detail})


def _letter(content: Content, words: Mapping[str, Any], to: str, now: datetime) -> Envelope:
    of = shop()
    marked = Content(f"{_('[Test]')} {content.subject}", content.preheader, content.blocks)
    address = wire_address(to)
    if address is None:
        raise Refused(_("“%(text)s” is not an e-mail address.") % {"text": to})
    addressee = Addressee(0, address, f"test.{secrets.token_hex(8)}@{address.rpartition('@')[2]}")
    sender = Sender(of.name, address if address.isascii() else f"test@{address.rpartition('@')[2]}")
    try:
        return letter(marked, words, to=addressee, sender=sender, shop=of, now=now)
    except CannotRender as problem:
        raise Refused(f"{wording.where(problem)}: {wording.broken(problem)}") from problem
    except NoAddress as error:
        raise Refused(_("“%(text)s” is not an e-mail address.") % {"text": to}) from error
