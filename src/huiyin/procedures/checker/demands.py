"""What a pack was written to hold, said a second time apart from it: nothing of it can be taken out unnoticed.

The other rules ask whether anybody could be forgotten; they can't know that an article gives a person one door more, or a
clock that no other rule misses. `demands/<name>@<version>.toml` says so, each demand with its source. A pack without such a
file (an office's own, or its own version under a newer law) is asked the other rules alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.schema import Condition, Pack, Part, Transition, UnitOrOwn

DEMANDS = Path(__file__).resolve().parent.parent / "demands"


class ClockDemand(Part):
    """A deadline that must be there; with the length that the law gives, where it gives one."""

    id: str
    length: int | None = None
    unit: UnitOrOwn | None = None
    source: str


class StepDemand(Part):
    """What each transition of that verb (that leads to `to`, under the condition `when`, where they are named) must carry.

    `doors`: the recourse that must stand in it; `not_by`: whose doers may not do it; `opens`: the packs that begin with it; `tells`: the
    notices that go out with it.
    """

    verb: str
    to: str = ""
    when: Condition = {}
    doors: list[str] = []
    not_by: list[str] = []
    opens: list[str] = []
    tells: list[str] = []
    source: str


class BesideDemand(Part):
    """A pack that must run beside this one while the facts say so."""

    pack: str
    source: str


class Demands(Part):
    """All that is demanded of one version of a pack."""

    clocks: list[ClockDemand] = []
    steps: list[StepDemand] = []
    beside: list[BesideDemand] = []


@lru_cache(maxsize=64)
def demanded(name: str, version: int) -> Demands:
    """What stands in the file of that version; nothing where there is none."""
    file = DEMANDS / f"{name}@{version}.toml"
    return Demands.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))) if file.is_file() else Demands()


def unmet(pack: Pack) -> Iterator[Problem]:
    """Each demand that the pack does not meet, with its source."""
    demands = demanded(pack.name, pack.version)
    yield from _clocks(pack, demands)
    yield from _steps(pack, demands)
    beside = {parallel.pack for parallel in pack.parallel}
    for wanted in demands.beside:
        if wanted.pack not in beside:
            message = gettext("“%(pack)s” does not run beside it (%(source)s).")
            yield Problem("demand-unmet", "parallel", message % {"pack": wanted.pack, "source": wanted.source})


def _clocks(pack: Pack, demands: Demands) -> Iterator[Problem]:
    known = {deadline.id: deadline for deadline in pack.deadlines}
    for wanted in demands.clocks:
        found = known.get(wanted.id)
        if found is None:
            message = gettext("The clock “%(clock)s” is missing (%(source)s).")
        elif wanted.length is not None and (found.length, found.unit) != (wanted.length, wanted.unit):
            message = gettext("The clock “%(clock)s” does not have the length that the law gives it (%(source)s).")
        else:
            continue
        yield Problem("demand-unmet", f"deadlines.{wanted.id}", message % {"clock": wanted.id, "source": wanted.source})


def _steps(pack: Pack, demands: Demands) -> Iterator[Problem]:
    for wanted in demands.steps:
        places = [(number, t) for number, t in enumerate(pack.transitions) if _is_meant(t, wanted)]
        for number, t in places:
            for what in _lacking(t, wanted):
                message = gettext("“%(verb)s” lacks “%(what)s” (%(source)s).")
                values = {"verb": said(t.title, t.verb), "what": what, "source": wanted.source}
                yield Problem("demand-unmet", f"transitions.{number}.{t.verb}", message % values)
        if not places:
            message = gettext("Nobody can do “%(verb)s” (%(source)s).")
            yield Problem("demand-unmet", "transitions", message % {"verb": wanted.verb, "source": wanted.source})


def _is_meant(t: Transition, wanted: StepDemand) -> bool:
    return (
        t.verb == wanted.verb
        and wanted.to in ("", t.to)
        and all(t.when.get(name) == value for name, value in wanted.when.items())
    )


def _lacking(t: Transition, wanted: StepDemand) -> Iterator[str]:
    pairs = (
        (t.recourse, wanted.doors),
        (t.not_by, wanted.not_by),
        (t.opens, wanted.opens),
        (t.notices, wanted.tells),
    )
    for has, must in pairs:
        yield from (name for name in must if name not in has)
