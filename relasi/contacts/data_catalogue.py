"""What is kept of people, of their companies, of imports, merges and duplicates."""

from django.utils.translation import gettext_lazy as _

from relasi.kernel.catalogue import (
    UNTIL_DONE,
    WITH_HOUSE,
    WITH_PERSON,
    Archive,
    Category,
    Erased,
    Purpose,
    Store,
    Why,
    for_days,
    nobody,
    register_stores,
    register_words,
)
from relasi.kernel.mentions import said_in

from .actions.notes import tell_anew
from .checking.data_catalogue import ADDRESSES
from .importing import files

C, P = Category, Purpose
OF_THEM = "t.contact_id = ANY(%(ids)s)"
WORDS = "SELECT kind, value FROM contacts_identity WHERE contact_id = ANY(%(ids)s)"
# What a row of a table, kept as JSON before or after a change, says of whom it was.
KEPT_ROW = "coalesce(t.after ->> 'contact_id', t.before ->> 'contact_id')::bigint = ANY(%(ids)s)"
IN_CELLS = f"""EXISTS (SELECT FROM jsonb_array_elements_text(t.cells) c
    WHERE lower(btrim(c)) = ANY(%(sure)s) OR {said_in("c")}
    OR regexp_replace(c, '[^0-9]', '', 'g') LIKE ANY(%(digits)s))"""
RUN_ENDED = "(SELECT r.finished_at FROM contacts_importrun r WHERE r.id = t.run_id)"


def register() -> None:
    register_words(WORDS)
    register_stores(*PEOPLE, *IMPORTS, *TOGETHER, *ADDRESSES)


PEOPLE = (
    Store(
        "contacts.Contact",
        _("People"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.IDENTITY: "name given_name family_name street postal_code born_on",
            C.TRAITS: "job_title company city region country language time_zone source fields",
            C.STAFF: "owner updated_by",
            C.NONE: "is_sample created_at updated_at version erased_at",
        },
        whose="t.id = ANY(%(ids)s)",
        erased=Erased.NAMELESS,
        why=Why.FIGURES,
    ),
    Store(
        "contacts.Identity",
        _("Addresses of people"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.IDENTITY: "value shown",
            C.LINK: "contact",
            C.NONE: "kind label is_primary validity is_claimed created_at",
        },
        whose=OF_THEM,
        erased=Erased.GONE,
    ),
    Store(
        "contacts.ErasedAddress",
        _("Hashes of erased addresses"),
        P.PROOF,
        WITH_HOUSE,
        {C.SECRET: "digest", C.NONE: "erasure_id erased_at"},
        erased=Erased.KEPT,
        why=Why.PROOF,
    ),
    Store(
        "contacts.Note",
        _("Notes on people"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.WORDS: "body",
            C.LINK: "contact",
            C.STAFF: "author",
            C.NONE: "pinned written_at changed_at",
        },
        whose=OF_THEM,
        mentions="body",
        erased=Erased.GONE,
        struck=tell_anew,
    ),
    Store(
        "contacts.Mention",
        _("Colleagues named in notes"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.LINK: "note", C.STAFF: "staff", C.NONE: "seen_at"},
        whose="t.note_id IN (SELECT n.id FROM contacts_note n WHERE n.contact_id = ANY(%(ids)s))",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.ContactTag",
        _("Tags on people"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.TRAITS: "tag", C.LINK: "contact", C.NONE: "tagged_at"},
        whose=OF_THEM,
        erased=Erased.GONE,
        told="(SELECT g.name FROM contacts_tag g WHERE g.id = t.tag_id) AS tag",
    ),
    nobody("contacts.IdentityRule", "kind rank recognises most when_full updated_at updated_by"),
    Store(
        "contacts.BlockedValue",
        _("Blocked values"),
        P.OPERATION,
        WITH_HOUSE,
        {C.IDENTITY: "pattern", C.STAFF: "created_by", C.NONE: "kind created_at"},
        whose="t.pattern = ANY(%(words)s)",
        erased=Erased.GONE,
    ),
    nobody("contacts.Tag", "name is_sample"),
    nobody("contacts.CustomField", "of key label kind choices position archived_at is_sample"),
    Store(
        "contacts.Company",
        _("Companies"),
        P.CUSTOMERS,
        WITH_HOUSE,
        {
            C.NONE: "name domain external_id industry city country fields is_sample created_at"
            " updated_at version",
            C.STAFF: "owner updated_by",
        },
    ),
    Store(
        "contacts.BulkChange",
        _("Changes of many people"),
        P.OPERATION,
        WITH_HOUSE,
        {
            C.WORDS: "query",
            C.STAFF: "proposed_by",
            C.NONE: "kind detail state chosen rows_total done_through proposed_at made_at"
            " undone_at",
        },
        mentions="query",
        erased=Erased.CLEARED,
    ),
    Store(
        "contacts.BulkChangeRow",
        _("What a change of many replaced"),
        P.OPERATION,
        WITH_PERSON,
        {C.TRAITS: "before", C.LINK: "contact", C.NONE: "change"},
        whose=OF_THEM,
        erased=Erased.GONE,
    ),
)
IMPORTS = (
    Store(
        "contacts.ImportRun",
        _("Imports"),
        P.CUSTOMERS,
        WITH_HOUSE,
        {
            C.WORDS: "file_name options problem",
            C.SECRET: "file_path",
            C.STAFF: "created_by",
            C.NONE: "target mode match_by encoding delimiter header mapping state rows_total"
            " rows_read lanes rows_created rows_updated rows_unchanged rows_repeated rows_refused"
            " undo_total undo_done cancel_requested created_at started_at finished_at reverted_at",
        },
        mentions="file_name options problem",
        erased=Erased.CLEARED,
    ),
    Store(
        "contacts.ImportCorrection",
        _("Cells put right in imports"),
        P.CUSTOMERS,
        UNTIL_DONE,
        {C.IDENTITY: "value", C.NONE: "run row_number column"},
        whose=f"lower(btrim(t.value)) = ANY(%(sure)s) OR {said_in('t.value')}",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.ImportForecast",
        _("What imports would change"),
        P.CUSTOMERS,
        UNTIL_DONE,
        {
            C.TRAITS: "changes",
            C.IDENTITY: "faults",
            C.WORDS: "problem",
            C.NONE: "run asked_at found_at figures",
        },
        whose=f"""{said_in("t.changes::text")} OR {said_in("t.faults::text")} OR EXISTS
            (SELECT FROM jsonb_array_elements(t.changes) c WHERE (c ->> 'row_id')::bigint
            = ANY(%(ids)s))""",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.ImportRefusal",
        _("Rows of imports with a remark"),
        P.CUSTOMERS,
        for_days(90, RUN_ENDED),
        {C.IDENTITY: "cells reason", C.NONE: "run kind row_number column"},
        whose=f"{said_in('t.reason')} OR {IN_CELLS}",
        erased=Erased.CLEARED,
        cleared="cells = '[]', reason = '…'",
    ),
    Store(
        "contacts.ImportChange",
        _("What imports replaced"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.TRAITS: "before after", C.LINK: "row_id", C.NONE: "run table"},
        whose=f"""(t."table" = 'contacts_contact' AND t.row_id = ANY(%(ids)s)) OR {KEPT_ROW}
            OR {said_in("t.before::text")} OR {said_in("t.after::text")}""",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.ImportKept",
        _("Rows that stayed when an import was taken back"),
        P.CUSTOMERS,
        for_days(90, RUN_ENDED),
        {C.IDENTITY: "name", C.LINK: "row_id", C.NONE: "run table reason"},
        whose=f"""(t."table" = 'contacts_contact' AND t.row_id = ANY(%(ids)s))
            OR lower(t.name) = ANY(%(sure)s) OR {said_in("t.name")}""",
        erased=Erased.GONE,
    ),
    nobody("contacts.ImportMade", "run table first_id last_id"),
    nobody("contacts.ImportMapping", "target header field"),
    Archive(
        "import files",
        _("Files that were uploaded"),
        P.CUSTOMERS,
        for_days(30),
        {C.IDENTITY: "all"},
        count=files.count,
        erase=files.erase,
        read=files.read,
        package="contacts",
    ),
)
TOGETHER = (
    Store(
        "contacts.Merge",
        _("People joined into one"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.IDENTITY: "lost before",
            C.LINK: "kept_id lost_id",
            C.STAFF: "merged_by undone_by",
            C.NONE: "merged_at undone_at",
        },
        whose="t.kept_id = ANY(%(ids)s) OR t.lost_id = ANY(%(ids)s)",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.MergedRow",
        _("What changed hands when people were joined"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.TRAITS: "before", C.LINK: "row_id", C.NONE: "merge table"},
        whose="""t.merge_id IN (SELECT m.id FROM contacts_merge m
            WHERE m.kept_id = ANY(%(ids)s) OR m.lost_id = ANY(%(ids)s))""",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.MatchProposal",
        _("Possible duplicates"),
        P.CUSTOMERS,
        WITH_PERSON,
        {
            C.LINK: "a_id b_id merge_id",
            C.TRAITS: "a_print b_print parts",
            C.STAFF: "decided_by",
            C.NONE: "weight probability model run state sweep proposed_at later_at decided_at",
        },
        whose="t.a_id = ANY(%(ids)s) OR t.b_id = ANY(%(ids)s)",
        erased=Erased.GONE,
    ),
    Store(
        "contacts.MatchEntry",
        _("What people are compared by"),
        P.CUSTOMERS,
        WITH_PERSON,
        {C.LINK: "contact_id", C.SECRET: "print keys", C.NONE: "version"},
        whose=OF_THEM,
        erased=Erased.GONE,
    ),
    Store(
        "contacts.MatchSweep",
        _("Decisions on many duplicates"),
        P.OPERATION,
        WITH_HOUSE,
        {
            C.WORDS: "query",
            C.STAFF: "proposed_by",
            C.NONE: "accepts state total decided passed_over cancel_requested proposed_at",
        },
        mentions="query",
        erased=Erased.CLEARED,
    ),
    nobody("contacts.MatchModel", "figures people digest trained_at"),
    nobody("contacts.MatchTerm", "model trait term share"),
    nobody("contacts.MatchSettings", "propose_from join_from most_joined updated_at updated_by"),
    nobody(
        "contacts.MatchRun",
        "kind state step source since model people pairs proposed joined problem cancel_requested"
        " asked_at asked_by finished_at",
    ),
)
