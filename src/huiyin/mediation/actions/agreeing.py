"""The agreement: written down, signed by both sides, in force; then each promise of an office is a task with a day (条例 33).

An agreement settles what it says and takes nobody's rights: a clause by which somebody would give up complaining, reporting or
suing is refused (人民调解法 3(3), 宪法 41).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import Part, in_every_language, write_letter
from huiyin.cases.actions.procedure import Doing, Line, advance, note_only
from huiyin.cases.models import Case, Concern
from huiyin.cases.responsible import responsible_post
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.mediation.models import About, Agreement, LedBy, Meeting, Side, Status, Term, Word
from huiyin.mediation.rules import everybody_agrees, gives_up_a_right
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Post
from huiyin.tasks.actions.parts import give

from . import parts
from .inviting import one_of

SUBJECT = "agreement"
ORIGIN = "agreement"
CONFIRM_DAYS = 30  # both sides together ask the court to confirm it (人民调解法 33)


@dataclass(frozen=True, slots=True)
class Promise:
    """One term: who does what by when."""

    by: str
    text: str
    due_on: dt.date


def write_down(*, actor: Actor, meeting_id: str, version: int, text: str, promises: Sequence[Promise]) -> Agreement:
    """What both sides came to, for both to read and sign. Written anew it needs new signatures of both."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        parts.expect(meeting, Status.UNDER_WAY)
        text = parts.need(text, "text", _("Write what is agreed."))
        _lawful(text, promises, at.astimezone(time.zone_of(case.organisation.zone)).date())
        agreement = Agreement.objects.filter(meeting=meeting).first() or Agreement(meeting=meeting, number=0)
        agreement.number += 1
        agreement.text, agreement.at = text, at
        agreement.written_by, agreement.written_title = actor.reference, actor.post_title
        agreement.save()
        terms = [
            Term.objects.create(
                agreement=agreement, version=agreement.number, by=one.by, text=one.text.strip(), due_on=one.due_on
            )
            for one in promises
        ]
        parts.save(meeting)
        doing = Doing.by_staff(case, "mediation.agreement", actor, at)
        note_only(doing, line=Line(data={"number": agreement.number}), rows=[meeting, agreement, *terms])
        parts.tell_people(doing, _("An agreement is there for you to read and sign, or not"))
    return agreement


def sign(*, concern: Concern, meeting_id: str, number: int, yes: bool, text: str = "") -> Meeting:
    """The person's own signature on the page, or that they don't sign it so."""
    at = time.now()
    with store.write():
        meeting, case = parts.of_person(meeting_id, concern)
        doing = Doing.by_petitioner(case, "mediation.sign", at, concern.public_id)
        _signed(meeting, doing, Side.PERSON, concern, number, yes, text, Word.How.PAGE)
        parts.tell_desk(doing, _("The person answers the agreement"))
    return meeting


def take_down(
    *, actor: Actor, meeting_id: str, version: int, side: str, yes: bool, concern: str = "", text: str = ""
) -> Meeting:
    """A signature on paper, of either side."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        agreement = Agreement.objects.filter(meeting=meeting).first()
        whose = one_of(case, concern) if side == Side.PERSON else None
        doing = Doing.by_staff(case, "mediation.sign", actor, at).about(whose.public_id if whose else "")
        number = agreement.number if agreement else 0
        _signed(meeting, doing, side, whose, number, yes, text, Word.How.SLIP)
    return meeting


def end_without(*, actor: Actor, meeting_id: str, version: int, result: str) -> Meeting:
    """It came to no agreement, or the invitation is called off: the case goes on, the office owes its answer as before."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        parts.expect(meeting, Status.UNDER_WAY, Status.INVITED)
        result = parts.need(result, "result", _("Say how it ended; the person reads it."))
        begun = meeting.status == Status.UNDER_WAY
        parts.end(meeting, Status.NO_AGREEMENT if begun else Status.WITHDRAWN, at, result)
        line = Line(note=result)
        if begun:
            case.facts = {**case.facts, "agreed": False}
            doing = Doing.by_staff(case, "mediation_ends", actor, at)
            advance(doing, given={"mediation_result"}, line=line, rows=[meeting])
        else:
            note_only(Doing.by_staff(case, "mediation.call_off", actor, at), line=line, rows=[meeting])
    return meeting


def _signed(
    meeting: Meeting, doing: Doing, side: str, concern: Concern | None, number: int, yes: bool, text: str, how: str
) -> None:
    parts.expect(meeting, Status.UNDER_WAY)
    agreement = Agreement.objects.filter(meeting=meeting).first()
    if agreement is None or agreement.number != number:
        raise Conflict(_("The agreement was written anew."), _("Read it as it stands now."))
    answer = Word.Answer.YES if yes else Word.Answer.NO
    word = parts.speak(
        meeting,
        doing,
        about=About.AGREEMENT,
        side=side,
        concern=concern,
        answer=answer,
        how=how,
        text=text,
        number=number,
    )
    line = Line(note=text.strip(), data={"side": side, "answer": answer})
    people = [one.public_id for one in parts.people_of(doing.case)]
    if yes and everybody_agrees(parts.latest(meeting, About.AGREEMENT, number), people, other=True):
        _in_force(meeting, agreement, doing, line, word)
    else:
        parts.save(meeting)
        note_only(doing, line=line, rows=[meeting, word])


def _in_force(meeting: Meeting, agreement: Agreement, doing: Doing, line: Line, word: Word) -> None:
    """Both have signed. What an office promised becomes its task, and the person reads the day of each."""
    case = doing.case
    agreement.in_force_at = doing.at
    agreement.save()
    parts.end(meeting, Status.AGREED, doing.at)
    case.facts = {**case.facts, "agreed": True}
    case.handled_at = doing.at
    terms = list(agreement.terms.filter(version=agreement.number))
    rows: list[ledger.Committed] = [meeting, agreement, word]
    rows += _tasks(case, agreement, terms, doing.at)
    rows.append(write_letter(doing, "agreement", letter_of(agreement, terms)))
    if meeting.led_by == LedBy.COMMITTEE:
        rows.append(_confirmation(case, agreement, doing.at))
    ends = Doing(case, "mediation_ends", doing.actor, doing.title, doing.at)
    advance(ends, given={"mediation_result"}, line=Line(data=line.data), rows=rows)


def _tasks(case: Case, agreement: Agreement, terms: Sequence[Term], at: dt.datetime) -> list[ledger.Committed]:
    """Each promise of the office, with the day that stands in the agreement."""
    post = responsible_post(case, "handler")
    here = post if post is not None and post.unit.organisation_id == case.organisation_id else None
    rows: list[ledger.Committed] = []
    for term in terms:
        if term.by == Term.By.OFFICE:
            given = give(
                actor=_writer(agreement), at=at, case=case, origin=ORIGIN, origin_id=agreement.public_id,
                organisation=case.organisation, post=here, text=term.text, due_on=term.due_on, promised=True,
            )  # fmt: skip
            rows += given.rows
    return rows


def _writer(agreement: Agreement) -> Actor:
    """The post that wrote the agreement gives its tasks, whoever signed last."""
    post = Post.objects.select_related("unit__organisation").get(public_id=agreement.written_by.removeprefix("post:"))
    office = post.unit.organisation
    return Actor(
        account_id=0, appointment_id=0, post_id=post.pk, unit_id=post.unit_id, organisation_id=office.pk,
        organisation_path=office.path, roles=frozenset(), reference=agreement.written_by, post_title=agreement.written_title,
    )  # fmt: skip


def _confirmation(case: Case, agreement: Agreement, at: dt.datetime) -> Clock:
    """The people's own time to ask the court to confirm it; the office owes nothing by it."""
    office = case.organisation
    return clocks.start(
        subject_kind=SUBJECT,
        subject_id=agreement.public_id,
        name="confirm_in_court",
        title=in_every_language(_("Ask the court together to confirm the agreement")),
        owner="petitioner",
        waits_on="petitioner",
        started_at=at,
        start_fact=in_every_language(_("the agreement took effect")),
        length=CONFIRM_DAYS,
        unit="days",
        region=office.region,
        zone=office.zone,
        roll=office.roll_over_petitioner,
        law=in_every_language(_("People's Mediation Law")),
        article="人民调解法 art. 33",
        verified="S",
        reminders=[Reminder(7, "days")],
    )


def letter_of(agreement: Agreement, terms: Sequence[Term]) -> list[Part]:
    """What is agreed, term by term, and that no right is given up by it."""
    from huiyin.mediation.wording import BY

    lines = [
        f"{number}. {in_every_language(BY[term.by])['zh-hans']}：{term.text}（{term.due_on.isoformat()}）"
        for number, term in enumerate(terms, 1)
    ]
    rights = in_every_language(_("No right is given up by this agreement; other lawful ways stay open to both sides."))
    return [Part("agreed", agreement.text), Part("terms", "\n".join(lines)), Part("rights", rights["zh-hans"])]


def _lawful(text: str, promises: Sequence[Promise], today: dt.date) -> None:
    if not promises:
        raise BadInput("terms", _("Write at least one term: who does what by when."), "")
    for one in promises:
        if one.by not in Term.By.values or len(one.text.strip()) < parts.SHORTEST:
            raise BadInput("terms", _("Each term says who does what by when."), "")
        if one.due_on < today:
            raise BadInput("terms", _("A term lies in the past."), _("Choose a day that is still to come."))
    for words in (text, *(one.text for one in promises)):
        if found := gives_up_a_right(words):
            raise BadInput(
                "text",
                _("“%(words)s” can't be agreed: nobody gives up the right to complain, report or sue.")
                % {"words": found},
                _("Take it out (Constitution art. 41, regulations art. 33, People's Mediation Law art. 3)."),
            )
