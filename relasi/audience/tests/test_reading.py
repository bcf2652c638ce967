import pytest

from relasi.audience.rules.reading import BadTree, read

LEAF = {"on": "contact", "field": "city", "relation": "is", "value": "Medan"}


def nested(depth):
    tree: dict[str, object] = dict(LEAF)
    for _ in range(depth):
        tree = {"all": [tree]}
    return {"v": 1, **tree}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (None, "tree"),
        ([], "tree"),
        ({}, "v"),
        ({"v": 2, "all": []}, "v"),
        ({"v": True, "all": []}, "v"),
        ({"v": 1}, "tree"),
        ({"v": 1, "all": [], "any": []}, "tree"),
        ({"v": 1, **LEAF}, "tree"),
        ({"v": 1, "any": []}, "any"),
        ({"v": 1, "all": [{"any": []}]}, "all[0].any"),
        ({"v": 1, "all": "x"}, "all"),
        ({"v": 1, "all": ["x"]}, "all[0]"),
        ({"v": 1, "all": [LEAF, {"on": "exec"}]}, "all[1]"),
        ({"v": 1, "all": [{**LEAF, "sql": "1=1"}]}, "all[0]"),
        ({"v": 1, "all": [{**LEAF, "field": "city; drop"}]}, "all[0]"),
        ({"v": 1, "all": [{**LEAF, "relation": "like"}]}, "all[0]"),
        ({"v": 1, "all": [{**LEAF, "value": float("nan")}]}, "all[0]"),
        ({"v": 1, "all": [{**LEAF, "value": 2**63}]}, "all[0]"),
        ({"v": 1, "all": [{**LEAF, "value": "a\x00b"}]}, "all[0]"),
        ({"v": 1, "all": [{**LEAF, "value": "\ud800"}]}, "all[0]"),
        ({"v": 1, "all": [{**LEAF, "value": "x" * 301}]}, "all[0]"),
        ({"v": 1, "all": [LEAF] * 21}, "all"),
        ({"v": 1, "all": [{"any": [LEAF] * 20}] * 3}, "tree"),
        (nested(5), "all[0].all[0].all[0].all[0].all"),
        ({"v": 1, "all": [{"on": "tag", "tag": True}]}, "all[0]"),
        ({"v": 1, "all": [{"on": "purchase", "amount": {"at_least": "1e9"}}]}, "all[0]"),
    ],
)
def test_an_invalid_tree_is_refused_with_its_place(document, path):
    with pytest.raises(BadTree) as refused:
        read(document)
    assert refused.value.path == path
    assert refused.value.sentence.startswith(f"{path}: ")


def test_four_groups_deep_is_deep_enough():
    assert read(nested(4)).how == "all"
