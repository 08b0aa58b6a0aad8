"""What is said to parents, press and staff, and the situation reports: written by anybody, spoken by who may."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import LogEntry, LogKind, Report, Statement, StatementState
from huiyin.kernel import store, texts
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import notices, parts
from .parts import Doing

AUDIENCES = ("parents", "press", "staff")
REPORTS = ("first", "follow-up", "final")
LONGEST = 5000


def draft_statement(*, actor: Actor, incident_id: str, audience: str, text: str, corrects: str = "") -> Statement:
    """Written, and laid before who may approve it. `corrects`: a statement that was given out and was wrong."""
    with store.write():
        act = parts.doing("draft_statement", actor, incident_id, "incident_write")
        if audience not in AUDIENCES:
            raise BadInput("audience", _("Choose to whom it speaks."), "")
        words = written("text", text, _("Write what is to be said."), longest=LONGEST)
        _names_nobody(words)
        former = _statement(act, corrects, StatementState.GIVEN_OUT) if corrects else None
        row = Statement.objects.create(
            incident=act.incident, audience=audience, text=words, drafted_by=act.actor, drafted_title=act.title,
            drafted_at=act.at, corrects=former,
        )  # fmt: skip
        act.rows.append(row)
        parts.log(act, LogKind.STATEMENT, said="statement_drafted", data={"audience": audience})
        notices.tell(act.incident, "statement", notices.head(act.incident), actor=act.actor, at=act.at)
        act.end()
    return row


def approve_statement(
    *, actor: Actor, incident_id: str, statement_id: str, text: str, nobody_is_recognised: bool
) -> Statement:
    """By the head, with the last changes. A child must not be recognised by it (未成年人保护法 103)."""
    with store.write():
        act = parts.doing("approve_statement", actor, incident_id, "incident_approve")
        row = _statement(act, statement_id, StatementState.DRAFT)
        words = written("text", text, _("Write what is to be said."), longest=LONGEST)
        _names_nobody(words)
        if not nobody_is_recognised:
            raise BadInput(
                "nobody_is_recognised",
                _("Say that no child can be recognised by it."),
                _("No name, face, home, or anything else by which others would know who it is."),
            )
        row.text, row.state = words, StatementState.APPROVED
        row.approved_by, row.approved_title, row.approved_at = act.actor, act.title, act.at
        row.save()
        act.rows.append(row)
        parts.log(act, LogKind.STATEMENT, said="statement_approved", data={"audience": row.audience})
        notices.tell(act.incident, "approved", [row.drafted_by], actor=act.actor, at=act.at)
        act.end()
    return row


def give_out_statement(*, actor: Actor, incident_id: str, statement_id: str, how: str) -> LogEntry:
    """It was said: by which way. Huiyin sends nothing itself; in an exercise nothing was said to anybody, and the line says so."""
    with store.write():
        act = parts.doing("give_out_statement", actor, incident_id, "incident_write")
        row = _statement(act, statement_id, StatementState.APPROVED)
        row.how = written("how", how, _("Say by which way it was given out."), longest=200)
        row.state, row.given_out_by, row.given_out_at = StatementState.GIVEN_OUT, act.actor, act.at
        row.save()
        act.rows.append(row)
        said = "statement_played" if act.incident.exercise else "statement_given_out"
        data = {"audience": row.audience, "how": row.how, "corrects": row.corrects_id is not None}
        entry = parts.log(act, LogKind.STATEMENT, said=said, text=row.text, data=data)
        act.end()
    return entry


def give_report(*, actor: Actor, incident_id: str, kind: str, text: str, upto: int) -> Report:
    """A situation report, read and given by a person. `upto`: the last line of the log that it knows.

    Head and office above are told that there is one; of an exercise nobody outside the house is.
    """
    with store.write():
        act = parts.doing("give_report", actor, incident_id, "incident_write")
        if act.incident.status == "reviewed":
            parts.running(act.incident)
        if kind not in REPORTS:
            raise BadInput("kind", _("Choose which report it is."), "")
        words = written("text", text, _("Write the report."), longest=LONGEST)
        number = act.incident.reports.count() + 1
        if (kind == "first") != (number == 1):
            raise BadInput("kind", _("The first report comes first, and once."), _("Choose follow-up or final."))
        row = Report.objects.create(
            incident=act.incident, kind=kind, number=number, text=words, upto=upto, given_by=act.actor,
            given_title=act.title, given_at=act.at,
        )  # fmt: skip
        act.rows.append(row)
        parts.log(act, LogKind.REPORT, said="report", data={"kind": kind, "number": number})
        told = [*notices.head(act.incident), *notices.above(act.incident)]
        notices.tell(act.incident, "report", told, actor=act.actor, at=act.at)
        act.end()
    return row


def _statement(act: Doing, public_id: str, state: str) -> Statement:
    row = Statement.objects.select_for_update().filter(incident=act.incident, public_id=public_id).first()
    if row is None:
        raise Refused
    if row.state != state:
        raise Conflict(_("This statement is at another point by now."), _("Load the page again."))
    return row


def _names_nobody(text: str) -> None:
    texts.without_numbers("text", text, _("Name an office and its number on the school's page, not a person's."))
