"""The drawings of a plan: upload, and mark ways out and assembly points by pressing on the picture or by two numbers."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from PIL import ImageDraw, ImageFont

from huiyin.kernel import files
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.plans import actions, reprints
from huiyin.plans.drawings import drawing as one_drawing
from huiyin.plans.drawings import drawings_of, picture_of
from huiyin.plans.forms import paper as forms
from huiyin.plans.models import PlaceDrawing
from huiyin.plans.paper.places import SIGNS
from huiyin.plans.paper.places import kinds as mark_kinds
from huiyin.web import pointing
from huiyin.web.fields import put_error

FONT, INK, PAPER = 18, "#1b2320", "#ffffff"


@needs("plan_print")
@require_http_methods(["GET", "POST"])
def drawings(request: StaffRequest, public_id: str) -> HttpResponse:
    """Every drawing of the plan, and another one."""
    plan = reprints.plan_of(request.actor, public_id)
    form = forms.AddDrawing(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            picture = files.inspect(form.cleaned_data["picture"])
            row = actions.add_drawing(
                actor=request.actor, plan_id=public_id, title=form.cleaned_data["title"], picture=picture
            )
            return redirect("plan-paper:drawing", row.public_id)
        except BadInput as error:
            form.add_error(error.place if error.place in form.fields else "picture", error.sentences)
    context = {
        "plan": plan,
        "drawings": drawings_of(plan),
        "form": form if may(request.actor, "plan_write", plan) else None,
    }
    return render(request, "plans/paper/drawings.html", context, status=422 if form.errors else 200)


@needs("plan_print")
@require_http_methods(["GET", "POST"])
def drawing(request: StaffRequest, public_id: str) -> HttpResponse:
    """One drawing with its marks."""
    row = one_drawing(request.actor, public_id)
    form = forms.Mark(request.POST or None)
    if request.method != "POST":
        return _page(request, row, forms.Mark())
    try:
        if done := _act(request, row, form):
            messages.success(request, done)
            return redirect("plan-paper:drawings" if row.removed_at else "plan-paper:drawing", _where(row))
    except BadInput as error:
        put_error(form, error)
    except Conflict as error:
        return _page(request, one_drawing(request.actor, public_id), form, error, 409)
    return _page(request, row, form, status=422)


@needs("plan_print")
@require_safe
def picture(request: StaffRequest, public_id: str) -> HttpResponse:
    """The drawing in the size of the page, its marks drawn on it: so it can be pressed as one picture, without script."""
    row = one_drawing(request.actor, public_id)
    content = picture_of(row)
    if not content:
        raise Refused
    answer = HttpResponse(_marked(content, row), content_type="image/png")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _marked(content: bytes, row: PlaceDrawing) -> bytes:
    size, out = _size(row).shown, io.BytesIO()
    picture = pointing.resized(content, _size(row))
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=FONT)
    for number, one in enumerate(row.marks, 1):
        x, y, words = one["x"] * size[0], one["y"] * size[1], f"{SIGNS[one['kind']]}{number}"
        half = pen.textlength(words, font=font) / 2 + 6
        pen.rounded_rectangle(
            (x - half, y - FONT * 0.75, x + half, y + FONT * 0.75), radius=8, fill=PAPER, outline=INK, width=2
        )
        pen.text((x, y), words, fill=INK, font=font, anchor="mm")
    picture.save(out, "PNG")
    return out.getvalue()


def _act(request: StaffRequest, row: PlaceDrawing, form: forms.Mark) -> str:
    """What was pressed. Empty: something is missing, and the form says what."""
    data, seen = request.POST, pointing.number(request.POST.get("seen", ""))
    if "remove" in data:
        row.removed_at = actions.remove_drawing(actor=request.actor, drawing_id=row.public_id, seen=seen).removed_at
        return _("The drawing was taken out of the plan.")
    if place := data.get("unmark", ""):
        actions.unmark(actor=request.actor, drawing_id=row.public_id, seen=seen, place=pointing.number(place))
        return _("The mark was taken away.")
    if not form.is_valid():
        return ""
    point = pointing.point(data, form.cleaned_data, _size(row))
    if point is None:
        form.add_error("across", _("Press on the drawing, or give both numbers."))
        return ""
    actions.mark(
        actor=request.actor, drawing_id=row.public_id, seen=seen, x=point[0], y=point[1],
        kind=form.cleaned_data["kind"], label=form.cleaned_data["label"],
    )  # fmt: skip
    return _("The mark stands on the drawing.")


def _size(row: PlaceDrawing) -> pointing.Size:
    return pointing.Size(row.width, row.height)


def _where(row: PlaceDrawing) -> str:
    return row.plan.public_id if row.removed_at else row.public_id


def _page(
    request: StaffRequest, row: PlaceDrawing, form: forms.Mark, problem: HuiyinError | None = None, status: int = 200
) -> HttpResponse:
    marks = [
        {
            "number": number,
            "sign": f"{SIGNS[one['kind']]}{number}",
            "kind": mark_kinds()[one["kind"]],
            "label": one["label"],
        }
        for number, one in enumerate(row.marks, 1)
    ]
    context = {
        "row": row,
        "plan": row.plan,
        "form": form if may(request.actor, "plan_write", row.plan) else None,
        "marks": marks,
        "size": _size(row).shown,
        "problem": problem,
    }
    return render(request, "plans/paper/drawing.html", context, status=status)
