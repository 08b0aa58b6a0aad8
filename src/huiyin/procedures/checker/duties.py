"""Clocks and what they bind: owner, consequence, the next responsible, the lawful length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.engine.clocks import DAYS_IN_UNIT, in_days
from huiyin.procedures.engine.steps import verb_starts
from huiyin.procedures.lengths import in_words
from huiyin.procedures.schema import Deadline, Pack, Transition

ENDS_WELL_WITHOUT = frozenset({"ordinary_clock_goes_on", "competence_stands", "returns_to_handler"})
"""Effects after which the clocks that run anyway bind; the walk proves that some do."""

LEAVES_SOMEBODY_WAITING = frozenset(
    {
        "ask_person",
        "consult",
        "message",
        "object",
        "transfer",
        "assign_down",
        "refer_up",
        "dispute",
        "submit_for_approval",
        "start_mediation",
        "start_hearing",
    }
    | {"ask_review", "ask_second_review", "carry_out", "reopen", "issue_reply", "channel"}
)


def owners_and_consequences(pack: Pack) -> Iterator[Problem]:
    """Each clock has an owner, a consequence, and after the consequence somebody else who is responsible."""
    started_otherwise = {d.missed.then for d in pack.deadlines if d.missed} | {c.clock for c in pack.leader_required}
    for d in pack.deadlines:
        place, name = f"deadlines.{d.id}", said(d.title, d.id)
        if not d.owner or d.owner == "clock":
            message = gettext("“%(clock)s” runs, and nobody answers for it.") % {"clock": name}
            yield Problem("clock-without-owner", f"{place}.owner", message)
        if d.missed is None:
            message = gettext("“%(clock)s” is missed, and nothing happens.") % {"clock": name}
            yield Problem("clock-without-consequence", f"{place}.missed", message)
        else:
            yield from _after_a_miss(pack, d, place, name)
        if not d.follow_up and not d.meets:
            message = gettext("“%(clock)s” can never be met: no verb meets it.") % {"clock": name}
            yield Problem("clock-never-met", f"{place}.meets", message)
        if not d.follow_up and not d.starts and d.id not in started_otherwise:
            message = gettext("“%(clock)s” never starts.") % {"clock": name}
            yield Problem("clock-never-starts", f"{place}.starts", message)


def switched_off(pack: Pack) -> Iterator[Problem]:
    """What is not verified stays off until the operator turns it on."""
    for d in pack.deadlines:
        if d.verified == "U" and not d.off_by_default:
            message = gettext("“%(clock)s” rests on a text that nobody has seen, and would run all the same.")
            yield Problem("unverified-on", f"deadlines.{d.id}", message % {"clock": said(d.title, d.id)})


def longer_than_law(pack: Pack, others: Mapping[str, Pack]) -> Iterator[Problem]:
    """An own number that is longer than the law's on the same step, or not bound to it where both run together."""
    for d in pack.deadlines:
        if d.own_rule and d.never_longer_than is not None:
            yield from _longer(pack, d, others)
        elif d.own_rule:
            yield from _unbound(pack, d)


def somebody_waits(pack: Pack) -> Iterator[Problem]:
    """A verb that leaves somebody waiting for an answer must start a clock."""
    for number, t in enumerate(pack.transitions):
        if t.verb in LEAVES_SOMEBODY_WAITING and not _starts_a_clock(pack, t):
            message = gettext("After “%(verb)s” somebody waits for an answer, and no clock starts for it.")
            yield Problem(
                "asked-without-clock", f"transitions.{number}.{t.verb}", message % {"verb": said(t.title, t.verb)}
            )


def _after_a_miss(pack: Pack, d: Deadline, place: str, name: str) -> Iterator[Problem]:
    rule = d.missed
    assert rule is not None
    if not rule.then and not rule.verb and rule.effect not in ENDS_WELL_WITHOUT:
        message = gettext("“%(clock)s” is missed, somebody is told, and then no clock runs for whoever is told.")
        yield Problem("consequence-ends-in-silence", f"{place}.missed.then", message % {"clock": name})
    following = next((x for x in pack.deadlines if x.id == rule.then), None)
    if following and following.id != d.id and following.owner == d.owner and not d.follow_up and d.owner != "head":
        message = gettext("“%(clock)s” is missed, and the one who missed it is to see to it.")
        yield Problem("consequence-ends-in-silence", f"{place}.missed.then", message % {"clock": name})
    if not rule.to:
        message = gettext("“%(clock)s” is missed, and nobody is told.") % {"clock": name}
        yield Problem("miss-untold", f"{place}.missed.to", message)
    if not rule.notices and not rule.verb:  # a verb that follows by itself tells by its own notices
        message = gettext("“%(clock)s” passes, and nobody hears of it.") % {"clock": name}
        yield Problem("miss-untold", f"{place}.missed.notices", message)
    if rule.effect.startswith("to_"):
        told = {pack.notice(n).to for n in rule.notices}
        if "petitioner" not in told or not told - {"petitioner"}:
            message = gettext("“%(clock)s” is missed, and the person or the one who must act is not told.")
            yield Problem("miss-untold", f"{place}.missed.notices", message % {"clock": name})
        if not rule.recourse:
            message = gettext("“%(clock)s” is missed, and the person is not told where to go.")
            yield Problem("miss-untold", f"{place}.missed.recourse", message % {"clock": name})


def _longer(pack: Pack, d: Deadline, others: Mapping[str, Pack]) -> Iterator[Problem]:
    ceiling = d.never_longer_than
    assert ceiling is not None
    length, unit = ceiling.length, ceiling.unit
    if ceiling.deadline:
        name, _colon, identifier = ceiling.deadline.rpartition(":")
        law = (others[name] if name else pack).deadline(identifier)
        length, unit = law.length, law.counted_in
    extended = in_days(d.extends.max * d.extends.times, d.extends.unit) if d.extends else 0
    if in_days(d.length, d.own_unit) + extended > in_days(length, unit):
        message = gettext("The office's own “%(clock)s” (%(own)s) is longer than the law allows (%(law)s).")
        values = {"clock": said(d.title, d.id), "own": in_words(d.length, d.own_unit), "law": in_words(length, unit)}
        yield Problem("org-longer-than-law", f"deadlines.{d.id}.length", message % values)


def _unbound(pack: Pack, d: Deadline) -> Iterator[Problem]:
    """An own clock met by the same verb in the same states as a lawful one must be bound to it."""
    for law in pack.deadlines:
        lawful = not law.own_rule and law.verified in ("S", "I") and law.unit in DAYS_IN_UNIT and law.length
        same = set(law.meets) & set(d.meets) and set(law.starts) & set(d.starts) and pack.runs_on(law) & pack.runs_on(d)
        if lawful and same:
            message = gettext(
                "The office's own “%(clock)s” stands beside the lawful “%(law)s”, and nothing keeps it from being longer."
            )
            values = {"clock": said(d.title, d.id), "law": said(law.title, law.id)}
            yield Problem("org-longer-than-law", f"deadlines.{d.id}.never_longer_than", message % values)
            return


def _starts_a_clock(pack: Pack, t: Transition) -> bool:
    targets = pack.leaves_from(t) if t.to == "=" else {t.to}
    return any(verb_starts(pack, d, t.verb, to) for d in pack.deadlines for to in targets) or all(
        pack.state(target).final for target in targets
    )
