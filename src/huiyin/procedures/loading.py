"""Packs on disk: `packs/<name>@<version>.toml`. Old versions stay, so that a case keeps the rules with which it began."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from huiyin.kernel.errors import BadInput
from huiyin.procedures.schema import Pack

PACKS = Path(__file__).resolve().parent / "packs"


def names() -> list[str]:
    """The packs of this installation, by name."""
    return sorted({file.name.split("@", 1)[0] for file in PACKS.glob("*@*.toml")})


def versions(name: str) -> list[int]:
    """The versions of a pack, oldest first; empty where there is no such pack."""
    return sorted(int(file.stem.rsplit("@", 1)[1]) for file in PACKS.glob(f"{name}@*.toml"))


def load(name: str, version: int | None = None) -> Pack:
    """A pack; its newest version where none is named. BadInput where there is none."""
    if name not in names():
        raise BadInput(name, _("There is no such procedure."), _("`huiyin procedures check` lists them."))
    wanted = versions(name)[-1] if version is None else version
    if wanted not in versions(name):
        raise BadInput(f"{name}@{wanted}", _("There is no such version of this procedure."))
    return _loaded(name, wanted)


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
def _loaded(name: str, version: int) -> Pack:
    return read(PACKS / f"{name}@{version}.toml")
