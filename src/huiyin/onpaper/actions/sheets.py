"""Every change of this room: a set is numbered to be printed; a row that was written by hand is typed in."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, texts, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.onpaper import rules
from huiyin.onpaper.models import DaySheet, Kind, PaperRow
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.queries import own_office
from huiyin.plans.paper import rows

LONGEST_NOTE = 1000


def print_day(*, actor: Actor) -> DaySheet:
    """The rows of a set get their numbers. What else stands on it is read when it is shown, and kept nowhere."""
    require(actor, "day_paper", Place(actor.organisation_id, actor.organisation_path))
    at = time.now()
    with store.write():
        office = own_office(actor)
        post = Post.objects.get(pk=actor.post_id)
        sheet = numbered(office, post, actor.reference, actor.post_title, at)
        ledger.record(verb="onpaper.print_day", actor=actor.reference, about=sheet.reference, at=at, commits=[sheet])
    return sheet


def numbered(office: Organisation, post: Post, actor: str, title: str, at: dt.datetime) -> DaySheet:
    """Part of an action."""
    store.require_write()
    return DaySheet.objects.create(
        organisation=office, post=post, code=_code(), day=at.astimezone(time.zone_of(office.zone)).date(),
        concerns=rules.CONCERN_ROWS, notes=rules.NOTE_ROWS, at=at, actor=actor, actor_title=title,
    )  # fmt: skip


def enter_note(*, actor: Actor, sheet_id: str, row: int, at: dt.datetime, text: str) -> PaperRow:
    """A note that was written by hand, with the time that stands beside it. `Conflict` where the row was typed in already."""
    require(actor, "day_paper", Place(actor.organisation_id, actor.organisation_path))
    text = texts.without_numbers(
        "text", text.strip(), _("Leave it out: what is about a person is registered as a concern.")
    )
    if not text:
        raise BadInput("text", _("Type what is written there."), "")
    if len(text) > LONGEST_NOTE:
        raise BadInput("text", _("This is longer than %(most)d characters.") % {"most": LONGEST_NOTE}, "")
    with store.write():
        sheet = _locked(actor, public_id=sheet_id)
        typed = _taken(actor, sheet, row, Kind.NOTE, at, text=text)
        ledger.record(
            verb="onpaper.enter_note",
            actor=actor.reference,
            about=sheet.reference,
            at=typed.entered_at,
            commits=[typed],
        )
    return typed


def take_row(actor: Actor, number: str, concern: str, at: dt.datetime) -> PaperRow:
    """For `cases.from_paper`: part of registering a concern, whose entry commits the row."""
    try:
        found = rows.read(number)
    except BadInput as error:
        raise BadInput("paper", error.message, error.remedy) from error
    try:
        sheet = _locked(actor, code=found.sheet)
        return _taken(actor, sheet, found.row, Kind.CONCERN, at, concern=concern)
    except Refused as error:
        raise BadInput("paper", _("No sheet of this office has this row for a concern."), _("Read the number off the sheet again.")) from error  # fmt: skip
    except Conflict as error:
        raise BadInput("paper", error.message, error.remedy) from error


def _locked(actor: Actor, **which: str) -> DaySheet:
    """A sheet of the own office, so that two who type the same row come one after the other. `Refused`."""
    store.require_write()
    found = DaySheet.objects.select_for_update(of=("self",)).select_related("organisation")
    sheet = found.filter(organisation_id=actor.organisation_id, **which).first()
    if sheet is None:
        raise Refused
    return sheet


def _taken(actor: Actor, sheet: DaySheet, row: int, kind: Kind, at: dt.datetime, **said: str) -> PaperRow:
    if rules.kind_of(row, sheet.concerns, sheet.notes) != kind:
        raise Refused
    before = sheet.typed.filter(row=row).first()
    if before is not None:
        raise Conflict(
            _("This row was typed in already, by %(who)s.") % {"who": before.entered_title},
            _("Look at it on the page of the sheet."),
        )
    now, begins = time.now(), dt.datetime.combine(sheet.day, dt.time(), time.zone_of(sheet.organisation.zone))
    if not rules.can_have_been(at, begins, now):
        place = "received_at" if kind == Kind.CONCERN else "time"
        raise BadInput(
            place, _("It can't have been written on this sheet at that time."), _("Look at the day and the time on it.")
        )
    return PaperRow.objects.create(
        sheet=sheet, row=row, kind=kind, at=min(at, now), entered_at=now, entered_by=actor.reference,
        entered_title=actor.post_title, **said,
    )  # fmt: skip


def _code() -> str:
    code = rows.new_sheet(rows.DAY)
    return _code() if DaySheet.objects.filter(code=code).exists() else code
