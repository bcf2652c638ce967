import pytest

from relasi.accounts.rules import (
    ACTIONS,
    MATRIX,
    MEANINGFUL,
    OBJECTS,
    OWNED,
    ROLES,
    SYSTEM,
    Actor,
    Scope,
    covers,
    new_owner,
    owners_within,
    scope_of,
)

SALLY = Actor("staff", 4, "Sally", "sales", frozenset({4, 5}), 4)


def test_every_object_says_which_actions_mean_something():
    assert set(MEANINGFUL) == set(OBJECTS)
    assert {a for actions in MEANINGFUL.values() for a in actions} <= set(ACTIONS)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_has_a_right_that_means_nothing(role):
    assert all(action in MEANINGFUL[obj] for obj, action in MATRIX[role])


@pytest.mark.parametrize("role", ROLES)
def test_only_owned_things_are_shared_by_team_or_person(role):
    partial = {obj for (obj, _), s in MATRIX[role].items() if s in {Scope.TEAM, Scope.OWN}}
    assert partial <= set(OWNED)


@pytest.mark.parametrize("role", ROLES)
def test_whoever_changes_a_thing_may_also_see_it(role):
    order = [Scope.NONE, Scope.OWN, Scope.TEAM, Scope.ALL]
    for (obj, _), scope in MATRIX[role].items():
        assert order.index(scope) <= order.index(scope_of(role, "view", obj))


def test_only_owners_and_administrators_touch_staff_settings_audit_and_keys():
    for obj in ("staff", "settings", "audit", "api_keys"):
        able = {r for r in ROLES for a in ACTIONS if scope_of(r, a, obj) is not Scope.NONE}
        assert able == {"owner", "admin"}


def test_a_misspelt_right_is_an_error_not_a_refusal():
    with pytest.raises(KeyError):
        scope_of("owner", "look", "contacts")
    with pytest.raises(KeyError):
        scope_of("owner", "view", "contact")


@pytest.mark.parametrize(
    ("scope", "owner_id", "answer"),
    [
        (Scope.ALL, None, True),
        (Scope.ALL, 9, True),
        (Scope.TEAM, 4, True),
        (Scope.TEAM, 5, True),
        (Scope.TEAM, 9, False),
        (Scope.TEAM, None, False),
        (Scope.OWN, 4, True),
        (Scope.OWN, 5, False),
        (Scope.OWN, None, False),
        (Scope.NONE, 4, False),
    ],
)
def test_a_scope_reaches_exactly_its_rows(scope, owner_id, answer):
    assert covers(SALLY, scope, owner_id) is answer


def test_the_system_owns_nothing_and_may_everything():
    assert owners_within(SYSTEM, Scope.OWN) == frozenset()
    assert covers(SYSTEM, scope_of(SYSTEM.role, "delete", "contacts"), None)


@pytest.mark.parametrize(
    ("scope", "said", "whose"),
    [
        (Scope.TEAM, None, 4),
        (Scope.OWN, None, 4),
        (Scope.TEAM, 5, 5),
        (Scope.ALL, None, None),
        (Scope.NONE, None, None),
    ],
)
def test_a_new_row_without_owner_belongs_to_whoever_could_not_see_it_otherwise(scope, said, whose):
    assert new_owner(SALLY, scope, said) == whose
