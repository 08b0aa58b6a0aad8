"""A list to sign is printed: its rows stand as they were printed, so that it can be typed back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.training import standing
from huiyin.training.models import SignList, Status

from . import parts

MOST_LISTS, MOST_ROWS = 20, 2000


def print_list(*, actor: Actor, lesson_id: str) -> SignList:
    """Of who holds a post of the house today, by unit; who has taken the lesson stands on none."""
    at = time.now()
    with store.write():
        lesson = parts.locked(lesson_id)
        if not parts.may_hold(actor, lesson):
            raise Refused
        if lesson.status == Status.DROPPED:
            raise Conflict(_("This lesson is not held."), _("Look at it as it stands here."))
        number = SignList.objects.filter(lesson=lesson).count() + 1
        rows = list(standing.not_taken(lesson).values_list("public_id", flat=True))
        if not rows or len(rows) > MOST_ROWS or number > MOST_LISTS:
            raise BadInput("list", _("There is nobody to sign, or too much was printed."), _("Tick on the page."))
        printed = SignList.objects.create(
            lesson=lesson, number=number, rows=rows, printed_at=at, printed_by=actor.reference, printed_title=actor.post_title
        )  # fmt: skip
        parts.record("print_list", actor.reference, lesson, at, [printed])
    return printed
