"""The Indonesian words of each package: find what to translate, check it, compile it.

    python -m tools.messages                 update every package's catalogue
    python -m tools.messages contacts ui     update these
    python -m tools.messages --check [...]   change nothing; fail on what is missing or stale
    python -m tools.messages --compile       write the .mo files that Django reads

A catalogue lies at relasi/<package>/locale/id/LC_MESSAGES/django.po.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
LANGUAGE: Final = "id"
WHERE: Final = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
ROWS_OF_PACKAGES: Final = frozenset({"connectors"})
KEYWORDS: Final = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    # Beside a lazy `_` in the same file: the immediate one, and the one with a context.
    "_g": None,
    "_in": ((1, "c"), 2),
}
# Dates and authors of a catalogue are git's to know; they would change with every run.
HEADER: Final = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: id\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    known = packages()
    if unknown := sorted(set(options.packages) - set(known)):
        sys.exit(f"There is no package {', '.join(unknown)}; known are {', '.join(known)}.")
    chosen = {name: known[name] for name in options.packages or known}
    if options.compile:
        for folder in chosen.values():
            compile_catalogue(folder)
        return
    if options.check:
        found = [problem for folder in chosen.values() for problem in problems(folder)]
        sys.exit("\n".join(found) if found else 0)
    for name, folder in chosen.items():
        update(folder)
        left = [problem for problem in problems(folder) if "translation" in problem]
        print(f"{name}: {len(left)} to translate" if left else f"{name}: complete")
        print("".join(f"  {problem}\n" for problem in left), end="")


def packages() -> dict[str, Path]:
    """Every package of the product and its folder; a row of packages counts each in it."""
    found = {}
    for folder in sorted((ROOT / "relasi").iterdir()):
        inner = sorted(folder.iterdir()) if folder.name in ROWS_OF_PACKAGES else [folder]
        for each in inner:
            if (each / "__init__.py").exists() and each.name not in ROWS_OF_PACKAGES:
                found[each.relative_to(ROOT / "relasi").as_posix().replace("/", ".")] = each
    return found


def sources(folder: Path) -> Iterator[Path]:
    """What may hold words for people: code and templates, without tests and migrations."""
    for pattern in ("**/*.py", "**/templates/**/*.html", "**/templates/**/*.txt"):
        for path in sorted(folder.glob(pattern)):
            if not {"tests", "migrations"} & set(path.relative_to(folder).parts):
                yield path


def source_of_template(path: Path) -> io.BytesIO:
    """Django can write a template as Python calls of gettext.

    It keeps the template's indentation, which means nothing there and is wrong in Python; the
    texts themselves stand on one line each.
    """
    from django.utils.translation.template import templatize

    calls = templatize(path.read_text(), origin=str(path))
    return io.BytesIO(re.sub(r"^[ \t]+", "", calls, flags=re.MULTILINE).encode())


def extracted(folder: Path) -> Catalog:
    """Every word of a package that is marked for translation."""
    ready_for_templates()
    catalog = Catalog()
    for path in sources(folder):
        python = path.suffix == ".py"
        stream = io.BytesIO(path.read_bytes()) if python else source_of_template(path)
        where = path.relative_to(ROOT).as_posix()
        found = extract("python", stream, KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
        for line, words, comments, context in found:
            catalog.add(words, None, [(where, line)], auto_comments=comments, context=context)
    return catalog


def ready_for_templates() -> None:
    """Django's template words need its settings."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relasi.project.settings")
    if not apps.ready:
        django.setup()


def stored(folder: Path) -> Catalog:
    path = folder / WHERE
    text = path.read_bytes() if path.exists() else HEADER.encode()
    return read_po(io.BytesIO(text), locale=LANGUAGE)


def update(folder: Path) -> None:
    """Bring a catalogue up to the code: new words empty, gone ones away, translations kept."""
    catalog, path = stored(folder), folder / WHERE
    catalog.update(extracted(folder), no_fuzzy_matching=True)
    borrow(catalog, folder)
    if not len(catalog) and not path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(catalog))


def borrow(catalog: Catalog, folder: Path) -> None:
    """What another package says already is said in the same way here."""
    others = [stored(other) for other in packages().values() if other != folder]
    for message in catalog:
        if not message.id or any(said(message)):
            continue
        found = [other.get(message.id, message.context) for other in others]
        message.string = next(
            (each.string for each in found if each and any(said(each))), message.string
        )


def said(message: Message) -> list[str]:
    """The translation in its one or more forms; empty where there is none yet."""
    forms = [message.string] if isinstance(message.string, str) else message.string
    return [form or "" for form in forms or ()]


def text_of(catalog: Catalog) -> str:
    body = io.BytesIO()
    write_po(
        body,
        catalog,
        width=100,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return f"{HEADER}\n{body.getvalue().decode().strip()}\n"


def problems(folder: Path) -> list[str]:
    """What keeps a catalogue from being complete: one sentence each."""
    name = folder.relative_to(ROOT).as_posix()
    catalog, now = stored(folder), extracted(folder)
    found = [*stale(catalog, now), *untranslated(catalog, now)]
    found += [
        f"the translation of {words(message)} lacks or adds a placeholder"
        for message in catalog
        if message.id and not same_placeholders(message)
    ]
    if catalog.num_plurals != 1:
        found.append("its Plural-Forms is not nplurals=1; plural=0;")
    return [f"{name}: {problem}" for problem in found]


def key(message: Message) -> tuple[str, str | None]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def words(message: Message) -> str:
    return f"“{key(message)[0][:90]}”"


def stale(catalog: Catalog, now: Catalog) -> Iterator[str]:
    present = {key(message) for message in now if message.id}
    gone = [*catalog.obsolete.values(), *(m for m in catalog if m.id and key(m) not in present)]
    yield from (f"{words(message)} is in no source any more" for message in gone)


def untranslated(catalog: Catalog, now: Catalog) -> Iterator[str]:
    for message in now:
        if not message.id:
            continue
        found = catalog.get(message.id, message.context)
        if found is None or not said(found) or not all(said(found)) or found.fuzzy:
            yield f"no translation of {words(message)}"


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def same_placeholders(message: Message) -> bool:
    """A plural's one Indonesian form may keep the number that the English singular writes out."""
    asked = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = set().union(*(placeholders(text) for text in asked))
    needed = placeholders(asked[-1])
    return all(not text or needed <= placeholders(text) <= allowed for text in said(message))


def compile_catalogue(folder: Path) -> None:
    path = folder / WHERE
    if not path.exists():
        return
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
        return
    with target.open("wb") as file:
        write_mo(file, stored(folder))


if __name__ == "__main__":
    main()
