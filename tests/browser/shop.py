"""A shop's web site on another origin, with the genuine client of somebody else on its page."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from tools.frontend import MODULES, find_node

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "tests" / "clients" / "node_modules"
PAGE = '<!doctype html><title>Kopi</title><h1>Kopi</h1><script src="/client.js"></script>'
# The page is asked for with what an advertisement adds.
FROM_AN_AD = "?utm_source=news&utm_campaign=ramadan&gclid=abc"
SECONDS = 40


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """The test says what is worth saying."""


class Shop:
    """One page with one client; `statuses` are the collector's answers to it, in their order."""

    def __init__(self, page: Page, base: str, folder: Path, query: Callable[..., Any]) -> None:
        self.page = page
        self.base = base
        self.folder = folder
        self.query = query
        self.statuses: list[int] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        self.serving = threading.Thread(target=self.server.serve_forever)
        self.serving.start()
        page.on("response", self._note)

    @property
    def address(self) -> str:
        """Another site than the collector's, not only another port."""
        return f"http://localhost:{self.server.server_port}/"

    def open(self, lines: str) -> None:
        """Visit the page with these lines on it; what they call `client` is the test's to use."""
        (self.folder / "index.html").write_text(PAGE)
        bundle(self.folder, lines)
        self.page.goto(self.address + FROM_AN_AD)
        self.page.wait_for_function("window.client")

    def arrived(self, event: str = "") -> list[dict[str, Any]]:
        """What the collector has written down; only what has that name, when one is given."""
        rows = self.query("SELECT body FROM timeline_arrival ORDER BY id")
        events = [json.loads(body) for (body,) in rows]
        return [one for one in events if not event or one.get("event") == event]

    def wait_for(self, events: int, *, event: str = "", exactly: bool = True) -> None:
        """Until that many came; and a moment later there must be no more."""
        until = time.monotonic() + SECONDS
        while len(ids_of(self.arrived(event))) < events:
            assert time.monotonic() < until, self.arrived()
            self.page.wait_for_timeout(100)
        self.page.wait_for_timeout(1_000)
        assert not exactly or len(self.arrived(event)) == events, self.arrived()

    def close(self) -> None:
        self.page.goto("about:blank")
        self.server.shutdown()
        self.serving.join()
        self.server.server_close()

    def _note(self, answer: Response) -> None:
        if answer.url.startswith(self.base) and answer.request.method != "OPTIONS":
            self.statuses.append(answer.status)


def ids_of(events: list[dict[str, Any]]) -> set[str]:
    return {event.get("messageId") or event["uuid"] for event in events}


def bundle(folder: Path, lines: str) -> None:
    """As a shop does it: one script of the lines and of the packages they import, unchanged."""
    assert PACKAGES.exists(), "The clients are not installed; say `make test` once."
    find_node()  # puts it on the path
    source = folder / "client.mjs"
    source.write_text(lines)
    order = ["--bundle", "--format=iife", f"--outfile={folder / 'client.js'}"]
    subprocess.run(
        [str(MODULES / ".bin" / "esbuild"), str(source), *order, "--log-level=error"],
        check=True,
        env={**os.environ, "NODE_PATH": str(PACKAGES)},
    )


def host_of(base: str) -> str:
    return urlsplit(base).netloc
