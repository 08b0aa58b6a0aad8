"""How offices stand with the year's lessons, for an office above: numbers of offices, equal to what each reads of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, scope_filter
from huiyin.organisations.models import Organisation
from huiyin.training import rules, standing
from huiyin.training.models import Lesson, Need, Programme


@dataclass(frozen=True, slots=True)
class Row:
    """An office; `below`: it stands for itself and all offices below it."""

    office: Organisation
    numbers: rules.Office
    below: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`rows`: the office itself, then each one right below; `whole`: all of them together. `above`: the way back."""

    office: Organisation
    rows: tuple[Row, ...]
    whole: rules.Office
    above: Organisation | None


def reads_below(actor: Actor) -> bool:
    return len(scope_filter(actor, "training_figures").organisation_ids) > 1


def page(actor: Actor, public_id: str = "") -> Page:
    """Of the own office, or of one below it."""
    reach = Organisation.objects.filter(pk__in=scope_filter(actor, "training_figures").organisation_ids)
    known = {office.pk: office for office in reach}
    place = next((one for one in known.values() if one.public_id == public_id), None) if public_id else None
    place = place or (None if public_id else known.get(actor.organisation_id))
    if place is None:
        raise Refused
    under = [one for one in known.values() if one.path.startswith(place.path)]
    numbers = _numbers([one for one in under if one.closed_at is None])
    sums: dict[int, rules.Office] = {}
    deep = set()
    for one in under:
        key = _right_below(place, one)
        sums[key] = sums.get(key, rules.Office()) + numbers.get(one.pk, rules.Office())
        deep |= {key} if key not in (one.pk, place.pk) else set()
    ordered = sorted(sums, key=lambda key: (key != place.pk, known[key].path))
    rows = tuple(Row(known[key], sums[key], key in deep) for key in ordered if sums[key].offices)
    return Page(place, rows, sum((row.numbers for row in rows), rules.Office()), known.get(place.parent_id or 0))


def _right_below(place: Organisation, one: Organisation) -> int:
    """The office right below under which it stands; the place itself for itself."""
    rest = one.path.removeprefix(place.path).strip("/")
    return int(rest.split("/")[0]) if rest else place.pk


def _numbers(offices: Sequence[Organisation]) -> dict[int, rules.Office]:
    """Of each by itself."""
    today = {one.pk: time.today(one.zone) for one in offices}
    lines, running = _lessons(today)
    needs = list(Need.objects.filter(organisation_id__in=today, ended_at=None))
    posts = standing.counted(needs, today)
    found = {}
    for key in today:
        line, (needed, lacking) = lines.get(key, rules.Line()), posts.get(key, (0, 0))
        found[key] = rules.Office(1, key not in running, line.planned, line.held, line.late, needed, lacking)
    return found


def _lessons(today: Mapping[int, dt.date]) -> tuple[dict[int, rules.Line], set[int]]:
    """Of the programmes that run today: the report's line of each office; and which offices have one."""
    programmes = Programme.objects.filter(organisation_id__in=today).values_list(
        "pk", "organisation_id", "first_on", "last_on"
    )
    running = {key: office for key, office, first, last in programmes if first <= today[office] <= last}
    facts: dict[int, list[rules.Fact]] = {}
    rows = Lesson.objects.filter(programme_id__in=running).values_list(
        "organisation_id", "topic", "status", "due_on", "held_on", "people", "staff"
    )
    for office, topic, status, due_on, held_on, people, staff in rows:
        facts.setdefault(office, []).append(rules.Fact(topic, status, due_on, held_on, people or 0, staff or 0))
    return {office: rules.report(of, today[office]).whole for office, of in facts.items()}, set(running.values())
