"""Names that lead nowhere, words that are missing, rules without a source. Runs first: the walk needs sound names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.engine.facts import DOMAINS
from huiyin.procedures.schema import BEGIN, EVERYWHERE, SAME, Condition, Deadline, Pack, Transition, Words


def unknown_references(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Problem]:
    """Every name that a rule uses and nothing bears; two things of one name."""
    known = _known(pack)
    yield from _twice(pack)
    for place, sort, names in _uses(pack):
        for name in names:
            if name and name not in known[sort]:
                yield _unknown(place, sort, name)
    for place, condition in _conditions(pack):
        yield from _facts(place, condition)
    for place, name in _packs_named(pack):
        if name not in others and name != pack.name:
            yield _unknown(place, "pack", name)
    for deadline in pack.deadlines:
        yield from _ceiling(deadline, known["deadline"], others)


def untranslated(pack: Pack) -> Iterator[Problem]:
    """A title or text that one of the three languages lacks."""
    for place, words in _words(pack):
        for language in ("en", "zh-hans", "zh-hant"):
            if not words.into(language).strip():
                message = gettext("Somebody who reads %(language)s sees nothing here.") % {"language": language}
                yield Problem("untranslated-title", f"{place}.{language}", message)


def without_source(pack: Pack) -> Iterator[Problem]:
    """A rule that names neither an article nor itself as the office's own, or an article without its mark."""
    for place, source, verified, own in _sources(pack):
        if not source:
            message = gettext("Nobody can look up where this rule comes from.")
            yield Problem("missing-source", place, message)
        elif not verified and not own and not source.startswith("own rule"):
            message = gettext(
                "It names an article (%(source)s), but not whether its text was seen (S), inferred (I) or not (U)."
            )
            yield Problem("missing-source", place, message % {"source": source})


def _known(pack: Pack) -> dict[str, set[str]]:
    return {
        "state": {s.id for s in pack.states},
        "step": {s.id for s in pack.steps},
        "verb": {t.verb for t in pack.transitions} | {BEGIN},
        "clock verb": {t.verb for t in pack.transitions if t.who == "clock"},
        "notice": {n.id for n in pack.notices},
        "recourse": {r.id for r in pack.recourse},
        "deadline": {d.id for d in pack.deadlines},
    }


def _uses(pack: Pack) -> Iterator[tuple[str, str, Iterable[str]]]:
    yield "starts_in", "state", [pack.starts_in]
    yield "begin_notices", "notice", pack.begin_notices
    for state in pack.states:
        yield f"states.{state.id}.step", "step", [state.step]
    for number, t in enumerate(pack.transitions):
        yield from _uses_of_transition(f"transitions.{number}.{t.verb}", t)
    for d in pack.deadlines:
        yield from _uses_of_deadline(f"deadlines.{d.id}", d)
    for r in pack.recourse:
        yield f"recourse.{r.id}.within", "deadline", [r.within]
        yield f"recourse.{r.id}.decided_by", "verb", [r.decided_by]


def _uses_of_transition(place: str, t: Transition) -> Iterator[tuple[str, str, Iterable[str]]]:
    yield f"{place}.from", "state", [s for s in t.sources if s != EVERYWHERE]
    yield f"{place}.to", "state", [t.to] if t.to != SAME else []
    yield f"{place}.notices", "notice", t.notices
    yield f"{place}.recourse", "recourse", t.recourse
    yield f"{place}.not_by", "verb", t.not_by


def _uses_of_deadline(place: str, d: Deadline) -> Iterator[tuple[str, str, Iterable[str]]]:
    yield f"{place}.on", "state", [s for s in d.on if s != EVERYWHERE]
    yield f"{place}.pauses", "state", d.pauses
    yield f"{place}.starts_into", "state", d.starts_into
    for key, verbs in (("starts", d.starts), ("meets", d.meets), ("stops", d.stops)):
        yield f"{place}.{key}", "verb", verbs
    if d.missed:
        yield f"{place}.missed.verb", "clock verb", [d.missed.verb]
        yield f"{place}.missed.then", "deadline", [d.missed.then]
        yield f"{place}.missed.notices", "notice", d.missed.notices
        yield f"{place}.missed.recourse", "recourse", d.missed.recourse
    if d.extends:
        yield f"{place}.extends.by", "verb", [d.extends.by]
        yield f"{place}.extends.notice", "notice", [d.extends.notice]


def _conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    yield "begin_when", pack.begin_when
    for number, t in enumerate(pack.transitions):
        yield f"transitions.{number}.{t.verb}.when", t.when
    for d in pack.deadlines:
        yield f"deadlines.{d.id}.when", d.when
        if d.extends:
            yield f"deadlines.{d.id}.extends.when", d.extends.when
    for p in pack.parallel:
        yield f"parallel.{p.pack}.when", p.when
    for c in pack.leader_required:
        yield f"leader_required.{c.id}.when", c.when


def _packs_named(pack: Pack) -> Iterator[tuple[str, str]]:
    for p in pack.parallel:
        yield f"parallel.{p.pack}", p.pack
    for number, t in enumerate(pack.transitions):
        for name in t.opens:
            yield f"transitions.{number}.{t.verb}.opens", name


def _facts(place: str, condition: Condition) -> Iterator[Problem]:
    for name, wanted in condition.items():
        if name not in DOMAINS:
            yield _unknown(place, "fact", name)
        elif not set(wanted if isinstance(wanted, list) else [wanted]) <= set(DOMAINS[name]):
            yield _unknown(place, "value", f"{name} = {wanted}")


def _ceiling(deadline: Deadline, own: set[str], others: Mapping[str, Pack]) -> Iterator[Problem]:
    reference = deadline.never_longer_than.deadline if deadline.never_longer_than else ""
    if not reference:
        return
    name, _colon, identifier = reference.rpartition(":")
    known = own if not name else {d.id for d in others[name].deadlines} if name in others else set()
    if identifier not in known:
        yield _unknown(f"deadlines.{deadline.id}.never_longer_than", "deadline", reference)


def _twice(pack: Pack) -> Iterator[Problem]:
    lists = {
        "states": pack.states, "deadlines": pack.deadlines, "notices": pack.notices, "recourse": pack.recourse,
        "leader_required": pack.leader_required,
    }  # fmt: skip
    for place, things in lists.items():
        ids = [thing.id for thing in things]  # type: ignore[attr-defined]
        for name in sorted({i for i in ids if ids.count(i) > 1}):
            yield Problem(
                "unknown-reference",
                f"{place}.{name}",
                gettext("Two things bear this name; nobody knows which is meant."),
            )


def _unknown(place: str, sort: str, name: str) -> Problem:
    message = gettext("It speaks of the %(sort)s “%(name)s”, which this pack does not have.")
    return Problem("unknown-reference", place, message % {"sort": sort, "name": name})


def _words(pack: Pack) -> Iterator[tuple[str, Words]]:
    yield from (("title", pack.title), ("law.short", pack.law.short), ("law.full", pack.law.full))
    for step in pack.steps:
        yield f"steps.{step.id}.title", step.title
    for state in pack.states:
        yield f"states.{state.id}.title", state.title
        yield f"states.{state.id}.text", state.text
    for number, t in enumerate(pack.transitions):
        yield f"transitions.{number}.{t.verb}.title", t.title
        if said(t.why, ""):
            yield f"transitions.{number}.{t.verb}.why", t.why
    for d in pack.deadlines:
        yield f"deadlines.{d.id}.title", d.title
    for n in pack.notices:
        yield f"notices.{n.id}.title", n.title
    for r in pack.recourse:
        yield f"recourse.{r.id}.title", r.title
        yield f"recourse.{r.id}.text", r.text
    for c in pack.leader_required:
        yield f"leader_required.{c.id}.title", c.title


def _sources(pack: Pack) -> Iterator[tuple[str, str, str | None, bool]]:
    for number, t in enumerate(pack.transitions):
        yield f"transitions.{number}.{t.verb}", t.source, t.verified, False
    for d in pack.deadlines:
        yield f"deadlines.{d.id}", d.source, d.verified, d.own_rule
        if d.missed:
            yield f"deadlines.{d.id}.missed", d.missed.source, "S", False
    for r in pack.recourse:
        yield f"recourse.{r.id}", r.source, r.verified, False
    for c in pack.leader_required:
        yield f"leader_required.{c.id}", c.source, c.verified, False
