"""Refuses a pack by which somebody could be forgotten, and tells how it would happen.

Exhaustive over the graph of each pack, over the product of the tracks that run together, and with every unverified clock
switched off. Rules by file: `references` (names, words, sources), `silence` (nobody is forgotten), `duties` (clocks),
`leaders` (who must answer for a hard case), `decisions` (the way up), `demands` (what a pack was written to hold), `reports`
(sealed kinds), `verbs`, `tracks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from huiyin.procedures.checker import decisions, demands, duties, leaders, references, reports, silence, tracks, verbs
from huiyin.procedures.checker.problems import Problem
from huiyin.procedures.checker.walk import Walk
from huiyin.procedures.loading import load, names
from huiyin.procedures.schema import Pack

RULES = (
    "unknown-reference",
    "untranslated-title",
    "missing-source",
    "unreachable-state",
    "unreachable-transition",
    "dead-end",
    "no-answer-reachable",
    "waiting-without-clock",
    "unverified-only-clock",
    "unverified-on",
    "clock-without-owner",
    "clock-without-consequence",
    "clock-never-met",
    "clock-never-starts",
    "consequence-ends-in-silence",
    "miss-untold",
    "asked-without-clock",
    "org-longer-than-law",
    "extension-unbound",
    "final-uninformed",
    "person-untold",
    "receiver-untold",
    "transition-without-actor",
    "decision-without-recourse",
    "refusal-without-door-up",
    "self-review",
    "right-cut-short",
    "one-hand-opens-sealed",
    "report-reaches-reported",
    "no-outside-body",
    "ambiguous-verb",
    "demand-unmet",
    "leader-never-named",
)


def check(packs: Pack | Sequence[Pack]) -> list[Problem]:
    """Every problem of a pack, or of several. Packs that they name are taken from those given, else from the installation."""
    given = [packs] if isinstance(packs, Pack) else list(packs)
    others = library(given)
    return [problem for pack in given for problem in check_one(pack, others)]


def check_one(pack: Pack, others: Mapping[str, Pack]) -> list[Problem]:
    """Every problem of one pack among others. Where names lead nowhere, only that is said: the rest can't be walked."""
    return list(_once(problems_of(pack, others)))


def problems_of(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Problem]:
    """The problems one by one, what needs no walk first; some may come twice."""
    wrong_names = list(references.unknown_references(pack, others))
    if wrong_names:
        yield from wrong_names
        return
    yield from references.untranslated(pack)
    yield from references.without_source(pack)
    yield from verbs.ambiguous(pack)
    yield from demands.unmet(pack)
    yield from _of_duties(pack, others)
    yield from _of_decisions(pack)
    yield from _of_walks(pack, others)


def _of_walks(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Problem]:
    full = silence.walks(pack, unverified=True)
    verified = silence.walks(pack, unverified=False)
    yield from silence.unreachable(pack, full)
    yield from silence.dead_ends(full)
    yield from silence.no_answer(full)
    yield from silence.without_clock(full, verified)
    yield from reports.sealed_kinds(pack, full)
    yield from tracks.products(pack, verified, _walks_beside(pack, others))


def _of_duties(pack: Pack, others: Mapping[str, Pack]) -> Iterable[Problem]:
    yield from duties.owners_and_consequences(pack)
    yield from duties.switched_off(pack)
    yield from duties.longer_than_law(pack, others)
    yield from duties.somebody_waits(pack)
    yield from leaders.named_in_time(pack)


def _of_decisions(pack: Pack) -> Iterable[Problem]:
    yield from decisions.recourse(pack)
    yield from decisions.self_review(pack)
    yield from decisions.people_told(pack)
    yield from decisions.extensions(pack)
    yield from decisions.rights_kept(pack)


def _walks_beside(pack: Pack, others: Mapping[str, Pack]) -> dict[str, list[Walk]]:
    beside = {p.pack for p in pack.parallel} | {o for t in pack.transitions for o in t.opens}
    sound = [n for n in beside if not list(references.unknown_references(others[n], others))]
    return {name: silence.walks(others[name], unverified=False) for name in sound}


def library(given: Sequence[Pack]) -> dict[str, Pack]:
    """The packs that others may name: those given, else those of the installation."""
    own = {pack.name: pack for pack in given}
    return {**{name: load(name) for name in names() if name not in own}, **own}


def _once(problems: Iterable[Problem]) -> Iterable[Problem]:
    """One problem for each rule and place: walks of several kinds find the same one."""
    seen: set[tuple[str, str]] = set()
    for problem in problems:
        if (problem.rule, problem.path) not in seen:
            seen.add((problem.rule, problem.path))
            yield problem


__all__ = ["RULES", "Problem", "check", "check_one", "library", "problems_of"]
