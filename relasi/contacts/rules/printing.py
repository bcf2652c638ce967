"""Which characters of a text can be shown: joiners inside words and emoji can."""

# Zero width joiner and non-joiner: Hindi, Persian and joined emoji are written with them.
_JOINERS = dict.fromkeys((0x200C, 0x200D))


def printable(text: str) -> bool:
    """Nothing but characters that can be shown; joiners alone are no text."""
    if text.isprintable():
        return True
    bare = text.translate(_JOINERS)
    return bool(bare) and bare.isprintable()


def shown(text: str) -> str:
    """The text with a mark in place of what cannot be shown."""
    return "".join(
        letter if letter.isprintable() or ord(letter) in _JOINERS else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )
