"""Packs that an installation brought itself: read from its own folders, checked before anybody can use them.

What is unsound is not offered, and is told with the checker's story. All own packs are looked at together, because they
may name each other; one that names a refused one is refused too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput
from huiyin.procedures.checker.problems import Problem
from huiyin.procedures.schema import Pack

Key = tuple[str, int]  # name, version
Stamp = tuple[str, int, int]  # file, time of its last change, size
among: ContextVar[Mapping[str, Pack] | None] = ContextVar("among", default=None)
"""While own packs are checked: the newest pack of every name, so that the checker asks for none that is being checked."""


@dataclass(frozen=True, slots=True)
class OwnPack:
    """A file of an own folder: sound where it has no problems. `pack` is None where it can't be read at all."""

    file: Path
    pack: Pack | None
    problems: tuple[Problem, ...]


def own_packs(shipped: Path) -> tuple[OwnPack, ...]:
    """Every pack file of the own folders (setting `PACK_FOLDERS`), read and checked once for each change of the files."""
    found = stamps()
    return _looked_at(found, shipped) if found else ()


def stamps() -> tuple[Stamp, ...]:
    """Every pack file of the own folders, as it stands now."""
    files = [
        os.path.join(folder, name)
        for folder in settings.PACK_FOLDERS
        if os.path.isdir(folder)
        for name in sorted(os.listdir(folder))
        if name.endswith(".toml")
    ]
    return tuple(_stamp(file) for file in files)


def sound(shipped: Path) -> dict[Key, Pack]:
    """The own packs that may be used, by name and version."""
    return {(own.pack.name, own.pack.version): own.pack for own in own_packs(shipped) if own.pack and not own.problems}


def _stamp(file: str) -> Stamp:
    state = os.stat(file)
    return file, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _looked_at(stamps: tuple[Stamp, ...], shipped: Path) -> tuple[OwnPack, ...]:
    found = _doubles([_read(Path(file), shipped) for file, _changed, _size in stamps])
    while True:
        checked = _checked(found, shipped)
        if checked == found:
            return tuple(found)
        found = checked


def _read(file: Path, shipped: Path) -> OwnPack:
    from huiyin.procedures.loading import read

    try:
        pack = read(file)
    except BadInput as error:
        return OwnPack(file, None, (Problem("unreadable", error.place, str(error.message)),))
    if file.name != f"{pack.name}@{pack.version}.toml":
        wanted = _("The file must be named %(wanted)s.") % {"wanted": f"{pack.name}@{pack.version}.toml"}
        return OwnPack(file, pack, (Problem("misnamed", str(file), wanted),))
    if (shipped / file.name).exists():
        words = _("Huiyin ships this version itself. Give a correction the next version number.")
        return OwnPack(file, pack, (Problem("shipped-already", str(file), words),))
    return OwnPack(file, pack, ())


def _doubles(found: list[OwnPack]) -> list[OwnPack]:
    """A name and version that lies in two folders is refused in the second."""
    seen: set[str] = set()
    kept = []
    for own in found:
        double = own.file.name in seen and not own.problems
        words = _("The same version lies in another folder of your own.")
        kept.append(OwnPack(own.file, own.pack, (Problem("double", str(own.file), words),)) if double else own)
        seen.add(own.file.name)
    return kept


def _checked(found: list[OwnPack], shipped: Path) -> list[OwnPack]:
    from huiyin.procedures.checker import check_one

    usable = [own.pack for own in found if own.pack and not own.problems]
    others = _newest([*_shipped(shipped), *usable])
    checked = []
    for own in found:
        if own.pack is None or own.problems:
            checked.append(own)
            continue
        beside = {**others, own.pack.name: own.pack}
        token = among.set(beside)
        try:
            problems = [*check_one(own.pack, beside), *_silences(own.pack, beside)]
        finally:
            among.reset(token)
        checked.append(OwnPack(own.file, own.pack, tuple(problems)))
    return checked


def _silences(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Problem]:
    """Where another pack runs beside this one and nobody would be responsible on either."""
    from huiyin.procedures.checker import check_one

    for other in others.values():
        beside = {parallel.pack for parallel in other.parallel} | {name for t in other.transitions for name in t.opens}
        if pack.name in beside and other.name != pack.name:
            yield from (one for one in check_one(other, others) if one.path.startswith(f"product.{pack.name}."))


def _shipped(folder: Path) -> list[Pack]:
    from huiyin.procedures.loading import read_shipped

    return [read_shipped(file) for file in sorted(folder.glob("*@*.toml"))]


def _newest(packs: Iterable[Pack]) -> dict[str, Pack]:
    return {pack.name: pack for pack in sorted(packs, key=lambda pack: pack.version)}
