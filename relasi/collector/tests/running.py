"""A real collector as a process of its own, and a client that sends exactly what it is told."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

APPLICATION = "relasi.collector.alone:application"
START_SECONDS = 30


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> tuple[int, str]:
        return self.status, self.json.get("code", "")


class Running:
    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self.process = process

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: Any = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request on a connection of its own; a value that is not bytes goes as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, data, dict(headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, named, answer.read())
        finally:
            connection.close()

    def post(self, path: str, body: Any, key: str = "", **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            named["authorization"] = "Basic " + b64encode(f"{key}:".encode()).decode()
        return self.ask("POST", path, body, named)


@contextmanager
def running(database_url: str, **environment: str) -> Iterator[Running]:
    port = free_port()
    flags = ["--interface", "asgi", "--host", "127.0.0.1", "--port", str(port), "--loop", "uvloop"]
    more = ["--no-ws", "--log-level", "error", "--workers-kill-timeout", "5"]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *flags, *more, APPLICATION],
        env={**os.environ, **environment, "RELASI_DATABASE_URL": database_url},
    )
    collector = Running(port, process)
    try:
        wait_until(lambda: is_well(collector))
        yield collector
    finally:
        process.terminate()
        process.wait(timeout=20)


def is_well(collector: Running) -> bool:
    try:
        return collector.ask("GET", "/health").status == 200
    except OSError:
        return False


def wait_until(condition: Any, seconds: float = START_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
