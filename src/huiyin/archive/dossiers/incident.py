"""The dossier of an incident or an exercise: its log, steps, calls, head-counts, orders, statements, reports and the review."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.archive import rules
from huiyin.incidents import marking, wording
from huiyin.incidents.models import Count, Incident
from huiyin.incidents.queries import log
from huiyin.kernel import clocks

from . import ledger_part, originals, records
from .content import Content, Facts, Paper, Part, Table
from .words import day, moment

MOST_LINES = 20_000


def gather(incident: Incident) -> Content:
    """Everything but what is kept of people, which the office destroys after the response. The caller has asked `may()`."""
    language, zone = settings.LANGUAGE_CODE, incident.organisation.zone
    with translation.override(language):
        lines = tuple(reversed(log.entries(incident, personal=False, most=MOST_LINES)))
        kept = rules.pictures_may(incident.data_kept_why)
        found = originals.of([incident.reference]) if kept else ()
        entries = ledger_part.entries(incident.reference)
        watched = clocks.queries.of_subject("incident", incident.public_id)
        parts = (
            Part(pgettext("dossier", "What it is"), facts=_facts(incident, zone), note=_destroyed()),
            Part(_("The log"), table=_log(lines, zone)),
            Part(_("Steps of the plan"), table=_steps(incident, zone)),
            Part(_("Who was called"), table=_calls(incident, zone)),
            Part(_("Head-count"), table=_counts(incident, zone)),
            Part(_("Orders"), table=_orders(incident, zone)),
            Part(_("Statements and reports"), papers=tuple(_told_outside(incident, zone))),
            Part(pgettext("dossier", "Review"), papers=tuple(_review(incident, zone)), note="" if hasattr(incident, "review") else _("It was not written.")),
            originals.part(found, zone),
            ledger_part.part(entries, zone),
        )  # fmt: skip
        return Content(
            reference=incident.reference, kind="incident", title=f"{incident.number} {incident.title}",
            office=incident.organisation.name, language=language, zone=zone, closed_at=incident.ended_at or incident.started_at,
            parts=parts, originals=found, entries=entries, record=records.of_incident(incident, lines, watched, found, entries),
            mark=marking.word() if incident.exercise else "",
        )  # fmt: skip


def _destroyed() -> str:
    return _("What was learned of people in the response is not in this dossier: it is used for the response alone and destroyed after it (Emergency Response Law, art. 85). Pictures are in it where the office wrote down why they are kept.")  # fmt: skip


def _facts(incident: Incident, zone: str) -> Facts:
    plan = incident.plan_version
    told = (
        (pgettext("dossier", "Number"), incident.number),
        (_("Office"), incident.organisation.name),
        (_("Title"), incident.title),
        (_("Kind"), str(wording.KINDS.get(incident.kind, incident.kind))),
        (_("Place"), incident.place),
        (_("Plan"), _("%(title)s, version %(number)d") % {"title": plan.plan.title, "number": plan.number} if plan else _("none")),
        (pgettext("dossier", "Began"), moment(incident.started_at, zone)),
        (pgettext("dossier", "Ended"), moment(incident.ended_at, zone)),
        (_("How it ended"), incident.end_note),
        (_("Commander"), incident.commander.title if incident.commander else ""),
        (_("State"), str(wording.STATUS[incident.status])),
    )  # fmt: skip
    return tuple((term, value) for term, value in told if value)


def _log(lines: Iterable[log.Entry], zone: str) -> Table:
    rows = tuple(
        (
            str(one.position),
            moment(one.at, zone),
            " ".join(filter(None, (wording.line(one.row), one.row.text, _("(of people: not here)") if one.row.sealed else ""))),
            one.row.author_title,
            _("line %d is corrected by it") % one.corrects if one.corrects else "",
        )
        for one in lines
    )  # fmt: skip
    return Table((pgettext("dossier", "Line"), _("When"), _("What"), pgettext("dossier", "Who"), _("Note")), rows)


def _steps(incident: Incident, zone: str) -> Table:
    rows = tuple(
        (one.action, one.role_title, moment(one.due_at, zone), moment(one.ended_at, zone), " ".join(filter(None, (str(wording.STEP[one.state]), one.reason))))
        for one in incident.steps.all()
    )  # fmt: skip
    return Table((_("Step"), _("Role"), pgettext("dossier", "Due"), pgettext("dossier", "Over"), _("State")), rows)


def _calls(incident: Incident, zone: str) -> Table:
    rows = tuple(
        (one.role_title, one.post_title, moment(one.called_at, zone), moment(one.answered_at, zone), str(wording.CALL[one.state]))
        for one in incident.calls.order_by("position", "turn")
    )  # fmt: skip
    return Table(
        (_("Role"), _("Post"), pgettext("dossier", "Called"), pgettext("dossier", "Answered"), _("State")), rows
    )


def _counts(incident: Incident, zone: str) -> Table:
    found = Count.objects.filter(group__incident=incident).select_related("group").order_by("at", "id")
    rows = tuple(
        (one.group.name, str(one.round), moment(one.at, zone), str(one.present), str(one.missing), str(one.ill), str(one.sent_home))
        for one in found
    )  # fmt: skip
    heads = (pgettext("dossier", "Group"), pgettext("dossier", "Round"), _("When"), pgettext("dossier", "There"), pgettext("dossier", "Missing"), pgettext("dossier", "Ill"), _("Gone home"))  # fmt: skip
    return Table(heads, rows)


def _orders(incident: Incident, zone: str) -> Table:
    rows = tuple(
        (one.text, one.given_title, one.to_title, moment(one.given_at, zone), moment(one.done_at, zone), one.result)
        for one in incident.orders.order_by("id")
    )
    return Table((_("Order"), pgettext("dossier", "From"), pgettext("dossier", "To"), pgettext("dossier", "Given"), pgettext("dossier", "Done"), _("Result")), rows)  # fmt: skip


def _told_outside(incident: Incident, zone: str) -> Iterable[Paper]:
    for one in incident.statements.order_by("id"):
        facts = ((_("Approved"), f"{one.approved_title} {moment(one.approved_at, zone)}"),) if one.approved_at else ()
        given = ((_("Given out"), f"{moment(one.given_out_at, zone)} {one.how}"),) if one.given_out_at else ()
        yield Paper(_("Statement: %s") % wording.AUDIENCES[one.audience], (*facts, *given), (("", one.text),))
    for report in incident.reports.order_by("number"):
        facts = ((pgettext("dossier", "Given"), f"{report.given_title} {moment(report.given_at, zone)}"),)
        yield Paper(f"{wording.REPORTS[report.kind]} {report.number}", facts, (("", report.text),))


def _review(incident: Incident, zone: str) -> Iterable[Paper]:
    review = getattr(incident, "review", None)
    if review is not None:
        sections = (
            (_("What happened, and why"), review.course), (_("What went well"), review.well), (_("What did not go well"), review.badly),
        )  # fmt: skip
        yield Paper(
            pgettext("dossier", "Review"), ((_("Written"), f"{review.by_title} {moment(review.at, zone)}"),), sections
        )
    for one in incident.findings.all():
        facts = ((_("Post"), one.post_title), (pgettext("dossier", "By"), day(one.due_on, zone)))
        yield Paper(str(wording.FINDINGS[one.kind]), facts, (("", one.text),))
