"""The one place that says yes or no, for pages, the API, exports and jobs alike."""

from types import EllipsisType

from django.utils.translation import gettext as _

from relasi.kernel.errors import NotAllowed

from .rules import Actor, Scope, covers, new_owner, owners_within, scope_of


def may(actor: Actor, action: str, obj: str, *, owner_id: int | EllipsisType | None = ...) -> bool:
    """Whether this actor may; without `owner_id`: whether they may for any row at all.

    Pass `owner_id=row.owner_id` for a row: None is a row that nobody owns, which only
    those with the scope `all` may touch.
    """
    scope = scope_of(actor.role, action, obj)
    if isinstance(owner_id, EllipsisType):
        return scope is not Scope.NONE
    return covers(actor, scope, owner_id)


def authorise(
    actor: Actor, action: str, obj: str, *, owner_id: int | EllipsisType | None = ...
) -> None:
    """As `may`, but raises NotAllowed with a sentence. Call it before anything is written."""
    if not may(actor, action, obj, owner_id=owner_id):
        raise NotAllowed(
            _("Your role does not allow this. An owner or administrator can change your role.")
        )


def authorise_new(actor: Actor, obj: str, *, owner_id: int | None) -> int | None:
    """As `authorise` for a row that is about to be made; whose it is to be.

    Without an owner it belongs to whoever makes it, if they reach no more than their own or
    their team's rows: otherwise they could not see what they just wrote.
    """
    owner_id = new_owner(actor, scope_of(actor.role, "edit", obj), owner_id)
    authorise(actor, "edit", obj, owner_id=owner_id)
    return owner_id


def person_behind(actor: Actor) -> int:
    """The member of staff who answers for it: themselves, or the maker of the key."""
    if actor.staff_id is None:
        raise NotAllowed(_("Only somebody who works here can do this."))
    return actor.staff_id


def visible_owners(actor: Actor, action: str, obj: str) -> frozenset[int] | None:
    """Whose rows they reach: None is all rows, else those whose owner_id is in the set."""
    authorise(actor, action, obj)
    return owners_within(actor, scope_of(actor.role, action, obj))
