"""Drawings of the premises are kept, and what is dangerous is marked where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import files, ids, ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.prevention.models import WHOLE, CampusMap, Hazard, OnMap, Spot

from . import parts

MOST_MAPS = 20


@dataclass(frozen=True, slots=True)
class Point:
    """On which drawing, and where: `across`, `down` from its upper left corner, 0 to 1 each."""

    map_id: str
    across: float
    down: float

    @classmethod
    def read(cls, said: str) -> Self | None:
        """As a phone keeps it: `drawing:across:down`; none where nothing was marked. What is no point is none."""
        try:
            map_id, across, down = said.split(":")
            return cls(map_id, float(across), float(down))
        except ValueError:
            return None


def add_map(*, actor: Actor, title: str, picture: files.Inspected) -> CampusMap:
    """A drawing of the premises, or of one floor. `picture` was inspected before."""
    at, size = time.now(), _size(picture)
    with store.write():
        organisation = Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)
        require(actor, "equipment_keep", Place(organisation.pk, organisation.path))
        if CampusMap.objects.filter(organisation=organisation, removed_at=None).count() >= MOST_MAPS:
            raise BadInput(
                "title",
                _("Your office has %(most)s drawings already.") % {"most": MOST_MAPS},
                _("Take one of them away first."),
            )
        row = CampusMap(
            organisation=organisation, title=_title(organisation.pk, title), kept_at=at, actor=actor.reference
        )
        rows = _draw(row, picture, size, ids.public_id())
        _save(row, "add_map", actor, [*rows])
    return row


def change_map(*, actor: Actor, map_id: str, version: int, title: str, picture: files.Inspected | None) -> CampusMap:
    """Another name, a newer picture. The marks stay where they are: look whether they still stand right."""
    size = _size(picture) if picture else None
    with store.write():
        row = _map(actor, map_id, version)
        row.title = _title(row.organisation_id, title, row)
        rows: list[ledger.Committed] = []
        if picture and size:
            _erase(row, actor)
            row.kept_at = time.now()
            rows += _draw(row, picture, size, row.public_id)
        _save(row, "change_map", actor, rows)
    return row


def remove_map(*, actor: Actor, map_id: str, version: int) -> CampusMap:
    """Its picture is erased; what was marked on it is not on a drawing any more."""
    with store.write():
        row = _map(actor, map_id, version)
        row.removed_at = time.now()
        _erase(row, actor)
        _save(row, "remove_map", actor, [])
    return row


def mark_hazard(*, actor: Actor, hazard_id: str, version: int, point: Point | None) -> Hazard:
    """Where it is on a drawing. `point` none: its mark is taken away."""
    with store.write():
        act = parts.doing("mark", actor, hazard_id, "hazard_register", version)
        parts.owed(act.hazard)
        put(act.hazard, point)
        parts.line(
            act, "mark" if point else "unmark", data={"map": act.hazard.on_map.title} if act.hazard.on_map else {}
        )
        act.end()
    return act.hazard


def mark_spot(*, actor: Actor, spot_id: str, point: Point | None) -> Spot:
    """Where its sheet hangs: what is reported there is marked there."""
    at = time.now()
    with store.write():
        found = Spot.objects.select_for_update(of=("self",)).select_related("organisation")
        spot = found.filter(public_id=spot_id, closed_at=None).first()
        if spot is None:
            raise Refused
        require(actor, "hazard_sort", spot)
        put(spot, point)
        spot.save()
        ledger.record(verb="prevention.mark_spot", actor=actor.reference, about=spot.reference, at=at, commits=[spot])
    return spot


def put(thing: Hazard | Spot, point: Point | None) -> None:
    """Part of an action: the thing is marked there, or its mark is taken away. The caller saves it."""
    if point is None:
        thing.on_map = thing.across = thing.down = None
        return
    drawing = CampusMap.objects.filter(
        organisation_id=thing.organisation_id, public_id=point.map_id, removed_at=None
    ).first()
    if drawing is None:
        raise BadInput("across", _("This drawing is not there any more."), _("Load the page again."))
    if not (0 <= point.across <= 1 and 0 <= point.down <= 1):
        raise BadInput("across", _("The point lies beside the drawing."), _("Both numbers are from 0 to 100."))
    thing.on_map, thing.across, thing.down = drawing, round(point.across * WHOLE), round(point.down * WHOLE)


def put_if_there(thing: Hazard | Spot, point: Point | None) -> None:
    """Part of an action: as `put`; a drawing that was taken away meanwhile costs the mark, never what was found."""
    try:
        put(thing, point)
    except BadInput:
        put(thing, None)


def point_of(thing: OnMap) -> Point | None:
    """Where it is marked, on a drawing that still hangs."""
    drawing = thing.on_map
    if drawing is None or drawing.removed_at is not None or thing.across is None or thing.down is None:
        return None
    return Point(drawing.public_id, thing.across / WHOLE, thing.down / WHOLE)


def _size(picture: files.Inspected) -> tuple[int, int]:
    size = files.picture_size(picture)
    if size is None:
        raise BadInput("picture", _("This is no picture."), _("Take a photo or a scan as PNG or JPEG."))
    return size


def _draw(row: CampusMap, picture: files.Inspected, size: tuple[int, int], public_id: str) -> list[ledger.Committed]:
    row.public_id = public_id
    kept = files.keep(picture, about=row.reference, at=row.kept_at)
    row.file, (row.width, row.height) = kept.public_id, size
    return [kept]


def _erase(row: CampusMap, actor: Actor) -> None:
    if kept := Attachment.objects.filter(public_id=row.file).first():
        files.erase(attachment=kept, actor=actor.reference, at=time.now())


def _title(organisation_id: int, title: str, row: CampusMap | None = None) -> str:
    said = written("title", title, _("Say what the drawing shows."), longest=80)
    same = CampusMap.objects.filter(organisation_id=organisation_id, title=said, removed_at=None)
    if (same.exclude(pk=row.pk) if row else same).exists():
        raise BadInput("title", _("There is a drawing of this name already."), _("Give it another name."))
    return said


def _map(actor: Actor, public_id: str, version: int) -> CampusMap:
    found = CampusMap.objects.select_for_update(of=("self",)).select_related("organisation")
    row = found.filter(public_id=public_id, removed_at=None).first()
    if row is None:
        raise Refused
    require(actor, "equipment_keep", row)
    if row.version != version:
        raise Conflict(_("Somebody has changed the drawing since you opened the page."), _("Load the page again."))
    return row


def _save(row: CampusMap, verb: str, actor: Actor, rows: list[ledger.Committed]) -> None:
    row.version += 1
    row.save()
    ledger.record(
        verb=f"prevention.{verb}", actor=actor.reference, about=row.reference, at=time.now(), commits=[row, *rows]
    )
