"""For everybody: whom it is about, then the words, the code, and what is answered under it. No account is looked at."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from huiyin.cases import receipts
from huiyin.cases.rules import normalise_code, show_code
from huiyin.confidential import copying, crypto, forms, presenting, queries
from huiyin.confidential.actions import reporting
from huiyin.confidential.actions.reporting import Handed
from huiyin.confidential.contents import Paper
from huiyin.confidential.models import Kind, State
from huiyin.confidential.sessions import SealedCookie
from huiyin.confidential.wording import STATES
from huiyin.kernel import ids
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.kinds import ACCEPT
from huiyin.kernel.vault import keys as installation
from huiyin.organisations.access import public
from huiyin.web.fields import put_error
from huiyin.web.forms import HouseForm

from . import in_browser, sealing

MAILBOX = SealedCookie("huiyin_sealed", "/sealed-report/", dt.timedelta(minutes=30))


@public
@require_http_methods(["GET", "POST"])
@sealing.still
def begin(request: HttpRequest) -> HttpResponse:
    """One address for the whole way: no history of a browser tells an office, a post or a step."""
    do = request.POST.get("do", "")
    if do in ("home", "harm_home"):
        return _home(request, harm=do == "harm_home")
    if do == "harm":
        return _start(request, forms.HomeOfHarm(homes=queries.homes()), harm=True)
    if do in ("about", "write", "enclosed"):
        way = _way(request)
        if way is not None:
            step = {"about": _about, "write": _write, "enclosed": _enclosed}[do]
            return step(request, way)
    if do == "confirm":
        return _confirm(request)
    return _start(request, forms.Home(homes=queries.homes()))


@public
@require_http_methods(["GET", "POST"])
@sealing.still
def mine(request: HttpRequest) -> HttpResponse:
    """What was answered, by the code."""
    do = request.POST.get("do", "")
    if do == "find":
        return _find(request)
    if do == "leave":
        left = redirect("confidential:mine")
        MAILBOX.end(left)
        return left
    if do in ("own", "enclosed"):
        return _more_enclosed(request, do)
    kept = MAILBOX.kept(request)
    if not kept:
        return _ask_code(request, forms.Code())
    keys = _keys(kept)
    if do in ("say", "protection"):
        return _say(request, keys, do)
    if do == "higher":
        return _higher(request, keys)
    if do == "copy":
        return _copy(request, keys)
    return _mailbox(request, keys)


def _start(request: HttpRequest, form: HouseForm, *, harm: bool = False) -> HttpResponse:
    page = "harm" if harm else "begin"
    context = {"form": form, "open": queries.open_here(), "bodies": queries.bodies_outside()}
    return render(request, f"confidential/public/{page}.html", context, status=422 if form.is_bound else 200)


def _home(request: HttpRequest, *, harm: bool) -> HttpResponse:
    kind = forms.HomeOfHarm if harm else forms.Home
    form = kind(request.POST, homes=queries.homes())
    if not form.is_valid():
        return _start(request, form, harm=harm)
    way = {"home": form.cleaned_data["home"], "harm": harm, "complained": form.cleaned_data.get("complained", "")}
    return _ask_about(request, way, forms.About(posts=_posts(way)))


def _about(request: HttpRequest, way: dict[str, Any]) -> HttpResponse:
    """Here it is decided who may not read it; where nobody may, nothing is taken."""
    form = forms.About(request.POST, posts=_posts(way))
    if not form.is_valid():
        return _ask_about(request, way, form)
    about = form.cleaned_data["posts"] if form.cleaned_data["who"] == forms.POSTS else []
    way |= {"about": about, "whole": form.cleaned_data["who"] != forms.POSTS}
    if not reporting.takes(_handed(way).whom):
        return render(request, "confidential/public/outside.html", {"bodies": queries.bodies_outside()})
    return _ask_words(request, way, _words_form(way)(initial={"once": ids.public_id()}))


def _write(request: HttpRequest, way: dict[str, Any]) -> HttpResponse:
    form = _words_form(way)(request.POST, request.FILES)
    if "about" not in way or not form.is_valid():
        return _ask_words(request, way, form)
    sealing.may_report(request)
    data = form.cleaned_data
    once = data["once"] or ids.public_id()
    try:
        papers = sealing.papers_of(data["papers"], keep_original=data["keep_original"])
        _report, code = reporting.hand_in(handed=_handed(way, data, papers), once=once)
    except BadInput as error:
        put_error(form, error)
        return _ask_words(request, way, form)
    except Conflict as error:
        context = {"bodies": queries.bodies_outside(), "problem": error}
        return render(request, "confidential/public/outside.html", context, status=409)
    return _show_code(request, code, forms.Confirm(initial={"once": once}))


def _enclosed(request: HttpRequest, way: dict[str, Any]) -> HttpResponse:
    """What the browser has encrypted; the answer is read by its script."""
    sealing.may_report(request)
    handed = _handed(way | {"about": way.get("about", ()), "whole": way.get("whole", True)})
    return in_browser.taken(request, handed.whom, handed.kind)


def _words_form(way: dict[str, Any]) -> type[HouseForm]:
    return forms.WriteOfHarm if way["harm"] else forms.Write


def _handed(
    way: dict[str, Any], data: Mapping[str, Any] = MappingProxyType({}), papers: Sequence[Paper] = ()
) -> Handed:
    """What was chosen, with the words once there are some."""
    return Handed(
        way["home"], tuple(way["about"]), way["whole"], data.get("text", ""), data.get("name", ""), data.get("contact", ""), papers,
        kind=Kind.RETALIATION if way["harm"] else Kind.REPORT, complained=way["complained"],
        needs=data.get("needs", ""), earlier=data.get("earlier", ""),
    )  # fmt: skip


def _confirm(request: HttpRequest) -> HttpResponse:
    form = forms.Confirm(request.POST)
    once = request.POST.get("once", "")
    code = receipts.of_browser(once, reporting.CODES)
    if form.is_valid() and normalise_code(form.cleaned_data["code"]) != code:
        form.add_error("code", _("This is not the code. It stands above; copy it once more."))
    if not form.is_valid():
        return _show_code(request, code, form)
    return _into(request, crypto.of_code(code))


def _into(request: HttpRequest, keys: crypto.OfCode) -> HttpResponse:
    answer = redirect("confidential:mine")
    MAILBOX.begin(answer, {"lookup": keys.lookup.hex(), "private": keys.pair.private.hex()})
    return answer


def _keys(kept: dict[str, Any]) -> crypto.OfCode:
    return crypto.OfCode(bytes.fromhex(kept["lookup"]), crypto.pair_of(bytes.fromhex(kept["private"])))


def _find(request: HttpRequest) -> HttpResponse:
    form = forms.Code(request.POST)
    if form.is_valid():
        if sealing.seconds_to_wait(request):
            form.add_error("code", _("Several wrong codes were tried here. Wait a minute."))
        elif (keys := reporting.find(form.cleaned_data["code"])) is None:
            form.add_error("code", _("No sealed report has this code. Look at it once more."))
        else:
            sealing.found(request)
            return _into(request, keys)
    return _ask_code(request, form, status=422)


def _ask_code(request: HttpRequest, form: HouseForm, status: int = 200) -> HttpResponse:
    script = in_browser.script()
    context = {"form": form, "script": script, "seal": in_browser.given_for_more() if script else ""}
    return render(request, "confidential/public/find.html", context, status=status)


def _more_enclosed(request: HttpRequest, do: str) -> HttpResponse:
    """What a browser asks for, and sends, to add something without its code leaving it. Wrong codes wait as on the form."""
    if do == "enclosed":
        return in_browser.taken_more(request)
    if sealing.seconds_to_wait(request):
        return in_browser.refused(request, _("Several wrong codes were tried here. Wait a minute."))
    answer = in_browser.seal_of_code(request)
    if answer.status_code == 200:
        sealing.found(request)
    return answer


def _say(request: HttpRequest, keys: crypto.OfCode, do: str) -> HttpResponse:
    """Something more, or which protection is needed."""
    kind = forms.Say if do == "say" else forms.Protection
    form = kind(request.POST, request.FILES)
    if not form.is_valid():
        return _mailbox(request, keys, form)
    data = form.cleaned_data
    try:
        if do == "protection":
            reporting.ask_protection(keys=keys, text=data["needs"])
            return _into(request, keys)
        papers = sealing.papers_of(data["papers"], keep_original=data["keep_original"])
        reporting.say(keys=keys, text=data["text"], papers=papers)
    except BadInput as error:
        put_error(form, error)
        return _mailbox(request, keys, form)
    return _into(request, keys)


def _copy(request: HttpRequest, keys: crypto.OfCode) -> HttpResponse:
    """One ZIP of what this page shows, under a name that tells nothing. That it was taken is written down nowhere."""
    sealing.may_copy(keys.lookup.hex())
    found = queries.mine(keys)
    if found is None or not found.lines:
        return _mailbox(request, keys)
    answer = HttpResponse(copying.written(found, sealing.PAGE), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="copy.zip"'
    return answer


def _higher(request: HttpRequest, keys: crypto.OfCode) -> HttpResponse:
    try:
        reporting.go_higher(keys=keys)
    except Conflict as error:
        return _mailbox(request, keys, problem=error)
    return _into(request, keys)


def _mailbox(
    request: HttpRequest, keys: crypto.OfCode, form: HouseForm | None = None, problem: Conflict | None = None
) -> HttpResponse:
    try:
        found = queries.mine(keys)
    except crypto.DoesNotOpenError:
        return _never(request)
    if found is None:
        gone = redirect("confidential:mine")
        MAILBOX.end(gone)
        return gone
    context = {
        "mine": found, "row": found.report, "zone": found.report.organisation.zone, "standing": STATES[found.report.state],
        "events": presenting.events(found.lines), "chip": presenting.chip_of(found.clock), "accept": ACCEPT, "wrong": form, "problem": problem,
        "form": form if isinstance(form, forms.Say) else forms.Say(),
        "protection": form if isinstance(form, forms.Protection) else forms.Protection(),
        "may_write": found.report.state not in (State.REFUSED, State.HANDED) and bool(found.report.own),
        "bodies": queries.bodies_outside() if found.report.late_on or problem or found.can_go_higher else (),
    }  # fmt: skip
    answer = render(request, "confidential/public/mine.html", context, status=409 if problem else 422 if form else 200)
    MAILBOX.begin(answer, {"lookup": keys.lookup.hex(), "private": keys.pair.private.hex()})
    return answer


def _never(request: HttpRequest) -> HttpResponse:
    """What a browser has sealed wrongly: nobody opens it."""
    form = forms.Code(request.POST or {"code": ""})
    form.add_error("code", _("What came under this code can’t be opened by anybody. Please report it once more."))
    answer = _ask_code(request, form, status=409)
    MAILBOX.end(answer)
    return answer


def _ask_about(request: HttpRequest, way: dict[str, Any], form: HouseForm) -> HttpResponse:
    context = {"form": form, "way": _kept(way), "home": reporting.office_of(way["home"]), "harm": way["harm"]}
    return render(request, "confidential/public/about.html", context, status=422 if form.is_bound else 200)


def _ask_words(request: HttpRequest, way: dict[str, Any], form: HouseForm) -> HttpResponse:
    script = in_browser.script()
    context = {
        "form": form, "way": _kept(way), "accept": ACCEPT, "harm": way["harm"], "script": script,
        "seal": in_browser.given(_handed(way).whom) if script and "about" in way else "",
        "second": queries.second_hand(_handed(way).whom) if "about" in way else "",
    }  # fmt: skip
    return render(request, "confidential/public/write.html", context, status=422 if form.is_bound else 200)


def _show_code(request: HttpRequest, code: str, form: HouseForm) -> HttpResponse:
    context = {"code": show_code(code), "form": form}
    return render(request, "confidential/public/code.html", context, status=422 if form.is_bound else 200)


def _posts(way: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return queries.posts_about(reporting.office_of(way["home"]))


def _kept(way: dict[str, Any]) -> str:
    """What was chosen, sealed into the page: the form carries it, and nothing else does."""
    return base64.urlsafe_b64encode(bytes(_box().encrypt(json.dumps(way).encode()))).decode()


def _way(request: HttpRequest) -> dict[str, Any] | None:
    """None where it is not ours: then the way begins anew."""
    try:
        way: dict[str, Any] = json.loads(_box().decrypt(base64.urlsafe_b64decode(request.POST.get("way", ""))))
    except (CryptoError, ValueError, TypeError):
        return None
    return way


def _box() -> SecretBox:
    return SecretBox(installation.current().derive("sealed-report-way"))
