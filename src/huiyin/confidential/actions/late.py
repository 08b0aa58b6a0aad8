"""A date of a report has come near or passed; and what tells readers, once an hour, that there is something new."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.confidential.models import NameAsk, Report
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import ledger, outbox, store
from huiyin.kernel.clocks.models import Clock

from . import parts

SYSTEM = "system:confidential"
TEMPLATE = "confidential/news"


def missed(clock: Clock, at: dt.datetime) -> None:
    """Its readers hear of it again, and the reporter reads that it is late. Nobody else may know that there is one."""
    report = Report.objects.select_for_update().get(public_id=clock.subject_id)
    day, start = parts.today(report.organisation)
    report.late_on = report.late_on or day
    report.news = True
    report.save()
    ledger.record(verb="confidential.late", actor=SYSTEM, about=report.reference, at=start, commits=[report, clock])


def remind(clock: Clock, at: dt.datetime) -> None:
    """The same word as for all that is new: which date it is stands on the page that they open."""
    Report.objects.filter(public_id=clock.subject_id).update(news=True)


def tell(now: dt.datetime) -> int:
    """Once an hour, whatever came in: a notice tells no moment, and its number no number of reports."""
    told: set[str] = set()
    if not Report.objects.filter(news=True).exists():
        return 0
    hour = now.replace(minute=0, second=0, microsecond=0)
    with store.write():
        for report in Report.objects.select_for_update().filter(news=True):
            posts = report.envelopes.filter(until=None).select_related("key__reader__post", "key__reader__organisation")
            asks = NameAsk.objects.filter(opening__name__report=report, opening__ended_on=None)
            seconds = asks.select_related("key__reader__post", "key__reader__organisation")
            told |= {
                f"{one.reader.post.reference} {one.reader.organisation.public_id}"
                for one in [*(row.key for row in posts), *(row.key for row in seconds)]
            }
            report.news = False
            report.save(update_fields=["news"])
        words = {"title": in_every_language(_("There is something new in the sealed reports"))}
        outbox.owe_many([_owed(one, words, hour) for one in sorted(told)], at=hour)
    return len(told)


def _owed(one: str, words: dict[str, dict[str, str]], hour: dt.datetime) -> outbox.Owed:
    post, _space, desk = one.partition(" ")
    about = f"sealed-desk:{desk}"
    return outbox.Owed(post, TEMPLATE, words, about, f"{about}:{post}:{hour.isoformat()}")
