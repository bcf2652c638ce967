"""What is compared of a person, as expressions over the columns as they are stored.

The text is DuckDB's. A trait is null where nothing can be said: what is empty, and what so many
share that it tells nobody apart (a mailbox called “info”, a birthday of 1 January 1900).
"""

# How the table of people comes in: one row a person, empty text where nothing is known.
RAW = (
    "id",
    "version",
    "name",
    "given_name",
    "family_name",
    "born_on",
    "street",
    "postal_code",
    "city",
    "region",
    "email",
    "phone",
)
TITLES = "bapak|pak|ibu|bu|sdr|sdri|mr|mrs|ms|dr|drs|dra|ir|hj|prof"
ROAD_WORDS = "jalan|jln|jl|street|str|st|road|rd|avenue|ave|nomor|number|no|nr|rt|rw"
SHARED_MAILBOXES = (
    "info", "admin", "office", "sales", "contact", "hello", "support", "marketing", "finance",
    "cs", "hrd", "mail", "email", "noreply", "donotreply", "webmaster", "order", "orders",
    "purchasing", "accounting", "kontak", "halo", "penjualan", "keuangan", "toko",
)  # fmt: skip
# What programs write when a birthday is not known.
NO_BIRTHDAYS = ("19000101", "19700101")


def _plain(text: str) -> str:
    """Small letters of any script without accents, words parted by one space."""
    bare = f"lower(replace(strip_accents({text}), 'ı', 'i'))"
    return rf"trim(regexp_replace({bare}, '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"


def _name(text: str) -> str:
    """Without titles before it, and in the Indonesian spelling of today (oe, dj, tj)."""
    bare = rf"regexp_replace({_plain(text)}, '^(?:(?:{TITLES}) )+', '')"
    return _spelt(bare)


def _spelt(text: str) -> str:
    return f"replace(replace(replace({text}, 'oe', 'u'), 'dj', 'j'), 'tj', 'c')"


_SHARED = ", ".join(f"'{word}'" for word in SHARED_MAILBOXES)
_NONE = ", ".join(f"'{day}'" for day in NO_BIRTHDAYS)

# Read in two steps, so that each text is made plain once.
FIRST = {
    "id": "id",
    "version": "version",
    "whole": _name("name"),
    "first": _name("given_name"),
    "last": _name("family_name"),
    "box": "lower(split_part(split_part(email, '@', 1), '+', 1))",
    "host": "replace(lower(split_part(email, '@', 2)), 'googlemail.com', 'gmail.com')",
    "digits": r"regexp_replace(phone, '\D', '', 'g')",
    "day": r"regexp_replace(born_on, '\D', '', 'g')",
    "road": (
        rf"trim(regexp_replace(regexp_replace({_plain('street')}, '\b(?:{ROAD_WORDS})\b', '', 'g'),"
        " ' +', ' ', 'g'))"
    ),
    "code": r"lower(regexp_replace(postal_code, '[^\p{L}\p{N}]', '', 'g'))",
    "town": _plain("city"),
    "land": _plain("region"),
}
# A name of one word is a given name; of more words the last one is the family's.
TRAITS = {
    "given": "nullif(CASE WHEN first <> '' THEN first ELSE split_part(whole, ' ', 1) END, '')",
    "family": (
        "nullif(CASE WHEN last <> '' THEN last WHEN contains(whole, ' ')"
        " AND split_part(whole, ' ', -1) <> split_part(first, ' ', -1)"
        " THEN split_part(whole, ' ', -1) ELSE '' END, '')"
    ),
    "mailbox": (
        "nullif(CASE WHEN replace(box, '-', '') IN ("
        + _SHARED
        + ") THEN '' ELSE "
        + _spelt(r"regexp_replace(box, '[._\-]', '', 'g')")
        + " END, '')"
    ),
    "domain": "nullif(host, '')",
    "phone": "CASE WHEN length(digits) >= 6 THEN right(digits, 9) END",
    "born": f"CASE WHEN day <> '' AND day NOT IN ({_NONE}) THEN day END",
    "street": "nullif(road, '')",
    "house": r"nullif(regexp_replace(road, '\D+', '', 'g'), '')",
    "postal": "nullif(code, '')",
    "city": "nullif(town, '')",
    "region": "nullif(land, '')",
}


def staged(source: str) -> str:
    """A SELECT of id, version, every trait, and `print`: what to know a change of them by."""
    first = ", ".join(f"{text} AS {name}" for name, text in FIRST.items())
    traits = ", ".join(f"{text} AS {name}" for name, text in TRAITS.items())
    every = ", '|', ".join(f"coalesce({name}, '')" for name in TRAITS)
    return (
        f"SELECT *, {number(f'concat({every})')} AS print FROM ("  # noqa: S608
        f"SELECT id, version, {traits} FROM (SELECT {first} FROM {source}))"
    )


def number(text: str) -> str:
    """A text as a number of 63 bits, the same in every version of DuckDB (its `hash` is not)."""
    return f"(md5_number_lower({text}) >> 1)::BIGINT"
