"""A card for each role: one page that says who does what by when, with boxes to tick. And the pocket card of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.plans.schema import Contact, Role, Step

from . import rows, words
from .facts import PaperPlan, SheetId

PHASES = ("first", "response", "stand-down", "aftercare", "prevention")
MOST_IN_POCKET = 9
POCKET_MARKS = ("assembly",)


def steps_of(plan: PaperPlan, role: Role) -> tuple[Step, ...]:
    """In the order of the card: the first minutes first, what is done beforehand last."""
    own = [step for step in plan.steps if step.role == role.key]
    return tuple(sorted(own, key=lambda step: PHASES.index(step.phase)))


def card(plan: PaperPlan, role: Role, sheet: SheetId) -> dict[str, Any]:
    """What stands on the card of a role."""
    steps = steps_of(plan, role)
    numbers = {key: number for number, key in enumerate(sheet.rows, 1)}
    return {
        "title": words.title(plan, words.named(_("Action card"), role.title)),
        "box": [*_who(plan, role), *_when(plan), [_("Your part"), words.joined(plan, role.duties)]],
        "groups": [
            {"heading": heading, "rows": [_row(plan, step, sheet, numbers[step.key]) for step in steps if step.phase == phase]}
            for phase, heading in _headings()
            if any(step.phase == phase for step in steps)
        ],
        "script": _script(plan) if any(step.calls_out for step in steps) else None,
        "levels": _levels(plan) if role == plan.leader() else None,
        "numbers": [[one.name, words.ringable(one, plan)] for one in contacts_of(plan, role)],
        "numbers_heading": pgettext("paper", "Numbers"),
        "columns": [pgettext("paper", "What"), pgettext("paper", "Within"), pgettext("paper", "Done at")],
        "last": words.named(_("This card was last walked in an exercise on"), words.BLANK),
    }  # fmt: skip


def contacts_of(plan: PaperPlan, role: Role) -> tuple[Contact, ...]:
    """Whom the role rings: those its steps name, who leads, whom it tells, and the numbers that anybody may ring."""
    leader = plan.leader()
    told = {step.tells for step in steps_of(plan, role) if step.tells} | ({leader.key} if leader else set())
    rung = {one.key for step in steps_of(plan, role) for one in plan.rung_by(step)}
    known = [
        one
        for one in plan.document.contacts
        if one.key in rung or words.is_emergency(one) or (one.role in told and one.role != role.key)
    ]
    have = {one.role for one in known}
    added = [
        Contact(key=f"of-{one.key}", name=one.title, role=one.key)
        for one in plan.document.roles
        if one.key in told - have - {role.key}
    ]
    return (*known, *added)


def pocket(plan: PaperPlan, sheet: SheetId) -> dict[str, Any]:
    """What everybody carries: when, the first minutes in a few words, where to go, whom to ring."""
    first = [step for step in plan.steps if step.phase == "first"] or list(plan.steps)
    first = sorted(first, key=lambda step: step.within if step.within is not None else words.MINUTES_A_DAY)
    places = [
        mark.label for drawing in plan.drawings for mark in drawing.marks if mark.kind in POCKET_MARKS and mark.label
    ]
    emergency = [one.number for one in plan.document.contacts if words.is_emergency(one)]
    return {
        "title": words.title(plan, words.named(_("Pocket card"), plan.document.title)),
        "office": plan.office,
        "first": _first_words(plan),
        "anybody": _("not rung in this exercise") if plan.exercise else _("anybody may ring them without asking first"),
        "emergency": " · ".join(emergency),
        "when": [pgettext("paper", "When"), words.joined(plan, (trigger.text for trigger in plan.document.triggers))],
        "columns": [pgettext("paper", "What"), pgettext("paper", "Who"), pgettext("paper", "Within")],
        "rows": [
            [words.begins(step.action)[0].rstrip(words.ENDS), words.role_title(plan, step.role), words.length(step.within)]
            for step in first[:MOST_IN_POCKET]
        ],
        "numbers": [
            *([one.name, words.ringable(one, plan)] for one in plan.document.contacts if not one.outside),
            [_("Assembly point"), words.joined(plan, places) or words.BLANK],
        ],
    }  # fmt: skip


def _first_words(plan: PaperPlan) -> str:
    """People who come with a concern are no emergency: they are received."""
    if plan.document.kind == "petition":
        return _("Ask them to sit down, listen, register, give the receipt.")
    return _("People first: help, ring, then report.")


def _who(plan: PaperPlan, role: Role) -> Iterable[list[str]]:
    taken = plan.holders_of(role)
    if taken.seat is None:
        yield [pgettext("paper", "Who"), role.holder or f"{words.BLANK} {words.BLANK}"]
        return
    yield [pgettext("paper", "Who"), words.seat(taken.seat)]
    yield [
        pgettext("paper", "No answer"),
        " → ".join(map(words.seat, taken.deputies)) or f"{words.BLANK} {words.BLANK}",
    ]


def _when(plan: PaperPlan) -> Iterable[list[str]]:
    if plan.document.triggers:
        yield [pgettext("paper", "When"), words.joined(plan, (trigger.text for trigger in plan.document.triggers))]


def _headings() -> tuple[tuple[str, str], ...]:
    return (
        ("first", pgettext("action card", "First")),
        ("response", pgettext("action card", "Then")),
        ("stand-down", pgettext("action card", "To end it")),
        ("aftercare", pgettext("action card", "Afterwards")),
        ("prevention", pgettext("action card", "Before anything happens")),
    )


def _row(plan: PaperPlan, step: Step, sheet: SheetId, number: int) -> dict[str, Any]:
    lead, rest = words.begins(step.action)
    notes = (
        words.at_levels(step, plan),
        words.after(step, plan),
        words.named(pgettext("paper", "tell"), words.role_title(plan, step.tells)) if step.tells else "",
        words.named(_("shown by"), step.proof) if step.proof else "",
        _("exercise: say it to whoever leads the exercise, ring nobody outside")
        if step.calls_out and plan.exercise
        else "",
    )
    return {
        "number": f"{number}.",
        "lead": lead,
        "rest": rest,
        "notes": words.listed(notes),
        "within": words.length(step.within),
        "id": str(rows.RowId(sheet.code, number)),
    }  # fmt: skip


def _script(plan: PaperPlan) -> dict[str, str]:
    """In the language of the plan, for that is the one in which it is said."""
    with translation.override(plan.document.language):
        said = _(
            "This is %(office)s, my name is %(line)s. At %(time)s in %(line)s this happened: %(line)s%(line)s."
            " Hurt: %(short)s; not found: %(short)s. We have done: %(line)s. My number is %(line)s."
        ) % {"office": plan.office or words.BLANK, "line": words.BLANK, "short": words.SHORT_BLANK, "time": words.TIME}
        if plan.exercise:
            said = _("This is an exercise.") + said
    return {"heading": _("Say on the telephone"), "text": said}


def _levels(plan: PaperPlan) -> dict[str, Any]:
    levels = sorted(plan.document.levels, key=lambda one: one.rank)
    return {
        "heading": pgettext("paper", "Levels"),
        "columns": [pgettext("paper", "Level"), _("Begins when"), _("Ends when")],
        "rows": [[level.title, level.begins, level.ends] for level in levels],
    }
