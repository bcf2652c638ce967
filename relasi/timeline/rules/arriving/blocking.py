"""Ids that this house blocked, beside those that are nobody's everywhere (ids.py)."""

from typing import Protocol

import msgspec

from .incoming import Incoming, Unreadable


class Blocks(Protocol):
    """Whether (kind, value) is nobody's; the kinds are those of contacts and `anonymous`."""

    def __contains__(self, address: tuple[str, str]) -> bool: ...


def without_blocked(incoming: Incoming, blocks: Blocks) -> Incoming:
    """The same without the ids that are blocked. Raises Unreadable where none is left."""
    user_id, anonymous_id, links = incoming.user_id, incoming.anonymous_id, incoming.links
    gone_user = bool(user_id) and ("external", user_id) in blocks
    gone_visitor = bool(anonymous_id) and ("anonymous", anonymous_id) in blocks
    kept = tuple(one for one in links if ("anonymous", one) not in blocks) if links else links
    if not gone_user and not gone_visitor and kept == links:
        return incoming
    if (gone_user or not user_id) and (gone_visitor or not anonymous_id):
        raise Unreadable("id_blocked", user_id or anonymous_id)
    return msgspec.structs.replace(
        incoming,
        user_id="" if gone_user else user_id,
        anonymous_id="" if gone_visitor else anonymous_id,
        links=kept,
        some_blocked=True,
    )
