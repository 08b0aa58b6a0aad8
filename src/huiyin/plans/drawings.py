"""The drawings of a plan, and their pictures. Read only."""

from __future__ import annotations

from huiyin.kernel import files
from huiyin.kernel.errors import Refused
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, require

from .models import PlaceDrawing, Plan


def drawings_of(plan: Plan) -> list[PlaceDrawing]:
    """Those that stand in the plan."""
    return list(plan.drawings.filter(removed_at=None))


def drawing(actor: Actor, public_id: str) -> PlaceDrawing:
    """One of them, for whoever prints in the house. `Refused`."""
    row = PlaceDrawing.objects.filter(public_id=public_id, removed_at=None).select_related("plan__organisation").first()
    if row is None:
        raise Refused
    require(actor, "plan_print", row.plan)
    return row


def picture_of(row: PlaceDrawing) -> bytes:
    """Its bytes; none where they are gone."""
    kept = Attachment.objects.filter(public_id=row.file, erased_at=None).first()
    return files.content(kept) if kept else b""
