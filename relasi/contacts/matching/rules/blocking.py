"""Which pairs are looked at: those that agree on one of these keys.

A million people are 5 × 10¹¹ pairs; nobody is compared with everybody. Somebody is missed only
where every key differs. A key that more than `LARGEST` people share parts nobody from anybody
and is passed over: they are found by the narrower keys.
"""

LARGEST = 60
# What a key is made of. It is null, and leads nowhere, where a part is missing.
KEYS = {
    "mailbox": "CASE WHEN length(mailbox) >= 5 THEN mailbox END",
    "phone": "right(phone, 8)",
    "name": "least(given, family) || ' ' || greatest(given, family)",
    "name_city": "given || ' ' || coalesce(family, '') || '|' || city",
    "born_given": "CASE WHEN given <> '' THEN born || left(given, 2) END",
    "born_family": "CASE WHEN family <> '' THEN born || left(family, 2) END",
    "born_postal": "born || '|' || postal",
    "family_postal": "family || '|' || postal",
    "given_postal": "given || '|' || postal",
    "street": "street || '|' || left(given, 2)",
}
# Keys on which pairs are taken to learn from; what a key holds equal cannot be learnt from it.
TRAINING = (
    ("given", "family"),
    ("born",),
    ("mailbox",),
    ("phone",),
    ("street", "postal"),
)
# Pairs that agree on one of these are one person nearly always, and of all pairs of one person
# about this share do: from both follows how rare such pairs are.
CERTAIN = (
    ("given", "family", "born"),
    ("given", "family", "street"),
    ("born", "mailbox"),
    ("given", "phone"),
    ("born", "street"),
)
CERTAIN_SHARE = 0.8
