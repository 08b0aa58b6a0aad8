"""Packs on disk: `packs/<name>@<version>.toml`. Old versions stay, so that a case keeps the rules with which it began.

An installation may bring packs of its own (`own`): what is here called a pack is shipped, or its own and found sound.
"""

from __future__ import annotations

import tomllib
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from huiyin.kernel.errors import BadInput
from huiyin.procedures import own
from huiyin.procedures.schema import Pack

PACKS = Path(__file__).resolve().parent / "packs"


def names() -> list[str]:
    """The packs of this installation, by name."""
    shipped = {file.name.split("@", 1)[0] for file in PACKS.glob("*@*.toml")}
    return sorted(shipped | {name for name, _version in own.sound(PACKS)})


def versions(name: str) -> list[int]:
    """The versions of a pack, oldest first; empty where there is no such pack."""
    return sorted(_shipped_versions(PACKS, name) | {version for other, version in own.sound(PACKS) if other == name})


@lru_cache(maxsize=64)
def _shipped_versions(packs: Path, name: str) -> frozenset[int]:
    """As long as the program runs they stay the same."""
    return frozenset(int(file.stem.rsplit("@", 1)[1]) for file in packs.glob(f"{name}@*.toml"))


def load(name: str, version: int | None = None) -> Pack:
    """A pack; its newest version where none is named. BadInput where there is none, or an unsound one of one's own."""
    checking = own.among.get()
    if checking is not None and version is None and name in checking:
        return checking[name]
    if version is not None and (PACKS / f"{name}@{version}.toml").is_file():
        return read_shipped(PACKS / f"{name}@{version}.toml")
    known = versions(name)
    if not known and version is None:
        raise BadInput(name, _("There is no such procedure."), _("`huiyin procedures check` lists them."))
    wanted = known[-1] if version is None else version
    if wanted not in known:
        raise _refused(name, wanted)
    found = own.sound(PACKS).get((name, wanted))
    return found or read_shipped(PACKS / f"{name}@{wanted}.toml")


def edition() -> Hashable:
    """Names all packs as they stand at this moment: equal editions load the same. The shipped ones never change."""
    return own.stamps()


def refused() -> list[own.OwnPack]:
    """The installation's own packs that must not be used, with what is wrong with each."""
    return [pack for pack in own.own_packs(PACKS) if pack.problems]


def read(file: Path) -> Pack:
    """A pack from any file. BadInput with place and reason where it can't be read."""
    try:
        return Pack.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise BadInput(str(file), _("There is no such file.")) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(str(file), str(error), _("Mend the file and try again.")) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{file}: {place}", first["msg"], _("Mend the file and try again.")) from error


@lru_cache(maxsize=64)
def read_shipped(file: Path) -> Pack:
    """A pack that came with this version of Huiyin; it never changes while the program runs."""
    return read(file)


def _refused(name: str, version: int) -> BadInput:
    """Why this version can't be used: it is unsound, or there is none."""
    place = f"{name}@{version}"
    found = next((pack for pack in refused() if pack.file.name == f"{place}.toml"), None)
    if found is None:
        return BadInput(place, _("There is no such version of this procedure."))
    return BadInput(
        str(found.file), found.problems[0].message, _("Mend the file; `huiyin procedures check` tells all.")
    )
