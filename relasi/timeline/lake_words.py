"""What is wrong with the lake, and what verifying it found, in sentences with what to do.

What DuckDB says is never shown: it may name the connection to PostgreSQL.
"""

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rules.lakes import location_without_secrets

# The first that is found in the text counts.
PROBLEMS: tuple[tuple[str, Promise], ...] = (
    (
        r"No space left|ENOSPC|quota exceeded|disk is full",
        gettext_lazy(
            "The disk of the lake is full. Make room, or move the lake to a larger disk or to S3;"
            " it then goes on by itself."
        ),
    ),
    (
        r"extension .* is missing|could not be fetched|Extension .* not found",
        gettext_lazy(
            "An extension of DuckDB is missing. Ask your operator to run `relasi doctor`, which"
            " names the Python package to install."
        ),
    ),
    (
        r"neither a directory nor s3://|RELASI_HOT_MONTHS",
        gettext_lazy(
            "RELASI_LAKE or RELASI_HOT_MONTHS says something that cannot be. Ask your operator to"
            " mend it and to start Relasi again."
        ),
    ),
    (
        r"\b40[13]\b|Forbidden|AccessDenied|InvalidAccessKeyId|SignatureDoesNot|ExpiredToken",
        gettext_lazy(
            "S3 refuses the key that Relasi has. Ask your operator to look at the AWS_… variables"
            " and at what the key may do: read, write, list and delete."
        ),
    ),
    (
        r"NoSuchBucket|\b404\b",
        gettext_lazy(
            "S3 does not know the bucket or a file of the lake. Ask your operator whether"
            " RELASI_LAKE names the right bucket; then choose “Verify now”."
        ),
    ),
    (
        r"Permission denied|Read-only file system|cannot be made",
        gettext_lazy(
            "Relasi may not write to the directory of the lake. Ask your operator to give it that"
            " right, or to set RELASI_LAKE to a directory of its own."
        ),
    ),
    (
        r"connection to server|libpq|PostgreSQL.*closed|terminating connection|server closed",
        gettext_lazy(
            "The lake lost its connection to PostgreSQL. It goes on by itself when PostgreSQL"
            " answers again."
        ),
    ),
    (
        r"s3://|https?://|HTTP|[Cc]ould not (connect|resolve)|[Tt]imed? ?out|Connection refused",
        gettext_lazy(
            "S3 cannot be reached. Ask your operator whether the address (AWS_ENDPOINT_URL) is"
            " right and the network lets Relasi there; it then goes on by itself."
        ),
    ),
    (
        r"No such file|Cannot open file|does not exist|magic bytes|Invalid Input Error.*arquet",
        gettext_lazy(
            "A file of the lake is missing or damaged. Choose “Verify now” to see which; then ask"
            " your operator to run: relasi lake rebuild"
        ),
    ),
    (
        r"^given up$",
        gettext_lazy("It was begun several times and never ended. Choose it again."),
    ),
)
UNFORESEEN = gettext_lazy(
    "It stopped at something unforeseen. Ask your operator to look in the worker’s log for “The"
    " lake could not be”."
)


def problem_sentence(problem: str) -> str:
    """What a failed round or work means, and what to do."""
    found = (sentence for said, sentence in PROBLEMS if re.search(said, problem))
    return str(next(found, UNFORESEEN))


def fault_sentence(fault: dict[str, Any]) -> str:
    if fault["kind"] == "file":
        name = location_without_secrets(fault["what"])
        return _(
            "The file %(name)s is missing or damaged. Ask your operator to run: relasi lake rebuild"
        ) % {"name": name}
    if fault["kind"] == "month":
        return _(
            "%(month)s: %(lacking)s events are missing in the lake, %(wrong)s are there that should"
            " not be. Ask your operator to run: relasi lake rebuild"
        ) % {"month": fault["what"], "lacking": fault["lacking"], "wrong": fault["wrong"]}
    return _(
        "The lake was not filled from this database yet. Ask your operator to run: relasi lake"
        " rebuild"
    )


STEPS = {
    "bringing": gettext_lazy("Bringing over what waits"),
    "rewriting": gettext_lazy("Taking out what was deleted"),
    "joining": gettext_lazy("Joining small files"),
    "clearing": gettext_lazy("Deleting files that were replaced"),
}
