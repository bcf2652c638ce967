"""What is asked is read by the engine's own parser, and judged before anything is fetched."""

import pytest

from relasi.console.answering.reading import Odd, needs
from relasi.console.rules import line_of

TABLES = {"people": ["id", "name", "city"], "orders": ["id", "contact_id", "total_base"]}


def columns(statement: str) -> dict[str, list[str]]:
    return needs(statement, TABLES).columns


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("SELECT city, count(*) FROM people GROUP BY 1", {"people": ["city"]}),
        ("SELECT count(*) FROM people", {"people": ["id"]}),
        ("FROM people", {"people": TABLES["people"]}),
        ("SELECT * FROM PEOPLE", {"people": TABLES["people"]}),
        ("SELECT p.name FROM main.people p", {"people": ["name"]}),
        ("SELECT p FROM people p", {"people": TABLES["people"]}),
        ("SELECT people FROM people", {"people": TABLES["people"]}),
        ("SELECT COLUMNS('c.*') FROM people", {"people": TABLES["people"]}),
        ("SELECT #2 FROM people", {"people": TABLES["people"]}),
        ("SUMMARIZE people", {"people": TABLES["people"]}),
        ("DESCRIBE people", {"people": TABLES["people"]}),
        ("SELECT 1 FROM people NATURAL JOIN orders", TABLES),
        ("SELECT total_base FROM people JOIN orders USING (id)",
         {"people": ["id"], "orders": ["id", "total_base"]}),
        ("SELECT 1 WHERE EXISTS (SELECT name FROM people)", {"people": ["name"]}),
        ("WITH top AS (SELECT city FROM people) SELECT city FROM top", {"people": ["city"]}),
        ("WITH a AS (SELECT 1), b AS (FROM a) SELECT * FROM b, (WITH c AS (FROM a) FROM c)", {}),
        ("WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t WHERE n < 5) FROM t", {}),
        ("WITH A AS (SELECT 1) FROM a UNION ALL (FROM a ORDER BY (SELECT max(1) FROM a))", {}),
        ("WITH people AS (SELECT city FROM people) SELECT city FROM people", {"people": ["city"]}),
        ("SELECT name FROM people UNION ALL SELECT contact_id::text FROM orders",
         {"people": ["name"], "orders": ["contact_id"]}),
        ("SELECT (FROM orders SELECT max(total_base))", {"orders": ["total_base"]}),
        ("SELECT unnest([1, 2]), x.* FROM range(3) x(n)", {}),
        ("VALUES (1, 2)", {}),
        ("SELECT 1;", {}),
    ],
)  # fmt: skip
def test_a_question_needs_its_tables_and_the_columns_it_can_be_naming(statement, found):
    assert columns(statement) == found


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("", "nothing"),
        ("  -- nothing\n", "nothing"),
        ("SELECT 1; SELECT 2", "several"),
        ("SELCT 1", "syntax"),
        ("SELECT 'open", "syntax"),
        ("INSERT INTO people VALUES (1)", "not_a_select"),
        ("DELETE FROM people", "not_a_select"),
        ("CREATE TABLE x AS SELECT 1", "not_a_select"),
        ("COPY people TO '/tmp/x.csv'", "not_a_select"),
        ("ATTACH '/tmp/x.duckdb'", "not_a_select"),
        ("INSTALL httpfs", "not_a_select"),
        ("LOAD httpfs", "not_a_select"),
        ("SET memory_limit = '99GB'", "not_a_select"),
        ("RESET lock_configuration", "not_a_select"),
        ("PRAGMA database_list", "not_a_select"),
        ("CALL enable_logging(storage = 'file', storage_path = '/tmp/x')", "not_a_select"),
        ("EXPORT DATABASE '/tmp/x'", "not_a_select"),
        ("PREPARE x AS SELECT 1", "not_a_select"),
        ("EXECUTE x", "not_a_select"),
        ("EXPLAIN ANALYZE SELECT 1", "not_a_select"),
        ("PIVOT people ON city", "not_a_select"),
        ("SELECT * FROM accounts_staff", "no_table"),
        ("SELECT * FROM pg.public.accounts_staff", "no_table"),
        ("SELECT * FROM relasi_who", "no_table"),
        ("SELECT * FROM information_schema.tables", "no_table"),
        ("SELECT * FROM duckdb_settings", "no_table"),
        ("SELECT * FROM sqlite_master", "no_table"),
        ("SELECT * FROM '/etc/passwd'", "no_table"),
        ('SELECT * FROM "s3://bucket/x.parquet"', "no_table"),
        ("SHOW TABLES", "no_table"),
        ("SHOW ALL TABLES", "no_table"),
        ("SHOW DATABASES", "no_table"),
        ("SELECT * FROM (DESCRIBE accounts_staff)", "no_table"),
        ("SELECT * FROM read_csv('/etc/passwd')", "function"),
        ("SELECT * FROM read_text('/proc/self/environ')", "function"),
        ("SELECT * FROM read_parquet('x')", "function"),
        ("SELECT * FROM parquet_metadata('x')", "function"),
        ("SELECT * FROM glob('/etc/*')", "function"),
        ("SELECT * FROM postgres_query('pg', 'SELECT pg_read_file(''/etc/passwd'')')", "function"),
        ("SELECT * FROM postgres_scan('host=x', 'public', 'y')", "function"),
        ("SELECT * FROM sqlite_scan('x', 'y')", "function"),
        ("SELECT * FROM query('SELECT 1')", "function"),
        ("SELECT * FROM query_table('accounts_staff')", "function"),
        ("SELECT * FROM json_execute_serialized_sql('{}')", "function"),
        ("SELECT * FROM duckdb_secrets()", "function"),
        ("SELECT * FROM duckdb_views()", "function"),
        ("SELECT * FROM enable_logging(storage_path = '/tmp/x')", "function"),
        ("SELECT * FROM people, LATERAL (SELECT * FROM read_csv(people.name))", "function"),
        ("SELECT (SELECT max(x) FROM read_csv('/etc/passwd') f(x))", "function"),
        ("SELECT current_setting('temp_directory')", "function"),
        ("SELECT getvariable('x')", "function"),
        ("WITH a AS (SELECT * FROM read_blob('/etc/passwd')) SELECT * FROM a", "function"),
        ('SELECT * FROM (WITH "/etc/passwd" AS (SELECT 1) SELECT 1), "/etc/passwd"',
         "with_name"),
        ("WITH relasi_who AS (SELECT 1) SELECT 1", "with_name"),
        ("WITH x AS (SELECT 1) SELECT * FROM (WITH Duckdb_Views AS (SELECT 1) SELECT 1)",
         "with_name"),
        ("WITH pg_tables AS (FROM pg_tables) FROM pg_tables", "with_name"),
        ("WITH sqlite_master AS (SELECT 1) FROM sqlite_master", "with_name"),
        ("WITH pragma_database_list AS (SELECT 1) FROM pragma_database_list", "with_name"),
        ("WITH RECURSIVE relasi_gone AS (SELECT 1 UNION ALL FROM relasi_gone) SELECT 1",
         "with_name"),
        ("SELECT h.* FROM (WITH w AS (SELECT 1) SELECT 1) x, w h", "no_table"),
        ("WITH w AS (SELECT 1) FROM main.w", "no_table"),
        ("WITH w AS (FROM w) FROM w", "no_table"),
        ("WITH v AS (FROM w), w AS (SELECT 1) FROM v", "no_table"),
        ("WITH RECURSIVE t AS (FROM t UNION ALL FROM t) FROM t", "no_table"),
    ],
)  # fmt: skip
def test_what_is_no_question_of_the_tables_is_not_asked(statement, word):
    with pytest.raises(Odd) as odd:
        columns(statement)

    assert odd.value.word == word


def test_the_place_of_what_is_wrong_is_told():
    with pytest.raises(Odd) as odd:
        columns("SELECT 1\nFROM  nowhere")

    assert (odd.value.about, odd.value.place) == ("nowhere", 15)
    assert line_of("SELECT 1\nFROM  nowhere", 15) == (2, 7)
    assert line_of("SELECT 'é',\n x", 13) == (2, 1)


def test_a_question_may_be_deep():
    assert columns("SELECT " + "(" * 200 + "1" + ")" * 200) == {}
