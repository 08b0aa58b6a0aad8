"""What this room puts on the pages of a case, of the person and of the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases import sections
from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Kind
from huiyin.cases.presenting import pick
from huiyin.cases.queries.own_view import chain_of
from huiyin.cases.sections import DayEntry, Section
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.clocks.queries import of_subject, owed_by
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Item, Link

from . import presenting
from .keeping import SUBJECT, why_led
from .models import Lead
from .queries import board, lists


def offer() -> None:
    """Called when the room is ready."""
    sections.for_staff(of_case)
    sections.for_public(of_concern)
    sections.for_day(_unsigned_lists, lists.there_on_day)
    sections.for_owed(_steps, (SUBJECT,))
    sections.for_notices("handover", pages_of_lists)


def of_case(actor: Actor, case: Case) -> Section | None:
    """Who answers for it and since when, or why a leader is needed; on the page of a case that the post may read already."""
    lead = board.of_case(case)
    reasons = [pick(one.title) for one in why_led(case)]
    if lead is None and not reasons:
        return None
    own = next((one for one in of_subject(SUBJECT, case.public_id, only_open=True)), None)
    leads = lead is not None and lead.post_id == actor.post_id and may(actor, "lead", case)
    context = {
        "lead": lead,
        "reasons": reasons,
        "own": titled_chip(own),
        "steps": tuple(presenting.step(one) for one in board.steps_of(case, 5)),
        "url": reverse("leaders:lead", args=[lead.public_id]) if lead and (leads or may(actor, "urge", case)) else "",
        "leads": leads,
    }
    return Section("leader", "leaders/parts/of_case.html", context, place="aside", order=10)


def of_concern(concern: Concern) -> Section | None:
    """Which post answers now, and since when: the post, never a name."""
    if concern.left_at is not None:
        return None
    cases = [case.pk for case in chain_of(concern.case)]
    lead = Lead.objects.select_related("post", "case__organisation").filter(case_id__in=cases, until=None).last()
    if lead is None or lead.case.kind == Kind.MISCONDUCT:
        return None
    changed = Lead.objects.filter(case_id=lead.case_id).count() > 1
    context = {"lead": lead, "changed": changed, "office": lead.post.unit.organisation.name}
    return Section("leader", "leaders/parts/of_concern.html", context, place="aside", order=10)


def pages_of_lists(actor: Actor, public_ids: Collection[str]) -> Mapping[str, str]:
    """Of hand-over lists."""
    seen = lists.seen(actor, public_ids)
    return {row.public_id: reverse("leaders:handover", args=[row.public_id]) for row in seen}


def _unsigned_lists(actor: Actor) -> Iterable[DayEntry]:
    """Lists that wait for a signature."""
    for row in lists.waiting_lists(actor):
        url = reverse("leaders:handover", args=[row.public_id])
        title = _("Hand-over of what “%(post)s” answers for") % {"post": row.post.title}
        item = Item(title, url, row.public_id, action=Link(url, _("Look at it and sign"), note=row.post.title))
        yield DayEntry("decide", item)


def _steps(actor: Actor, owed: Sequence[Clock]) -> Iterable[DayEntry]:
    """Own next steps that are late or near."""
    if not owed or not may(actor, "lead"):
        return
    found = owed_by(actor.reference, time.now() + board.SOON, subject_kinds=(SUBJECT,))
    wanted = {clock.subject_id: clock for clock in reversed(found)}
    rows = Lead.objects.filter(post_id=actor.post_id, until=None, case__public_id__in=list(wanted))
    rows = rows.select_related("case__organisation").prefetch_related("case__exclusions", "case__involvements")
    for lead in rows.order_by("due_at"):
        if not may(actor, "read", lead.case):
            continue
        clock = wanted[lead.case.public_id]
        url = reverse("leaders:lead", args=[lead.public_id])
        act = Link(url, _("Go on with the case"), note=lead.case.title)
        item = Item(lead.next_step, url, lead.case.public_id, "", (lead.case.title,), titled_chip(clock), act)
        yield DayEntry("late" if clock.late else "soon", item)


def address_of_lead(actor: Actor, public_id: str) -> str:
    """For a task that came of urging: the page of the led case, for the post that leads it now; the case itself for others."""
    lead = Lead.objects.select_related("case__organisation").filter(public_id=public_id).first()
    if lead is None or not may(actor, "read", lead.case):
        return ""
    now = board.of_case(lead.case)
    if now is not None and now.post_id == actor.post_id:
        return reverse("leaders:lead", args=[now.public_id])
    return reverse("cases:case", args=[lead.case.public_id])
