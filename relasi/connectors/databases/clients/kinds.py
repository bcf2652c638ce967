"""Which client speaks to which kind of database, and whether it is here."""

from collections.abc import Callable
from importlib.util import find_spec

from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from . import mysql, postgresql, sqlite
from .asking import Asked, Question, Where

CLIENTS: dict[str, Callable[[Where, Question], Asked]] = {
    "postgresql": postgresql.asked,
    "mysql": mysql.asked,
    "sqlite": sqlite.asked,
}
PORTS = {"postgresql": 5432, "mysql": 3306, "sqlite": 0}


def refuse_missing(kind: str) -> None:
    """Raises Refused with what to install."""
    if kind == "mysql" and find_spec("pymysql") is None:
        raise Refused(
            _("MySQL is spoken by PyMySQL, which is not installed here. Install relasi[mysql]."),
            field="kind",
        )


def ask(where: Where, question: Question) -> Asked:
    return CLIENTS[where.kind](where, question)
