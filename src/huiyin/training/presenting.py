"""Lessons as rows and facts of pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel.clocks.queries import ClockView
from huiyin.organisations.access import Actor, may
from huiyin.web import dates
from huiyin.web.components import Fact, Item, Link, Tag

from .models import Correction, Lesson, Need, Status
from .queries.programmes import Page, Row
from .wording import AUDIENCES, STATUS, TOPICS, which


def url(lesson: Lesson) -> str:
    return reverse("training:lesson", args=[lesson.public_id])


def need_url(actor: Actor, need: Need) -> str:
    """Who plans reads how posts stand; everybody else, what the own post needs."""
    if may(actor, "training_plan", need):
        return reverse("training:needs") + f"#n-{need.public_id}"
    return reverse("training:mine")


def whom(lesson: Lesson) -> str:
    return lesson.for_whom or str(AUDIENCES[lesson.audience])


def taught(lesson: Lesson) -> str:
    return lesson.law or _("the office’s own")


def item(row: Row, *, mine: bool = False, corrected: bool = False) -> Item:
    """A row of a list."""
    lesson = row.lesson
    facts: list[Tag | str] = [str(TOPICS[lesson.topic]), whom(lesson), lesson.post.title]
    if lesson.held_on is not None:
        facts += [_("held on %(day)s") % {"day": dates.day_text(lesson.held_on)}, numbers(lesson)]
        if lesson.held_on > lesson.due_on:
            facts.append(Tag(_("held late"), "late", "warning"))
        if corrected:
            facts.append(pgettext("lesson", "corrected"))
    elif lesson.status == Status.DROPPED:
        facts.append(str(STATUS[lesson.status]))
    action = Link(url(lesson), _("Write down that it was held"), note=lesson.title) if mine else None
    return Item(lesson.title, url(lesson), "", "", tuple(facts), titled_chip(row.clock), action)


def need_item(actor: Actor, need: Need, clock: ClockView | None) -> Item:
    """A training that posts of a kind need, on the day of who sees to it."""
    address, title = need_url(actor, need), f"{TOPICS[need.topic]} · {which(need)}"
    return Item(title, address, "", "", (), titled_chip(clock), Link(address, _("See which posts lack it"), note=title))


def changed(one: Correction) -> tuple[tuple[str, str, str], ...]:
    """What a correction changed: of what, what it said before, what it says since."""
    both = (
        (_("Held on"), dates.day_text(one.held_on_before), dates.day_text(one.held_on)),
        (_("Took part, besides staff"), str(one.people_before), str(one.people)),
        (_("Of the staff"), str(one.staff_before), str(one.staff)),
    )
    return tuple(line for line in both if line[1] != line[2])


def numbers(lesson: Lesson) -> str:
    """How many took part: numbers alone."""
    found = []
    if lesson.people:
        found.append(ngettext("%(n)d person", "%(n)d persons", lesson.people) % {"n": lesson.people})
    if lesson.staff:
        found.append(ngettext("%(n)d of the staff", "%(n)d of the staff", lesson.staff) % {"n": lesson.staff})
    return ", ".join(found)


def facts(page: Page) -> tuple[Fact, ...]:
    lesson = page.lesson
    found = [
        Fact(_("Topic"), str(TOPICS[lesson.topic])),
        Fact(_("For whom"), whom(lesson)),
        Fact(_("Who sees to it"), f"{lesson.post.title} · {lesson.post.unit.name}"),
        Fact(_("By when"), f"{dates.day_text(lesson.due_on)} · {_('the office’s own')}"),
        Fact(_("What is taught follows from"), taught(lesson)),
    ]
    if lesson.held_on is not None:
        found += [Fact(_("Held on"), dates.day_text(lesson.held_on)), Fact(_("Who took part"), numbers(lesson))]
    if lesson.about:
        found.append(Fact(_("What it holds"), lesson.about))
    if lesson.note:
        found.append(Fact(_("What is to be said about it"), lesson.note))
    return tuple(found)
