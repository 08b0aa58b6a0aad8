"""For everybody, with an account or without: support is asked for, and the code opens what came of it. No account points to a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.rules import show_code
from huiyin.cases.views.public_parts import known_code, may_begin, private
from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import ids
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError
from huiyin.organisations.access import actor_of, public
from huiyin.organisations.posts import posts_of
from huiyin.support import forms, presenting, queries
from huiyin.support.actions import asking, ending, sharing
from huiyin.support.models import Status, Supporter
from huiyin.support.wording import FIELDS, STATUS
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm, each_of
from huiyin.web.half_hours import HalfHour

OPENED = HalfHour("huiyin_support", "huiyin.support.request", "/support-request/")

RUN: dict[str, Callable[[str, dict[str, Any]], object]] = {
    "say": lambda code, data: asking.say(code=code, words=data["words"]),
    "visit": lambda code, data: asking.answer_visit(code=code, **data),
    "agreement": lambda code, data: asking.answer_agreement(code=code, **data),
    "let_in": lambda code, data: sharing.let_in(code=code, post_id=data["post"]),
    "hand_to": lambda code, data: sharing.hand_to(code=code, post_id=data["post"]),
    "close": lambda code, data: ending.close(code=code, words=data["words"]),
    "reopen": lambda code, data: ending.reopen(code=code, words=data["words"]),
    "destroy": lambda code, _data: ending.destroy(code=code),
}


@public
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Of which office? Only where somebody was named."""
    return render(request, "support/public/offices.html", {"offices": queries.offices()})


@public
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page that a slip opens too: then it names the post that offered it, which is let in only where the person ticks it."""
    supporter = queries.office(public_id)
    by = request.GET.get("by", "")
    by_title = queries.title_of(supporter.organisation_id, by) if by else ""
    offered = "offered" in request.GET
    first = {"to": supporter.post.public_id, "name": "" if offered else _own_name(request)}
    form = forms.Ask(request.POST or None, readers=_readers(supporter), by=by_title, initial=first)
    if request.method == "POST":
        may_begin(request)
        if form.is_valid():
            try:
                return _asked(public_id, form.cleaned_data, offered, by if by_title else "")
            except BadInput as error:
                put_error(form, error)
    context = {
        "form": form, "supporter": supporter, "held": queries.there(supporter.post), "once": ids.public_id(), "offered": offered,
        "own": actor_of(request) is not None,
    }  # fmt: skip
    return private(render(request, "support/public/ask.html", context, status=422 if form.is_bound else 200))


@public
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What came of it, by the code, with what the person can do."""
    do = request.POST.get("do", "")
    if do == "find":
        return _find(request)
    if do == "leave":
        left = redirect("support:mine")
        OPENED.end(left)
        return left
    code = OPENED.kept(request).get("c", "")
    page = queries.told(code) if code else None
    if page is None:
        return private(render(request, "support/public/find.html", {"form": forms.Code()}))
    if page.request.status == Status.DESTROYED or not do:
        return _show(request, code, page)
    return _done(request, code, page, do)


def _done(request: HttpRequest, code: str, page: queries.Page, do: str) -> HttpResponse:
    if do == "put_out":
        try:
            sharing.put_out(code=code, post_id=request.POST.get("post", ""))
        except Conflict as error:
            return _show(request, code, queries.told(code) or page, problem=error, status=409)
        return _back(code, request, _("Done."))
    form = _forms(page, do, request.POST).get(do)
    if form is None:
        problem = Conflict(_("This can't be done any more."), _("Look at it as it stands here."))
        return _show(request, code, page, problem=problem, status=409)
    if not form.is_valid():
        return _show(request, code, page, form, do, status=422)
    data = dict(form.cleaned_data)
    if do == "visit":
        data["visit_id"] = request.POST.get("visit_id", "")
    if do == "agreement":
        data["agreement_id"] = request.POST.get("agreement_id", "")
    try:
        RUN[do](code, data)
    except BadInput as error:
        put_error(form, error)
        return _show(request, code, page, form, do, status=422)
    except Conflict as error:
        return _show(request, code, queries.told(code) or page, problem=error, status=409)
    return _back(code, request, _("Done. Whoever answers for it is told.") if do != "destroy" else "")


def _back(code: str, request: HttpRequest, said: str) -> HttpResponse:
    if said:
        messages.success(request, said)
    answer = redirect("support:mine")
    OPENED.begin(answer, {"c": code})
    return answer


def _show(
    request: HttpRequest, code: str, page: queries.Page, form: HouseForm | None = None, do: str = "", *,
    problem: HuiyinError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = _forms(page)
    if form is not None:
        shown[do] = form
    row = page.request
    context = {
        "page": page, "row": row, "zone": row.organisation.zone, "code": show_code(code), "forms": shown, "form": form, "problem": problem,
        "standing": STATUS[row.status], "chip": titled_chip(page.clock) if page.is_open else None, "events": presenting.events(page),
        "openings": [(one, "、".join(str(FIELDS[name]) for name in one.fields)) for one in page.openings],
        "look_up": request.build_absolute_uri(reverse("support:mine")), "named": queries.supporter(row.organisation_id),
    }  # fmt: skip
    response = private(render(request, "support/public/mine.html", context, status=status))
    OPENED.begin(response, {"c": code})
    return response


def _forms(page: queries.Page, do: str = "", data: Any = None) -> dict[str, HouseForm]:
    """Each that the person may use now; the one that was sent, as it was sent."""
    posts = posts_of(page.request.organisation_id)
    readers = {post.public_id for post in page.let_in} | {page.request.post.public_id}
    others = tuple(one for one in posts if one[0] not in readers)
    kinds: dict[str, Callable[..., HouseForm]] = {"destroy": forms.Destroy}
    if page.is_open:
        kinds |= {
            "say": forms.Words, "close": forms.Close,
            "let_in": lambda *args, **more: forms.Choose(*args, posts=others, **more),
            "hand_to": lambda *args, **more: forms.Choose(
                *args, posts=tuple(one for one in posts if one[0] != page.request.post.public_id), **more
            ),
        }  # fmt: skip
        if page.visit:
            kinds["visit"] = forms.VisitAnswer
        if page.agreement:
            kinds["agreement"] = forms.AgreementAnswer
    elif page.request.status == Status.CLOSED:
        kinds["reopen"] = forms.Reopen
    return each_of(kinds, do, data)


def _asked(public_id: str, data: dict[str, Any], offered: bool, by: str) -> HttpResponse:
    asked = asking.Asked(
        data["words"], data["name"], data["phone"], data.get("to", ""), offered, by if data.get("let_in") else ""
    )
    _row, code = asking.ask(organisation_id=public_id, asked=asked, once=data["once"])
    answer = redirect("support:mine")
    OPENED.begin(answer, {"c": code})
    return answer


def _find(request: HttpRequest) -> HttpResponse:
    form = forms.Code(request.POST)
    unknown = _("No request has this code. Look at it once more.")
    if form.is_valid() and (code := known_code(request, form, asking.find, unknown)):
        return _back(code, request, "")
    return private(render(request, "support/public/find.html", {"form": form}, status=422))


def _readers(supporter: Supporter) -> forms.Choices:
    """Who supports, and the deputy, where one was named: the person chooses."""
    posts = [post for post in (supporter.post, supporter.deputy) if post is not None]
    return tuple((post.public_id, f"{post.title} · {post.unit.name}") for post in posts)


def _own_name(request: HttpRequest) -> str:
    """Who is signed in need not type it; they may take it out. The account itself is kept nowhere. A slip is often opened on the
    machine of somebody else: there nothing stands.
    """
    return getattr(request.user, "display_name", "") if actor_of(request) is not None else ""
