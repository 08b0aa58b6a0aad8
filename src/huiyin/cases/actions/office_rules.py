"""The office's own choices within the law: its numbers, which unverified clocks run, and what a last rest day means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.office_rules.own_dates import ON, OffDate, OwnDate, own_dates
from huiyin.kernel.clocks.words import length_text
from huiyin.kernel.errors import BadInput
from huiyin.organisations import actions as organisations
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation

LONGEST = 3650  # in any unit: ten years of days


@dataclass(frozen=True, slots=True)
class Choices:
    """What an office chose. `numbers`: "pack:deadline" -> its number, None for the proposal; `on`: unverified clocks."""

    numbers: Mapping[str, int | None]
    on: frozenset[str]
    roll_over_office: bool
    roll_over_petitioner: bool


def set_own_dates(*, actor: Actor, organisation: Organisation, version: int, choices: Choices) -> Organisation:
    """Save them. Clocks that run already are not changed. `BadInput` names the clock whose number is above the law's."""
    return organisations.set_clock_numbers(
        actor=actor,
        organisation=organisation.public_id,
        version=version,
        changes={
            "clock_numbers": checked(organisation, choices),
            "roll_over_office": choices.roll_over_office,
            "roll_over_petitioner": choices.roll_over_petitioner,
        },
    )


def checked(organisation: Organisation, choices: Choices) -> dict[str, Any]:
    """The choices as the organisation keeps them, with what it keeps for procedures that are not shown."""
    packs = own_dates(organisation)
    known = {own.key: own for pack in packs for own in pack.own}
    switches = {off.key for pack in packs for off in pack.off}
    for key, number in choices.numbers.items():
        _check(known, key, number)
    kept = {
        name.replace("/", ":"): value
        for name, value in organisation.clock_numbers.items()
        if name != ON and name.replace("/", ":") not in choices.numbers
    }
    numbers = kept | {key: number for key, number in choices.numbers.items() if number is not None}
    on = sorted(choices.on & switches | {key for key in organisation.clock_numbers.get(ON, []) if key not in switches})
    return {**dict(sorted(numbers.items())), **({ON: on} if on else {})}


def changes(organisation: Organisation, choices: Choices) -> list[tuple[OwnDate | OffDate, str, str]]:
    """What saving would change: the clock, its length or state now, and then. Raises `BadInput` like saving."""
    checked(organisation, choices)
    found: list[tuple[OwnDate | OffDate, str, str]] = []
    for pack in own_dates(organisation):
        for own in pack.own:
            number = choices.numbers.get(own.key)
            then = own.proposal if number is None else number
            if then != own.now:
                found.append((own, length_text(own.now, own.unit), length_text(then, own.unit)))
        for off in pack.off:
            if (off.key in choices.on) != off.on:
                states = (_("off"), _("on, not verified law"))
                found.append((off, states[off.on], states[not off.on]))
    return found


def _check(known: Mapping[str, OwnDate], key: str, number: int | None) -> None:
    own = known.get(key)
    if own is None:
        raise BadInput(key, _("This date is not the office's own."), _("Load the page again."))
    if number is None:
        return
    if not 1 <= number <= LONGEST:
        raise BadInput(key, _("Write a whole number from 1 to %d.") % LONGEST)
    if own.most is not None and number > own.most:
        words = _("%(title)s: the law allows at most %(most)s (%(lawful)s, %(article)s).")
        raise BadInput(
            key,
            words % {
                "title": own.title, "most": length_text(own.most, own.unit), "lawful": own.lawful,
                "article": own.article,
            },
            _("Write that or less."),
        )  # fmt: skip
