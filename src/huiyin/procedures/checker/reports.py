"""Reports on people: sealed, out of one hand's reach, away from whom they are about, with a body outside."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.checker.walk import Walk, assignments
from huiyin.procedures.engine.facts import holds
from huiyin.procedures.schema import Pack, Transition

GIVES_AWAY = frozenset(
    {
        "assign",
        "transfer",
        "assign_down",
        "refer_up",
        "consult",
        "consult_office",
        "start_mediation",
        "channel",
        "accept",
        "draft_reply",
    }
)
"""Verbs by which somebody new gets to know of a case."""


def sealed_kinds(pack: Pack, found: list[Walk]) -> Iterator[Problem]:
    """All rules for packs that may meet a report on a person."""
    yield from _one_hand(pack)
    if "misconduct" not in pack.kinds:
        return
    if not pack.outside_body:
        message = gettext("Whom does somebody go to when the head himself is reported? No body outside is named.")
        yield Problem("no-outside-body", "outside_body", message)
    for w in found:
        if w.profile[0] == "misconduct":
            yield from _reaches(w)
    for number, t in enumerate(pack.transitions):
        yield from _told_to_reported(pack, f"transitions.{number}.{t.verb}", t)


def _one_hand(pack: Pack) -> Iterator[Problem]:
    for state in pack.states:
        if state.sealed and state.hands == 1:
            message = gettext("In “%(state)s” one person alone can open what is sealed.")
            yield Problem(
                "one-hand-opens-sealed", f"states.{state.id}.hands", message % {"state": said(state.title, state.id)}
            )


def _reaches(w: Walk) -> Iterator[Problem]:
    """A report in an unsealed state beyond the intake, or handed on without asking whether the receiver is concerned."""
    for number, t in enumerate(w.pack.transitions):
        states = sorted(s for s in w.states if s in w.pack.leaves_from(t))
        if t.verb not in GIVES_AWAY or not states or t.opens or not _possible_unasked(w, t):
            continue
        message = gettext(
            "A report goes %(story)s → (%(verb)s), and nobody asks whether it lands with the one it is about."
        )
        values = {"story": w.story(w.first(states[0])), "verb": said(t.title, t.verb)}
        yield Problem("report-reaches-reported", f"transitions.{number}.{t.verb}", message % values)


def _possible_unasked(w: Walk, t: Transition) -> bool:
    return any(holds(t.when, facts) and not facts.conflict_free for facts in assignments(set(t.when), w.profile))


def _told_to_reported(pack: Pack, place: str, t: Transition) -> Iterator[Problem]:
    """A notice to the reported: only after clearing, on their wish, with the head's approval."""
    cleared = {"reported_persons_wish", "head_approval"} <= set(t.requires)
    for name in t.notices:
        if pack.notice(name).to == "reported" and not cleared:
            message = gettext("“%(verb)s” tells the one whom the report is about.") % {"verb": said(t.title, t.verb)}
            yield Problem("report-reaches-reported", f"{place}.notices", message)
