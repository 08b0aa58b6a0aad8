"""Who answers for how a case was handled (条例 42-46): put to the office or the post, heard, decided, carried out.

It is about offices and posts alone. Nothing of it stands on the petitioner's page but that the office was told to mend it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.kernel import store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.ledger import Committed
from huiyin.organisations.access import Actor, Place, may
from huiyin.organisations.models import Organisation, Post
from huiyin.supervision import rules
from huiyin.supervision.models import Accountability
from huiyin.supervision.models.accountability import Consequence, Standing

from . import parts

SUBJECT = "accountability"
HEARD, DECIDE, CARRY = "heard", "decide", "carry"
TITLES = {
    HEARD: _("Say what you have to say to it"),
    DECIDE: _("Decide on the record"),
    CARRY: _("Carry out what was decided, and report it"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what, and why. `objection_answer`: where the office or the post does not accept it."""

    consequence: str
    decided_by: str
    reasons: str
    ordered: str
    due_on: dt.date | None
    objection_answer: str = ""


def hold_to_account(
    *, actor: Actor, supervision_id: str, version: int, post: str, ground: str, facts: str
) -> Accountability:
    """Open a record about the office of a supervised case, or a post of it. It is heard before anything is decided."""
    at = time.now()
    with store.write():
        supervision, case = parts.locked_supervision(supervision_id, version)
        parts.require_supervisor(actor, supervision)
        if ground not in rules.GROUNDS:
            raise BadInput("ground", _("Choose the ground (art. 42 to 46)."), "")
        named = _named(case.organisation, post)
        record = Accountability.objects.create(
            case=case, supervision=supervision, organisation=case.organisation, post=named, ground=ground,
            facts=parts.need_words(facts, "facts"), standing=Standing.HEARING, opened_at=at, opened_by=actor.reference,
            opened_title=actor.post_title,
        )  # fmt: skip
        parts.save(supervision)
        doing = Doing.by_staff(case, "accountability.open", actor, at)
        owner = _answers(record, parts.answers_for(case))
        clock = _start(record, HEARD, owner, at)
        _note(doing, record, [supervision, clock])
        parts.tell(doing, [owner], _("A record about how a case was handled: you are heard"))
    return record


def be_heard(*, actor: Actor, public_id: str, version: int, text: str, objects: bool) -> Accountability:
    """The office or the post says what it has to say, and whether it accepts it."""
    at = time.now()
    with store.write():
        record, doing = _locked(public_id, version, actor, "accountability.heard", at)
        if not may_be_heard(actor, record):
            raise Refused
        _expect(record, Standing.HEARING)
        if record.heard_at is not None:
            raise Conflict(_("It has been said already."), _("Look at what stands there."))
        record.heard, record.objected = parts.need_words(text, "text"), objects
        record.heard_at, record.heard_by = at, actor.reference
        _save(record)
        owner = parts.supervisor_of(record.supervision, record.case)
        _note(doing, record, [*_end(record, at, HEARD), _start(record, DECIDE, owner, at)])
        parts.tell(doing, [owner], _("The office or the post has been heard"))
    return record


def decide(*, actor: Actor, public_id: str, version: int, decision: Decision) -> Accountability:
    """Write down what the competent body decided. Not before the hearing, or before its day has passed without a word."""
    at = time.now()
    with store.write():
        record, doing = _locked(public_id, version, actor, "accountability.decide", at)
        parts.require_supervisor(actor, record.supervision)
        _expect(record, Standing.HEARING)
        _require_heard(record)
        if decision.consequence not in Consequence.values:
            raise BadInput("consequence", _("Choose what follows (art. 43 to 46)."), "")
        if record.objected:
            record.objection_answer = parts.need_words(decision.objection_answer, "objection_answer")
        record.consequence = decision.consequence
        record.decided_by = parts.need_words(decision.decided_by, "decided_by")
        record.reasons = parts.need_words(decision.reasons, "reasons")
        record.ordered = parts.need_words(decision.ordered, "ordered")
        record.due_on = parts.need_day(decision.due_on, at, record.organisation)
        record.decided_at, record.standing = at, Standing.ORDERED
        _save(record)
        ended = _end(record, at, DECIDE)
        owner = parts.answers_for(record.case)
        subject = (SUBJECT, record.public_id)
        clock = parts.start_until(subject, CARRY, TITLES[CARRY], owner, record.organisation, at, record.due_on)
        _note(doing, record, [*ended, clock])
        told = [owner, *([record.post.reference] if record.post else [])]
        parts.tell(doing, told, _("A record about how a case was handled is decided"))
    return record


def carried_out(*, actor: Actor, public_id: str, version: int, text: str) -> Accountability:
    """What was decided is done; the supervisor writes down how that is known."""
    at = time.now()
    with store.write():
        record, doing = _locked(public_id, version, actor, "accountability.done", at)
        parts.require_supervisor(actor, record.supervision)
        _expect(record, Standing.ORDERED)
        record.carried_out, record.carried_out_at = parts.need_words(text, "text"), at
        record.standing = Standing.DONE
        _save(record)
        _note(doing, record, _end(record, at, CARRY))
    return record


def drop(*, actor: Actor, public_id: str, version: int, reason: str) -> Accountability:
    """It does not stand: with the reason, which the office and the post read."""
    at = time.now()
    with store.write():
        record, doing = _locked(public_id, version, actor, "accountability.drop", at)
        parts.require_supervisor(actor, record.supervision)
        _expect(record, Standing.HEARING)
        record.dropped_why, record.standing = parts.need_words(reason, "reason"), Standing.DROPPED
        _save(record)
        _note(doing, record, _end(record, at, DECIDE))
        told = [_answers(record, parts.answers_for(record.case))]
        parts.tell(doing, told, _("A record about how a case was handled was dropped"))
    return record


def may_be_heard(actor: Actor, record: Accountability) -> bool:
    """The post itself; for an office, its head or a leader of it. Never who must not know of the case."""
    if any(record.case.excludes(post) for post in actor.post_ids | {actor.post_id}):
        return False
    if record.post is not None:
        place = Place(record.organisation_id, record.organisation.path, actor.unit_id)
        return actor.post_id == record.post.pk and may(actor, "read_accountability", place)
    return may(actor, "answer_supervision", record.case)


def _locked(public_id: str, version: int, actor: Actor, verb: str, at: dt.datetime) -> tuple[Accountability, Doing]:
    store.require_write()
    case_id = Accountability.objects.filter(public_id=public_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Refused
    case = locked(case_id)
    related = ("organisation__head_post", "post", "supervision__organisation__head_post")
    record = Accountability.objects.select_related(*related).get(public_id=public_id)
    record.case = record.supervision.case = case
    if record.version != version:
        raise Conflict(
            _("Somebody else has worked on this record since you opened the page."),
            _("Look at what stands there now; what you typed is still here."),
        )
    return record, Doing.by_staff(case, verb, actor, at)


def _require_heard(record: Accountability) -> None:
    """Heard, or the day for it has passed."""
    if record.heard_at is not None:
        return
    clock = Clock.objects.filter(subject_kind=SUBJECT, subject_id=record.public_id, name=HEARD).first()
    if clock is None or clock.missed_at is None:
        raise Conflict(
            _("The office or the post has not been heard yet."), _("Wait for its answer, or until its day has passed.")
        )


def _note(doing: Doing, record: Accountability, rows: list[Committed] | list[Clock]) -> None:
    """Timeline and ledger; the line is for staff alone."""
    note_only(doing, line=Line(public=False), rows=[record, *rows])


def _start(record: Accountability, name: str, owner: str, at: dt.datetime) -> Clock:
    days = rules.HEARING_DAYS if name == HEARD else rules.JUDGE_DAYS
    return parts.start((SUBJECT, record.public_id), name, TITLES[name], owner, record.organisation, at, length=days)


def _end(record: Accountability, at: dt.datetime, met: str) -> list[Clock]:
    return parts.end((SUBJECT, record.public_id), at, "accountability", met=[met])


def _answers(record: Accountability, office: str) -> str:
    return record.post.reference if record.post is not None else office


def _named(office: Organisation, public_id: str) -> Post | None:
    """A post of that office; none: the office itself."""
    if not public_id:
        return None
    post = Post.objects.filter(public_id=public_id, unit__organisation=office).first()
    if post is None:
        raise BadInput("post", _("Choose a post of that office, or the office itself."), "")
    return post


def _expect(record: Accountability, standing: str) -> None:
    if record.standing != standing:
        raise Conflict(_("This can't be done at this point of the record."), _("Look at where it stands now."))


def _save(record: Accountability) -> None:
    record.version += 1
    record.save()
