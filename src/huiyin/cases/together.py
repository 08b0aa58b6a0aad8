"""Groups, joined cases and repeats on the pages of a case and on the day list."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.organisations.access import Actor, may
from huiyin.web.components import Item, Link

from . import sections
from .actions import joining
from .models import Case, Concern
from .models.case import Bucket, Kind
from .queries import alike, groups, repeats
from .sections import DayEntry, Section
from .wording import OUTCOMES

ON_DAY = 5


def put_on_pages() -> None:
    from .views import staff_competent

    sections.for_staff(staff_competent.section)
    sections.for_staff(_group_for_staff)
    sections.for_staff(_repeats_for_staff)
    sections.for_staff(_alike_for_staff)
    sections.for_public(_group_for_person)
    sections.for_public(_repeats_for_person)
    sections.for_links(_links)
    sections.for_public_links(_links_of_person)
    sections.for_day(_day)


def _group_for_staff(actor: Actor, case: Case) -> Section | None:
    card = groups.group_of(case)
    if card is None:
        return None
    context = {"card": card, "case": case, "may_add": may(actor, "group", case)}
    return Section("group", "cases/staff/group_card.html", context, place="aside", order=20)


def _repeats_for_staff(actor: Actor, case: Case) -> Section | None:
    found = repeats.for_office(actor, case)
    if not found:
        return None
    lines = [(one, OUTCOMES.get(one.outcome, "")) for one in found]
    return Section("before", "cases/staff/before_card.html", {"lines": lines}, order=10)


def _alike_for_staff(actor: Actor, case: Case) -> Section | None:
    found = alike.of_case(actor, case) if case.bucket != Bucket.DONE else ()
    if not found:
        return None
    others = [(row.newer if row.older_id == case.pk else row.older, row.score) for row in found]
    return Section("alike", "cases/staff/alike_card.html", {"case": case, "others": others}, place="aside", order=30)


def _group_for_person(concern: Concern) -> Section | None:
    part = groups.own_part(concern)
    return Section("group", "cases/public/group_card.html", {"part": part}, place="aside", order=20) if part else None


def _repeats_for_person(concern: Concern) -> Section | None:
    found = repeats.for_person(concern)
    if not found:
        return None
    lines = [(one, OUTCOMES.get(one.outcome, "")) for one in found]
    return Section("before", "cases/public/before_card.html", {"lines": lines}, order=10)


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if case.kind == Kind.MISCONDUCT:
        return
    if may(actor, "group", case):
        if groups.group_of(case) is not None:
            yield Link(reverse("cases:group", args=[case.public_id]), _("Add people to the group"))
        elif case.bucket != Bucket.DONE and case.concerns.exists():
            yield Link(reverse("cases:group", args=[case.public_id]), _("Several people raise it"))
    if may(actor, "join", case) and joining.can_join(case):
        yield Link(reverse("cases:beside", args=[case.public_id]), _("Join with another case"))
    if may(actor, "register", case) and case.bucket != Bucket.DONE:
        yield Link(reverse("cases:asked-before", args=[case.public_id]), _("It was asked before"))


def _links_of_person(concern: Concern) -> Iterable[Link]:
    if groups.own_part(concern) is None and concern.case.bucket != Bucket.DONE:
        yield Link(reverse("cases:status-group"), _("Others want to raise the same with me"))
    if joining.can_go_alone(concern):
        yield Link(reverse("cases:status-alone"), _("Go on alone"))
    yield Link(reverse("cases:status-before"), _("I asked about this before"))


def _day(actor: Actor) -> Iterable[DayEntry]:
    for row in alike.proposals(actor)[:ON_DAY]:
        url = reverse("cases:pair", args=[row.newer.public_id, row.older.public_id])
        facts = (_("like “%(title)s”") % {"title": row.older.title},)
        title = _("The same matter? %(title)s") % {"title": row.newer.title}
        yield DayEntry("decide", Item(title, url, row.newer.public_id, row.newer.summary, facts))
