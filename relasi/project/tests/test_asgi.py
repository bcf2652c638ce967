"""Pages and the collector share a port: no address belongs to both."""

import asyncio

import pytest
from a2wsgi import WSGIMiddleware
from django.urls import Resolver404, get_resolver, resolve

from relasi.collector.rules.routes import GET, POST, is_ours
from relasi.project import asgi

NAMED = ("/v1/projects/k/settings", "/projects/k/settings", "/array/k/config", "/array/k/config.js")


@pytest.mark.parametrize("path", [*POST, *GET, *NAMED])
def test_no_address_of_the_collector_is_a_page(path):
    with pytest.raises(Resolver404):
        resolve(path)


def test_no_page_is_an_address_of_the_collector():
    pages = {"/" + str(pattern) for pattern, *_ in _patterns(get_resolver())}

    assert len(pages) > 100
    assert {page for page in pages if is_ours(page)} == set()


def test_a_page_gets_what_was_posted_from_a_server_that_answers_with_futures(monkeypatch):
    def echo(environ, start_response):
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    monkeypatch.setattr(asgi, "pages", WSGIMiddleware(echo))
    sent = asyncio.run(_posted(b"name=Shop"))

    assert b"".join(message.get("body", b"") for message in sent) == b"name=Shop"


async def _posted(body):
    loop, sent = asyncio.get_running_loop(), []

    def receive():
        future = loop.create_future()
        future.set_result({"type": "http.request", "body": body})
        return future

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/settings/sources/new/",
        "query_string": b"",
        "headers": [(b"content-length", b"%d" % len(body))],
        "server": ("localhost", 8000),
        "client": ("127.0.0.1", 1),
    }
    await asgi.application(scope, receive, send)
    return sent


def _patterns(resolver, before=""):
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry, here)
        else:
            yield (here,)
