"""Every string of every room has its words in both scripts, with the same places to fill in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings

from tools import catalogues

PACKAGE = catalogues.PACKAGE
CATALOGUES = sorted(PACKAGE.glob("**/LC_MESSAGES/*.po"))
_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE)).removesuffix("/LC_MESSAGES/django.po")


def _entries(path: Path) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_every_string_has_its_words(path):
    catalogue = polib.pofile(str(path))
    missing = [entry.msgid for entry in (*catalogue.untranslated_entries(), *catalogue.fuzzy_entries())]
    assert not missing, f"{_name(path)}: run `make messages`, then write the words of {missing}"


@pytest.mark.parametrize("path", CATALOGUES, ids=_name)
def test_the_places_to_fill_in_are_the_same(path):
    wrong = []
    for entry in polib.pofile(str(path)):
        allowed = set(_PLACES.findall(entry.msgid)) | set(_PLACES.findall(entry.msgid_plural or ""))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            places = set(_PLACES.findall(text))
            # Chinese has one form: it may leave out the number of "one thing", never what only the source knows.
            needed = set(_PLACES.findall(entry.msgid))
            if text and (places - allowed or needed - places):
                wrong.append((entry.msgid, text))
    assert not wrong, f"{_name(path)}: {wrong}"


def test_catalogues_hold_exactly_what_the_sources_say(tmp_path):
    """Collects again into a copy and compares: a string that is new or gone shows."""
    copy = tmp_path / "huiyin"
    kept = {".py", ".html", ".txt", ".po"}
    shutil.copytree(
        PACKAGE, copy, ignore=lambda folder, names: [
            name for name in names
            if name in ("__pycache__", "assets") or (Path(folder, name).is_file() and Path(name).suffix not in kept)
        ],
    )  # fmt: skip
    before = {_name(path): _entries(path) for path in CATALOGUES}
    catalogues.collect(copy)
    after = {
        str(path.relative_to(copy)).removesuffix("/LC_MESSAGES/django.po"): _entries(path)
        for path in copy.glob("**/LC_MESSAGES/*.po")
    }
    new = {name: entries - before.get(name, set()) for name, entries in after.items()}
    gone = {name: entries - after.get(name, set()) for name, entries in before.items()}
    assert not any(new.values()), (
        f"run `make messages`; not in the catalogues: { ({k: v for k, v in new.items() if v}) }"
    )
    assert not any(gone.values()), (
        f"run `make messages`; in no source any more: { ({k: v for k, v in gone.items() if v}) }"
    )


def test_django_finds_every_catalogue():
    """A `locale` folder outside of an app is never read."""
    read = {Path(app.path) / "locale" for app in apps.get_app_configs()} | set(map(Path, settings.LOCALE_PATHS))
    assert {path.parents[2] for path in CATALOGUES} <= read


@pytest.mark.parametrize("script", ["zh_Hans", "zh_Hant"])
def test_the_same_source_words_have_the_same_words_in_every_room(script):
    """All rooms share one space of words: of two translations the first room's would show in both. Another meaning needs other words, or `msgctxt`."""
    found: dict[tuple[str | None, str], dict[str, list[str]]] = {}
    for path in (path for path in CATALOGUES if script in path.parts):
        for entry in polib.pofile(str(path)):
            said = entry.msgstr or "|".join(entry.msgstr_plural.values())
            if not entry.obsolete and said:
                found.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(said, []).append(_name(path))
    several = {source: said for source, said in found.items() if len(said) > 1}
    assert not several, "\n".join(f"{source}: {said}" for (_context, source), said in several.items())
