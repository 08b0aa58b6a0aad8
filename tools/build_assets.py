"""Makes the files that pages load: one style sheet, one script, what pages that work without network need besides, and the licences.

    python tools/build_assets.py

Third-party styles come by `npm ci` (pinned, without install scripts) into a folder that is thrown away. What may not be
used is taken out: the font GDS Transport, the crest, every picture; and what no page uses, so that a cheap phone on a bad
network loads a fifth of it. The result lies in `src/huiyin/web/assets/build/`, which git ignores and the wheel ships.
Needs node only here; an installation needs none.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "src" / "huiyin" / "web" / "assets"
BUILT = ASSETS / "build"
THIRD_PARTY = (
    "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css",
    "node_modules/@ministryofjustice/frontend/moj/moj-frontend.min.css",
)
# What a page keeps while there is no network, and what answers for it then.
KEEPING = ("node_modules/idb/build/umd.js",)
ANSWERING = tuple(
    f"node_modules/workbox-{part}/build/workbox-{part}.prod.js" for part in ("core", "routing", "strategies")
)
# What encrypts in the browser: its libraries are modules, so they are bound into one file, whole and readable.
SEALING = "js/sealing/10-sealing.js"
# The components taken from others (design: "taken, re-dressed"); a rule that names none of them is left out.
TAKEN = (
    "template", "skip-link", "link", "button", "input", "textarea", "select", "radios", "checkboxes", "fieldset",
    "label", "hint", "error-message", "error-summary", "details", "summary-list", "table", "tag", "back-link", "list",
    "visually-hidden", "form-group", "body", "date-input", "character-count", "file-upload", "warning-text",
    "timeline", "badge",
)  # fmt: skip
FILES = (
    "huiyin.css", "huiyin.js", "room.js", "round.js", "puzzle.js", "service-worker.js", "push-worker.js",
    "sealing.js", "LICENSES.txt",
)  # fmt: skip
FORBIDDEN = ("GDS", "crest", "@font-face", "sourceMappingURL", "url(/", "@import")
_CLASS = re.compile(r"\.(?:govuk|moj)-([a-z-]+?)(?=__|--|[^a-z-]|$)")


class AssetError(Exception):
    """The style sheets can't be built; the message says why and what to do."""


def main() -> int:
    """Builds; 0 when done, 1 with words when not."""
    try:
        build()
    except AssetError as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    return 0


def build() -> None:
    """Writes the files of `BUILT`, all or none."""
    fetched = _fetch()
    third_party = "\n".join(prune(clean(fetched[name])) for name in THIRD_PARTY)
    _refuse_forbidden(third_party)
    ours = "".join(path.read_text() for path in sorted((ASSETS / "css").glob("*.css")))
    BUILT.mkdir(parents=True, exist_ok=True)
    (BUILT / "huiyin.css").write_text(f"{_NOTICE}\n{third_party}\n{squeeze(ours)}\n")
    (BUILT / "huiyin.js").write_text(_script())
    (BUILT / "room.js").write_text(_with_libraries(fetched, KEEPING, "kept", "room"))
    (BUILT / "round.js").write_text(_with_libraries(fetched, KEEPING, "kept", "round"))
    (BUILT / "puzzle.js").write_text(_with_libraries(fetched, (), "puzzle"))
    (BUILT / "service-worker.js").write_text(_with_libraries(fetched, ANSWERING, "worker"))
    (BUILT / "push-worker.js").write_text(_with_libraries(fetched, (), "push"))
    (BUILT / "sealing.js").write_text(fetched[SEALING])
    (BUILT / "LICENSES.txt").write_text(_licences())


def is_current() -> bool:
    """Whether what is built is newer than all it is built from."""
    sources = [*ASSETS.glob("css/*.css"), *ASSETS.rglob("js/**/*.js"), ROOT / "package-lock.json", Path(__file__)]
    built = [BUILT / name for name in FILES]
    if not all(path.exists() for path in built):
        return False
    return min(path.stat().st_mtime for path in built) >= max(path.stat().st_mtime for path in sources)


_NOTICE = "/*! Contains parts of govuk-frontend and @ministryofjustice/frontend (MIT), changed: see LICENSES.txt */"


def _fetch() -> dict[str, str]:
    """The third-party files as published."""
    npm = shutil.which("npm")
    if npm is None:
        raise AssetError(
            "npm is missing. Install Node.js 20 or newer, or install Huiyin from a wheel, which holds these files."
        )
    with tempfile.TemporaryDirectory(prefix="huiyin-assets-") as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        # Legacy peers: one of them names a date library that none of our parts uses.
        command = [npm, "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssetError(f"npm could not fetch the pinned packages:\n{done.stderr.strip()[-2000:]}")
        fetched = {name: (Path(folder) / name).read_text() for name in (*THIRD_PARTY, *KEEPING, *ANSWERING)}
        return fetched | {SEALING: _bound(Path(folder))}


def _bound(folder: Path) -> str:
    """The script that encrypts, with what it takes of its libraries. Not squeezed: who checks it can read it."""
    shutil.copytree((ASSETS / SEALING).parent, folder / "sealing")
    binder = folder / "node_modules" / ".bin" / "esbuild"
    command = [
        binder,
        f"sealing/{Path(SEALING).name}",
        "--bundle",
        "--format=iife",
        "--target=es2020",
        "--charset=utf8",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssetError(f"the script that encrypts in the browser could not be bound:\n{done.stderr.strip()[-2000:]}")
    return f"/*! Contains parts of @noble/ciphers, @noble/curves and @noble/hashes (MIT): see LICENSES.txt */\n{done.stdout}"


def clean(css: str) -> str:
    """Without fonts, pictures and source maps; typefaces are those of the machine."""
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = re.sub(r"/\*# sourceMappingURL=[^*]*\*/", "", css)
    css = re.sub(r"url\((?!['\"]?data:)[^)]*\)", "none", css)
    css = re.sub(r"[\"']?GDS Transport[\"']?\s*,\s*arial\s*,\s*sans-serif", "inherit", css)
    css = re.sub(r"[\"']?GDS Transport[\"']?", "inherit", css)
    return css.replace('@charset "UTF-8";', "")


def prune(css: str) -> str:
    """Only the rules of the components that Huiyin takes over."""
    return "".join(_kept(css))


def _kept(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports")):
            inner = "".join(_kept(body))
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@") and (selectors := [one for one in _split(head) if _is_taken(one)]):
            yield f"{','.join(selectors)}{{{body}}}"


def _is_taken(selector: str) -> bool:
    names = _CLASS.findall(selector)
    return all(name in TAKEN for name in names) if names else selector.startswith(":root")


def _split(head: str) -> list[str]:
    """The selectors of a list; commas inside of brackets do not part them."""
    return re.split(r",(?![^(]*\))", head)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each top-level `head{body}`; statements without a block (`@import`) and comments are passed over."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    start = 0
    while (opening := css.find("{", start)) >= 0:
        depth, end = 1, opening + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield css[start:opening].rpartition(";")[2].strip(), css[opening + 1 : end - 1]
        start = end


def squeeze(css: str) -> str:
    """Our own styles without comments and indentation."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return "\n".join(line.strip() for line in css.splitlines() if line.strip())


def _script() -> str:
    """Each module in a scope of its own, so that one that fails takes no other with it."""
    parts = [path.read_text().strip() for path in sorted((ASSETS / "js").glob("*.js"))]
    return "".join(f"(() => {{\n{part}\n}})();\n" for part in parts)


def _with_libraries(fetched: dict[str, str], libraries: tuple[str, ...], *folders: str) -> str:
    """Libraries as published, then our own files of these folders, which share one scope."""
    theirs = "\n".join(re.sub(r"//# sourceMappingURL=.*", "", fetched[name]).strip() for name in libraries)
    files = [path for folder in folders for path in sorted((ASSETS / "js" / folder).glob("*.js"))]
    ours = "\n".join(path.read_text().strip() for path in files)
    head = "/*! Contains idb (ISC) or Workbox (MIT): see LICENSES.txt */\n" if libraries else ""
    return f"{head}{theirs}\n(() => {{\n{ours}\n}})();\n"


def _licences() -> str:
    folder = ROOT / "tools" / "licences"
    notices = [(folder / f"{name}.txt").read_text() for name in ("govuk-frontend", "moj-frontend", "workbox", "noble")]
    texts = [f"{notice}\n{(folder / 'mit.txt').read_text()}" for notice in notices]
    return "\n".join([*texts, (folder / "idb.txt").read_text()])


def _refuse_forbidden(css: str) -> None:
    found = [word for word in FORBIDDEN if word in css]
    if found:
        raise AssetError(
            f"third-party styles still hold {', '.join(found)}: a new version needs another patch in clean()."
        )


if __name__ == "__main__":
    sys.exit(main())
