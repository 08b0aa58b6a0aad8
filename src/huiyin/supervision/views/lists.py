"""The lists: what is late below, the supervisions of the office, the records of accountability."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huiyin.cases.presenting import pick
from huiyin.cases.views.staff_parts import case_url, sentence, titled_chip
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.supervision import queries
from huiyin.supervision.models import Accountability
from huiyin.supervision.showing import item_of
from huiyin.supervision.wording import GROUNDS, REASONS, STANDINGS
from huiyin.web import dates
from huiyin.web.components import Item, Link, Tag


@needs("supervise")
@require_safe
def late(request: StaffRequest) -> HttpResponse:
    """What is late or badly handled in the scope below: the longest first, or the newest."""
    reason = request.GET.get("reason", "any")
    reason = reason if reason in REASONS else "any"
    newest = request.GET.get("order") == "new"
    page = queries.late_cases(request.actor, reason=reason, newest=newest, after=request.GET.get("after", ""))
    context = {
        "items": [_item(row) for row in page.rows],
        "tabs": [(words, _url(one, newest=newest), one == reason) for one, words in REASONS.items()],
        "newest": newest,
        "order_url": _url(reason, newest=not newest),
        "next_url": _url(reason, newest=newest, after=page.after) if page.after else "",
        "first_url": _url(reason, newest=newest) if request.GET.get("after") else "",
        "reason": reason,
        "places": places(request.actor, "late"),
    }
    return render(request, "supervision/late.html", context)


def _url(reason: str, *, newest: bool, after: str = "") -> str:
    wanted = {"reason": "" if reason == "any" else reason, "order": "new" if newest else "", "after": after}
    query = urlencode({key: value for key, value in wanted.items() if value})
    return reverse("supervision:late") + (f"?{query}" if query else "")


def _item(row: queries.LateCase) -> Item:
    case = row.case
    zone = case.organisation.zone
    facts: list[Any] = [case.organisation.short_name, case.handler.title if case.handler else ""]
    facts += [
        Tag(_("%(what)s since %(day)s") % {"what": REASONS[reason], "day": dates.short_day_text(since, zone)}, "late")
        for reason, since in row.reasons
    ]
    if row.supervised:
        facts.append(Tag(_("is supervised"), "green"))
        action = Link(reverse("supervision:one", args=[row.supervised]), _("See the supervision"), note=case.title)
    else:
        action = Link(reverse("supervision:open", args=[case.public_id]), _("Supervise it"), note=case.title)
    shown = tuple(fact for fact in facts if fact)
    words = sentence(case.title, case.summary)
    return Item(case.title, case_url(case.public_id), case.public_id, words, shown, titled_chip(row.clock), action)


@needs("read_supervision")
@require_safe
def of_office(request: StaffRequest) -> HttpResponse:
    """What the office was asked and has to answer."""
    return _supervisions(request, "theirs")


@needs("supervise")
@require_safe
def ours(request: StaffRequest) -> HttpResponse:
    """What the supervisor's office has asked of others, and what waits for it to look."""
    return _supervisions(request, "ours")


def _supervisions(request: StaffRequest, side: str) -> HttpResponse:
    done = request.GET.get("done") == "1"
    rows = queries.supervisions(request.actor, side=side, done=done)
    here = "list" if side == "theirs" else "ours"
    address = reverse(f"supervision:{here}")
    context = {
        "items": [item_of(row) for row in rows],
        "done": done,
        "side": side,
        "tabs": [(_("Open"), address, not done), (_("Ended"), f"{address}?done=1", done)],
        "places": places(request.actor, here),
    }
    return render(request, "supervision/list.html", context)


@needs("read_accountability")
@require_safe
def records(request: StaffRequest) -> HttpResponse:
    """Records of accountability that this post may see, as who supervises or as who is asked."""
    done = request.GET.get("done") == "1"
    rows = queries.records(request.actor, done=done)
    address = reverse("supervision:records")
    context = {
        "items": [_record_item(row, clock) for row, clock in rows],
        "done": done,
        "tabs": [(_("Open"), address, not done), (_("Ended"), f"{address}?done=1", done)],
        "places": places(request.actor, "records"),
    }
    return render(request, "supervision/records.html", context)


def _record_item(row: Accountability, clock: Any) -> Item:
    who = row.post.title if row.post else _("the office itself")
    facts: tuple[Any, ...] = (STANDINGS[row.standing], f"{row.organisation.short_name} · {who}")
    title = str(GROUNDS[row.ground])
    if clock is not None:
        facts = (*facts, pick(clock.title))
    return Item(
        title, reverse("supervision:record", args=[row.public_id]), row.case.public_id, "", facts, titled_chip(clock)
    )


def places(actor: Actor, here: str) -> list[tuple[Any, str, bool]]:
    """The pages of this room that the post has."""
    found: list[tuple[Any, str]] = []
    if may(actor, "supervise"):
        found += [("late", _("Late or badly handled")), ("ours", _("Supervisions"))]
    if may(actor, "read_supervision"):
        found.append(("list", _("Asked of our office")))
    if may(actor, "read_accountability"):
        found.append(("records", pgettext("accountability", "Who answers for it")))
    return [(words, reverse(f"supervision:{name}"), name == here) for name, words in found]
