"""A whole tree as one relation of contact ids.

The people so far are narrowed from condition to condition: fields of the contact filter
them, everything else is a semi or an anti join, "any" is the union of its branches.
"""

from typing import Any

import ibis

from relasi.audience.rules.tree import Contact, Custom, Group, Node, conditions

from .selections import contact_answer, selection
from .situation import Situation

# Names rather than columns: both sides may come from one table.
SAME = [("id", "contact_id")]


def people(tree: Group, situation: Situation) -> Any:
    """A relation with the one column contact_id, each person at most once. Whose data are kept
    and not used is in no segment.
    """
    contacts = situation.session.table("contacts")
    held = _narrow(contacts.select(*_columns(tree)), tree, situation)
    used = held.anti_join(situation.session.table("restricted"), SAME)
    return used.select(contact_id=used.id)


def _columns(tree: Group) -> list[str]:
    """The columns of contacts the conditions name, so that nothing else is read."""
    named = {c.field for _, c in conditions(tree) if isinstance(c, Contact)}
    if any(isinstance(c, Custom) for _, c in conditions(tree)):
        named.add("fields")
    return ["id", *sorted(named)]


def _narrow(held: Any, node: Node, situation: Situation) -> Any:
    """Those of `held` who satisfy the node."""
    if isinstance(node, Contact | Custom):
        return held.filter(contact_answer(node, held, situation))
    if not isinstance(node, Group):
        picked = selection(node, situation)
        join = held.anti_join if picked.negated else held.semi_join
        return join(picked.ids, SAME)
    if node.how == "any":
        union = _any(held, node, situation)
        return held.semi_join(union, SAME)
    for child in node.of:
        held = (
            _without(held, child, situation)
            if node.how == "none"
            else _narrow(held, child, situation)
        )
    return held


def _without(held: Any, node: Node, situation: Situation) -> Any:
    """Those of `held` who do not satisfy the node."""
    if isinstance(node, Contact | Custom):
        return held.filter(~contact_answer(node, held, situation))
    if not isinstance(node, Group):
        picked = selection(node, situation)
        join = held.semi_join if picked.negated else held.anti_join
        return join(picked.ids, SAME)
    union = _any(held, Group("any", (node,)), situation)
    return held.anti_join(union, SAME)


def _any(held: Any, node: Group, situation: Situation) -> Any:
    branches = [_narrow(held, child, situation) for child in node.of]
    ids = [branch.select(contact_id=branch.id) for branch in branches]
    return ids[0] if len(ids) == 1 else ibis.union(*ids, distinct=True)
