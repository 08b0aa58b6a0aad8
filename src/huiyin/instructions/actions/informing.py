"""A hard case goes up to a leader, further up, and the answer comes back to who asked and, where it concerns them, to the person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices as case_notices
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, note_only
from huiyin.cases.actions.procedure import locked as locked_case
from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.instructions import rules
from huiyin.instructions.models import HardCase, HardStatus, Hop, HopStatus
from huiyin.instructions.responsible import asked_of, next_above
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, may, require
from huiyin.organisations.models import Post

from . import notices, story

SUBJECT = "hard-case"
WORDS = {
    "hop": (_("Answer the hard case"), _("put before the leader")),
    "take": (_("Say what follows from the answer"), _("answered")),
}
LATEST_DISCUSSION = 30  # days


@dataclass(frozen=True, slots=True)
class Answer:
    """What a leader says. `decides`: it binds the office; `to_person`: what the person reads of it, empty where it does not concern them."""

    text: str
    decides: bool = False
    to_person: str = ""


def report_up(*, actor: Actor, case_id: int, to: str, tried: str, asks: str) -> HardCase:
    """Put a hard case before a leader: what was tried, what is asked for. One report of a case at a time."""
    at = time.now()
    story.about_the_matter("asks", asks)
    with store.write():
        case = locked_case(case_id)
        require(actor, "hard_case_report", case)
        if case.kind == Kind.MISCONDUCT:
            raise Refused
        if HardCase.objects.filter(case=case).exclude(status=HardStatus.CLOSED).exists():
            raise Conflict(_("This case is with a leader already."), _("Its page shows with whom, and until when."))
        asker = Post.objects.select_related("unit").get(pk=actor.post_id)
        leader = _chosen(asked_of(case, asker), to)
        hard = HardCase.objects.create(
            case=case, organisation=case.office, asked_by=asker, asked_title=asker.title, asked_at=at,
            tried=story.said("tried", tried), asks=story.said("asks", asks),
        )  # fmt: skip
        rows = send(hard, leader, (actor.reference, actor.post_title), at)
        data = {"to": leader.title, "unit": leader.title}
        _record(hard, "hard_up", actor, at, rows=[hard, *rows], line=Line(data=data))
    return hard


def answer(*, actor: Actor, hop_id: str, version: int, answer: Answer) -> HardCase:
    """Answer or decide. It goes back to who asked, and to the person where it concerns them."""
    at = time.now()
    story.about_the_matter("text", answer.text, answer.to_person)
    with store.write():
        hop = _waiting(actor, hop_id, version)
        hard = hop.hard_case
        hop.answer, hop.to_person = story.said("text", answer.text), answer.to_person.strip()
        hop.kind, hop.status, hop.answered_at = "decision" if answer.decides else "answer", HopStatus.ANSWERED, at
        hop.save()
        hard.status = HardStatus.ANSWERED
        save(hard)
        rows: list[ledger.Committed] = [hard, hop, *_meet(hard, "hop", at, "answer")]
        rows.append(_start(hard, "take", hard.asked_by.reference, at))
        for post in (hard.asked_by, *(one.to for one in hard.hops.select_related("to") if one.pk != hop.pk)):
            notices.tell(hard, "hard_answered", post, actor=actor.reference, at=at)
        _record(hard, "hard_answered", actor, at, rows=rows, line=Line(note=hop.answer, public=False))
        if hop.to_person:
            _tell_person(hard.case, hop.to_person, actor, at)
    return hard


def pass_further(*, actor: Actor, hop_id: str, version: int, to: str, why: str) -> HardCase:
    """It is beyond me: the next leader, with the reason. A new hop with a date of its own."""
    at = time.now()
    with store.write():
        hop = _waiting(actor, hop_id, version)
        hard = hop.hard_case
        reason = story.said("why", why)
        asked = set(hard.hops.values_list("to_id", flat=True))
        leader = _chosen([post for post in asked_of(hard.case, hard.asked_by) if post.pk not in asked], to)
        hop.status, hop.answered_at, hop.answer = HopStatus.PASSED, at, reason
        hop.save()
        save(hard)
        rows: list[ledger.Committed] = [hard, hop, *_meet(hard, "hop", at, "pass")]
        rows += send(hard, leader, (actor.reference, actor.post_title), at, why=reason)
        notices.tell(hard, "hard_passed", hard.asked_by, actor=actor.reference, at=at)
        data = {"to": leader.title, "unit": leader.title}
        _record(hard, "hard_passed", actor, at, rows=rows, line=Line(data=data))
    return hard


def call_discussion(*, actor: Actor, hop_id: str, version: int, on: dt.date, who: str) -> HardCase:
    """Call those together who are needed; the answer is owed on that day."""
    at = time.now()
    with store.write():
        hop = _waiting(actor, hop_id, version)
        hard = hop.hard_case
        today = at.astimezone(time.zone_of(hard.organisation.zone)).date()
        length = (on - today).days
        if not 0 <= length <= LATEST_DISCUSSION or hop.discuss_on is not None:
            raise BadInput(
                "on", _("Give a day within the next 30 days; a discussion is called once."), _("Then answer.")
            )
        hop.discuss_on, hop.discuss_with = on, story.said("who", who)
        hop.save()
        save(hard)
        rows: list[ledger.Committed] = [hard, hop, *_meet(hard, "hop", at, "discuss")]
        rows.append(_start(hard, "hop", hop.to.reference, at, track=hop.public_id, length=length))
        notices.tell(hard, "hard_discuss", hard.asked_by, actor=actor.reference, at=at)
        _record(hard, "hard_discuss", actor, at, rows=rows, line=Line(note=hop.discuss_with, public=False))
    return hard


def take(*, actor: Actor, hard_id: str, version: int, follows: str) -> HardCase:
    """Who asked says what follows from the answer; the leader reads it."""
    at = time.now()
    with store.write():
        hard = locked(hard_id, version)
        if not takes(actor, hard):
            raise Refused
        if hard.status != HardStatus.ANSWERED:
            raise Conflict(_("This can't be done at this point."), _("Load the page again."))
        hard.follows, hard.status, hard.closed_at = story.said("follows", follows), HardStatus.CLOSED, at
        save(hard)
        rows: list[ledger.Committed] = [hard, *_meet(hard, "take", at, "take")]
        last = hard.hops.select_related("to").filter(status=HopStatus.ANSWERED).last()
        notices.tell(hard, "hard_closed", last.to if last else None, actor=actor.reference, at=at)
        _record(hard, "hard_closed", actor, at, rows=rows, line=Line(note=hard.follows, public=False))
    return hard


def send_on(hard: HardCase, hop: Hop, clock: Clock, at: dt.datetime) -> Post | None:
    """Part of the sweep: nobody answered in time, so the next superior is asked. None: nobody is left above."""
    leader = next_above(hard, hop.to)
    by = ("system:clock", "")
    rows: list[ledger.Committed] = [hard, hop]
    if leader is not None:
        hop.status = HopStatus.UNANSWERED
        hop.save()
        save(hard)
        rows.append(clocks.stop(clock, at=at, because="instructions.unanswered"))
        rows += send(hard, leader, by, at)
    for post in (hard.asked_by, hop.to):
        notices.tell(hard, "hard_unanswered", post, actor=by[0], at=at)
    data = {"to": leader.title, "unit": leader.title} if leader else {}
    doing = Doing(hard.case, "hard_unanswered", by[0], by[1], at)
    note_only(doing, line=Line(data=data), rows=rows)
    return leader


def takes(actor: Actor, hard: HardCase) -> bool:
    """Who asked, or who now works on that case in the same office."""
    return may(actor, "hard_case_report", hard) and (
        hard.asked_by_id == actor.post_id or may(actor, "hard_case_report", hard.case)
    )


def answers(actor: Actor, hop: Hop) -> bool:
    """The leader before whom it was put, and nobody else."""
    return hop.status == HopStatus.WAITING and hop.to_id == actor.post_id and may(actor, "hard_case_answer", hop)


def locked(hard_id: str, version: int | None = None) -> HardCase:
    store.require_write()
    found = HardCase.objects.select_for_update(of=("self",)).select_related("organisation", "asked_by__unit")
    hard = found.filter(public_id=hard_id).first()
    if hard is None:
        raise Refused
    if version is not None and version != hard.version:
        raise Conflict(
            _("Somebody else has worked on this since you opened the page."),
            _("Look at what changed; what you typed is still on the page."),
        )
    hard.case = locked_case(hard.case_id)
    return hard


def _waiting(actor: Actor, hop_id: str, version: int) -> Hop:
    hop = Hop.objects.select_related("to__unit__organisation").filter(public_id=hop_id).first()
    if hop is None:
        raise Refused
    hop.hard_case = locked(hop.hard_case.public_id, version)
    hop.refresh_from_db(fields=["status", "discuss_on"])
    if hop.to_id != actor.post_id or not may(actor, "hard_case_answer", hop):
        raise Refused
    if hop.status != HopStatus.WAITING:
        raise Conflict(_("This can't be done at this point."), _("Load the page again."))
    return hop


def _chosen(posts: list[Post], wanted: str) -> Post:
    found = next((post for post in posts if post.public_id == wanted), None)
    if found is None:
        raise BadInput(
            "to", _("Choose before whom it is put."), _("The list shows the leaders of your office and above.")
        )
    return found


def send(hard: HardCase, leader: Post, by: tuple[str, str], at: dt.datetime, why: str = "") -> list[ledger.Committed]:
    hop = Hop.objects.create(hard_case=hard, to=leader, sent_by=by[0], sent_title=by[1], sent_at=at, why=why)
    notices.tell(hard, "hard", leader, actor=by[0], at=at)
    return [hop, _start(hard, "hop", leader.reference, at, track=hop.public_id)]


def _start(
    hard: HardCase, name: str, owner: str, at: dt.datetime, *, track: str = "", length: int | None = None
) -> Clock:
    return story.start_own(
        subject=(SUBJECT, hard.public_id),
        name=name,
        track=track,
        words=WORDS[name],
        owner=owner,
        office=hard.organisation,
        at=at,
        length=rules.number(name, hard.organisation.clock_numbers) if length is None else length,
    )


def _meet(hard: HardCase, name: str, at: dt.datetime, because: str) -> list[Clock]:
    rows = clocks.queries.open_rows(SUBJECT, hard.public_id, names=[name])
    return [clocks.meet(clock, at=at, because=f"instructions.{because}") for clock in rows]


def _tell_person(case: Case, text: str, actor: Actor, at: dt.datetime) -> None:
    """The leader's answer reaches the person as the leader wrote it for them."""
    doing = Doing.by_staff(case, "hard_told", actor, at)
    note_only(doing, line=Line(note=text))
    case_notices.to_petitioner(doing, in_every_language(_("A leader has answered on your matter")))


def save(hard: HardCase) -> None:
    hard.version += 1
    hard.save()


def _record(
    hard: HardCase, verb: str, actor: Actor, at: dt.datetime, *, rows: list[ledger.Committed], line: Line
) -> None:
    note_only(Doing.by_staff(hard.case, verb, actor, at), line=line, rows=rows)


def note_late(hard: HardCase, clock: Clock, by: tuple[str, str], at: dt.datetime) -> None:
    """Part of the sweep: who asked has not said what follows from the answer."""
    note_only(Doing(hard.case, "hard_take_late", by[0], by[1], at), line=Line(public=False), rows=[hard, clock])
