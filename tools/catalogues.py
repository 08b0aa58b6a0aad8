"""Collects the strings of every room and keeps Traditional Chinese in step with Simplified.

    python tools/catalogues.py            all rooms
    python tools/catalogues.py cases web  some

English source strings go into each room's `locale/`. What has no Traditional Chinese yet is converted by words from the
Simplified, in the Hong Kong standard (`huiyin.kernel.traditional`); such an entry carries the comment `converted` and
follows its source until a person has read it and takes the comment away. What a person has written is never touched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import polib

from huiyin.kernel import traditional

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "huiyin"
LANGUAGES = ("zh_Hans", "zh_Hant")
CONVERTED = "converted"
_MESSAGES = Path("LC_MESSAGES") / "django.po"


def main(rooms: list[str]) -> int:
    """Collects, fills, and says what is still without words."""
    empty = 0
    for package in [PACKAGE / room for room in rooms] or [PACKAGE]:
        collect(package)
        for folder in sorted(package.glob("**/locale")):
            fill(folder)
            empty += _report(folder)
    print(f"{empty} strings need words" if empty else "every string has its words")
    return 0


def _report(folder: Path) -> int:
    """Prints the strings without words; how many."""
    empty = 0
    for language in LANGUAGES:
        for entry in polib.pofile(str(folder / language / _MESSAGES)).untranslated_entries():
            empty += 1
            print(f"{folder.parent.name} {language}: {entry.msgid!r}")
    return empty


def collect(package: Path) -> None:
    """Brings the catalogues under `package` in step with its sources; each file's strings go to the nearest `locale/`.

    Every app has one, and the package itself for what lies outside of apps (settings, the command).
    """
    for folder in [package / "locale", *(path.with_name("locale") for path in package.glob("**/apps.py"))]:
        for language in LANGUAGES:
            (folder / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-P",
        "-m",
        "django",
        "makemessages",
        "--no-obsolete",
        "--no-wrap",
        "--add-location",
        "file",
    ]
    command += [part for language in LANGUAGES for part in ("-l", language)]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"makemessages failed:\n{done.stderr}")
    for folder in list(package.glob("**/locale")):
        for path in folder.glob(f"*/{_MESSAGES}"):
            _settle(path, package)
        if not list(folder.glob(f"*/{_MESSAGES}")):
            shutil.rmtree(folder)


def _settle(path: Path, collected_in: Path) -> None:
    """Header without dates and placeholders, places seen from the room: a catalogue changes only when its words do. Empty ones go."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    if not len(catalogue):
        path.unlink()
        return
    catalogue.header = ""
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": path.parent.parent.name,
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    catalogue.metadata_is_fuzzy = False
    room = path.parents[3]
    for entry in catalogue:
        places = {(collected_in / place).resolve().relative_to(room).as_posix() for place, _line in entry.occurrences}
        entry.occurrences = [(place, "") for place in sorted(places)]
        if entry.fuzzy:
            # A guess from a similar string is worse than none: it reads as if somebody had meant it.
            entry.flags.remove("fuzzy")
            entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
    catalogue.save()


def fill(folder: Path) -> None:
    """Converts into Traditional Chinese what is empty, and what was converted before and not read by a person."""
    hans = polib.pofile(str(folder / "zh_Hans" / _MESSAGES))
    path = folder / "zh_Hant" / _MESSAGES
    hant = polib.pofile(str(path), wrapwidth=0)
    sources = {(entry.msgctxt, entry.msgid): entry for entry in hans if entry.translated()}
    for entry in hant:
        source = sources.get((entry.msgctxt, entry.msgid))
        if source is None or (entry.translated() and entry.tcomment != CONVERTED):
            continue
        entry.msgstr = traditional.by_words(source.msgstr)
        entry.msgstr_plural = {key: traditional.by_words(text) for key, text in source.msgstr_plural.items()}
        entry.tcomment = CONVERTED
    hant.save()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
