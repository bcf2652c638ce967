"""Makers for tests of addresses, and a name server of our own."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from relasi.accounts.public import SYSTEM
from relasi.contacts.checking.actions.asking import check_soon
from relasi.contacts.checking.actions.running import run_check
from relasi.contacts.models import AddressCheck, AddressFinding, Identity

Zone = Mapping[str, Mapping[str, str]]


def checked(now: datetime) -> AddressCheck:
    """Every address is looked at, here and now; by the check that waits, if one does."""
    check_soon(by=SYSTEM, now=now)
    check_id = AddressCheck.objects.get(state=AddressCheck.State.WAITING).pk
    run_check(check_id=check_id, clock=lambda: now)
    return AddressCheck.objects.get(pk=check_id)


def found_of(contact_id: int) -> list[tuple[str, str, str]]:
    """What is open about somebody's addresses: address, kind, what was meant."""
    addresses = dict(Identity.objects.filter(contact_id=contact_id).values_list("pk", "value"))
    rows = AddressFinding.objects.filter(identity_id__in=addresses, left_at=None)
    return sorted((addresses[row.identity_id], row.kind, row.meant) for row in rows)


@contextmanager
def name_server(zone: Zone) -> Iterator[tuple[str, list[str]]]:
    """A real one on loopback: {"kopi.id": {"MX": "10 mx.kopi.id."}}. A domain that is not named
    is not there; {"SERVFAIL": ""} breaks. Gives its address and the questions it was asked.
    """
    asked: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        door.settimeout(0.1)
        closing = threading.Event()
        server = threading.Thread(target=_serve, args=(door, zone, asked, closing), daemon=True)
        server.start()
        try:
            yield f"127.0.0.1:{door.getsockname()[1]}", asked
        finally:
            closing.set()
            server.join()


def _serve(door: socket.socket, zone: Zone, asked: list[str], closing: threading.Event) -> None:
    while not closing.is_set():
        try:
            wire, peer = door.recvfrom(4096)
        except TimeoutError:
            continue
        door.sendto(_reply(dns.message.from_wire(wire), zone, asked).to_wire(), peer)


def _reply(query: dns.message.Message, zone: Zone, asked: list[str]) -> dns.message.Message:
    question = query.question[0]
    kind = question.rdtype.name
    name = str(question.name).rstrip(".")
    asked.append(f"{name} {kind}")
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.RA
    records = zone.get(name)
    if records is None:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif "SERVFAIL" in records:
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif kind in records:
        reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, records[kind]))
    return reply
