"""What this room puts on the pages of a case, on the day list and into the frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases import sections
from huiyin.cases.models import Case, Concern
from huiyin.cases.presenting import pick
from huiyin.cases.sections import DayEntry, Section
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, actor_of, may
from huiyin.web.components import DeadlineChip, Item, Link, RailItem, Tag

from . import queries
from .actions.taking_over import can_take_over
from .models.supervision import Status
from .wording import ADOPTED, MEASURES, STATUS, TRIGGERS


def register() -> None:
    """Called when the room is ready."""
    sections.for_staff(for_staff)
    sections.for_public(for_person)
    sections.for_links(links)
    sections.for_owed(day, queries.OWED_KINDS)


def for_staff(actor: Actor, case: Case) -> Section | None:
    """For who supervises and for the office that is supervised: where it stands."""
    rows = queries.of_case(actor, case)
    taken = queries.taken_over(case)
    if not rows and taken is None:
        return None
    context = {"rows": [_line(row) for row in rows], "taken": taken}
    return Section("supervision", "supervision/card.html", context, order=20)


def for_person(concern: Concern) -> Section | None:
    """The office above looks at the case, and what came of it. Nothing of who answers for it."""
    case = Case.objects.select_related("organisation", "worked_by", "handler").get(pk=concern.case_id)
    rows = queries.told_to_person(case)
    taken = queries.taken_over(case)
    if not rows and taken is None:
        return None
    context = {"rows": [_line(row) for row in rows], "taken": taken}
    return Section("supervision", "supervision/person.html", context, order=20)


def _line(row: queries.Row) -> dict[str, Any]:
    """What both cards draw of one supervision."""
    return {
        "row": row.supervision,
        "measure": row.measure,
        "chip": titled_chip(row.clock),
        "status": STATUS[row.supervision.status],
        "trigger": TRIGGERS.get(row.supervision.trigger, ""),
        "kind": MEASURES[row.measure.kind] if row.measure else "",
        "adopted": ADOPTED.get(row.measure.adopted, "") if row.measure else "",
        "mend": row.measure is not None and row.measure.kind == "correct",
    }


def links(actor: Actor, case: Case) -> Iterable[Link]:
    """What a supervisor can do with a case."""
    if not may(actor, "supervise", case):
        return
    own = [row for row in queries.of_case(actor, case) if row.supervision.organisation_id == actor.organisation_id]
    if not any(row.supervision.open for row in own):
        yield Link(reverse("supervision:open", args=[case.public_id]), _("Supervise it"), icon="eye")
    if can_take_over(actor, case):
        yield Link(reverse("supervision:take-over", args=[case.public_id]), _("Take it over"))
    taken = queries.taken_over(case)
    if taken is not None and taken.organisation.path.startswith(actor.organisation_path):
        yield Link(reverse("supervision:give-back", args=[case.public_id]), _("Give it back"))


def day(actor: Actor, owed: Sequence[Clock]) -> Iterable[DayEntry]:
    """What this post owes in supervisions and records."""
    for one in queries.owed_by(actor) if owed else ():
        case = one.supervision.case
        page = "supervision:record" if one.record else "supervision:one"
        name = one.record.public_id if one.record else one.supervision.public_id
        facts: tuple[Any, ...] = (
            Tag(gettext_lazy("Supervision"), "voice"),
            pick(one.clock.title),
            case.organisation.short_name,
        )
        item = Item(case.title, reverse(page, args=[name]), case.public_id, "", facts, titled_chip(one.clock))
        yield DayEntry("late" if one.clock.late else "soon", item)


def item_of(row: queries.Row) -> Item:
    """A supervision in a list."""
    one = row.supervision
    facts: list[Any] = [STATUS[one.status], TRIGGERS.get(one.trigger, ""), one.case.organisation.short_name]
    if row.measure is not None:
        facts.append(MEASURES[row.measure.kind])
        if row.measure.adopted and one.status != Status.ASKED:
            facts.append(Tag(ADOPTED[row.measure.adopted], "green"))
    if one.person_asked_at is not None:
        facts.append(Tag(_("the person asks for it"), "voice"))
    url = reverse("supervision:one", args=[one.public_id])
    shown = tuple(fact for fact in facts if fact)
    return Item(one.case.title, url, one.case.public_id, "", shown, _chip(row))


def _chip(row: queries.Row) -> DeadlineChip | None:
    return titled_chip(row.clock)


def provide(request: HttpRequest) -> Mapping[str, object]:
    """For `WEB_CONTEXT_PROVIDERS`: the place of the rail, for who supervises and for who is supervised."""
    actor = actor_of(request)
    if actor is None:
        return {}
    place = reverse("supervision:late")
    if may(actor, "supervise"):
        return {
            "rail": (
                RailItem(
                    gettext_lazy("Supervision"), place, "eye", waits=queries.waiting(actor), prefix=place, part="cases"
                ),
            )
        }
    if may(actor, "answer_supervision"):
        theirs = reverse("supervision:list")
        return {"rail": (RailItem(gettext_lazy("Supervision"), theirs, "eye", prefix=place, part="cases"),)}
    return {}
