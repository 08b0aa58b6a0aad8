"""What the second person sees and does: a register is confirmed, or a kind goes by itself from then on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Conflict
from huiyin.organisations import two_hands
from huiyin.organisations.access import Actor
from huiyin.organisations.models import TwoHands
from huiyin.retention.kinds import KINDS
from huiyin.retention.models import ItemState, Register, RegisterState, Schedule

from .registering import DESTROY
from .scheduling import BY_ITSELF

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def register() -> None:
    """Called when the room is ready."""
    two_hands.register(
        two_hands.Act(DESTROY, "retention_destroy", _("Destroy what stands in a register"), _seen, _confirmed)
    )
    two_hands.register(
        two_hands.Act(BY_ITSELF, "retention_set", _("Let a kind be destroyed by itself"), _seen_schedule, _by_itself)
    )


def _seen(about: str) -> two_hands.Seen | None:
    row = Register.objects.select_related("organisation").filter(public_id=about.partition(":")[2]).first()
    if row is None:
        return None
    items = list(row.items.filter(state=ItemState.LISTED))
    listed = "\n".join(f"{one.about} {one.ended_on} {one.due_on}" for one in items)
    lines: list[StrOrPromise] = [
        KINDS[row.kind].title,
        _("Things on the register: %(count)d") % {"count": len(items)},
        _("Kept for %(years)d years by: %(authority)s") % {"years": row.years, "authority": row.authority},
        _("Words, identities, files and packages go for good. The register stays."),
    ]
    stood = hashlib.sha256(f"{row.state} {listed}".encode()).hexdigest()
    return two_hands.Seen(row, reverse("retention:register", args=[row.public_id]), stood, lines)


def _confirmed(asked: TwoHands, actor: Actor) -> list[ledger.Committed]:
    row = Register.objects.select_for_update().get(public_id=asked.about.partition(":")[2])
    if not row.waits:
        raise Conflict(_("It was confirmed or called off already."), _("Look at it as it stands here."))
    row.state, row.confirmed_at, row.reason = RegisterState.CONFIRMED, time.now(), asked.reason
    row.save()
    return [row]


def _seen_schedule(about: str) -> two_hands.Seen | None:
    row = Schedule.objects.select_related("organisation").filter(public_id=about.partition(":")[2]).first()
    if row is None:
        return None
    lines: list[StrOrPromise] = [
        KINDS[row.kind].title,
        _("Kept for %(years)d years by: %(authority)s") % {"years": row.years or 0, "authority": row.authority},
        _("After notice, everything of this kind whose time is over is destroyed without a person at hand."),
    ]
    stood = hashlib.sha256(f"{row.kind} {row.years} {row.authority} {row.archive_first}".encode()).hexdigest()
    return two_hands.Seen(row, reverse("retention:home"), stood, lines)


def _by_itself(asked: TwoHands, actor: Actor) -> list[ledger.Committed]:
    row = Schedule.objects.select_for_update().get(public_id=asked.about.partition(":")[2])
    row.by_itself = True
    row.save(update_fields=["by_itself"])
    return [row]
