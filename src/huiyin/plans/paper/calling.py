"""The contact tree: who rings whom, who comes next when nobody answers, and at which number. A missing number is a line to write on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.plans.schema import Role

from . import rows, words
from .facts import PaperPlan, Seat, SheetId


def tree(plan: PaperPlan, sheet: SheetId) -> dict[str, Any]:
    """Who leads on top, the roles that are called in below, then who rings whom outside."""
    leader = plan.leader()
    numbers = {key: number for number, key in enumerate(sheet.rows, 1)}

    def called(role: Role) -> dict[str, Any]:
        return {
            "title": role.title,
            "people": _people(plan, role),
            "id": str(rows.RowId(sheet.code, numbers[role.key])),
        }

    return {
        "title": words.title(plan, _("Contact tree")),
        "how": [
            _("Whoever leads rings everybody below the line, from the top down."),
            _("No answer: ring the next one of the same box at once. Nobody left: tell whoever leads."),
            _("Write the time at which each one answered."),
        ],
        "top": called(leader) if leader else None,
        "below": [called(role) for role in plan.document.roles if role is not leader],
        "answered": _("answered at"),
        "outside_heading": _("Who rings outside"),
        "outside_columns": [_("Who rings"), pgettext("paper", "Whom"), pgettext("paper", "Number"), pgettext("paper", "Within"), _("Answered at")],
        "outside": _outside(plan),
    }  # fmt: skip


def _people(plan: PaperPlan, role: Role) -> list[list[str]]:
    """Name and number of the holder, then of each deputy, in the order in which they are rung."""
    taken = plan.holders_of(role)
    if taken.seat is None:
        first, _mark, then = role.holder.partition("；")  # as the paper says it: who; who comes next
        return [[first, words.BLANK], [then, words.BLANK]]
    found = _seat(taken.seat)
    for deputy in taken.deputies:
        found += _seat(deputy, pgettext("paper", "deputy"))
    return (
        found
        if taken.deputies
        else [*found, [words.named(pgettext("paper", "deputy"), words.SHORT_BLANK), words.BLANK]]
    )


def _seat(seat: Seat, part: str = "") -> list[list[str]]:
    if not seat.people:
        return [[words.named(part, seat.title) + words.aside(_("nobody holds this post now")), words.BLANK]]
    return [[words.named(part, f"{seat.title} {one.name}"), one.number or words.BLANK] for one in seat.people]


def _outside(plan: PaperPlan) -> list[list[str]]:
    """A row for each call that a step makes, by the clock; then the contacts outside that no step rings."""
    found, rung = [], set()
    steps = [step for step in plan.steps if step.calls_out]
    for step in sorted(steps, key=lambda one: one.within if one.within is not None else words.MINUTES_A_DAY):
        contacts = plan.rung_by(step)
        rung |= {one.key for one in contacts}
        who = words.role_title(plan, step.role)
        known = [(one.name, words.ringable(one, plan)) for one in contacts] or [(step.calls_out, words.BLANK)]
        found += [[who, name, number, words.when(step, plan), words.TIME] for name, number in known]
    others = [one for one in plan.document.contacts if one.outside and one.key not in rung]
    return found + [[_("whoever needs it"), one.name, words.ringable(one, plan), "", words.TIME] for one in others]
