"""Paper in an emergency: what is open is printed, to go on without power; a photo of a sheet that was written on is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from huiyin.incidents.models import HeadGroup, Incident, LogEntry, LogKind, RoomSheet
from huiyin.incidents.models.response import STEP_OPEN
from huiyin.kernel import ids, store
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.actions import Inspected
from huiyin.organisations.access import Actor
from huiyin.plans.models import PrintedSheet
from huiyin.plans.paper import rows

from . import entering, parts, writing

BLANK_GROUPS, BLANK_LINES = 3, 20
PRINTED, PHOTO = "room_printed", "sheet_photo"  # sentences of the log


def print_room(*, actor: Actor, incident_id: str) -> list[RoomSheet]:
    """Numbers the sheets with what is open at this moment: steps, who is counted, the log with blank rows. The log says so."""
    with store.write():
        act = parts.doing("print_room", actor, incident_id, "incident_paper")
        parts.running(act.incident)
        last = act.incident.log.order_by("-position").values_list("position", flat=True).first() or 0
        run = ids.public_id()
        made = [
            RoomSheet.objects.create(
                incident=act.incident, run=run, kind=kind, code=_code(), rows=keys, upto=last, at=act.at,
                actor=act.actor, actor_title=act.title,
            )
            for kind, keys in _rows(act.incident)
        ]  # fmt: skip
        act.rows += made
        numbers = ", ".join(str(rows.RowId(sheet.code)) for sheet in made)
        parts.log(act, LogKind.NOTE, said=PRINTED, data={"sheets": numbers, "position": last})
        act.end()
    return made


def keep_photo(*, actor: Actor, incident_id: str, code: str, copy: int = 1, pictures: Sequence[Inspected]) -> LogEntry:
    """What a written sheet looks like, as proof beside its rows; destroyed with what is kept of people, because names may stand on it."""
    with store.write():
        act = parts.doing("keep_photo", actor, incident_id, "incident_paper")
        sheet = entering.sheet_of(act, code, copy)
        writing.not_reviewed(act)
        if not pictures:
            raise BadInput("photos", _("Choose a picture or paper."), "")
        if act.incident.data_destroyed_at is not None:
            raise Conflict(_("The pictures of this response were destroyed; none is taken any more."), "")
        kept = parts.kept(act, pictures)
        data = {"sheet": sheet.number, "code": code, "copy": copy, "files": len(kept)}
        entry = parts.log(act, LogKind.NOTE, said=PHOTO, data=data, files=kept)
        act.end()
    return entry


def _rows(incident: Incident) -> Iterator[tuple[str, list[str]]]:
    steps = incident.steps.filter(state__in=STEP_OPEN).order_by("position").values_list("key", flat=True)
    for start in range(0, len(steps), rows.MOST_ROWS):
        yield "card", list(steps[start : start + rows.MOST_ROWS])
    groups = HeadGroup.objects.filter(incident=incident).order_by("position").values_list("public_id", flat=True)
    most = rows.MOST_ROWS - BLANK_GROUPS
    for start in range(0, max(len(groups), 1), most):
        yield "classes", [*groups[start : start + most], *[""] * BLANK_GROUPS]
    yield "log", [""] * BLANK_LINES


def _code() -> str:
    """One that no other sheet has: those of plans begin otherwise, but did not always."""
    code = rows.new_sheet(rows.ROOM)
    taken = RoomSheet.objects.filter(code=code).exists() or PrintedSheet.objects.filter(code=code).exists()
    return _code() if taken else code
