"""What a step of the procedure does to the clocks of a case. Private parts of actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, ExtensionRequest, Track
from huiyin.cases.responsible import owner_reference
from huiyin.kernel import reading, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks.facts import Allowance, Extension, Length, Reminder, Term
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.kernel.errors import BadInput
from huiyin.organisations.models import Organisation, Post, SchoolTerm
from huiyin.procedures.engine import DeadlineSpec, NotPossible, Step
from huiyin.procedures.schema import Words

from .letters import in_every_language

SUBJECT = "case"
LONGEST_SET = 366  # days: of a day that an office sets for another
EVENTS = {
    "begin": _("received"),
    "register": _("registered"),
    "take_up": _("taken up"),
    "accept": _("accepted"),
    "serve": _("served"),
}


def apply(
    case: Case,
    track: Track,
    step: Step,
    at: dt.datetime,
    since: dt.datetime | None = None,
    days: Mapping[str, dt.date] = MappingProxyType({}),
) -> Iterator[Clock]:
    """Meet, stop, pause, resume, start, in this order; each clock that changed, for the caller to commit.

    `since`: when the fact happened from which the new clocks run (a service recorded later than it was made). `days`: the
    day on which an own clock ends, where whoever acts has set it.
    """
    began = step.from_state == ""
    verb = step.transition.verb if step.transition else "begin" if began else "missed"
    open_clocks = {} if began else {clock.name: clock for clock in _open(case, track)}
    for clock in _named(open_clocks, step.meets):
        yield clocks.meet(clock, at=since or at, because=f"cases.{verb}")
        del open_clocks[clock.name]
    for clock in _named(open_clocks, step.stops):
        yield clocks.stop(clock, at=at, because=f"cases.{verb}")
        del open_clocks[clock.name]
    for clock in _named(open_clocks, step.pauses):
        yield clocks.pause(clock, at=at, reason=verb)
    for clock in _named(open_clocks, step.resumes):
        yield clocks.resume(clock, at=at)
    for spec in step.starts:
        former = open_clocks.get(spec.id)
        if former is not None and former.missed_at is not None:
            yield clocks.stop(former, at=at, because="cases.again")  # the same office is asked anew: never a silence
            former = None
        if former is None and not _kept_in_front(case, track, spec):
            meant = until(case, spec, days[spec.id], at) if spec.id in days else spec
            yield start(case, track, meant, _start_of(case, verb, at, since), verb)


def until(case: Case, spec: DeadlineSpec, day: dt.date, at: dt.datetime) -> DeadlineSpec:
    """The same clock, ending on a day that was set: no rest day moves it on."""
    return replace(spec, length=days_until(case.organisation, day, at), unit="days", roll=False)


def days_until(office: Organisation, day: dt.date, at: dt.datetime) -> int:
    """How long a clock of that office runs to a day that somebody has set, from tomorrow on."""
    days = (day - at.astimezone(time.zone_of(office.zone)).date()).days
    if not 1 <= days <= LONGEST_SET:
        raise BadInput("due_on", _("Choose a day from tomorrow on, within a year."), _("It is the day that counts."))
    return days


def start(case: Case, track: Track, spec: DeadlineSpec, started_at: dt.datetime, verb: str) -> Clock:
    """One clock that starts at once."""
    clock = planned(case, spec, started_at, verb)
    keep([(track, [clock])])
    return clock


def plan_first(
    case: Case, step: Step, at: dt.datetime, since: dt.datetime | None, in_front: Collection[str]
) -> list[Clock]:
    """The clocks with which a track of a new case begins, to be kept with `keep`. `in_front`: names that run already."""
    began, verb = _start_of(case, "begin", at, since), "take_up" if since else "begin"
    return [planned(case, spec, began, verb) for spec in step.starts if not (spec.own_rule and spec.id in in_front)]


def keep(planned: Iterable[tuple[Track, Sequence[Clock]]]) -> None:
    """Start what was planned, on tracks that are in their table by now."""
    started = []
    for track, planned_on_it in planned:
        for clock in planned_on_it:
            clock.track = str(track.pk)
            started.append(clock)
    clocks.keep(started)


def planned(case: Case, spec: DeadlineSpec, started_at: dt.datetime, verb: str) -> Clock:
    """One clock not kept yet, with everything that its derivation will say."""
    organisation = case.organisation
    return clocks.planned(
        subject_kind=SUBJECT,
        subject_id=case.public_id,
        name=spec.id,
        title=_words(spec.title),
        owner=owner_reference(case, spec.owner_role),
        waits_on=spec.waits_on,
        started_at=started_at,
        start_fact=in_every_language(EVENTS[verb]) if verb in EVENTS else {},
        length=spec.length,
        unit=spec.unit,
        region=organisation.region,
        zone=organisation.zone,
        roll=spec.roll,
        law={} if spec.own_rule else _words(spec.law),
        article=spec.source,
        verified=spec.verified,
        own_rule=spec.own_rule,
        ceiling=Length(spec.ceiling.length, spec.ceiling.unit) if spec.ceiling and spec.ceiling.length else None,
        terms=_terms(case) if spec.unit == "school-days" else (),
        reminders=[Reminder(days, "days") for days in spec.reminders],
    )


def extend(case: Case, request: ExtensionRequest, at: dt.datetime) -> Clock:
    """The approved extension, within the allowance of the pack; the person is told with the same act."""
    from .procedure import pack_of

    allowed = pack_of(request.track).deadline(request.deadline).extends
    clock = running(case, request.track, request.deadline)
    if clock is None or allowed is None:
        raise NotPossible(_("This date can't be extended any more."))
    today = at.astimezone(time.zone_of(case.organisation.zone)).date()
    extension = Extension(request.length, allowed.unit, request.reason, request.approved_by, today, told_on=today)
    return clocks.extend(
        clock, extension=extension, allowance=Allowance(allowed.max, allowed.unit, allowed.times), at=at
    )


def running(case: Case, track: Track, name: str) -> Clock | None:
    """The open clock of that name on that track."""
    return Clock.objects.filter(
        subject_kind=SUBJECT, subject_id=case.public_id, track=str(track.pk), name=name, status__in=OPEN
    ).first()


def window_is_open(case: Case, name: str, at: dt.datetime) -> bool:
    """Whether a time limit of the person's own still runs: from stored facts, never from what a form says."""
    return Clock.objects.filter(
        subject_kind=SUBJECT, subject_id=case.public_id, name=name, status__in=OPEN, due_at__gte=at
    ).exists()


def close_window(clock: Clock, at: dt.datetime) -> list[Clock]:
    """The person's own time is over: the clock ends here, unless the step has ended it already."""
    clock.refresh_from_db()
    return [clocks.stop(clock, at=at, because="cases.lapsed")] if clock.is_open else []


def hand_over(case: Case, before: Post | None, after: Post) -> list[Clock]:
    """What the former handler owed is owed by the new one, without a gap."""
    former = {before.reference} if before else set()
    former.add(owner_reference(case, "registrar"))
    return [
        clocks.hand_over(clock, owner=after.reference)
        for clock in Clock.objects.filter(
            subject_kind=SUBJECT, subject_id=case.public_id, status__in=OPEN, owner__in=former
        )
        if clock.name not in ("notify_direct", "notify_transferred", "triage", "register", "sort")
    ]


def hand_to(case: Case, names: Collection[str], after: Post) -> list[Clock]:
    """These running dates are owed by that post from now on."""
    return [clocks.hand_over(clock, owner=after.reference) for clock in _running_of(case, names)]


def _running_of(case: Case, names: Collection[str]) -> Iterable[Clock]:
    return Clock.objects.filter(subject_kind=SUBJECT, subject_id=case.public_id, status__in=OPEN, name__in=list(names))


def _kept_in_front(case: Case, track: Track, spec: DeadlineSpec) -> bool:
    """Whether the procedure in front already keeps this own date: one promise is not shown as two.

    Only the office's own numbers: a lawful clock runs whatever runs in front of it.
    """
    if not track.background or not spec.own_rule:
        return False
    return (
        Clock.objects.filter(subject_kind=SUBJECT, subject_id=case.public_id, name=spec.id, status__in=OPEN)
        .exclude(track=str(track.pk))
        .exists()
    )


def _open(case: Case, track: Track) -> Iterable[Clock]:
    return reading.rows(Clock, subject_kind=SUBJECT, subject_id=case.public_id, track=str(track.pk), status=list(OPEN))


def _named(open_clocks: dict[str, Clock], names: Iterable[str]) -> list[Clock]:
    return [open_clocks[name] for name in names if name in open_clocks]


def _start_of(case: Case, verb: str, at: dt.datetime, since: dt.datetime | None) -> dt.datetime:
    """The fact that a clock runs from: what a clerk registers today may have come in a week ago."""
    return since or (case.received_at if verb == "begin" else at)


def _terms(case: Case) -> list[Term]:
    kept = case.organisation.__dict__
    if "_terms" not in kept:  # one action starts several clocks
        rows = reading.rows(SchoolTerm, organisation=case.organisation_id)
        rows.sort(key=lambda term: term.first_day)
        kept["_terms"] = [Term(term.first_day, term.last_day) for term in rows]
    terms: list[Term] = kept["_terms"]
    return terms


def _words(words: Words) -> dict[str, str]:
    return {"en": words.en, "zh-hans": words.zh_hans, "zh-hant": words.zh_hant}
