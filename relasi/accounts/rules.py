"""The matrix of rights: role × object × action → how far it reaches. No Django here.

`all` every row · `team` rows owned by someone of a team they share · `own` rows they own ·
`none` nothing. Orders belong to the owner of their contact. Objects that nobody owns
(products, reports, settings …) know only `all` and `none`.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

ROLES = ("owner", "admin", "marketer", "sales", "service", "analyst", "viewer")
ACTIONS = ("view", "edit", "delete", "export", "send")
OWNED = ("contacts", "companies", "orders", "segments", "campaigns", "templates")
OBJECTS = (
    *OWNED,
    "products",
    "deliveries",
    "imports",
    "insight",
    "reports",
    "sql",
    "consent",
    "privacy",
    "sources",
    "webhooks",
    "staff",
    "settings",
    "audit",
    "api_keys",
)


class Scope(StrEnum):
    ALL = "all"
    TEAM = "team"
    OWN = "own"
    NONE = "none"


# Which actions mean anything for an object; the others are `none` for everybody.
MEANINGFUL: dict[str, tuple[str, ...]] = {
    "contacts": ("view", "edit", "delete", "export"),
    "companies": ("view", "edit", "delete", "export"),
    "orders": ("view", "edit", "delete", "export"),
    "segments": ("view", "edit", "delete", "export"),
    "campaigns": ("view", "edit", "delete", "export", "send"),
    "templates": ("view", "edit", "delete", "send"),
    "products": ("view", "edit", "delete", "export"),
    "deliveries": ("view", "edit", "export", "send"),
    "imports": ("view", "edit", "delete", "export"),
    "insight": ("view", "edit", "export"),
    "reports": ("view", "edit", "export"),
    "sql": ("view", "edit", "export"),
    "consent": ("view", "edit", "export"),
    "privacy": ("view", "edit", "delete", "export"),
    "sources": ("view", "edit", "delete", "export"),
    "webhooks": ("view", "edit", "delete", "export"),
    "staff": ("view", "edit", "delete"),
    "settings": ("view", "edit", "delete"),
    "audit": ("view", "export"),
    "api_keys": ("view", "edit", "delete"),
}

# One line an object: the actions a role has, each with its scope ("all" where none is said).
_GRANTS: dict[str, dict[str, str]] = {
    "marketer": {
        "contacts": "view edit export",
        "companies": "view edit export",
        "orders": "view export",
        "products": "view edit export",
        "segments": "view edit delete export",
        "campaigns": "view edit delete export send",
        "templates": "view edit delete send",
        "deliveries": "view edit export send",
        "imports": "view edit export",
        "insight": "view edit export",
        "reports": "view edit export",
        "consent": "view edit export",
        "privacy": "view",
        "sources": "view",
    },
    "sales": {
        "contacts": "view:team edit:team delete:own export:own",
        "companies": "view:team edit:team delete:own export:own",
        "orders": "view:team edit:team export:own",
        "products": "view",
        "insight": "view",
        "consent": "view",
    },
    "service": {
        "contacts": "view edit",
        "companies": "view edit",
        "orders": "view edit",
        "products": "view",
        "deliveries": "view",
        "insight": "view",
        "consent": "view edit",
        "privacy": "view",
    },
    "analyst": {
        "contacts": "view export",
        "companies": "view export",
        "orders": "view export",
        "products": "view export",
        "segments": "view edit:own delete:own export",
        "campaigns": "view export",
        "templates": "view",
        "deliveries": "view export",
        "imports": "view",
        "insight": "view edit export",
        "reports": "view edit export",
        "sql": "view edit export",
        "consent": "view export",
        "privacy": "view",
        "sources": "view export",
    },
    "viewer": {
        "contacts": "view",
        "companies": "view",
        "orders": "view",
        "products": "view",
        "segments": "view",
        "campaigns": "view",
        "templates": "view",
        "insight": "view",
        "reports": "view",
        "consent": "view",
    },
}


def _read_grants(line: str) -> dict[str, Scope]:
    pairs = (word.partition(":") for word in line.split())
    return {action: Scope(scope or "all") for action, _, scope in pairs}


def _rights_of(role: str) -> dict[tuple[str, str], Scope]:
    if role in {"owner", "admin"}:
        return {(obj, a): Scope.ALL for obj, actions in MEANINGFUL.items() for a in actions}
    grants = {obj: _read_grants(line) for obj, line in _GRANTS[role].items()}
    return {(obj, a): scope for obj, actions in grants.items() for a, scope in actions.items()}


MATRIX: dict[str, dict[tuple[str, str], Scope]] = {role: _rights_of(role) for role in ROLES}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a person, a program with a key, or the house itself.

    `staff_ids_of_team` are the people of all their teams, themselves included; for a key
    those of the person who made it. `staff_id` is whom to write into an owner or author
    column: the person, or the maker of the key; the system has none.
    """

    kind: Literal["staff", "key", "system"]
    id: int
    name: str
    role: str
    staff_ids_of_team: frozenset[int] = frozenset()
    staff_id: int | None = None

    @property
    def label(self) -> str:
        """What the audit log calls them: "staff:3"."""
        return f"{self.kind}:{self.id}"


SYSTEM = Actor(kind="system", id=0, name="Relasi", role="owner")


def scope_of(role: str, action: str, obj: str) -> Scope:
    """How far a role reaches. Raises KeyError for a word that is not in the matrix."""
    if action not in ACTIONS or obj not in MEANINGFUL:
        raise KeyError(f"{action} {obj} is not in the matrix of rights.")
    return MATRIX[role].get((obj, action), Scope.NONE)


def grantable(role: str) -> tuple[str, ...]:
    """The roles that somebody with this one gives to people and keys: never more than theirs."""
    if scope_of(role, "edit", "staff") is Scope.NONE:
        return ()
    return ROLES if role == "owner" else tuple(each for each in ROLES if each != "owner")


def owners_within(actor: Actor, scope: Scope) -> frozenset[int] | None:
    """Whose rows a scope covers for this actor; None is everybody's, also nobody's."""
    if scope is Scope.ALL:
        return None
    own = frozenset({actor.staff_id} if actor.staff_id is not None else ())
    return own | actor.staff_ids_of_team if scope is Scope.TEAM else own


def new_owner(actor: Actor, scope: Scope, owner_id: int | None) -> int | None:
    """Whose a row is that this actor makes for `owner_id`."""
    narrow = scope in {Scope.TEAM, Scope.OWN}
    return actor.staff_id if narrow and owner_id is None else owner_id


def covers(actor: Actor, scope: Scope, owner_id: int | None) -> bool:
    """Whether a scope reaches a row with this owner; None is a row that nobody owns."""
    owners = owners_within(actor, scope)
    if scope is Scope.NONE:
        return False
    return owners is None or owner_id in owners


def hash_secret(secret: str) -> str:
    """Keys and links have 256 random bits that nobody can guess: plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
