"""The report of receptions that the desk drafts for the head (S27, S29): figures, and what is proposed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import in_every_language
from huiyin.kernel import ids, ledger, outbox, store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.queries import own_office
from huiyin.receptions.models import ReceptionReport
from huiyin.receptions.queries.report import figures


def hand_in_report(*, actor: Actor, from_day: dt.date, until_day: dt.date, proposals: str) -> ReceptionReport:
    """Hand it to the head. The figures stay as they stood; no names, and no number so small that it names somebody."""
    at = time.now()
    if until_day < from_day or (until_day - from_day).days > 400:
        raise BadInput("until_day", _("This period can't be reported."), _("At most a year, from first to last day."))
    with store.write():
        home = own_office(actor, "head_post")
        require(actor, "report_receptions", Place(home.pk, home.path))
        report = ReceptionReport.objects.create(
            organisation=home, from_day=from_day, until_day=until_day, proposals=proposals.strip(),
            figures=figures(home, from_day, until_day).told(), handed_in_by=actor.reference,
            handed_in_title=actor.post_title, handed_in_at=at,
        )  # fmt: skip
        ledger.record(
            verb="receptions.hand-in-report", actor=actor.reference, about=f"organisation:{home.public_id}", at=at, commits=[report]
        )  # fmt: skip
        if home.head_post is not None and home.head_post.reference != actor.reference:
            outbox.owe(
                to=home.head_post.reference, template="receptions/report",
                context={"title": in_every_language(_("A report of receptions is before you")), "organisation": home.name},
                about=f"organisation:{home.public_id}", key=f"report:{report.public_id}:{ids.public_id()}", at=at,
            )  # fmt: skip
    return report
