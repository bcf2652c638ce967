"""Every word of the interface exists in Indonesian, and says one thing everywhere."""

from collections import defaultdict

import pytest

from tools import messages

PACKAGES = messages.packages()


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_speaks_indonesian_completely(name):
    assert messages.problems(PACKAGES[name]) == []


def test_a_word_has_one_translation_in_the_whole_house():
    said = defaultdict(set)
    for folder in PACKAGES.values():
        for message in messages.stored(folder):
            if message.id and message.string:
                said[messages.key(message)].add(str(message.string))

    assert {word: ways for word, ways in said.items() if len(ways) > 1} == {}
