"""A hearing (听证): announced, held, with an opinion of its members. While a claim is handled it may be held where the matter is
major, complex or hard (条例 31(6)); its time counts. In the second review its time is not counted (条例 36¶2).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import Part, write_letter
from huiyin.cases.actions.procedure import Doing, Line, advance, locked, note_only
from huiyin.cases.actions.reviewing import expect as expect_review
from huiyin.cases.actions.reviewing import locked_review
from huiyin.cases.actions.reviewing import save as save_review
from huiyin.cases.models import Case, Concern, Letter, Review
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.review import Level, ReviewStatus
from huiyin.kernel import store, time, vault
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.mediation.models import OPEN, About, Meeting, MeetingKind, Role, Side, Status, Word
from huiyin.mediation.rules import everybody_agrees
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation
from huiyin.procedures.engine import NotPossible

from . import parts
from .inviting import READS, one_of, to_come, when_and_where, when_where
from .parts import Guest


@dataclass(frozen=True, slots=True)
class Hearing:
    """`why`: what makes the matter major, complex or hard. `notice`: what the public page says, without anybody's name."""

    subject: str
    why: str
    place: str
    meets_at: dt.datetime
    guests: tuple[Guest, ...] = ()
    is_public: bool = False
    notice: str = ""


def announce(*, actor: Actor, case_id: int, version: int, hearing: Hearing) -> Meeting:
    """A hearing while the claim is handled. The time for the answer goes on running."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "mediate", case)
        if case.kind != Kind.CLAIM or case.bucket != Bucket.OPEN:
            raise NotPossible(_("A hearing belongs to a claim that is being handled (art. 31)."))
        doing = Doing.by_staff(case, "mediation.hearing", actor, at)
        meeting = _new(doing, hearing, case.organisation, None)
        note_only(doing, line=_line(meeting), rows=[meeting, *meeting.participants.all(), _letter(meeting, doing)])
        parts.tell_people(doing, _("You are invited to a hearing"))
    return meeting


def announce_in_review(*, actor: Actor, review_id: str, version: int, hearing: Hearing) -> Meeting:
    """A hearing in the second review: from now until it is over the thirty days stand still (条例 36¶2)."""
    at = time.now()
    with store.write():
        review, case = locked_review(review_id, version, actor, "review_draft")
        if review.level != Level.SECOND:
            raise NotPossible(_("Only the second review has a hearing of its own (art. 36)."))
        expect_review(review, ReviewStatus.BEGUN)
        save_review(review)
        doing = Doing.by_staff(case, "start_hearing", actor, at)
        meeting = _new(doing, hearing, review.organisation, review)
        rows = [review, meeting, *meeting.participants.all(), _letter(meeting, doing)]
        advance(doing, given={"hearing_notice"}, line=_line(meeting), rows=rows, only=review.pack)
    return meeting


def close(*, actor: Actor, meeting_id: str, version: int, opinion: str) -> Meeting:
    """It is over: the minutes are there, and the members' opinion. In the second review the thirty days run on."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        _expect_hearing(meeting)
        if not meeting.minutes.exists():
            raise Conflict(_("The minutes are not written yet."), _("Write them first; the person reads them."))
        opinion = parts.need(opinion, "result", _("Say what the members came to."))
        parts.end(meeting, Status.HELD, at, opinion)
        _over(meeting, case, actor, at, "mediation.hearing_ends", opinion)
    return meeting


def call_off(*, actor: Actor, meeting_id: str, version: int, why: str) -> Meeting:
    """It does not take place. What stood still runs on."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        _expect_hearing(meeting)
        why = parts.need(why, "result", READS)
        meeting.announced_at = None
        parts.end(meeting, Status.WITHDRAWN, at, why)
        _over(meeting, case, actor, at, "mediation.call_off", why)
        parts.tell_people(
            doing=Doing.by_staff(case, "mediation.call_off", actor, at), title=_("A hearing is called off")
        )
    return meeting


def allow_notice(*, concern: Concern, meeting_id: str, yes: bool) -> Meeting:
    """The person's own word whether the hearing may stand on the public page. Without it, it does not."""
    at = time.now()
    with store.write():
        meeting, case = parts.of_person(meeting_id, concern)
        doing = Doing.by_petitioner(case, "mediation.notice_word", at, concern.public_id)
        _allowed(meeting, doing, concern, yes, Word.How.PAGE)
    return meeting


def take_down_notice_word(*, actor: Actor, meeting_id: str, version: int, yes: bool, concern: str = "") -> Meeting:
    """The same from a signed slip."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        whose = one_of(case, concern)
        doing = Doing.by_staff(case, "mediation.notice_word", actor, at).about(whose.public_id)
        _allowed(meeting, doing, whose, yes, Word.How.SLIP)
    return meeting


def _allowed(meeting: Meeting, doing: Doing, concern: Concern, yes: bool, how: str) -> None:
    _expect_hearing(meeting)
    if not meeting.is_public:
        raise Conflict(_("This hearing is not public."), "")
    answer = Word.Answer.YES if yes else Word.Answer.NO
    word = parts.speak(
        meeting, doing, about=About.PUBLIC_NOTICE, side=Side.PERSON, concern=concern, answer=answer, how=how
    )
    people = [one.public_id for one in parts.people_of(doing.case)]
    said = parts.latest(meeting, About.PUBLIC_NOTICE)
    meeting.announced_at = doing.at if everybody_agrees(said, people, other=False) else None
    parts.save(meeting)
    note_only(doing, line=Line(data={"answer": answer}), rows=[meeting, word])


def _new(doing: Doing, hearing: Hearing, office: Organisation, review: Review | None) -> Meeting:
    if Meeting.objects.filter(case=doing.case, kind=MeetingKind.HEARING, status__in=OPEN).exists():
        raise Conflict(_("A hearing is announced already."), _("Open it on the page of the case."))
    if not any(guest.role == Role.CHAIR for guest in hearing.guests):
        raise BadInput("guests", _("Name who chairs it."), _("And the members; the person reads who decides."))
    notice = hearing.notice.strip()
    if hearing.is_public:
        parts.need(notice, "notice", _("Say what the public page shows: the matter, without anybody's name."))
        if vault.looks_like_personal_number(notice):
            raise BadInput("notice", _("There is somebody's number in it."), _("The public page names nobody."))
    meeting = Meeting.objects.create(
        case=doing.case,
        review=review,
        organisation=office,
        kind=MeetingKind.HEARING,
        status=Status.UNDER_WAY,
        subject=parts.need(hearing.subject, "subject", READS),
        within=parts.need(hearing.why, "within", READS),
        place=parts.need(hearing.place, "place", READS),
        meets_at=to_come(hearing.meets_at, doing.at),
        is_public=hearing.is_public,
        notice=notice if hearing.is_public else "",
        invited_at=doing.at,
        invited_by=doing.actor,
        invited_title=doing.title,
    )
    parts.seat(meeting, hearing.guests)
    return meeting


def _letter(meeting: Meeting, doing: Doing) -> Letter:
    texts = [
        Part("subject", meeting.subject),
        Part("why_hearing", meeting.within),
        *when_where(meeting),
        Part("who_comes", parts.by_role(list(meeting.participants.all()))),
    ]
    return write_letter(doing, "hearing_notice", texts, office=meeting.organisation)


def _over(meeting: Meeting, case: Case, actor: Actor, at: dt.datetime, verb: str, text: str) -> None:
    line = Line(note=text)
    if meeting.review is None:
        note_only(Doing.by_staff(case, verb, actor, at), line=line, rows=[meeting])
        return
    save_review(meeting.review)
    doing = Doing.by_staff(case, "hearing_ends", actor, at)
    rows = [meeting, meeting.review]
    advance(doing, given={"hearing_minutes"}, line=line, rows=rows, only=meeting.review.pack)


def _expect_hearing(meeting: Meeting) -> None:
    parts.expect(meeting, *OPEN)
    if meeting.kind != MeetingKind.HEARING:
        raise Conflict(_("This is no hearing."), "")


def _line(meeting: Meeting) -> Line:
    return Line(note=meeting.subject, data=when_and_where(meeting))
