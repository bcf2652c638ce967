"""A web site of somebody's own, on another origin than the collector and of the same site."""

import json
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Page

from relasi.collector.tests.running import Running

HOST, COLLECTOR = "shop.relasi.localhost", "crm.relasi.localhost"
PATIENCE_SECONDS = 20
ARRIVED = """
SELECT a.body, a.shared FROM timeline_arrival a JOIN timeline_source s ON s.id = a.source_id
WHERE s.write_key = %s ORDER BY a.id
"""
BODY = "<h1>Kopi</h1><div style='height: 4000px'></div>"


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, site: "Site", *given: Any) -> None:
        self.site = site
        super().__init__(*given)

    def do_GET(self) -> None:
        found = self.site.pages.get(self.path.split("?")[0])
        self.send_response(200 if found else 404)
        self.send_header("content-type", "text/html; charset=utf-8")
        for name, value in self.site.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write((found or "").encode())

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_given: Any) -> None:
        """Quietly."""


class Site:
    """Pages by path; `arrived` is what the collector took in from them."""

    def __init__(self, collector: Running, key: str, query: Callable[..., Any]) -> None:
        self.key = key
        self.collector = f"http://{COLLECTOR}:{collector.port}"
        self.pages: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self.base = f"http://{HOST}:{self.server.server_port}"
        self._query = query
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.add("/")

    def add(self, path: str, *, tag: str = "", body: str = BODY, first: str = "") -> None:
        """A page with the tag in its head; `first` is a script that runs before it."""
        before = f"<script>{first}</script>" if first else ""
        own = f'<script async src="{self.collector}/r/{self.key}.js" {tag}></script>'
        self.pages[path] = (
            f"<!doctype html><title>Shop {path}</title><link rel=icon href=data:,>"
            f"{before}{own}<body>{body}"
        )

    def open(self, page: Page, path: str = "/") -> None:
        """Visit it, and wait until the script is there."""
        page.goto(self.base + path)
        page.wait_for_function("Boolean(window.relasi && relasi.track)")

    def arrived(self, *, least: int = 0, name: str = "") -> list[dict[str, Any]]:
        """All events, or those of a name, once there are as many; consent stands with each."""
        until = time.monotonic() + PATIENCE_SECONDS
        while len(found := self._found(name)) < least:
            assert time.monotonic() < until, f"{len(found)} of {least}: {found}"
            time.sleep(0.05)
        return found

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _found(self, name: str) -> list[dict[str, Any]]:
        rows = self._query(ARRIVED, self.key)
        events = [
            {"userId": "", **json.loads(body), "consent": json.loads(shared)["context"]["consent"]}
            for body, shared in rows
        ]
        return [e for e in events if not name or name in {e["type"], e.get("event")}]
