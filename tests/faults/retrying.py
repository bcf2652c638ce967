"""Clients that do not give up: `python -m tests.faults.retrying PORT KEY SEED CLIENTS REPORT`.

Each sends one request after the other on a connection of its own; what is not acknowledged is
sent again with the same message ids. One event in thirty is nobody's, one in fifty lies in the
future, one request in fifty was acknowledged before, one in a hundred cannot be read and one in
five hundred is too large. How many are acknowledged is printed now and then. When standard
input ends, everybody finishes what is under way, and the report is written as JSON.
"""

import asyncio
import json
import random
import sys
from base64 import b64encode
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

SECONDS = 20
LARGEST = 25
PEOPLE, DEVICES = 150, 400
FUTURE = "2090-01-01T00:00:00.000Z"
END = b"\r\n\r\n"


@dataclass
class Report:
    """`acknowledged` are events of somebody, `nobodys` those that no timeline can hold."""

    acknowledged: list[str] = field(default_factory=list)
    nobodys: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)


@dataclass
class Sending:
    """One request; `expects` is what is said to it when all is well."""

    path: str
    body: bytes
    somebodys: list[str] = field(default_factory=list)
    nobodys: list[str] = field(default_factory=list)
    expects: int = 200


class Client:
    def __init__(self, name: int, port: int, key: str, seed: int, report: Report) -> None:
        self.name = name
        self.port = port
        self.report = report
        self.dice = random.Random(f"{seed} {name}")
        self.number = 0
        self.before: Sending | None = None
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.authorization = "Basic " + b64encode(f"{key}:".encode()).decode()

    async def live(self, over: asyncio.Event) -> None:
        while not over.is_set():
            sending = self.next()
            await self.insist(sending)
            if sending.expects != 200 or sending is self.before:
                continue
            self.report.acknowledged += sending.somebodys
            self.report.nobodys += sending.nobodys
            self.before = sending

    async def insist(self, sending: Sending) -> None:
        """Sooner again than `Retry-After` asks for: harder to please than anybody."""
        while True:
            if await self.ask(sending) == sending.expects:
                return
            await asyncio.sleep(self.dice.uniform(0.02, 0.2))

    def next(self) -> Sending:
        chance = self.dice.random()
        if chance < 0.01:
            return Sending("/v1/batch", b'{"batch": [{"userId": ', expects=400)
        if chance < 0.012:
            large = {"userId": "u", "event": "Large", "properties": {"text": "x" * 1_100_000}}
            return Sending("/v1/track", json.dumps(large).encode(), expects=413)
        if chance < 0.032 and self.before:
            return self.before
        return self.batch(1 if chance < 0.3 else self.dice.randint(2, LARGEST))

    def batch(self, size: int) -> Sending:
        sending = Sending("/v1/batch" if size > 1 else "/v1/track", b"")
        events = [self.event(sending) for _ in range(size)]
        value = {"batch": events} if size > 1 else events[0]
        sending.body = json.dumps(value).encode()
        return sending

    def event(self, sending: Sending) -> dict[str, object]:
        self.number += 1
        message = f"{self.name}-{self.number}"
        event = {"type": "track", "event": "Did", "messageId": message}
        event |= {"properties": {"message": message}}
        chance = self.dice.random()
        if chance < 0.03:
            sending.nobodys.append(message)
            return event
        sending.somebodys.append(message)
        event["anonymousId"] = f"device-{self.dice.randrange(DEVICES)}"
        if chance < 0.05:
            event["timestamp"] = FUTURE
        if chance > 0.8:
            person = self.dice.randrange(PEOPLE)
            event |= {"userId": f"user-{person}", "traits": {"email": f"{person}@example.org"}}
        return event

    async def ask(self, sending: Sending) -> int:
        """The status; 0 when the connection broke before there was one."""
        try:
            async with asyncio.timeout(SECONDS):
                status, retry_after = await self._exchange(sending)
        except (OSError, EOFError, TimeoutError):
            self.hang_up()
            status, retry_after = 0, True
        self.report.statuses[status] += 1
        if status not in {0, 503, sending.expects} or (status == 503 and not retry_after):
            self.report.surprises.append(f"{status} to {sending.path}")
        return status

    async def _exchange(self, sending: Sending) -> tuple[int, bool]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        head = (
            f"POST {sending.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: {self.authorization}\r\nContent-Length: {len(sending.body)}\r\n\r\n"
        )
        writer.write(head.encode() + sending.body)
        lines = (await reader.readuntil(END)).decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if line)
        await reader.readexactly(int(headers.get("content-length", 0)))
        return int(lines[0].split()[1]), int(headers.get("retry-after", 0)) > 0

    def hang_up(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


async def main(port: int, key: str, seed: int, clients: int) -> Report:
    said, over = Report(), asyncio.Event()
    everybody = [Client(number, port, key, seed, said) for number in range(clients)]
    living = [asyncio.create_task(client.live(over)) for client in everybody]
    asyncio.get_running_loop().add_reader(sys.stdin, over.set)
    while not over.is_set():
        print(len(said.acknowledged), flush=True)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), 0.1)
    asyncio.get_running_loop().remove_reader(sys.stdin)
    await asyncio.gather(*living)
    for client in everybody:
        client.hang_up()
    return said


if __name__ == "__main__":
    _port, _key, _seed, _clients, _report = sys.argv[1:]
    _said = asyncio.run(main(int(_port), _key, int(_seed), int(_clients)))
    Path(_report).write_text(json.dumps(vars(_said)))
