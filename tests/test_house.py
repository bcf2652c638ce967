"""The house keeps its own promises: what a reader relies on is tested."""

import ast
import inspect
import re
import types
from importlib import import_module
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from django.conf import settings
from django.db.models import Model, QuerySet

ROOT = Path(__file__).parent.parent
RELASI = ROOT / "relasi"
PACKAGES = sorted(
    path.parent for path in RELASI.rglob("apps.py") if path.parent.name not in {"project", "ui"}
)
TEMPLATES = sorted(RELASI.rglob("templates/**/*.html"))
SOURCES = sorted(p for p in RELASI.rglob("*.py") if "migrations" not in p.parts)
PRODUCT_SOURCES = [p for p in SOURCES if "tests" not in p.parts and p.name != "testing.py"]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def door_of(package: Path) -> str:
    return ".".join([*package.relative_to(ROOT).parts, "public"])


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_a_package_introduces_itself(package):
    introduction = ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""

    words = set(re.findall(r"^\w+", introduction, re.MULTILINE))

    assert {"Nouns", "Promise", "Door"} <= words


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_every_name_through_the_door_is_listed(package):
    tree = ast.parse((package / "public.py").read_text())

    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    }
    listed = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )

    assert imported == set(listed)


def inside(hint: object) -> list[object]:
    """The hint and everything in its brackets, however deep."""
    return [hint, *(part for argument in get_args(hint) for part in inside(argument))]


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_only_values_cross_the_door(package):
    door = import_module(door_of(package))

    functions = [f for n in door.__all__ if inspect.isfunction(f := getattr(door, n))]
    crossing = {
        f"{function.__name__}: {part.__name__}"
        for function in functions
        for hint in get_type_hints(function).values()
        for part in inside(hint)
        if isinstance(part, type)
        and not isinstance(part, types.GenericAlias)
        and issubclass(part, Model | QuerySet)
    }

    assert crossing == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_holds_no_script_no_style_and_no_evaluated_attribute(template):
    text = template.read_text()

    forbidden = re.findall(
        r"<script(?![^>]*\b(?:src=|type=\"application/json\"))|\sstyle=|<style|\son[a-z]+=|\shx-on|hx-vals=\"js:",
        text,
    )

    assert forbidden == []


@pytest.mark.parametrize("source", PRODUCT_SOURCES, ids=name_of)
def test_no_text_of_a_user_is_evaluated(source):
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Call)
    }

    forbidden = {"eval", "exec", "pickle.loads", "pickle.load", "yaml.load", "os.system"}
    templates = {c for c in calls if c in {"Template", "template.Template", "engines.from_string"}}

    assert calls & forbidden == set()
    assert templates == set()


@pytest.mark.parametrize("source", PRODUCT_SOURCES, ids=name_of)
def test_a_file_shows_its_end_when_opened(source):
    """Past 300 lines a file has found a second subject; tables of declarations may be long."""
    allowed = {"models.py": 450}

    assert len(source.read_text().splitlines()) <= allowed.get(source.name, 320)


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_nothing_is_left_unfinished(source):
    marks = re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b|NotImplementedError", source.read_text())

    assert marks == []


def test_the_clock_is_asked_in_one_place():
    """Verbs take `now`; Django's own clock and datetime.now are for the kernel alone."""
    asking = [
        name_of(source)
        for source in PRODUCT_SOURCES
        if re.search(r"timezone\.now\(|datetime\.now\(|utcnow\(", source.read_text())
        and source != RELASI / "kernel" / "clock.py"
    ]

    assert asking == []


def test_the_locks_carry_hashes_and_no_addresses():
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        pins = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)

        assert len(pins) <= text.count("--hash=sha256:"), lock.name
        assert "://" not in text, lock.name


def test_the_policy_allows_nothing_inline():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    said = {str(source) for sources in directives.values() for source in sources}
    assert not {s for s in said if "unsafe" in s or s == "*"}


def test_every_setting_that_is_read_is_documented_and_no_other():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    of_tests = {"RELASI_TEST_DATABASE"}

    rows = "".join(re.findall(r"^\| (`RELASI_.*?) \|", page, re.MULTILINE))

    documented = set(re.findall(r"RELASI_[A-Z_]+", rows))
    read = {n for s in PRODUCT_SOURCES for n in re.findall(r'"(RELASI_[A-Z_]+)"', s.read_text())}

    assert read - of_tests == documented


def test_every_documented_word_is_defined_once():
    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text()

    words = re.findall(r"^\*\*(.+?)\*\*", glossary, re.MULTILINE)

    assert len(words) == len({word.lower() for word in words})
    assert len(words) > 30
