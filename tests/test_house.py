"""The house rules that a linter does not know. Each failure says which file, and what to do."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "organisations",
    "procedures",
    "documents",
    "agenda",
    "deliveries",
    "cases",
    "plans",
    "tasks",
    "receipts",
    "callouts",
    "receptions",
    "mediation",
    "instructions",
    "leaders",
    "supervision",
    "prevention",
    "duty",
    "bulletins",
    "training",
    "support",
    "confidential",
    "announcements",
    "onpaper",
    "archive",
    "oversight",
    "operations",
)
KERNEL_PARTS = ("ledger", "calendars", "clocks", "vault", "files", "outbox")
LONGEST = 400


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows; without git (an unpacked archive), all that look like ours."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode == 0 and done.stdout:
        return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path for pattern in patterns for path in ROOT.rglob(pattern) if ".venv" not in path.parts]


def test_no_file_is_longer_than_a_person_holds_in_mind() -> None:
    kinds = ("*.py", "*.html", "*.css", "*.js", "*.sh")
    long = {path: len(path.read_text().splitlines()) for path in tracked(*kinds) if "migrations" not in path.parts}
    long = {path: lines for path, lines in long.items() if lines > LONGEST}
    assert not long, (
        f"make a folder of parts of: { {str(path.relative_to(ROOT)): lines for path, lines in long.items()} }"
    )


def test_a_lock_names_its_rows_where_others_are_fetched_along() -> None:
    """PostgreSQL locks every joined row, and refuses to where one may be missing; SQLite says nothing."""
    bare = re.compile(r"select_for_update\(\)\s*\.select_related")
    found = [str(path.relative_to(ROOT)) for path in tracked("src/*.py") if bare.search(path.read_text())]
    assert not found, f'write select_for_update(of=("self",)): {found}'


# Put together from parts, so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        [
            "/" + "work/",
            "/" + "home/[a-z]",
            "/" + "root/",
            r"/\." + "library",
            "/" + "opt/(?:pypi|wheels)",
            "/" + "Users/",
        ]
    )
)


def test_the_repository_names_no_path_of_anybodys_machine() -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if FOREIGN.search(line)]
    assert not found


@pytest.mark.parametrize("room", [*ROOMS, *(f"kernel/{part}" for part in KERNEL_PARTS)])
def test_every_room_has_its_furniture(room: str) -> None:
    folder = ROOT / "src" / "huiyin" / room
    wanted = ["apps", "tests"] + (["urls"] if "/" not in room else [])
    lacking = [name for name in wanted if not (folder / f"{name}.py").is_file() and not (folder / name).is_dir()]
    assert not lacking
    holds_something = {path.stem for path in folder.glob("*.py")} - {"__init__", "apps", "urls", "commands"}
    assert not holds_something or list((folder / "tests").glob("test_*.py")), f"{room} has no tests"
    first_words = [path for path in folder.glob("*.py") if path.read_text().strip() and path.name != "apps.py"]
    assert [path.name for path in first_words if not path.read_text().lstrip().startswith('"""')] == []


def test_rules_are_pure() -> None:
    """No database, no clock, no randomness in a room's `rules`."""
    impure = re.compile(
        r"^\s*(?:from|import) (?:django\.db|random|secrets|time|huiyin\.kernel import .*\b(?:time|store)\b|.*\.models\b)",
        re.M,
    )
    rooms = [path for path in (ROOT / "src" / "huiyin").rglob("rules.py")] + [
        path for folder in (ROOT / "src" / "huiyin").rglob("rules") if folder.is_dir() for path in folder.glob("*.py")
    ]
    assert rooms
    typing_only = re.compile(r"^if TYPE_CHECKING:\n(?:    .*\n)+", re.M)
    assert [str(path.relative_to(ROOT)) for path in rooms if impure.search(typing_only.sub("", path.read_text()))] == []


def test_the_index_of_decisions_is_their_folder() -> None:
    folder = ROOT / "docs" / "decisions"
    files = {path.name: path.read_text().splitlines() for path in folder.glob("[0-9]*.md")}
    index = re.findall(r"\| (\d{4}) \| \[(.+?)\]\((\S+?)\) \| (\w[^|]*?) \|", (folder / "README.md").read_text())
    assert [entry[2] for entry in index] == sorted(files)
    numbers = [entry[0] for entry in index]
    assert len(set(numbers)) == len(numbers)
    for number, title, name, status in index:
        assert name.startswith(f"{number}-")
        assert files[name][0] == f"# {number}: {title}"
        assert status in files[name][2]


def glossary() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| ([a-z][^|]*?) \| ([^|]+?) \|", (ROOT / "docs" / "glossary.md").read_text(), re.M)
    return [
        (word.strip(), label.strip())
        for words, labels in rows
        if words != "in code"  # the table's head
        for word, label in zip(words.split(","), labels.split("、"), strict=True)
    ]


def test_the_glossary_says_each_word_once_and_its_words_are_used() -> None:
    words = [word for word, _label in glossary()]
    assert len(words) > 20
    assert len(set(words)) == len(words)
    source = "\n".join(path.read_text() for path in tracked("src/*.py", "src/*.html", "src/*.toml"))
    unused = [word for word in words if not re.search(rf"(?i)\b{word.replace(' ', '[ _-]?')}", source)]
    assert unused == []


def test_a_word_of_the_glossary_is_translated_by_its_own_label() -> None:
    """Where a catalogue translates the bare word, it uses a label of the glossary."""
    import polib

    labels: dict[str, set[str]] = {}
    for word, label in glossary():
        labels.setdefault(word.lower(), set()).update(part.strip() for part in label.split("/"))
    wrong = []
    for path in tracked("*.po"):
        if "zh_Hans" in path.parts:
            for entry in polib.pofile(str(path)):
                known = labels.get(entry.msgid.lower())
                if (
                    known
                    and entry.msgstr
                    and not entry.msgctxt
                    and not any(label in entry.msgstr or entry.msgstr in label for label in known)
                ):
                    wrong.append(f"{path.relative_to(ROOT)}: {entry.msgid} = {entry.msgstr}, the glossary says {known}")
    assert wrong == []
