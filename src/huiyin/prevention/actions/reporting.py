"""Anybody reports a hazard without an account; a person of the office sorts it, and the reporter reads what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.rules import clean_text
from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, files, ids, ledger, outbox, store, texts, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.queries import own_office
from huiyin.prevention import rules
from huiyin.prevention.models import Hazard, Report, ReportStatus, Source, Spot

from . import mapping, parts, registering
from .registering import Found

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REPORT, SORT = "hazard-report", "sort"  # the subject of its clock, and its name
TEMPLATE = "prevention/report"
VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw, in their own words; one picture at most."""

    text: str
    exactly: str = ""
    picture: Inspected | None = None


def report(*, spot_id: str, seen: Seen, once: str = "") -> tuple[Report, str]:
    """Answers the report and its code, which is shown this once. No name is asked, no address is kept.

    `once`: drawn for the form that is sent. Sent twice it is one report, and both answers have its code.
    """
    code = receipts.of_browser(once, "hazard-report-codes") if once else receipts.draw()
    digest = receipts.digest(code)
    at = time.now()
    with store.write():
        if (before := Report.objects.filter(code=digest).first()) is not None:
            return before, code
        spot = Spot.objects.select_related("organisation__head_post").filter(public_id=spot_id, closed_at=None).first()
        if spot is None:
            raise Refused
        text = written("text", clean_text(seen.text), _("Write what is dangerous."), longest=500)
        row = Report.objects.create(
            organisation=spot.organisation, spot=spot, code=digest, reported_at=at, text=_without_numbers("text", text),
            exactly=_without_numbers("exactly", clean_text(seen.exactly)[:80]),
        )  # fmt: skip
        rows: list[ledger.Committed] = [row, _to_sort(row, at)]
        if seen.picture is not None:
            rows.append(files.keep(seen.picture, about=row.reference, at=at))
        _tell_desk(row, _("Somebody reported a hazard"), VISITOR, at)
        ledger.record(verb="prevention.report", actor=VISITOR, about=row.reference, at=at, commits=rows)
    return row, code


def accept(*, actor: Actor, report_id: str, found: Found) -> Hazard:
    """It is a hazard: registered, in the office's words, with whoever mends it; marked where the sheet hangs."""
    with store.write():
        row = _waiting(actor, report_id)
        found = replace(found, point=mapping.point_of(row.spot))
        act = registering.begun(actor, row.organisation, found, Source.REPORT)
        act.rows += _sorted(row, ReportStatus.ACCEPTED, actor, act.at, hazard=act.hazard)
        act.end()
    return act.hazard


def join(*, actor: Actor, report_id: str, hazard_id: str) -> Hazard:
    """It is one that is registered already and not mended yet; the reporter follows that one."""
    with store.write():
        row = _waiting(actor, report_id)
        act = parts.doing("join", actor, hazard_id, "hazard_register")
        if act.hazard.organisation_id != row.organisation_id:
            raise Refused
        parts.owed(act.hazard)
        act.rows += _sorted(row, ReportStatus.JOINED, actor, act.at, hazard=act.hazard)
        parts.line(act, "reported", data={"spot": row.spot.name})
        act.end()
    return act.hazard


def refuse(*, actor: Actor, report_id: str, reason: str) -> Report:
    """It is none. The reporter reads why."""
    at = time.now()
    with store.write():
        row = _waiting(actor, report_id)
        row.reason = written("reason", reason, _("Say why it is none; the reporter reads it."), longest=500)
        rows = _sorted(row, ReportStatus.NONE, actor, at)
        ledger.record(verb="prevention.refuse", actor=actor.reference, about=row.reference, at=at, commits=rows)
    return row


def find(typed: str) -> Report | None:
    """The report of a code, however it was typed. One indexed look-up whether it exists or not."""
    return Report.objects.filter(code__in=receipts.digests_of(typed)).first()


def open_spot(*, actor: Actor, name: str) -> Spot:
    """A place gets its sheet."""
    at = time.now()
    with store.write():
        organisation = own_office(actor)
        spot = Spot(
            organisation=organisation, opened_at=at, name=written("name", name, _("Say where it is."), longest=80)
        )
        require(actor, "hazard_sort", spot)
        if Spot.objects.filter(organisation=organisation, name=spot.name, closed_at=None).exists():
            raise BadInput("name", _("This place has its sheet already."), "")
        spot.save()
        ledger.record(verb="prevention.open_spot", actor=actor.reference, about=spot.reference, at=at, commits=[spot])
    return spot


def close_spot(*, actor: Actor, spot_id: str) -> Spot:
    """Its sheet leads nowhere from now on; take it off the wall."""
    at = time.now()
    with store.write():
        found = Spot.objects.select_for_update(of=("self",)).select_related("organisation")
        spot = found.filter(public_id=spot_id).first()
        if spot is None:
            raise Refused
        require(actor, "hazard_sort", spot)
        if spot.closed_at is None:
            spot.closed_at = at
            spot.save()
            ledger.record(
                verb="prevention.close_spot", actor=actor.reference, about=spot.reference, at=at, commits=[spot]
            )
    return spot


def not_sorted(clock: Clock, at: dt.datetime) -> None:
    """Nobody has sorted it in time: the head is told, and the reporter sees that it is late."""
    row = _locked(clock.subject_id)
    row.late_at = at
    row.save()
    head = row.organisation.head_post
    _owe(row, _("What somebody reported was not sorted in time"), [head] if head else [], parts.SYSTEM, at)
    ledger.record(verb="prevention.late", actor=parts.SYSTEM, about=row.reference, at=at, commits=[row, clock])


def _locked(public_id: str) -> Report:
    found = Report.objects.select_for_update(of=("self",)).select_related("organisation__head_post", "spot")
    row = found.filter(public_id=public_id).first()
    if row is None:
        raise Refused
    return row


def _waiting(actor: Actor, public_id: str) -> Report:
    row = _locked(public_id)
    require(actor, "hazard_sort", row)
    if row.status != ReportStatus.WAITING:
        raise Conflict(_("Somebody has sorted it already."), _("Look at it as it stands here."))
    return row


def _sorted(
    row: Report, status: str, actor: Actor, at: dt.datetime, hazard: Hazard | None = None
) -> list[ledger.Committed]:
    row.status, row.hazard, row.sorted_at, row.sorted_by = status, hazard, at, actor.reference
    row.save()
    open_ones = clocks.queries.open_rows(REPORT, row.public_id)
    return [row, *(clocks.meet(clock, at=at, because="prevention.sort") for clock in open_ones)]


def _to_sort(row: Report, at: dt.datetime) -> Clock:
    organisation = row.organisation
    desk = _desk(organisation)
    return own_clocks.start(
        organisation, (REPORT, row.public_id), SORT, title=_("Sort what was reported"), since=at, fact=_("somebody reported it"),
        owner=desk[0].reference if desk else f"outside:{organisation.public_id}",
        length=organisation.own_number(rules.SORT_KEY, rules.SORT_DAYS), told=_("The head is told."),
    )  # fmt: skip


def _desk(organisation: Organisation) -> list[Post]:
    """Who sorts: the desk, else the head."""
    posts = Post.objects.filter(unit__organisation=organisation, closed_at=None).order_by("id")
    desk = [post for post in posts if "registrar" in post.roles and "administrator" not in post.roles]
    return desk or ([organisation.head_post] if organisation.head_post else [])


def _tell_desk(row: Report, title: StrOrPromise, actor: str, at: dt.datetime) -> None:
    _owe(row, title, _desk(row.organisation), actor, at)


def _owe(row: Report, title: StrOrPromise, posts: list[Post], actor: str, at: dt.datetime) -> None:
    """The reporter's own words stay in the house: a notice says that there is something, and where."""
    words = {"title": in_every_language(title), "place": row.spot.name}
    outbox.owe_many(
        [
            outbox.Owed(post.reference, TEMPLATE, words, row.reference, f"{row.public_id}:{ids.public_id()}")
            for post in posts
            if post.reference != actor
        ],
        at=at,
    )


def _without_numbers(place: str, text: str) -> str:
    remedy = _("Leave it out: nobody rings you. With the code you see what became of it.")
    return texts.without_numbers(place, text, remedy)
