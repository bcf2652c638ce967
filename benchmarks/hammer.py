"""Sends one request again and again over some connections: `python -m benchmarks.hammer`.

A process of its own, so that it does not share an interpreter with what it measures. Reads
{host, port, connections, seconds, requests: [text]} from standard input, writes {requests,
seconds, p50, p99, errors} to standard output; times are in milliseconds. Where a request holds
MARK, each sending has a number of its own there.
"""

import asyncio
import json
import sys
import time
from itertools import count
from typing import cast

import uvloop

END = b"\r\n\r\n"
MARK = b"@@@@@@@@"
LENGTH = b"content-length: "
NUMBERS = count()


class Connection(asyncio.Protocol):
    """One client: the next request as soon as the answer to the last is whole."""

    def __init__(self, requests: list[bytes], times: list[float], until: float) -> None:
        self.requests = requests
        self.times = times
        self.until = until
        self.at = 0
        self.errors = 0
        self.pending = b""
        self.began = 0.0
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.ask()

    def ask(self) -> None:
        request = self.requests[self.at % len(self.requests)]
        if MARK in request:
            request = request.replace(MARK, b"%08d" % next(NUMBERS))
        self.began = time.perf_counter()
        self.transport.write(request)
        self.at += 1

    def data_received(self, data: bytes) -> None:
        self.pending += data
        head = self.pending.find(END)
        if head < 0:
            return
        start = self.pending.lower().find(LENGTH) + len(LENGTH)
        length = int(self.pending[start : self.pending.find(b"\r\n", start)])
        if len(self.pending) < head + len(END) + length:
            return
        self.errors += self.pending[9:12] != b"200"
        self.pending = b""
        now = time.perf_counter()
        self.times.append(now - self.began)
        if now < self.until:
            self.ask()
        else:
            self.transport.close()

    def connection_lost(self, problem: Exception | None) -> None:
        del problem
        if not self.over.done():
            self.over.set_result(None)


async def hammer(order: dict[str, object]) -> dict[str, float]:
    requests = [str(text).encode() for text in order["requests"]]  # type: ignore[attr-defined]
    times: list[float] = []
    began = time.perf_counter()
    until = began + float(str(order["seconds"]))
    loop = asyncio.get_running_loop()
    clients = [
        (
            await loop.create_connection(
                lambda: Connection(requests, times, until),
                str(order["host"]),
                int(str(order["port"])),
            )
        )[1]
        for _ in range(int(str(order["connections"])))
    ]
    await asyncio.gather(*(client.over for client in clients))
    taken = time.perf_counter() - began
    times.sort()
    return {
        "requests": len(times),
        "seconds": taken,
        "p50": times[len(times) // 2] * 1000,
        "p99": times[int(len(times) * 0.99)] * 1000,
        "errors": sum(client.errors for client in clients),
    }


if __name__ == "__main__":
    print(json.dumps(uvloop.run(hammer(json.load(sys.stdin)))))
