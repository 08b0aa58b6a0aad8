"""Procedures as pages show them, in the active language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huiyin.procedures.lengths import in_words
from huiyin.procedures.loading import load, names, versions
from huiyin.procedures.schema import EVERYWHERE, Deadline, Pack, State, Words

ROLES: dict[str, str | Promise] = {
    "registrar": _("the window"),
    "handler": _("the handler"),
    "approver": _("the approver"),
    "leader": _("the responsible leader"),
    "head": _("the head"),
    "supervisor": _("supervision"),
    "discipline": _("the discipline body"),
    "panel": _("the panel"),
    "superior": _("the next level up"),
    "second-superior": _("the level above that"),
    "outside-body": _("the body outside"),
    "petitioner": _("the person"),
    "clock": _("the passing of the date"),
}

EFFECTS: dict[str, str | Promise] = {
    "to_superior": _("It goes to the superior, and the person is told."),
    "to_second_superior": _("It goes to the level above, and the person is told."),
    "to_common_superior": _("It goes to the common superior, and the person is told."),
    "to_outside_body": _("It goes to the body outside, and the person is told."),
    "opinion_stands": _("The decision stands."),
    "competence_stands": _("It is too late to say that somebody else is competent."),
    "returns_to_handler": _("The handler goes on without it; the office's own time has run all along."),
    "ordinary_clock_goes_on": _("The ordinary time applies."),
    "word_taken_as_not_given": _("It is noted that the person did not say; it does not count as settled."),
}

MARKS: dict[str, str | Promise] = {
    "S": "",
    "I": _("inferred from the text"),
    "U": _("not verified, switched off"),
}


@dataclass(frozen=True)
class PackRow:
    """One line of the list."""

    name: str
    version: int
    title: str
    law: str
    states: int
    deadlines: int


@dataclass(frozen=True)
class ClockRow:
    """One clock: title, length in words, who answers, where, what a miss does, article, badge."""

    id: str
    title: str
    length: str
    own: bool
    owner: str | Promise
    runs_in: tuple[str, ...]
    missed: str | Promise
    source: str
    mark: str | Promise


@dataclass(frozen=True)
class StateRow:
    """One state and the verbs that lead out of it."""

    title: str
    text: str
    final: bool
    ways: tuple[tuple[str, str, str | Promise], ...]


@dataclass(frozen=True)
class PackPage:
    """All of one pack for its page. (What the checker refuses is never loaded: see `loading.refused`.)"""

    pack: Pack
    title: str
    law: str
    versions: tuple[int, ...]
    clocks: tuple[ClockRow, ...]
    states: tuple[StateRow, ...]
    recourse: tuple[tuple[str, str, str], ...]


def all_packs() -> list[PackRow]:
    """The newest version of every pack."""
    packs = [load(name) for name in names()]
    return [
        PackRow(p.name, p.version, _said(p.title), _said(p.law.short), len(p.states), len(p.deadlines)) for p in packs
    ]


def pack_page(name: str, version: int | None = None) -> PackPage:
    """One pack; BadInput where there is none."""
    pack = load(name, version)
    return PackPage(
        pack=pack,
        title=_said(pack.title),
        law=_said(pack.law.full),
        versions=tuple(versions(name)),
        clocks=tuple(_clock(pack, d) for d in pack.deadlines),
        states=tuple(_state(pack, s) for s in pack.states),
        recourse=tuple((_said(r.title), _said(r.text), r.source) for r in pack.recourse),
    )


def _clock(pack: Pack, deadline: Deadline) -> ClockRow:
    states = () if EVERYWHERE in deadline.on else tuple(_said(pack.state(s).title) for s in deadline.on)
    return ClockRow(
        id=deadline.id,
        title=_said(deadline.title),
        length=in_words(deadline.length, deadline.counted_in),
        own=deadline.own_rule,
        owner=ROLES.get(deadline.owner, ""),
        runs_in=states,
        missed=EFFECTS[deadline.missed.effect] if deadline.missed else "",
        source="" if deadline.own_rule else deadline.source,
        mark=MARKS.get(deadline.verified or "S", ""),
    )


def _state(pack: Pack, state: State) -> StateRow:
    ways = tuple(
        (_said(t.title), _said(state.title if t.to == "=" else pack.state(t.to).title), ROLES.get(t.who, ""))
        for t in pack.transitions
        if state.id in pack.leaves_from(t) and t.to not in ("=", state.id)
    )
    return StateRow(_said(state.title), _said(state.text), state.final, ways)


def _said(words: Words) -> str:
    return words.into(get_language() or "zh-hans")
