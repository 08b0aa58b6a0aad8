"""Every read of meetings, limited to what the asker may see. Nothing here goes from a person to meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case, Concern
from huiyin.cases.queries.own_view import during, stays_of
from huiyin.kernel import time
from huiyin.kernel.clocks.queries import ClockView, of_subject
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.gate import widest_scope
from huiyin.organisations.access.matrix import UNIT
from huiyin.tasks.queries import TaskRow, of_origin

from .actions.agreeing import ORIGIN, SUBJECT
from .models import OPEN, About, Agreement, Meeting, MeetingKind, Minutes, Participant, Status, Term, Word

PAGE = 50
WITH = ("organisation", "review__organisation", "review__handler", "review__case__handler", "case__organisation", "case__unit", "case__handler")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """What stands of one side's word. `who`: a concern's public id, empty for the other side; `word` None: nothing yet."""

    who: str
    first_words: str
    word: Word | None


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term, with the task that it became where an office promised it."""

    term: Term
    task: TaskRow | None

    @property
    def late(self) -> bool:
        return self.task is not None and self.task.clock is not None and self.task.clock.late


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The agreement as it stands. `window`: the people's time to ask the court to confirm it."""

    agreement: Agreement
    terms: tuple[TermLine, ...]
    signatures: tuple[Spoken, ...]
    window: ClockView | None

    @property
    def late(self) -> bool:
        return any(line.late for line in self.terms)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with everything that was said about it."""

    meeting: Meeting
    participants: tuple[Participant, ...]
    concerns: tuple[Concern, ...]
    taking_part: tuple[Spoken, ...]
    minutes: Minutes | None
    earlier: tuple[Minutes, ...]
    minutes_words: tuple[Spoken, ...]
    agreement: AgreementView | None
    notice_words: tuple[Spoken, ...]


def visible(actor: Actor, public_id: str) -> Meeting:
    """The meeting, for who may read the case or the review in which it is held. `Refused` else."""
    meeting = _found(Meeting.objects.filter(public_id=public_id)).first()
    if meeting is None or not _reads(actor, meeting):
        raise Refused
    return meeting


def holds(actor: Actor, meeting: Meeting) -> bool:
    """Whether this post may do something with it."""
    return may(actor, "review_draft", meeting.review) if meeting.review else may(actor, "mediate", meeting)


def of_case(actor: Actor, case: Case) -> tuple[Meeting, ...]:
    """For the card on the page of a case, the latest first."""
    return tuple(one for one in _found(Meeting.objects.filter(case=case)).order_by("-pk") if _reads(actor, one))


def of_person(concern: Concern, public_id: str = "") -> tuple[Meeting, ...]:
    """What concerns the person: meetings about their case, wherever it has been."""
    found = _found(Meeting.objects.filter(during(stays_of(concern), "invited_at"))).order_by("-pk")
    return tuple(found.filter(public_id=public_id) if public_id else found[:PAGE])


def page_of(meeting: Meeting) -> MeetingPage:
    """Whoever calls has asked who may see it."""
    concerns = tuple(meeting.case.concerns.order_by("pk"))
    words = list(meeting.spoken.select_related("concern"))
    versions = list(meeting.minutes.order_by("-number"))
    number = versions[0].number if versions else 0
    both = meeting.kind == MeetingKind.MEDIATION
    return MeetingPage(
        meeting=meeting,
        participants=tuple(meeting.participants.all()),
        concerns=concerns,
        taking_part=_spoken(concerns, words, About.TAKING_PART, 0, other=True) if both else (),
        minutes=versions[0] if versions else None,
        earlier=tuple(versions[1:]),
        minutes_words=_spoken(concerns, words, About.MINUTES, number, other=both),
        agreement=_agreement(meeting, concerns, words),
        notice_words=_spoken(concerns, words, About.PUBLIC_NOTICE, 0, other=False) if meeting.is_public else (),
    )


def of_office(actor: Actor, *, done: bool) -> tuple[Meeting, ...]:
    """The meetings that an office holds: the next first; those that are over, the latest first."""
    found = _listed(actor)
    statuses = [one for one in Status.values if one not in OPEN] if done else list(OPEN)
    rows = found.filter(status__in=statuses).order_by("-pk" if done else "meets_at")[:PAGE]
    return tuple(one for one in rows if _reads(actor, one))


def soon(actor: Actor) -> tuple[Meeting, ...]:
    """Those of the next seven days, and those whose day has passed and that nobody has ended."""
    [coming] = _coming(actor)
    rows = coming.filter(meets_at__lt=time.now() + dt.timedelta(days=7)).order_by("meets_at")[:PAGE]
    return tuple(one for one in rows if _reads(actor, one))


def there_on_day(actor: Actor) -> Count:
    """Whether there is anything for the day list."""
    return Count(_coming, (actor,))


def _coming(actor: Actor) -> list[QuerySet[Meeting]]:
    return [_listed(actor).filter(status__in=OPEN)]


def announced() -> tuple[Meeting, ...]:
    """Public hearings to come. Only what the people concerned have allowed; no word that leads to a case."""
    rows = Meeting.objects.filter(announced_at__isnull=False, status=Status.UNDER_WAY, meets_at__gte=time.now())
    return tuple(rows.select_related("organisation").order_by("meets_at")[:PAGE])


def _listed(actor: Actor) -> QuerySet[Meeting]:
    scope = widest_scope(actor, "mediate")
    if scope is None:
        return Meeting.objects.none()
    home = actor.organisation_id
    taken_over = Q(review=None, case__worked_by_id=home)
    found = _found(
        Meeting.objects.filter(taken_over | Q(organisation_id=home) & ~Q(review=None, case__worked_by__isnull=False))
    )
    found = found.exclude(case__exclusions__post_id__in=actor.post_ids | {actor.post_id})
    if scope != UNIT:
        return found
    return found.filter(
        taken_over & Q(case__handler__unit_id=actor.unit_id) | Q(case__worked_by=None, case__unit_id=actor.unit_id)
    )


def _reads(actor: Actor, meeting: Meeting) -> bool:
    if may(actor, "read", meeting.case):
        return True
    return meeting.review is not None and may(actor, "review_read", meeting.review)


def _found(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.select_related(*WITH).prefetch_related("case__exclusions")


def _spoken(
    concerns: Iterable[Concern], words: Iterable[Word], about: About, number: int, *, other: bool
) -> tuple[Spoken, ...]:
    latest = {
        word.concern.public_id if word.concern else "": word
        for word in words
        if word.about == about and word.number == number
    }
    sides = [Spoken(one.public_id, one.text[:40], latest.get(one.public_id)) for one in concerns]
    if other:
        sides.append(Spoken("", "", latest.get("")))
    return tuple(sides)


def _agreement(meeting: Meeting, concerns: Iterable[Concern], words: Iterable[Word]) -> AgreementView | None:
    agreement = Agreement.objects.filter(meeting=meeting).first()
    if agreement is None:
        return None
    tasks = {row.task.text: row for row in of_origin(ORIGIN, agreement.public_id)}
    terms = agreement.terms.filter(version=agreement.number)
    lines = tuple(TermLine(term, tasks.get(term.text) if term.by == Term.By.OFFICE else None) for term in terms)
    windows = of_subject(SUBJECT, agreement.public_id)
    signatures = _spoken(concerns, words, About.AGREEMENT, agreement.number, other=True)
    return AgreementView(agreement, lines, signatures, windows[0] if windows else None)
