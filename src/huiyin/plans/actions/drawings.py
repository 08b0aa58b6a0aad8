"""A drawing of the place is put to a plan, marked, taken away. What was printed of it goes out of date with each."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import files, ids, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, require
from huiyin.plans.models import MARK_KINDS, PlaceDrawing, Plan

from . import parts
from .printing import out_of_date

MOST_MARKS = 40


def add_drawing(*, actor: Actor, plan_id: str, title: str, picture: files.Inspected) -> PlaceDrawing:
    """`picture` was inspected before."""
    at, size = time.now(), files.picture_size(picture)
    with store.write():
        plan = _plan(actor, plan_id)
        title = parts.written(
            "title", title, _("Say what the drawing shows."), _("For example: ground floor, teaching block.")
        )
        if size is None:
            raise BadInput("picture", _("This is no picture."), _("Take a photo or a scan as PNG or JPEG."))
        public_id = ids.public_id()
        kept = files.keep(picture, about=f"plan-drawing:{public_id}", at=at)
        row = PlaceDrawing.objects.create(
            public_id=public_id, plan=plan, title=title[:120], file=kept.public_id, width=size[0], height=size[1],
            kept_at=at, actor=actor.reference,
        )  # fmt: skip
        parts.record("add-drawing", actor, plan, at, [row, kept, *out_of_date(plan, actor, at)])
    return row


def mark(*, actor: Actor, drawing_id: str, seen: int, x: float, y: float, kind: str, label: str) -> PlaceDrawing:
    """A point on it: a way out, an assembly point. `seen`: its version, so that nobody marks what he does not see."""
    at = time.now()
    with store.write():
        row = _drawing(actor, drawing_id, seen)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise BadInput("x", _("The point lies beside the drawing."), _("Both numbers are from 0 to 100."))
        if kind not in MARK_KINDS:
            raise BadInput("kind", _("Choose what it is."), "")
        if len(row.marks) >= MOST_MARKS:
            raise BadInput(
                "kind", _("There are %(most)s marks on it already.") % {"most": MOST_MARKS}, _("Take another drawing.")
            )
        row.marks = [*row.marks, {"x": round(x, 4), "y": round(y, 4), "kind": kind, "label": label.strip()[:80]}]
        _save(row, "mark-drawing", actor, at)
    return row


def unmark(*, actor: Actor, drawing_id: str, seen: int, place: int) -> PlaceDrawing:
    """Takes the mark at this place of the list away, 1 first."""
    at = time.now()
    with store.write():
        row = _drawing(actor, drawing_id, seen)
        if not 0 < place <= len(row.marks):
            raise BadInput("place", _("There is no such mark."), _("Load the page again."))
        row.marks = [one for number, one in enumerate(row.marks, 1) if number != place]
        _save(row, "unmark-drawing", actor, at)
    return row


def remove_drawing(*, actor: Actor, drawing_id: str, seen: int) -> PlaceDrawing:
    """Takes it out of the plan; its file is erased."""
    at = time.now()
    with store.write():
        row = _drawing(actor, drawing_id, seen)
        row.removed_at = at
        if kept := Attachment.objects.filter(public_id=row.file).first():
            files.erase(attachment=kept, actor=actor.reference, at=at)
        _save(row, "remove-drawing", actor, at)
    return row


def _save(row: PlaceDrawing, verb: str, actor: Actor, at: dt.datetime) -> None:
    row.version += 1
    row.save()
    parts.record(verb, actor, row.plan, at, [row, *out_of_date(row.plan, actor, at)])


def _plan(actor: Actor, plan_id: str) -> Plan:
    plan = parts.locked(plan_id)
    require(actor, "plan_write", plan)
    if plan.retired_at is not None:
        raise Conflict(_("This plan has been retired."), _("It can still be read."))
    return plan


def _drawing(actor: Actor, drawing_id: str, seen: int) -> PlaceDrawing:
    plan_id = (
        PlaceDrawing.objects.filter(public_id=drawing_id, removed_at=None)
        .values_list("plan__public_id", flat=True)
        .first()
    )
    plan = _plan(actor, plan_id or "")
    row = PlaceDrawing.objects.select_for_update().get(public_id=drawing_id)
    row.plan = plan
    if row.version != seen or row.removed_at is not None:
        raise Conflict(_("Somebody has changed the drawing since you opened the page."), _("Load the page again."))
    return row
