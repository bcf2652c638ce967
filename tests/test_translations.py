"""Every word of the interface exists in Indonesian, and says one thing everywhere."""

from collections import defaultdict

import pytest

from tools import messages

PACKAGES = messages.packages()


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_speaks_indonesian_completely(name):
    assert messages.problems(PACKAGES[name]) == []


def test_a_template_may_be_indented_in_any_way(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    page = tmp_path / "shop" / "templates" / "shop" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        """{% load i18n %}
<div>
        <p>{% translate "One" %}</p>
   {% blocktranslate trimmed with n=3 %}
      Two
    words ({{ n }}
   {% endblocktranslate %}
 {% blocktranslate count n=3 %}  one{% plural %}  more{% endblocktranslate %}
     {# Translators: as in a list #}
  {% translate "Three" context "number" %}
</div>
"""
    )

    found = {(m.id, m.context) for m in messages.extracted(tmp_path / "shop") if m.id}

    assert found == {
        ("One", None),
        ("Two words (%(n)s", None),
        (("  one", "  more"), None),
        ("Three", "number"),
    }


def test_a_word_has_one_translation_in_the_whole_house():
    said = defaultdict(set)
    for folder in PACKAGES.values():
        for message in messages.stored(folder):
            if message.id and message.string:
                said[messages.key(message)].add(str(message.string))

    assert {word: ways for word, ways in said.items() if len(ways) > 1} == {}
