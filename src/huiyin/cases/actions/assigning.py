"""Assignment down (交办): a superior gives a case to an office below it, with a day by which the result is reported back.

Unlike what is passed on, the superior stays in it: it reads the case there, waits for the report, and says what it makes of
it (条例 22(3)). The day is the superior's own; the law gives no number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Assignment, Case, ResultReport
from huiyin.cases.models.assignment import Ended, How, Verdict
from huiyin.cases.models.involvement import Part as Seat
from huiyin.cases.responsible import owner_reference, responsible_post
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.vault import actions as vault
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation

from . import notices
from .clockwork import days_until
from .involving import leave
from .letters import Part, in_every_language, write_letter
from .passing import pass_on
from .procedure import Doing, Line, advance, locked, missed_line, moved_line, note_only, place, stands_at
from .written import need

SUBJECT = "assignment"  # of a clock; its subject is the public id of the case at the office that got it
ASSIGNED, REPORTED = "assigned_down", "result_reported"
RESULT = "assigned_result"
LONGEST = 5000
REMINDERS = (5, 1)


def assign_down(
    *, actor: Actor, case_id: int, version: int, organisation: str, reason: str, wanted: str, due_on: dt.date
) -> Case:
    """Give it to an office below, which answers the person, and reports to this one by the day what was wanted."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "assign_down", case)
        receiver = _below(case, organisation)
        need(reason, "reason", _("Say why that office handles it; the person reads it."), longest=LONGEST)
        need(
            wanted,
            "wanted",
            _("Say what is to be reported: what was found, what was done, what the person was told."),
            longest=LONGEST,
        )
        days_until(receiver, due_on, at)
        case.facts = {**case.facts, "competent": False}
        doing = Doing.by_staff(case, "assign_down", actor, at)
        door = "，".join(part for part in (receiver.name, receiver.address, receiver.phone) if part)
        parts = [Part("reason", reason.strip()), Part("answers", door), Part("report_on", due_on.isoformat())]
        letter = write_letter(doing, "assign_down", parts)
        line = Line(note=reason.strip(), data={"competent": receiver.name, "due": due_on.isoformat()})
        given = {"competent_body", "result_wanted", "report_day", "reason"}
        advance(doing, given=given, line=line, rows=[letter], days={RESULT: due_on})
        there = pass_on(case, receiver, doing, stays=Seat.ASSIGNED_BY)
        _begun(Doing.by_staff(there, "assigned_here", actor, at), case.organisation, wanted.strip(), due_on)
    return there


def report_back(*, actor: Actor, case_id: int, version: int, result: str, text: str, why_not: str = "") -> ResultReport:
    """Report the result up: how it was handled, in words. Where the person has no written answer yet, why not."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "report_back", case)
        assignment = _running(case)
        if result not in How.values:
            raise BadInput("result", _("Choose how it was handled."), "")
        need(text, "text", _("Say what was found and what was done, with the days."), longest=LONGEST)
        if case.handled_at is None:
            need(
                why_not,
                "why_not",
                _("The person has no written answer yet. Say why, and when they get it."),
                longest=LONGEST,
            )
        assignment.reported_at = at
        assignment.save()
        report = ResultReport.objects.create(
            assignment=assignment, at=at, by=actor.reference, by_title=actor.post_title, how=result,
            text=text.strip(), why_not=why_not.strip() if case.handled_at is None else "",
        )  # fmt: skip
        doing = Doing.by_staff(case, "report_back", actor, at)
        met = [clocks.meet(clock, at=at, because="cases.report-back") for clock in _clocks(case)]
        line = Line(note=report.text, data={"office": assignment.organisation.name})
        note_only(doing, line=line, rows=[assignment, report, *met])
        _tell_sender(case, actor, at, report)
    return report


def take_note(*, actor: Actor, case_id: int, version: int, note: str = "") -> Case:
    """The superior has seen the result; its part ends. What the office answered stands, with the ways up."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "judge_report", case)
        there, report = _to_judge(case)
        _judged(report, actor, at, Verdict.NOTED, note.strip())
        doing = Doing.by_staff(case, "take_note", actor, at)
        advance(doing, line=Line(note=note.strip(), public=False), rows=[report])
        rows = _end(there, Ended.NOTED, at)
        below = Doing.by_staff(there, "report_noted", actor, at)
        note_only(below, line=Line(note=note.strip(), data={"office": case.organisation.name}), rows=rows)
        _tell(below, [report.by, owner_reference(there, "handler")], _("The office above took note of your report"))
    return case


def send_report_back(*, actor: Actor, case_id: int, version: int, reason: str, due_on: dt.date) -> Case:
    """Once: with the reasons, and a new day. The person reads the line at the office below, so it stands there alone."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "judge_report", case)
        there, report = _to_judge(case)
        if sent_back_once(case):
            raise Conflict(
                _("It was sent back once already."),
                _("Take note of it. What is still wrong can be put right by supervision (art. 40, 43)."),
            )
        need(reason, "reason", _("Say what is missing or wrong; the office reads it, and the person."), longest=LONGEST)
        days_until(there.organisation, due_on, at)
        _judged(report, actor, at, Verdict.SENT_BACK, reason.strip(), due_on)
        doing = Doing.by_staff(case, "send_report_back", actor, at)
        line = Line(note=reason.strip(), public=False, data={"due": due_on.isoformat()})
        advance(doing, given={"reason", "report_day"}, line=line, rows=[report], days={RESULT: due_on})
        assignment = there.assignment
        assignment.reported_at, assignment.due_on = None, due_on
        assignment.save()
        below = Doing.by_staff(there, "report_returned", actor, at)
        data = {"office": case.organisation.name, "due": due_on.isoformat()}
        note_only(below, line=Line(note=reason.strip(), data=data), rows=[assignment, _start(there, due_on, at)])
        _tell(below, [report.by, owner_reference(there, "handler")], _("Your report was sent back, with a new day"))
    return case


def given_back(there: Case, at: dt.datetime) -> list[ledger.Committed]:
    """Part of an action: the receiver was not competent, and the superior goes on with it itself."""
    return _end(there, Ended.GIVEN_BACK, at) if _open(there) is not None else []


def sent_back_once(case: Case) -> bool:
    """Whether a report of what this office assigned was sent back already."""
    return ResultReport.objects.filter(assignment__case__origin=case, verdict=Verdict.SENT_BACK).exists()


def missed(clock: Clock, at: dt.datetime) -> None:
    """No report by the day: the office, its head and whoever assigned it are told, and the person. It stays owed.

    It counts at the superior too, by the clock of its own case.
    """
    found = Assignment.objects.get(case__public_id=clock.subject_id)
    there = locked(found.case_id)
    title = dict(clock.title)
    doing = Doing(there, "missed", "system:clock", "", at)
    head = there.organisation.head_post
    for reference in {clock.owner, head.reference if head else ""} - {""}:
        notices.to_post(doing, reference, notices.MISSED, title)
    if there.origin is not None:
        above = Doing(there.origin, "missed", "system:clock", "", at)
        for reference in {found.assigned_by, owner_reference(there.origin, "head")}:
            notices.to_post(above, reference, notices.MISSED, title)
    notices.to_petitioner(doing, title)
    note_only(doing, line=missed_line(clock, found.organisation.name), rows=[clock])


def moved(clock: Clock, old: dt.date, at: dt.datetime) -> None:
    """A calendar that arrives moves no day that somebody set; where it ever does, it is told."""
    there = locked(Assignment.objects.get(case__public_id=clock.subject_id).case_id)
    note_only(Doing(there, "date_moved", "system:calendar", "", at), line=moved_line(clock, old), rows=[clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """Whoever must report is reminded."""
    there = locked(Assignment.objects.get(case__public_id=clock.subject_id).case_id)
    notices.remind(there, clock, Doing(there, "remind", "system:clock", "", at))


def sealed(case: Case, at: dt.datetime) -> Iterable[ledger.Committed]:
    """The case is being sealed: nobody reports on it any more, and what was written goes under its key."""
    found = Assignment.objects.filter(case=case).first() or Assignment.objects.filter(case__origin=case).first()
    if found is None:
        return []
    reports = list(found.reports.all())
    words = "\n\n".join(
        [found.wanted, *(text for one in reports for text in (one.text, one.why_not, one.reasons) if text)]
    )
    rows: list[ledger.Committed] = [vault.seal_text(text=words, about=case.reference, at=at)]
    if not found.ended:
        rows += _end(found.case, Ended.SEALED, at)
    found.refresh_from_db()
    found.wanted = ""
    found.save(update_fields=["wanted"])
    rows.append(found)
    if found.case_id != case.pk:
        place(found.case)
    for one in reports:
        one.text = one.why_not = one.reasons = ""
        one.save(update_fields=["text", "why_not", "reasons"])
    return [*rows, *reports]


def _begun(doing: Doing, above: Organisation, wanted: str, due_on: dt.date) -> None:
    there = doing.case
    assignment = Assignment.objects.create(
        case=there, organisation=above, assigned_by=doing.actor, assigned_title=doing.title, at=doing.at,
        wanted=wanted, due_on=due_on,
    )  # fmt: skip
    clock = _start(there, due_on, doing.at)
    line = Line(note=wanted, public=False, data={"office": above.name, "due": due_on.isoformat()})
    note_only(doing, line=line, rows=[assignment, clock])
    head = there.organisation.head_post
    told = [clock.owner, *([head.reference] if head else [])]
    _tell(doing, told, _("A case was assigned to you: report the result by the day"))


def _start(there: Case, due_on: dt.date, at: dt.datetime) -> Clock:
    office = there.organisation
    length = days_until(office, due_on, at)
    return clocks.start(
        subject_kind=SUBJECT,
        subject_id=there.public_id,
        name="report_back",
        title=in_every_language(_("Report the result to the office above")),
        owner=owner_reference(there, "registrar"),
        started_at=at,
        start_fact=in_every_language(_("assigned")),
        length=length,
        unit="days",
        region=office.region,
        zone=office.zone,
        roll=False,
        own_rule=True,
        consequence=in_every_language(
            _("The office that assigned it is told, and it counts there too; it stays owed.")
        ),
        reminders=[Reminder(days, "days") for days in REMINDERS if days < length],
    )


def _tell_sender(there: Case, actor: Actor, at: dt.datetime, report: ResultReport) -> None:
    assert there.origin_id is not None
    sender = locked(there.origin_id)
    doing = Doing.by_staff(sender, "result_in", actor, at)
    line = Line(note=report.text, public=False, data={"from": there.organisation.name})
    if stands_at(sender, ASSIGNED):
        advance(doing, given={"result_report"}, line=line, rows=[report])
    desk = responsible_post(sender, "registrar")
    told = [there.assignment.assigned_by, *([desk.reference] if desk else [])]
    _tell(doing, told, _("The result of what you assigned was reported"))


def _end(there: Case, how: str, at: dt.datetime) -> list[ledger.Committed]:
    """The superior's part is over: the clock stops, and it reads no further."""
    assignment = there.assignment
    assignment.ended, assignment.ended_at = how, at
    assignment.save()
    stopped = [clocks.stop(clock, at=at, because=f"cases.{how}") for clock in _clocks(there)]
    doing = Doing(there, "assigned_here", assignment.assigned_by, "", at)
    return [assignment, *stopped, *leave(doing, assignment.organisation, Seat.ASSIGNED_BY)]


def _judged(
    report: ResultReport, actor: Actor, at: dt.datetime, verdict: str, reasons: str, due_on: dt.date | None = None
) -> None:
    report.verdict, report.reasons, report.new_due_on = verdict, reasons, due_on
    report.judged_at, report.judged_by, report.judged_title = at, actor.reference, actor.post_title
    report.save()


def _to_judge(case: Case) -> tuple[Case, ResultReport]:
    """(the case at the office below, the report that waits)."""
    waiting = ResultReport.objects.select_related("assignment").filter(
        assignment__case__origin=case, verdict=Verdict.WAITING
    )
    report = waiting.first()
    if report is None or not stands_at(case, REPORTED):
        raise Conflict(_("No report waits for you now."), _("Look at the timeline below."))
    return locked(report.assignment.case_id), report


def _running(case: Case) -> Assignment:
    found = _open(case)
    if found is None:
        raise Conflict(_("Nothing is to be reported on this case now."), _("Look at the timeline below."))
    if found.reported_at is not None:
        raise Conflict(_("A report is with the office above already."), _("Wait for what it says, or call there."))
    return found


def _open(case: Case) -> Assignment | None:
    return Assignment.objects.select_related("organisation", "case").filter(case=case, ended="").first()


def _below(case: Case, public_id: str) -> Organisation:
    office = Organisation.objects.select_related("head_post").filter(public_id=public_id, closed_at=None).first()
    below = office is not None and office.path.startswith(case.organisation.path) and office.pk != case.organisation_id
    if office is None or not below or office.kind == Organisation.Kind.DISCIPLINE_OFFICE:
        raise BadInput(
            "organisation", _("Choose an office below yours."), _("To another one it can be passed on, without a day.")
        )
    return office


def _clocks(there: Case) -> list[Clock]:
    return clocks.queries.open_rows(SUBJECT, there.public_id)


def _tell(doing: Doing, references: Iterable[str], title: str | Promise) -> None:
    for reference in sorted({one for one in references if one.startswith("post:")}):
        notices.to_post(doing, reference, notices.TO_STAFF, in_every_language(title))
