"""What this room puts on the pages of a case and on the day list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind as CaseKind
from huiyin.kernel import time
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Link

from .queries import receptions
from .wording import KINDS, STATUS

MOST_OF_DAY = 10


def register() -> None:
    """Called when the room is ready."""
    sections.for_staff(_on_case)
    sections.for_links(_links)
    sections.for_public(_on_status)
    sections.for_public_links(_public_links)
    sections.for_day(_on_day, receptions.there_on_day)
    sections.for_notices("reception", _pages)


def _on_case(actor: Actor, case: Case) -> sections.Section | None:
    rows = receptions.of_case(actor, case)
    if not rows:
        return None
    lines = [
        (reverse("receptions:reception", args=[row.reception.public_id]), KINDS[row.reception.kind], STATUS[row.reception.status], row.reception)
        for row in rows
    ]  # fmt: skip
    return sections.Section("receptions", "receptions/card_staff.html", {"lines": lines}, place="aside", order=40)


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if case.kind != CaseKind.MISCONDUCT and may(actor, "receive", case):
        yield Link(reverse("receptions:of-case", args=[case.public_id]), _("Receive the person, or name a day"))


def _on_status(concern: Concern) -> sections.Section | None:
    from .views.person import person_status

    lines = [
        (reverse("receptions:mine", args=[one.reception.public_id]), KINDS[one.reception.kind], person_status(one.reception.status), one)
        for one in receptions.told(concern)
    ]  # fmt: skip
    if not lines:
        return None
    return sections.Section("receptions", "receptions/card_person.html", {"lines": lines}, order=20)


def _public_links(concern: Concern) -> Iterable[Link]:
    if concern.case.kind != CaseKind.MISCONDUCT:
        yield Link(
            reverse("receptions:ask"),
            _("Ask to be received, called or visited"),
            _("It does not stop the case from going on."),
        )
        yield Link(reverse("receptions:public-days"), _("Reception days of leaders"))


def _pages(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    seen = receptions.seen(actor, public_ids)
    return {one.public_id: reverse("receptions:reception", args=[one.public_id]) for one in seen}


def _on_day(actor: Actor) -> Iterable[sections.DayEntry]:
    if not may(actor, "reception_read"):
        return
    from .views.staff_list import item

    invited, own = receptions.of_day(actor)
    now = time.now()
    for row in invited[:MOST_OF_DAY]:
        yield sections.DayEntry("new", item(row))
    for row in own[:MOST_OF_DAY]:
        late = row.clock is not None and row.clock.due_at < now
        yield sections.DayEntry("late" if late else "soon", item(row))
