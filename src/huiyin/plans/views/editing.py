"""The editor: the outline, one piece a form, lines that found no place, and the history of the draft with its way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.plans import actions, changes, people, presenting, queries
from huiyin.plans.actions.editing import PieceChanged
from huiyin.plans.forms import acts
from huiyin.plans.forms.pieces import FORMS, Around, PieceForm
from huiyin.plans.models import PlanVersion
from huiyin.plans.queries import PlanPage
from huiyin.plans.queries.page import edits_of
from huiyin.plans.schema import PlanDocument
from huiyin.plans.wording import A_PIECE, COLLECTIONS, EDITS, PARTS
from huiyin.web.fields import put_error

WHOLE = "whole"  # in an address: the plan's own title, kind and language


@needs("plan_write")
@require_safe
def outline(request: StaffRequest, public_id: str, number: str) -> HttpResponse:
    """Everything the draft holds, each piece leading to its form."""
    page = _draft(request.actor, public_id, number)
    return render(request, "plans/edit.html", _context(page, ""))


@needs("plan_write")
@require_safe
def edits(request: StaffRequest, public_id: str, number: str) -> HttpResponse:
    """What was done to the draft, the newest first, each with the way back to before it."""
    page = _draft(request.actor, public_id, number)
    rows = [
        {"edit": edit, "verb": EDITS[edit.verb], "pieces": [_named(page.document, key) for key in edit.keys[:5]]}
        for edit in edits_of(page)
    ]
    return render(request, "plans/edits.html", {**_context(page, ""), "rows": rows})


@needs("plan_write")
@require_http_methods(["GET", "POST"])
def piece(request: StaffRequest, public_id: str, number: str, key: str) -> HttpResponse:
    """One piece in a form. From here it is changed, moved, taken out, remarked on; `undo` takes back edits."""
    page = _draft(request.actor, public_id, number)
    if request.method != "POST":
        return _piece_page(request, page, key)
    do = request.POST.get("do", "change")
    try:
        if do == "change":
            return _change(request, page, key)
        return _other(request, page, key, do)
    except Conflict as error:
        return _conflict(request, _draft(request.actor, public_id, number), key, error)


@needs("plan_write")
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, public_id: str, number: str, collection: str) -> HttpResponse:
    """A piece more, at the place that the link named."""
    page = _draft(request.actor, public_id, number)
    if collection not in FORMS or not collection:
        raise Refused
    into, after = request.GET.get("into", ""), request.GET.get("after", "")
    form = FORMS[collection](request.POST or None, around=_around(page), initial=_fresh(page.document, collection))
    if request.method == "POST" and form.is_valid():
        try:
            key = actions.add(
                actor=request.actor, version_id=page.version.public_id, collection=collection, values=form.values(), into=into,
                after=after,
            )  # fmt: skip
            messages.success(request, _("Added."))
            return redirect(presenting.url("piece", page.version, key))
        except BadInput as error:
            put_error(form, error)
    context = {**_context(page, ""), "form": form, "piece_name": A_PIECE[collection], "adding": True}
    return render(request, "plans/piece.html", context, status=422 if form.errors else 200)


@needs("plan_write")
@require_http_methods(["GET", "POST"])
def place(request: StaffRequest, public_id: str, number: str, key: str) -> HttpResponse:
    """What lines that found no place are: chosen by hand, then the form of such a piece with these words in it."""
    page = _draft(request.actor, public_id, number)
    name, unplaced = _found(page.document, key)
    if name != "unplaced":
        raise Refused
    chosen = request.POST.get("collection", request.GET.get("collection", ""))
    into = request.POST.get("into", request.GET.get("into", ""))
    context = {**_context(page, key), "unplaced": unplaced, "key": key, "into": into, "chosen": chosen}
    context["choices"] = [(one, A_PIECE[one]) for one in changes.PLACEABLE if one != "clauses" or page.document.parts]
    if chosen not in changes.PLACEABLE or (chosen == "clauses" and not into):
        return render(request, "plans/place.html", context)
    words = {changes.MAIN_FIELD[chosen]: vars(unplaced)["text"]}
    initial = _fresh(page.document, chosen) | words
    form = FORMS[chosen](request.POST if "save" in request.POST else None, around=_around(page), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            new = actions.place(
                actor=request.actor, version_id=page.version.public_id, key=key, collection=chosen, values=form.values(),
                into=into,
            )  # fmt: skip
            messages.success(request, _("These lines have their place."))
            return redirect(presenting.url("piece", page.version, new))
        except BadInput as error:
            put_error(form, error)
    context |= {"form": form, "piece_name": A_PIECE[chosen]}
    return render(request, "plans/place.html", context, status=422 if form.errors else 200)


def _change(request: StaffRequest, page: PlanPage, key: str) -> HttpResponse:
    form = _form(page, key, request.POST)
    if form.is_valid():
        try:
            actions.change(
                actor=request.actor, version_id=page.version.public_id, seen=form.cleaned_data["seen"] or 0, key=_own(key),
                values=form.values(),
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect(request.path)
        except BadInput as error:
            put_error(form, error)
    return _piece_page(request, page, key, form=form, status=422)


def _other(request: StaffRequest, page: PlanPage, key: str, do: str) -> HttpResponse:
    """What needs no more than a button, or a remark."""
    draft = page.version.public_id
    if do in ("up", "down"):
        by = -1 if do == "up" else 1
        actions.move(actor=request.actor, version_id=draft, seen=_number(request, "seen"), key=key, by=by)
    elif do == "remove":
        actions.remove(actor=request.actor, version_id=draft, seen=_number(request, "seen"), key=key)
        messages.success(request, _("Taken out. It can be brought back from the list of edits."))
        return redirect(presenting.url("edit", page.version))
    elif do == "undo":
        back_to = _number(request, "back_to")
        actions.undo(actor=request.actor, version_id=draft, seen=_number(request, "seen"), back_to=back_to)
        messages.success(request, _("Taken back."))
        return redirect(presenting.url("edits", page.version))
    elif do == "resolve":
        actions.resolve(actor=request.actor, comment_id=request.POST.get("comment", ""))
    elif do == "comment":
        remark = acts.Remark(request.POST)
        if not remark.is_valid():
            return _piece_page(request, page, key, remark=remark, status=422)
        actions.comment(actor=request.actor, version_id=draft, key=_own(key), text=remark.cleaned_data["text"])
    else:
        raise Refused
    return redirect(request.path)


def _conflict(request: StaffRequest, page: PlanPage, key: str, error: Conflict) -> HttpResponse:
    """What was typed stays in the form, which now rests on the draft as it stands; beside it, what changed and by whom."""
    met = error.edits if isinstance(error, PieceChanged) else []
    try:
        now = _shown(page.document, key)
    except Refused:
        context = {**_context(page, ""), "problem": error, "typed": _typed(request)}
        return render(request, "plans/edit.html", context, status=409)
    sent = request.POST.copy()
    sent["seen"] = str(page.version.version)
    form = _form(page, key, sent) if request.POST.get("do", "change") == "change" else None
    who = [(edit, EDITS[edit.verb]) for edit in met]
    return _piece_page(request, page, key, form=form, problem=error, met=who, now=now, status=409)


def _piece_page(
    request: StaffRequest,
    page: PlanPage,
    key: str,
    *,
    form: PieceForm | None = None,
    remark: acts.Remark | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    collection, _piece = _found(page.document, _own(key))
    if collection == "unplaced":
        return redirect(presenting.url("place", page.version, key))
    own = _own(key)
    context = {
        **_context(page, key),
        "form": form or _form(page, key),
        "remark": (remark or acts.Remark(auto_id="id_remark_%s")) if "comment" in page.can else None,
        "piece_name": A_PIECE[collection],
        "collection": collection,
        "key": key,
        "movable": bool(own),
        "into": changes.part_of(page.document, own),
        "comments": [one for one in page.comments if one.key == own],
        "source_lines": _lines(page.version, own, page.document),
        **more,
    }
    return render(request, "plans/piece.html", context, status=status)


def _context(page: PlanPage, current: str) -> dict[str, Any]:
    remarks = [one for one in page.comments if one.resolved_at is None]
    return {
        "page": page,
        "plan": page.plan,
        "version": page.version,
        "document": page.document,
        "zone": page.plan.organisation.zone,
        "outline": presenting.outline(page.version, page.document, current),
        "remarks": [(one, _named(page.document, one.key), _address(page, one.key)) for one in remarks],
        "unplaced_rows": page.document.unplaced,
        "part_names": PARTS,
        "collections": COLLECTIONS,
        "whole_url": presenting.url("piece", page.version, WHOLE),
    }


def _draft(actor: Actor, public_id: str, number: str) -> PlanPage:
    page = queries.plan_page(actor, public_id, number)
    if "edit" not in page.can:
        raise Refused
    return page


def _around(page: PlanPage) -> Around:
    posts = [(post.public_id, f"{post.unit.name} · {post.title}") for post in people.posts_of(page.plan.organisation)]
    known = {public_id for public_id, _name in posts}
    gone = {seat.public_id: seat.title for role in page.roles for seat in (role.seat, *role.deputies) if seat}
    closed = [(public_id, _("%(post)s (no longer there)") % {"post": title}) for public_id, title in gone.items() if public_id not in known]  # fmt: skip
    return Around(page.document, [*posts, *closed])


def _form(page: PlanPage, key: str, data: Any = None) -> PieceForm:
    collection, found = _found(page.document, _own(key))
    kind = FORMS.get(collection)
    if kind is None:
        raise Refused
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(found).items()}
    initial = kind.initial_of(values) | {"seen": page.version.version}
    return kind(data, around=_around(page), initial=initial)


def _found(document: PlanDocument, key: str) -> tuple[str, object]:
    if not key:
        return "", document
    try:
        return changes.found(document, key)
    except changes.Gone as error:
        raise Refused from error


def _shown(document: PlanDocument, key: str) -> str:
    collection, found = _found(document, _own(key))
    return document.title if not collection else presenting.main(collection, found)


def _own(key: str) -> str:
    return changes.DOCUMENT if key == WHOLE else key


def _fresh(document: PlanDocument, collection: str) -> dict[str, Any]:
    """What a new piece begins with."""
    return {"rank": min(len(document.levels) + 1, 4)} if collection == "levels" else {}


def _named(document: PlanDocument, key: str) -> str:
    try:
        return changes.main_text(document, key)[:60] if key and key != "*" else _("The whole plan")
    except changes.Gone:
        return _("a piece that is no longer there")


def _address(page: PlanPage, key: str) -> str:
    try:
        changes.main_text(page.document, key)
    except changes.Gone:
        return presenting.plan_url(page.plan, page.version) if not key else ""
    return presenting.url("piece", page.version, key) + "#remarks"


def _lines(version: PlanVersion, key: str, document: PlanDocument) -> list[tuple[int, str]]:
    """The lines of the imported file from which the piece came."""
    _name, found = _found(document, key)
    source = vars(found).get("source")
    if source is None or version.source is None:
        return []
    return list(enumerate(version.source.lines[source.first - 1 : source.last], source.first))


def _typed(request: StaffRequest) -> list[str]:
    """What stood in the form whose piece is gone."""
    own = ("seen", "do", "csrfmiddlewaretoken")
    return [str(value) for name, value in request.POST.items() if name not in own and value]


def _number(request: StaffRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not text.isdigit():
        raise Refused
    return int(text)
