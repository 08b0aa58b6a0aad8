"""What this room puts on the day list, and where its notices lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.callouts import kinds
from huiyin.cases import sections
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import clocks, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, may
from huiyin.web import dates
from huiyin.web.components import Item, Link

from .actions import parts
from .models import Roster, Shift
from .queries import boards

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = tuple["StrOrPromise", "StrOrPromise", str]  # what is late, what to do, its page
GAP: Kind = (_("Somebody is missing: %(kind)s, %(when)s"), _("Fill it"), "duty:shift")
SILENT: Kind = (_("Nobody has said that they are there: %(kind)s, %(when)s"), _("Open the shift"), "duty:shift")
LATE: Mapping[str, Kind] = {
    parts.HERE: SILENT,
    parts.HERE_HEAD: SILENT,
    parts.HANDOVER: (_("A hand-over is not signed: %(kind)s, %(when)s"), _("Open the book"), "duty:book"),
}


def register() -> None:
    """Called when the room is ready."""
    sections.for_owed(_on_day, (parts.SHIFT, parts.ROSTER))
    sections.for_notices("shift", _pages)
    kinds.register("shift", _pages)
    sections.for_notices("roster", _roster_pages)
    sections.for_notices("swap", _swap_pages)


def _on_day(actor: Actor, rows: Sequence[Clock]) -> Iterable[sections.DayEntry]:
    """Gaps that this post owes, and the next roster, as soon as they are late."""
    now = time.now()
    owed = [clocks.queries.view(one, now) for one in rows if one.due_at <= now]
    shifts = {one.subject_id: one for one in owed if one.subject_kind == parts.SHIFT}
    for shift in Shift.objects.filter(public_id__in=shifts).select_related(*boards.WITH):
        title, act, page = LATE.get(shifts[shift.public_id].name, GAP)
        when = dates.moment_text(shift.begins_at, shift.organisation.zone)
        said, address = str(title) % {"kind": shift.kind.name, "when": when}, reverse(page, args=[shift.public_id])
        chip = titled_chip(shifts[shift.public_id])
        yield sections.DayEntry("late", Item(said, address, "", "", (), chip, Link(address, act, note=said)))
    for clock in owed:
        if clock.subject_kind == parts.ROSTER:
            address = reverse("duty:rosters")
            title = str(_("No next roster is published"))
            yield sections.DayEntry(
                "late", Item(title, address, "", "", (), titled_chip(clock), Link(address, _("Make it"), note=title))
            )


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    rows = Shift.objects.filter(public_id__in=list(public_ids)).select_related("organisation")
    return {one.public_id: reverse("duty:shift", args=[one.public_id]) for one in rows if may(actor, "duty_read", one)}


def _roster_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    rows = Roster.objects.filter(public_id__in=list(public_ids)).select_related("organisation")
    return {one.public_id: reverse("duty:roster", args=[one.public_id]) for one in rows if may(actor, "duty_read", one)}


def _swap_pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    return dict.fromkeys(public_ids, reverse("duty:swaps")) if may(actor, "duty_read") else {}
