"""Who of the staff can be ticked for a lesson, by unit; and which rows of a signed list are whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Appointment
from huiyin.training import standing
from huiyin.training.actions.parts import may_hold
from huiyin.training.models import How, Lesson, SignList

from .programmes import visible


@dataclass(frozen=True, slots=True)
class UnitOf:
    """A unit with its people: (appointment, post and name)."""

    public_id: str
    name: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignRow:
    number: int
    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to sign as it was printed: units with their rows."""

    lesson: Lesson
    printed: SignList
    units: tuple[tuple[str, tuple[SignRow, ...]], ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """What rows of a list say. `staff`: who can be ticked; `left_out`: rows of who can't be any more."""

    number: int
    staff: tuple[str, ...]
    left_out: tuple[int, ...]


def staff_of(lesson: Lesson) -> tuple[UnitOf, ...]:
    """Who holds a post of the house and has not taken it yet."""
    return _by_unit(standing.not_taken(lesson).select_related("account", "post__unit"))


def there_of(lesson: Lesson) -> tuple[UnitOf, ...]:
    """Who stands there as having been there, and can be taken out by a correction."""
    rows = lesson.taken.filter(wrong=None, how=How.THERE)
    rows = rows.select_related("appointment__account", "appointment__post__unit")
    return _by_unit(one.appointment for one in rows.order_by("appointment__post__unit_id", "appointment__post_id"))


def sheet(actor: Actor, lesson_id: str, number: int) -> Sheet:
    """For who may write down that the lesson was held."""
    lesson = visible(actor, lesson_id)
    printed = SignList.objects.filter(lesson=lesson, number=number).first()
    if printed is None or not may_hold(actor, lesson):
        raise Refused
    found = Appointment.objects.filter(public_id__in=printed.rows).select_related("account", "post__unit")
    held = {one.public_id: one for one in found}
    units: dict[int, tuple[str, list[SignRow]]] = {}
    for place, key in enumerate(printed.rows, 1):
        one = held[key]
        _name, rows = units.setdefault(one.post.unit_id, (one.post.unit.name, []))
        rows.append(SignRow(place, one.post.title, one.account.display_name))
    return Sheet(lesson, printed, tuple((name, tuple(rows)) for name, rows in units.values()))


def signed(printed: SignList, rows: Iterable[int], offered: Collection[UnitOf]) -> Signed:
    """Rows of the list as ticks. `offered`: who can be ticked now."""
    known = {value for unit in offered for value, _name in unit.entries}
    keys = {place: printed.rows[place - 1] for place in rows if 0 < place <= len(printed.rows)}
    return Signed(
        printed.number,
        tuple(key for key in keys.values() if key in known),
        tuple(place for place, key in keys.items() if key not in known),
    )


def _by_unit(appointments: Iterable[Appointment]) -> tuple[UnitOf, ...]:
    units: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for one in appointments:
        _name, entries = units.setdefault(one.post.unit.public_id, (one.post.unit.name, []))
        entries.append((one.public_id, f"{one.post.title} · {one.account.display_name}"))
    return tuple(UnitOf(key, name, tuple(entries)) for key, (name, entries) in units.items())
