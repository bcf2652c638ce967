"""Pages and the collector share a port: no address belongs to both."""

import pytest
from django.urls import Resolver404, get_resolver, resolve

from relasi.collector.rules.routes import GET, POST, is_ours

NAMED = ("/v1/projects/k/settings", "/projects/k/settings", "/array/k/config", "/array/k/config.js")


@pytest.mark.parametrize("path", [*POST, *GET, *NAMED])
def test_no_address_of_the_collector_is_a_page(path):
    with pytest.raises(Resolver404):
        resolve(path)


def test_no_page_is_an_address_of_the_collector():
    pages = {"/" + str(pattern) for pattern, *_ in _patterns(get_resolver())}

    assert len(pages) > 100
    assert {page for page in pages if is_ours(page)} == set()


def _patterns(resolver, before=""):
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry, here)
        else:
            yield (here,)
