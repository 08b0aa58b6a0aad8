"""The verbs of a supervision: opened, declined, answered in writing, followed up, closed. The case moves, never the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case
from huiyin.kernel import store, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks import queries as clock_queries
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.ledger import Committed
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office
from huiyin.supervision import rules
from huiyin.supervision.models import Measure, Supervision
from huiyin.supervision.models.supervision import Adopted, MeasureKind, Origin, Status, Trigger

from . import parts


@dataclass(frozen=True, slots=True)
class Order:
    """What a supervisor orders. `wrong`: facts of how the case was handled; `decided_by`: the joint conference where it decides."""

    kind: str
    wrong: str
    demanded: str
    due_on: dt.date | None
    decided_by: str = ""


def open_supervision(*, actor: Actor, case_id: int, version: int, trigger: str, order: Order) -> Supervision:
    """Supervise a case below (条例 40). Its office must answer in writing by the day, and the person is told of it.

    `Conflict` where the same office has one open already. The dates of the superior that a missed date had started are met.
    """
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "supervise", case)
        office = own_office(actor)
        if Supervision.objects.filter(case=case, organisation=office, status__in=parts.OPEN).exists():
            raise Conflict(_("Your office supervises this case already."), _("Go on where it stands."))
        supervision = Supervision.objects.create(
            case=case,
            organisation=office,
            origin=Origin.OWN,
            trigger=_trigger(trigger),
            status=Status.WAITING,
            raised_at=at,
        )
        _order(Doing.by_staff(case, "supervision.open", actor, at), supervision, actor, order, [])
    return supervision


def take_up(*, actor: Actor, public_id: str, version: int, trigger: str, order: Order) -> Supervision:
    """Supervise what the person asked for, or what a rule proposed."""
    at = time.now()
    with store.write():
        supervision, case = parts.locked_supervision(public_id, version)
        parts.require_supervisor(actor, supervision)
        parts.expect(supervision, Status.WAITING)
        supervision.trigger = _trigger(trigger)
        doing = Doing.by_staff(case, "supervision.open", actor, at)
        _order(doing, supervision, actor, order, _ended(supervision, at, "supervision.open", parts.LOOK))
    return supervision


def decline(*, actor: Actor, public_id: str, version: int, reason: str) -> Supervision:
    """Say why it is not supervised. A person who asked reads the reason; they can ask again."""
    at = time.now()
    with store.write():
        supervision, case = parts.locked_supervision(public_id, version)
        parts.require_supervisor(actor, supervision)
        parts.expect(supervision, Status.WAITING)
        supervision.declined_why = parts.need_words(reason, "reason")
        supervision.closed_at, supervision.closed_by = at, actor.reference
        parts.save(supervision, Status.DECLINED)
        doing = Doing.by_staff(case, "supervision.decline", actor, at)
        asked = supervision.person_asked_at is not None
        line = Line(public=asked, data={"from": supervision.organisation.name})
        note_only(doing, line=line, rows=[supervision, *_ended(supervision, at, doing.verb, parts.LOOK)])
    return supervision


def answer(*, actor: Actor, public_id: str, version: int, adopted: str, text: str) -> Supervision:
    """The office answers in writing whether it adopts what was proposed, and what it does (条例 40)."""
    at = time.now()
    with store.write():
        supervision, case = parts.locked_supervision(public_id, version)
        require(actor, "answer_supervision", case)
        parts.expect(supervision, Status.ASKED)
        if adopted not in Adopted.values:
            raise BadInput("adopted", _("Choose whether it is adopted."), _("Article 40 asks for it in writing."))
        measure = supervision.measures.get(answered_at=None, not_enough="")
        measure.adopted, measure.answer = adopted, parts.need_words(text, "text")
        measure.answered_at, measure.answered_by, measure.answered_title = at, actor.reference, actor.post_title
        measure.save()
        doing = Doing.by_staff(case, "supervision.answer", actor, at)
        ended = _ended(supervision, at, doing.verb, parts.ANSWER)
        parts.save(supervision, Status.ANSWERED)
        clock = _start(supervision, case, parts.JUDGE, at, rules.JUDGE_DAYS)
        line = Line(data={"from": case.organisation.name})
        note_only(doing, line=line, rows=[supervision, measure, *ended, clock])
        parts.tell(doing, [clock.owner], _("A supervision was answered"))
    return supervision


def follow_up(*, actor: Actor, public_id: str, version: int, not_enough: str, order: Order) -> Supervision:
    """The answer is not enough, its day passed without one, or what it promised must be seen: a further order, by a new day."""
    at = time.now()
    with store.write():
        supervision, case = parts.locked_supervision(public_id, version)
        parts.require_supervisor(actor, supervision)
        if not may_follow_up(supervision):
            parts.expect(supervision, Status.ANSWERED)
        last = supervision.measures.last()
        if last is None:
            raise Refused
        last.not_enough = parts.need_words(not_enough, "not_enough")
        last.save(update_fields=["not_enough"])
        doing = Doing.by_staff(case, "supervision.again", actor, at)
        rows = [last, *_ended(supervision, at, doing.verb, parts.JUDGE)]
        _order(doing, supervision, actor, order, rows)
    return supervision


def close(*, actor: Actor, public_id: str, version: int, outcome: str) -> Supervision:
    """It is enough. The person reads what came of it. Not while a date of the office is still late: then somebody must go on."""
    at = time.now()
    with store.write():
        supervision, case = parts.locked_supervision(public_id, version)
        parts.require_supervisor(actor, supervision)
        parts.expect(supervision, Status.ANSWERED)
        if parts.still_late(case):
            raise Conflict(
                _("A date of this case is still late, so the supervision goes on."),
                _("Order something by a new day, or take the case over."),
            )
        supervision.outcome = parts.need_words(outcome, "outcome")
        supervision.closed_at, supervision.closed_by = at, actor.reference
        parts.save(supervision, Status.CLOSED)
        doing = Doing.by_staff(case, "supervision.close", actor, at)
        line = Line(data={"from": supervision.organisation.name})
        note_only(doing, line=line, rows=[supervision, *_ended(supervision, at, doing.verb, parts.JUDGE)])
        parts.tell(doing, [parts.answers_for(case)], _("A supervision is closed"))
    return supervision


def may_follow_up(supervision: Supervision) -> bool:
    """Once it is answered, or its day has passed."""
    if supervision.status == Status.ASKED:
        owed = clock_queries.open_rows(*parts.dates_of(supervision), names=[parts.ANSWER])
        return any(clock.missed_at is not None for clock in owed)
    return supervision.status == Status.ANSWERED


def _order(doing: Doing, supervision: Supervision, actor: Actor, order: Order, rows: Sequence[Committed]) -> None:
    """Write down what is ordered, give it its day, tell the office and the person."""
    case, office = doing.case, supervision.organisation
    measure = Measure.objects.create(
        supervision=supervision,
        kind=_kind(order.kind),
        article=rules.ARTICLES[order.kind],
        wrong=parts.need_words(order.wrong, "wrong"),
        demanded=parts.need_words(order.demanded, "demanded"),
        decided_by=_decided_by(order),
        due_on=parts.need_day(order.due_on, doing.at, office),
        at=doing.at,
        by=actor.reference,
        by_title=actor.post_title,
    )
    parts.save(supervision, Status.ASKED)
    title, owner = parts.TITLES[parts.ANSWER], parts.answers_for(case)
    clock = parts.start_until(parts.dates_of(supervision), parts.ANSWER, title, owner, office, doing.at, measure.due_on)
    seen_to = _superiors_dates(doing, office)
    line = Line(data={"from": office.name, "kind": measure.kind})
    note_only(doing, line=line, rows=[supervision, measure, clock, *rows, *seen_to])
    told = [clock.owner, *(post.reference for post in (case.leader, case.handler) if post is not None)]
    parts.tell(doing, told, _("A superior supervises a case of yours"))


def _superiors_dates(doing: Doing, office: Organisation) -> list[Clock]:
    """What a missed date had put on the superior's own list: it sees to it now."""
    waiting = [
        clock
        for clock in clock_queries.open_rows("case", doing.case.public_id)
        if clock.waits_on == "superior" and clock.status == "running"
    ]
    own = {f"post:{name}" for name in office.units.values_list("posts__public_id", flat=True) if name}
    return [clocks.meet(clock, at=doing.at, because=doing.verb) for clock in waiting if clock.owner in own]


def _ended(supervision: Supervision, at: dt.datetime, because: str, met: str) -> list[Clock]:
    return parts.end(parts.dates_of(supervision), at, because, met=[met])


def _start(supervision: Supervision, case: Case, name: str, at: dt.datetime, length: int) -> Clock:
    owner = parts.supervisor_of(supervision, case)
    title, office = parts.TITLES[name], supervision.organisation
    return parts.start(parts.dates_of(supervision), name, title, owner, office, at, length=length)


def _trigger(trigger: str) -> str:
    if trigger not in Trigger.values:
        raise BadInput("trigger", _("Choose what it is supervised for (art. 40)."), "")
    return trigger


def _kind(kind: str) -> str:
    if kind not in MeasureKind.values:
        raise BadInput("kind", _("Choose what is ordered."), "")
    return kind


def _decided_by(order: Order) -> str:
    if order.kind in rules.BY_CONFERENCE and len(order.decided_by.strip()) < 2:
        raise BadInput(
            "decided_by",
            _("Name the joint conference that decided it (art. 39)."),
            _("Without it, urge or propose an improvement (art. 40)."),
        )
    return order.decided_by.strip()
