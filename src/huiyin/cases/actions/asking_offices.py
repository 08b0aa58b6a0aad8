"""Another office of this installation is asked about a point (会商、征求意见). It has a day of its own to answer.

It reads the question and what was chosen to be shown, never the case and never who raised it; exclusions win.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern, Consultation
from huiyin.cases.models.case import Kind
from huiyin.cases.models.involvement import Part as Seat
from huiyin.cases.responsible import owner_reference
from huiyin.cases.search import actions as search
from huiyin.kernel import clocks, ids, ledger, outbox, store, time
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.vault import actions as vault
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation, Post

from . import notices
from .clockwork import days_until
from .involving import involve, leave
from .letters import in_every_language
from .passing import concerned
from .procedure import Doing, Line, advance, locked, missed_line, moved_line, note_only
from .written import need

SUBJECT = "consultation"  # of a clock; its subject is the public id of the consultation
LONGEST = 5000
REMINDERS = (3, 1)


def consult_office(
    *, actor: Actor, case_id: int, version: int, organisation: str, question: str, show_words: bool, due_on: dt.date
) -> Consultation:
    """Ask it, by a day. `show_words`: with the person's words, without names, numbers and addresses. The case runs on."""
    at = time.now()
    need(question, "question", _("Say what you want to know; the person reads it too."), longest=LONGEST)
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "consult", case)
        office = _askable(case, organisation)
        if case.consultations.filter(organisation=office, answered_at=None).exists():
            raise Conflict(_("This office is asked already."), _("Wait for its answer, or call there."))
        asked = Consultation.objects.create(
            case=case, organisation=office, question=question.strip(), asked_by=actor.reference, asked_at=at,
            shown=search.without_particulars(case) if show_words else "", due_on=due_on,
        )  # fmt: skip
        doing = Doing.by_staff(case, "consult_office", actor, at)
        rows = [asked, involve(doing, office, Seat.CONSULTED), _start(asked, office, at)]
        line = Line(note=asked.question, data={"office": office.name, "due": due_on.isoformat()})
        advance(doing, given={"consulted_office", "question", "answer_day"}, line=line, rows=rows)
        for reference in _desk(office, case):
            _tell(asked, reference, notices.TO_STAFF, in_every_language(_("Your office is asked")), at)
    return asked


def answer_asked(*, actor: Actor, public_id: str, text: str) -> Consultation:
    """The office that was asked gives its answer, and reads no further."""
    at = time.now()
    need(text, "text", _("Write it, then send it."), longest=LONGEST)
    with store.write():
        asked = Consultation.objects.select_related("organisation").filter(public_id=public_id).first()
        if asked is None or asked.organisation is None:
            raise Refused
        case = locked(asked.case_id)
        require(actor, "answer_asked", Place(asked.organisation.pk, asked.organisation.path))
        if case.kind == Kind.MISCONDUCT or any(case.excludes(post) for post in actor.post_ids | {actor.post_id}):
            raise Refused
        if asked.answered_at is not None:
            raise Conflict(
                _("Somebody has answered already."), _("Call the office that asks, if something is missing.")
            )
        asked.answer, asked.answered_at = text.strip(), at
        asked.answered_by, asked.answered_title = actor.reference, actor.post_title
        asked.save()
        doing = Doing.by_staff(case, "office_answered", actor, at)
        met = [clocks.meet(clock, at=at, because="cases.office-answered") for clock in _clocks(asked)]
        rows = [asked, *met, *leave(doing, asked.organisation, Seat.CONSULTED)]
        note_only(doing, line=Line(data={"office": asked.organisation.name}), rows=rows)
        title = in_every_language(_("The office that you asked has answered"))
        for reference in {asked.asked_by, owner_reference(case, "handler")}:
            notices.to_post(doing, reference, notices.TO_STAFF, title)
    return asked


def missed(clock: Clock, at: dt.datetime) -> None:
    """No answer by the day: the head of the office that was asked is told, and who asks. It stays owed."""
    asked = _of(clock)
    case = locked(asked.case_id)
    assert asked.organisation is not None
    title = dict(clock.title)
    head = asked.organisation.head_post
    for reference in {clock.owner, head.reference if head else ""} - {""}:
        _tell(asked, reference, notices.MISSED, title, at)
    doing = Doing(case, "missed", "system:clock", "", at)
    for reference in {asked.asked_by, owner_reference(case, "handler")}:
        notices.to_post(doing, reference, notices.MISSED, title)
    told = f"{asked.organisation.name} · {head.title}" if head else asked.organisation.name
    note_only(doing, line=missed_line(clock, told), rows=[clock])


def moved(clock: Clock, old: dt.date, at: dt.datetime) -> None:
    """No calendar moves a day that somebody set; where one ever does, it is told."""
    case = locked(_of(clock).case_id)
    note_only(Doing(case, "date_moved", "system:calendar", "", at), line=moved_line(clock, old), rows=[clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """Whoever must answer is reminded."""
    _tell(_of(clock), clock.owner, notices.REMINDER, dict(clock.title), at)


def sealed(case: Case, at: dt.datetime) -> Iterable[ledger.Committed]:
    """The case is being sealed: nobody is asked any more, and questions and answers go under its key."""
    rows: list[ledger.Committed] = []
    doing = Doing(case, "seal", "system:seal", "", at)
    for asked in case.consultations.select_related("organisation"):
        words = "\n\n".join(text for text in (asked.question, asked.shown, asked.answer) if text)
        if words:
            rows.append(vault.seal_text(text=words, about=case.reference, at=at))
        asked.question = asked.shown = asked.answer = ""
        asked.save()
        rows.append(asked)
        rows += [clocks.stop(clock, at=at, because="cases.seal") for clock in _clocks(asked)]
        outbox.withdraw(about=asked.reference)
        if asked.organisation is not None:
            rows += leave(doing, asked.organisation, Seat.CONSULTED)
    return rows


def erased(concern: Concern) -> list[ledger.Committed]:
    """What was shown of the person's words goes with them."""
    found = list(Consultation.objects.filter(case_id=concern.case_id).exclude(shown=""))
    for asked in found:
        asked.shown = ""
        asked.save(update_fields=["shown"])
    return [*found]


def _start(asked: Consultation, office: Organisation, at: dt.datetime) -> Clock:
    assert asked.due_on is not None
    length = days_until(office, asked.due_on, at)
    return clocks.start(
        subject_kind=SUBJECT,
        subject_id=asked.public_id,
        name="answer",
        title=in_every_language(_("Answer of the office that was asked")),
        owner=_desk(office, asked.case)[0],
        waits_on="superior",
        started_at=at,
        start_fact=in_every_language(_("asked")),
        length=length,
        unit="days",
        region=office.region,
        zone=office.zone,
        roll=False,
        own_rule=True,
        consequence=in_every_language(_("The head of the office that was asked is told, and who asks; it stays owed.")),
        reminders=[Reminder(days, "days") for days in REMINDERS if days < length],
    )


def _askable(case: Case, public_id: str) -> Organisation:
    office = Organisation.objects.select_related("head_post").filter(public_id=public_id, closed_at=None).first()
    if office is None or office.pk == case.office.pk or office.kind == Organisation.Kind.DISCIPLINE_OFFICE:
        raise BadInput("organisation", _("Choose another office."), _("Of your own office ask a unit."))
    if concerned(case, office) or not _desk(office, case):
        raise BadInput("organisation", _("This office can't be asked."), _("Choose another one, or the one above it."))
    return office


def _desk(office: Organisation, case: Case) -> list[str]:
    """Who gets the question there, the desk first, then the head; nobody who must not know of the case."""
    posts = list(Post.objects.filter(unit__organisation=office, closed_at=None).order_by("pk"))
    desk = [post for post in posts if "registrar" in post.roles]
    head = [post for post in posts if post.pk == office.head_post_id]
    clear = [post.reference for post in [*desk, *head] if not case.excludes(post.pk)]
    return list(dict.fromkeys(clear))


def _tell(asked: Consultation, reference: str, template: str, title: dict[str, str], at: dt.datetime) -> None:
    """A notice about the question: it leads to it, and not to a case that the office does not read."""
    case = asked.case
    if any(exclusion.post.reference == reference for exclusion in case.exclusions.select_related("post")):
        return
    outbox.owe(
        to=reference, template=template, about=asked.reference, at=at,
        context={"case": case.public_id, "title": title, "organisation": case.organisation.name},
        key=f"{asked.public_id}:{reference}:{ids.public_id()}",
    )  # fmt: skip


def _of(clock: Clock) -> Consultation:
    rows = Consultation.objects.select_related("organisation__head_post", "case__organisation")
    return rows.get(public_id=clock.subject_id)


def _clocks(asked: Consultation) -> list[Clock]:
    return clocks.queries.open_rows(SUBJECT, asked.public_id)
