"""The cookie by which a browser that forgets what scripts keep is known again.

Safari deletes what a script stored after seven days without a visit. A cookie that a server of
the same site sets lasts longer. It holds the random id of the browser and nothing else, no
script can read it, and it is given only where somebody agreed.
"""

import msgspec

from .answers import Answer, of_json
from .requests import Request
from .rules.cookies import Asked, allows, forgetting, id_in, is_id, name_of, remembering
from .rules.refusing import bad_json, not_json, origin_refused
from .sources import Source

MOST_BYTES = 1024
SAME = {b"same-origin", b"same-site", b""}
NOBODY = of_json({"id": ""})
_ASKED = msgspec.json.Decoder(Asked)


def answer(request: Request, body: bytes, source: Source) -> Answer:
    """The id to use from now on, "" where none is kept. Raises Refusal."""
    asked = _read(request, body)
    name, is_secure = name_of(source.id), request.base.startswith("https:")
    if asked.forget:
        return NOBODY._replace(more=(_cookie(forgetting(name, is_secure=is_secure)),))
    if not allows(asked, source.consent_mode, gpc=request.gpc) or _is_foreign(request):
        return NOBODY
    known = "" if asked.reset else id_in(request.headers.get(b"cookie", b""), name)
    own = known or asked.id
    return of_json({"id": own})._replace(
        more=(_cookie(remembering(name, own, is_secure=is_secure)),)
    )


def _read(request: Request, body: bytes) -> Asked:
    if not request.origin:
        raise origin_refused("A request that names no origin")
    if not request.headers.get(b"content-type", b"").startswith(b"application/json"):
        raise not_json()
    if len(body) > MOST_BYTES:
        raise bad_json("The question is too long.")
    try:
        asked = _ASKED.decode(body)
    except msgspec.DecodeError as problem:
        raise bad_json(f"{str(problem).rstrip('.')}.") from None
    if not asked.forget and not is_id(asked.id):
        raise bad_json("The id is no UUID.")
    return asked


def _is_foreign(request: Request) -> bool:
    """A page of another site: its browser would not keep the cookie."""
    return request.headers.get(b"sec-fetch-site", b"") not in SAME


def _cookie(text: str) -> tuple[bytes, bytes]:
    return (b"set-cookie", text.encode())
