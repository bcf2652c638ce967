"""What an SMTP reply means for the message: one state and one word (RFC 5321 §4.2, 3463)."""

import re
from dataclasses import dataclass

from relasi.messaging.public import Outcome

ENHANCED = re.compile(r"^([245])\.(\d{1,3})\.(\d{1,3})\b")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")
LONGEST_DETAIL = 400
CLOSING = 421
AUTHENTICATION = {530, 534, 535, 538}

# The subject of an enhanced code (RFC 3463 §3), in a word.
SUBJECTS = {
    "1": "bad_address",
    "2": "mailbox",
    "3": "system",
    "4": "network",
    "5": "protocol",
    "6": "content",
    "7": "policy",
}
PLAIN = {
    450: "mailbox",
    451: "try_later",
    452: "system",
    454: "busy",
    421: "busy",
    550: "bad_address",
    551: "bad_address",
    552: "mailbox",
    553: "bad_address",
    554: "refused",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the server: its code and its text, lines joined."""

    code: int
    text: str

    @property
    def positive(self) -> bool:
        return 200 <= self.code < 300  # noqa: PLR2004

    @property
    def transient(self) -> bool:
        return 400 <= self.code < 500  # noqa: PLR2004


def word(reply: Reply) -> str:
    """Why not, in one word: the enhanced code's subject where there is one."""
    if reply.code == CLOSING:
        return "busy"
    enhanced = ENHANCED.match(reply.text)
    if enhanced and enhanced[2] == "2" and enhanced[3] == "2":
        return "mailbox_full"
    if enhanced and enhanced[2] in SUBJECTS:
        return SUBJECTS[enhanced[2]]
    return PLAIN.get(reply.code, "try_later" if reply.transient else "refused")


def outcome(reply: Reply) -> Outcome:
    """What a refusal means for one message.

    A server that wants us to sign in first refuses us, not the person: the message waits.
    """
    detail = UNPRINTABLE.sub(" ", f"{reply.code} {reply.text}")[:LONGEST_DETAIL]
    if reply.positive:
        return Outcome("sent", "", detail)
    if reply.code in AUTHENTICATION:
        return Outcome("deferred", "no_connection", detail)
    return Outcome("deferred" if reply.transient else "failed", word(reply), detail)
