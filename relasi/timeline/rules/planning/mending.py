"""An event that comes under another name is put right before it is read."""

from collections.abc import Mapping
from typing import Any

import msgspec

from relasi.timeline.rules.arriving.incoming import Arrived, Incoming, Unreadable
from relasi.timeline.rules.arriving.json import decoded, encoded, mapping

from .judging import Keeper

_ANYTHING: "msgspec.json.Decoder[Any]" = msgspec.json.Decoder()


def mended(arrived: Arrived, incoming: Incoming, keeper: Keeper) -> Arrived:
    """The same arrival with the names of the plan in its body. Where both a name and another
    for it are told, the name stands. Raises Unreadable.
    """
    body = decoded(arrived.body, _ANYTHING)
    if not isinstance(body, dict):
        raise Unreadable("bad_shape")
    planned = keeper.called(incoming)
    if planned != incoming.name:
        body["event"] = planned
    names = keeper.property_names.get(planned)
    if names:
        _rename(body, names)
    return msgspec.structs.replace(arrived, body=encoded(body).decode())


def _rename(body: dict[str, Any], names: Mapping[str, str]) -> None:
    """Wherever clients write what they tell."""
    _rename_in(body, ("properties", "traits", "$set", "$set_once"), names)
    _rename_in(mapping(body.get("properties")), ("$set", "$set_once"), names)
    _rename_in(mapping(body.get("context")), ("traits",), names)


def _rename_in(place: dict[str, Any], keys: tuple[str, ...], names: Mapping[str, str]) -> None:
    for key in keys:
        if isinstance(place.get(key), dict):
            place[key] = _renamed(place[key], names)


def _renamed(said: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        names.get(key, key): value
        for key, value in said.items()
        if key not in names or names[key] not in said
    }
