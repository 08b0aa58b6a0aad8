"""Policies on disk: `policies/<name>@<version>.toml`, and those that an installation brought itself.

Of an own file only what the checker found sound is used; until then whatever held before goes on. For one cause the
installation's own policy goes before the shipped one, and of one name the newest version.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import ValidationError

from huiyin.kernel.errors import BadInput
from huiyin.procedures.checker.problems import Problem

from .checker import check
from .schema import Cause, Policy

SHIPPED = Path(__file__).resolve().parent / "policies"


@dataclass(frozen=True, slots=True)
class OnFile:
    """A file: sound where it has no problems. `policy` is None where it can't be read at all."""

    file: Path
    policy: Policy | None
    problems: tuple[Problem, ...]


def read(file: Path) -> Policy:
    """A policy from any file. BadInput with place and reason where it can't be read."""
    try:
        return Policy.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise BadInput(str(file), _("There is no such file.")) from error
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(str(file), str(error), _("Mend the file and try again.")) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{file}: {place}", first["msg"], _("Mend the file and try again.")) from error


def shipped() -> tuple[Policy, ...]:
    """What came with this version of Huiyin."""
    return _shipped(SHIPPED)


def own() -> tuple[OnFile, ...]:
    """Every file of the installation's own folder, read and checked."""
    return tuple(_checked(file) for file in sorted(settings.CALLOUT_POLICIES.glob("*.toml")))


def in_use(cause: Cause) -> Policy:
    """The policy by which a call-out of this cause begins now."""
    return _in_use(_stamps(), tuple(settings.OUTBOX_ALARM_WAYS))[cause]


def everything() -> dict[Cause, Policy]:
    """By cause."""
    return _in_use(_stamps(), tuple(settings.OUTBOX_ALARM_WAYS))


@lru_cache(maxsize=4)
def _in_use(_files: tuple[tuple[str, int, int], ...], _ways: tuple[str, ...]) -> dict[Cause, Policy]:
    """Once for each change of the files or of the ways that an alarm has."""
    mine = [one.policy for one in own() if one.policy is not None and not one.problems]
    return _by_cause(shipped()) | _by_cause(mine)


def _by_cause(policies: Iterable[Policy]) -> dict[Cause, Policy]:
    oldest_first = sorted(policies, key=lambda one: (one.version, one.name))
    return {cause: policy for policy in oldest_first for cause in policy.causes}


@lru_cache(maxsize=1)
def _shipped(folder: Path) -> tuple[Policy, ...]:
    return tuple(read(file) for file in sorted(folder.glob("*@*.toml")))


def _stamps() -> tuple[tuple[str, int, int], ...]:
    found = []
    for file in sorted(settings.CALLOUT_POLICIES.glob("*.toml")):
        state = os.stat(file)
        found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)


def _checked(file: Path) -> OnFile:
    try:
        policy = read(file)
    except BadInput as error:
        return OnFile(file, None, (Problem("unreadable", error.place, str(error.message)),))
    wanted = f"{policy.name}@{policy.version}.toml"
    if file.name != wanted:
        words = _("The file must be named %(wanted)s.") % {"wanted": wanted}
        return OnFile(file, policy, (Problem("misnamed", str(file), words),))
    if (SHIPPED / file.name).exists():
        words = _("Huiyin ships this version itself. Give a correction the next version number.")
        return OnFile(file, policy, (Problem("shipped-already", str(file), words),))
    return OnFile(file, policy, tuple(check(policy)))
