"""Typing in what was written on printed sheets: which emergency it belongs to, which sheet it is, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.incidents import paper_forms as forms
from huiyin.incidents import queries
from huiyin.incidents.actions import entering, papering
from huiyin.incidents.papers import TYPED_BACK, Paper
from huiyin.incidents.queries import papers as reading
from huiyin.incidents.queries.papers import PrintedPage, PrintPage, Row, SheetPage
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import StaffRequest, needs


@dataclass(frozen=True, slots=True)
class Told:
    """Why a row was not taken, at the row."""

    row: Row
    why: str


@needs("incident_paper")
@require_safe
def find(request: StaffRequest) -> HttpResponse:
    """From the number on a sheet to the emergency or exercise it belongs to: straight, where only one runs by its plan."""
    form, sheet = _number(request)
    found = reading.incidents_for(request.actor, sheet) if sheet else ()
    if sheet and len(found) == 1:
        return redirect("incidents:paper", found[0].public_id, sheet.code)
    context = {"form": form, "sheet": sheet, "found": found, "now": time.now()}
    return render(request, "incidents/papers/find.html", context, status=422 if form.errors else 200)


@needs("incident_paper")
@require_safe
def papers(request: StaffRequest, public_id: str) -> HttpResponse:
    """What is open goes to paper; which sheet was written on; the sheets of which something was entered here."""
    incident = queries.visible(request.actor, public_id)
    done = reading.entered(request.actor, public_id)
    form, sheet = _number(request)
    if sheet:
        return redirect("incidents:paper", sheet.room.public_id if sheet.room else public_id, sheet.code)
    context = {
        "printed": reading.printed_here(request.actor, public_id),
        "incident": incident,
        "can": queries.can(request.actor, incident),
        "form": form,
        "done": done,
        "now": time.now(),
        "zone": incident.organisation.zone,
        "act": True,
    }
    return render(request, "incidents/papers/papers.html", context, status=422 if form.errors else 200)


@needs("incident_paper")
@require_POST
def print_room(request: StaffRequest, public_id: str) -> HttpResponse:
    """What is open is numbered; the page that follows is printed."""
    sheets = papering.print_room(actor=request.actor, incident_id=public_id)
    return redirect("incidents:printed", public_id, sheets[0].run)


@needs("incident_paper")
@require_safe
def printed(request: StaffRequest, public_id: str, run: str) -> HttpResponse:
    """The sheets of a print out of the room, one below the other."""
    page = reading.print_page(request.actor, public_id, run)
    incident = page.run.rows[0].incident
    find = request.build_absolute_uri(reverse("incidents:find-paper"))
    context = {
        "incident": incident, "page": page, "zone": incident.organisation.zone, "first": page.run.rows[0],
        "sheets": [_drawn(find, page, one) for one in page.sheets],
    }  # fmt: skip
    return render(request, "incidents/papers/printed.html", context)


def _drawn(find: str, page: PrintPage, one: PrintedPage) -> dict[str, object]:
    """With what its square code holds: plan, version, emergency, which rows, and the number, by which the page opens."""
    sheet, incident = one.sheet, page.run.rows[0].incident
    plan = [sheet.version.plan.public_id, f"v{sheet.version.number}"] if sheet.version else []
    where = "/".join([*plan, incident.number, sheet.kind, f"1-{len(one.rows)}", sheet.number])
    rows = [(number, page.steps.get(key), page.groups.get(key)) for number, key in one.rows]
    return {"sheet": sheet, "rows": rows, "code": f"{find}?{urlencode({'number': where})}"}


@needs("incident_paper")
@require_http_methods(["GET", "POST"])
def paper(request: StaffRequest, public_id: str, code: str) -> HttpResponse:
    """The rows of one sheet, as they were printed; what is typed beside them is taken row by row."""
    said = request.GET.get("copy", "1")
    copy = int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 1
    page = reading.sheet_page(request.actor, public_id, code, copy)
    posts = [(one.public_id, one.title) for one in queries.posts_of(page.incident)]
    photo = _photo(request, page) if request.FILES else None
    if request.POST.get("do") == "photo":
        beside = forms.Sheet(page=page, posts=posts, typed=request.POST)
        if photo is not None or not beside.begun():
            return _with_photo(request, photo, beside)
    form = forms.Sheet(request.POST or None, page=page, posts=posts)
    told: list[Told] = []
    if photo:
        form.add_error(None, photo)
    if request.method == "POST" and form.is_valid():
        told = _repeated(form)
        taken = _enter(request, form, told)
        if taken:
            words = ngettext("%(n)d row was entered.", "%(n)d rows were entered.", taken) % {"n": taken}
            messages.success(request, words)
        if not told and not form.errors:
            if not taken:
                messages.info(request, _("Nothing was typed in any row."))
            return redirect(request.get_full_path())
        page = form.page = reading.sheet_page(request.actor, public_id, code, copy)
    return _show(request, page, form, told)


def _photo(request: StaffRequest, page: SheetPage) -> str:
    """Keeps what was sent of the sheet as a picture; answers what is wrong with it."""
    try:
        uploads: list[Any] = request.FILES.getlist("photos")
        pictures = files.inspect_all(uploads, "photos")
        papering.keep_photo(
            actor=request.actor, incident_id=page.incident.public_id, code=page.sheet.code, copy=page.copy, pictures=pictures
        )  # fmt: skip
    except (BadInput, Conflict) as error:
        return _words(error)
    return ""


def _with_photo(request: StaffRequest, wrong: str | None, form: forms.Sheet) -> HttpResponse:
    """The photo beside the rows; what was typed in these already stays typed. `wrong`: none where no photo was sent."""
    if wrong is None:
        wrong = str(_("Choose a picture or paper."))
    if not wrong and not form.begun():
        return redirect(request.get_full_path())
    sheet = form.page.sheet
    page = form.page = reading.sheet_page(request.actor, form.page.incident.public_id, sheet.code, form.page.copy)
    return _show(request, page, form, [], photo_wrong=wrong)


def _enter(request: StaffRequest, form: forms.Sheet, told: list[Told]) -> int:
    """How many rows were taken. One that is not keeps what was typed; the others are not held up by it."""
    taken = 0
    for row, typed in form.typed():
        try:
            entering.enter_row(actor=request.actor, incident_id=form.page.incident.public_id, typed=typed)
        except BadInput as error:
            name = f"{error.place}_{row.place}"
            form.add_error(name if name in form.fields else f"at_{row.place}", _words(error))
        except Conflict as error:
            told.append(Told(row, _words(error)))
            form.refused.add(row.place)
        else:
            taken += 1
    return taken


def _repeated(form: forms.Sheet) -> list[Told]:
    """Rows that were typed once more: nothing is doubled, and what was typed now is said."""
    found = []
    for row in form.page.rows:
        if row.entered is not None and form.typed_in(row):
            why = _(
                "This row was entered already. What you typed now was not taken: %(said)s. If the paper says otherwise, correct the line."
            )
            found.append(Told(row, why % {"said": form.said(row)}))
    return found


def _words(error: HuiyinError) -> str:
    return error.sentences


def _show(
    request: StaffRequest, page: SheetPage, form: forms.Sheet, told: list[Told], *, photo_wrong: str = ""
) -> HttpResponse:
    incident, sheet = page.incident, page.sheet
    can = queries.can(request.actor, incident)
    wrong = " ".join(entering.wrong_use(sheet)) if sheet.exercise != incident.exercise else ""
    if sheet.kind not in TYPED_BACK:
        raise Refused
    why = {one.row.place: one.why for one in told}
    context = {
        "incident": incident, "can": can, "page": page, "sheet": sheet, "form": form, "told": told, "wrong": wrong,
        "photo_wrong": photo_wrong, "pictures": [one for one in page.photos if one.content_type.startswith("image/")],
        "scans": [one for one in page.photos if not one.content_type.startswith("image/")], "open": can.write and not wrong, "now": time.now(), "act": True,
        "rows": [(row, () if row.entered else form.row_fields(row), why.get(row.place, "")) for row in page.rows],
        "copies": range(1, sheet.copies + 1) if sheet.copies > 1 else (), "zone": incident.organisation.zone,
    }  # fmt: skip
    status = 409 if told else 422 if form.errors or photo_wrong else 200
    return render(request, "incidents/papers/sheet.html", context, status=status)


def _number(request: StaffRequest) -> tuple[forms.Number, Paper | None]:
    """The form of the number, and the sheet that it names; without a number neither is wrong."""
    form = forms.Number(request.GET if "number" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return form, None
    try:
        return form, reading.sheet_for(request.actor, form.cleaned_data["number"])
    except BadInput as error:
        form.add_error("number", _words(error))
    except Refused:
        form.add_error(
            "number",
            _(
                "No sheet of your office has this number. Compare it with the paper, sign by sign; what stands on it can be written as lines of the log."
            ),
        )
    return form, None
