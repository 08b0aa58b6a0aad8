"""The day list, the list of cases, and the consultations that a unit is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases import sections
from huiyin.cases.actions import counter, handling
from huiyin.cases.actions.procedure import pack_of
from huiyin.cases.forms import staff_consultation as forms
from huiyin.cases.models import Consultation
from huiyin.cases.presenting import pick
from huiyin.cases.queries import day as days
from huiyin.cases.queries.case_page_acts import next_act, owing_an_answer
from huiyin.cases.queries.lists import Filters, Page, cases
from huiyin.cases.wording import BUCKETS
from huiyin.kernel import outbox, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.web import dates
from huiyin.web.components import Item, Link
from huiyin.web.fields import put_error

from .staff_parts import act_link, case_url, facts_of, item_of_row, sentence, titled_chip

NOTICES = 12


@needs("own_account")
@require_safe
def day(request: StaffRequest) -> HttpResponse:
    """What this post has to do today; who works on no case has other pages."""
    actor = request.actor
    if not (may(actor, "list") or may(actor, "answer_consultation")):
        return redirect("organisations:people")
    views = days.views_of(actor)
    view = request.GET.get("view", "mine")
    view = view if view in views else "mine"
    found = days.day_of(actor, view)
    owing = owing_an_answer(one.case.public_id for one in found.items)
    of_rooms = sections.day_entries(actor)

    def items(group: sections.DayGroup, own: Iterable[days.DayItem]) -> list[Item]:
        return [_item(request, one, owing) for one in own] + [one.item for one in of_rooms if one.group == group]

    empty = found.empty and not of_rooms
    groups = [
        (_("Late"), "late", items("late", found.late)),
        (_("Due today and in the next three days"), "soon", items("soon", found.soon)),
        (_("To be decided by you"), "decide", items("decide", found.decide)),
        (_("You are asked"), "asked", [_asked(one) for one in found.asked]),
        (_("New"), "new", items("new", found.new)),
        (_("Waiting for others"), "wait", items("wait", found.waiting)),
    ]
    context: dict[str, Any] = {
        "today": time.today(actor.zone),
        "lead": _lead(found),
        "groups": [(title, key, rows) for title, key, rows in groups if rows],
        "found": found,
        "empty": empty,
        "next_due": days.next_due(actor, view) if empty else None,
        "filters": [(_view_name(one), f"?view={one}", one == view) for one in views],
        "notices": _notices(actor),
        "zone": actor.zone,
    }
    return render(request, "cases/staff/day.html", context)


def _notices(actor: Actor) -> list[tuple[outbox.InboxItem, str, bool]]:
    """Unread notices, each with the page that it leads to; and whether there is one that this post may not open."""
    items = outbox.inbox(counter.inbox_of(actor), language=get_language() or "zh-hans", limit=NOTICES, unread_only=True)
    pages = sections.pages_of(actor, (item.about for item in items))
    return [(item, pages.get(item.about, ""), pages.get(item.about) == "") for item in items]


@needs("own_account")
@require_POST
def read_notices(request: StaffRequest) -> HttpResponse:
    """Those that were shown are read."""
    counter.read_notices(actor=request.actor, public_ids=request.POST.getlist("notice"))
    return redirect("cases:day")


@needs("list")
@require_safe
def case_list(request: StaffRequest) -> HttpResponse:
    """The cases that the post may list, newest first, page by page."""
    query = request.GET
    bucket = query.get("bucket", "") if query.get("bucket", "") in BUCKETS else ""
    filters = Filters(bucket, query.get("mine") == "1", query.get("after", ""), query.get("q", ""))
    try:
        found, problem = cases(request.actor, filters), None
    except BadInput as error:
        found, problem = Page(()), error
    tabs = [(_("All"), _list_url(filters, bucket=""), not bucket)]
    tabs += [(str(name), _list_url(filters, bucket=one), one == bucket) for one, name in BUCKETS.items()]
    context = {
        "items": [item_of_row(row) for row in found.rows],
        "filters": filters,
        "tabs": tabs,
        "mine_url": _list_url(filters, mine=not filters.mine),
        "everything_url": reverse("cases:list"),
        "next_url": _list_url(filters, after=found.after) if found.after else "",
        "first_url": _list_url(filters) if filters.after else "",
        "problem": problem,
    }
    return render(request, "cases/staff/list.html", context, status=422 if problem else 200)


@needs("answer_consultation")
@require_http_methods(["GET", "POST"])
def consultation(request: StaffRequest, public_id: str) -> HttpResponse:
    """A question to the unit of the post, and its answer."""
    asked = _consultation(request, public_id)
    form = forms.Answer(request.POST or None)
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            handling.answer_consultation(actor=request.actor, public_id=public_id, text=form.cleaned_data["text"])
            messages.success(request, _("The answer is with the handler."))
            return redirect("cases:day")
        except BadInput as error:
            put_error(form, error)
        except Conflict as error:
            problem = error
            asked.refresh_from_db()
    context = {"asked": asked, "form": form, "problem": problem, "zone": request.actor.zone}
    return render(
        request, "cases/staff/consultation.html", context, status=409 if problem else 422 if form.errors else 200
    )


def _consultation(request: StaffRequest, public_id: str) -> Consultation:
    """Of the post's own unit; answered ones stay readable. `Refused` for any other."""
    rows = Consultation.objects.select_related("unit", "case__organisation").filter(public_id=public_id)
    asked = rows.filter(unit_id=request.actor.unit_id).first()
    if asked is None or any(asked.case.excludes(post) for post in request.actor.post_ids | {request.actor.post_id}):
        raise Refused
    return asked


def _item(request: StaffRequest, one: days.DayItem, owing: Collection[str]) -> Item:
    case = one.case
    facts = [
        *facts_of(case),
        _state(one),
        case.handler.title if case.handler and case.handler_id != request.actor.post_id else "",
    ]
    return Item(
        title=case.title,
        url=case_url(case.public_id),
        number=case.public_id,
        sentence=sentence(case.title, case.summary),
        facts=tuple(str(fact) for fact in facts if fact),
        chip=titled_chip(one.clock),
        action=act_link(case.public_id, next_act(request.actor, case, owing=owing), title=case.title),
    )


def _state(one: days.DayItem) -> str:
    if one.waits:
        words = {
            "person": _("waiting for the person's answer"),
            "unit": _("waiting for the answer of who was asked"),
            "approver": _("waiting for approval"),
            "head": _("waiting for the head's decision on more time"),
            "procedure": "",
        }[one.waits]
        since = _(", since %(day)s") % {"day": dates.short_day_text(one.waits_since)} if one.waits_since else ""
        return words + since if words else _stage(one)
    return _stage(one)


def _stage(one: days.DayItem) -> str:
    track = next(iter(one.case.tracks.all()), None)
    return pick(pack_of(track).state(track.state).title) if track else ""


def _asked(one: Consultation) -> Item:
    if one.due_on is not None:
        url = reverse("cases:asked", args=[one.public_id])
        title = _("%(office)s asks") % {"office": one.case.office.name}
        by = _("by %(day)s") % {"day": dates.short_day_text(one.due_on)}
        link = Link(url, _("Answer it"), note=title)
        return Item(title=title, url=url, number=one.case.public_id, facts=(one.question[:80], by), action=link)
    url = reverse("cases:consultation", args=[one.public_id])
    return Item(
        title=one.case.title,
        url=url,
        number=one.case.public_id,
        facts=(one.question[:80], _("asked on %(day)s") % {"day": dates.short_day_text(one.asked_at)}),
        action=Link(url, _("Answer it"), note=one.case.title),
    )


def _lead(found: days.Day) -> str:
    """How the day stands, in one line."""
    late, due = len(found.late), found.due_today
    if not late and not due:
        return _("Nothing is late and nothing is due today.")
    parts = []
    if late:
        parts.append(ngettext("%(count)d late", "%(count)d late", late) % {"count": late})
    if due:
        parts.append(ngettext("%(count)d due today", "%(count)d due today", due) % {"count": due})
    line = _("%(parts)s.") % {"parts": _(", ").join(parts)}
    first = _("Late ones first.")
    return f"{line} {first}" if late else line


def _view_name(view: str) -> str:
    return {"mine": _("Mine"), "unit": _("My unit"), "office": _("The whole office")}[view]


def _list_url(filters: Filters, **changes: object) -> str:
    values = {"bucket": filters.bucket, "mine": filters.mine, "q": filters.query, "after": "", **changes}
    given = {name: "1" if value is True else str(value) for name, value in values.items() if value}
    return f"{reverse('cases:list')}?{urlencode(given)}" if given else reverse("cases:list")
