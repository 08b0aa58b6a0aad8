"""Pages: which letters the office words itself, and the wording of one, beside the letter on page and on paper."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused, Unavailable
from huiyin.organisations import queries as organisations
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office
from huiyin.web.fields import put_error

from . import actions, examples, kinds, paper, queries, rules
from .forms import Wording
from .sheets import Sheet
from .showing import letter_words

ALL = "all"  # in an address: what every letter of the office has


@dataclass(frozen=True, slots=True)
class Place:
    """Whose wording of which letter in which language. `kind` as the rows have it, `slug` as the address has it."""

    organisation: Organisation
    kind: str
    language: str

    @property
    def slug(self) -> str:
        return self.kind or ALL

    @property
    def title(self) -> str:
        return str(kinds.find(self.kind).title) if self.kind else _("Every letter")

    @property
    def letter(self) -> kinds.LetterKind:
        """The letter that shows it."""
        return kinds.find(self.kind) if self.kind else examples.of_every_kind()


@needs("manage_letters")
@require_safe
def here(request: StaffRequest) -> HttpResponse:
    """To the letters of one's own organisation."""
    home = own_office(request.actor)
    return redirect("documents:letters", home.public_id)


@needs("manage_letters")
@require_safe
def letters(request: StaffRequest, organisation: str) -> HttpResponse:
    """Every kind of letter, and in which languages the office words it itself."""
    home = _organisation(request, organisation)
    own = queries.own_wordings(home)
    rows = [("", ALL, _("Every letter")), *((kind.key, kind.key, kind.title) for kind in kinds.every())]
    context = {
        "organisation": home,
        "places": organisations.organisations_in_reach(request.actor, "manage_letters"),
        "languages": settings.LANGUAGES,
        "rows": [
            (slug, title, [(code, name, (key, code) in own) for code, name in settings.LANGUAGES])
            for key, slug, title in rows
        ],
        "code": queries.code_of(home),
    }
    return render(request, "documents/letters.html", context)


@needs("manage_letters")
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: StaffRequest, organisation: str, kind: str, language: str) -> HttpResponse:
    """Ask, show, save; or go back to the standard text."""
    place = _place(request, organisation, kind, language)
    if request.method != "POST":
        return _page(request, place, _form(place))
    form = _form(place, request.POST)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    try:
        if "reset" in request.POST:
            return _reset(request, place, form)
        tried = rules.checked(place.kind, form.typed())
        if "save" in request.POST:
            return _save(request, place, form)
        return _page(request, place, form, tried=tried)
    except BadInput as error:
        put_error(form, error)
        return _page(request, place, form, status=422)
    except Conflict as error:
        newest = queries.newest(place.organisation, place.kind, place.language)
        data = {**dict(form.data.items()), "version": newest.version if newest else 0}
        again = _form(place, data)
        again.is_valid()
        return _page(request, place, again, problem=error, tried=_tried(place, again), status=409)


@needs("manage_letters")
@require_POST
def wording_pdf(request: StaffRequest, organisation: str, kind: str, language: str) -> HttpResponse:
    """The letter with what is typed in the form, saved or not, as PDF."""
    place = _place(request, organisation, kind, language)
    form = _form(place, request.POST)
    try:
        if form.is_valid():
            sheet = _sheet(place, rules.checked(place.kind, form.typed()))
            return paper.response(paper.pdf(sheet, at=time.now()), paper.name_of(place.slug, "preview"))
    except BadInput as error:
        put_error(form, error)
    return _page(request, place, form, status=422)


def _save(request: StaffRequest, place: Place, form: Wording) -> HttpResponse:
    actions.save_template(
        actor=request.actor, organisation=place.organisation, kind=place.kind, language=place.language,
        version=form.cleaned_data["version"], pieces=form.typed(),
    )  # fmt: skip
    messages.success(request, _("Saved. It holds for letters that go out from now on."))
    return redirect("documents:wording", place.organisation.public_id, place.slug, place.language)


def _reset(request: StaffRequest, place: Place, form: Wording) -> HttpResponse:
    actions.reset_template(
        actor=request.actor, organisation=place.organisation, kind=place.kind, language=place.language,
        version=form.cleaned_data["version"],
    )  # fmt: skip
    messages.success(request, _("The standard text holds again, for letters that go out from now on."))
    return redirect("documents:wording", place.organisation.public_id, place.slug, place.language)


def _page(
    request: StaffRequest,
    place: Place,
    form: Wording,
    *,
    tried: Mapping[str, str] | None = None,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    sheet = _sheet(place, tried)
    context: dict[str, Any] = {
        "place": place,
        "form": form,
        "fields": [form[name] for name in form.pieces],
        "languages": settings.LANGUAGES,
        "letter": letter_words(sheet),
        "unsaved": tried is not None,
        "versions": _versions(place),
        "fixed": [kinds.heading(key) for key in place.letter.parts],
        "problem": problem,
        **_picture(sheet),
    }
    return render(request, "documents/wording.html", context, status=status)


def _picture(sheet: Sheet) -> dict[str, Any]:
    """How it looks on paper. Without a font the page still works, and says what is missing."""
    try:
        drawn = paper.picture(sheet, at=time.now())
    except Unavailable as error:
        return {"no_picture": error}
    return {"picture": "data:image/png;base64," + base64.b64encode(drawn).decode()}


def _versions(place: Place) -> list[tuple[queries.Version, list[tuple[str, str]]]]:
    labels = {piece.name: str(piece.label) for piece in rules.pieces(place.kind)}
    return [
        (version, [(labels.get(name, name), text) for name, text in version.pieces.items()])
        for version in queries.versions(place.organisation, place.kind, place.language)
    ]


def _form(place: Place, data: Mapping[str, Any] | None = None) -> Wording:
    newest = queries.newest(place.organisation, place.kind, place.language)
    held = queries.wording_of(place.organisation, place.kind, place.language)
    initial = {"version": newest.version if newest else 0, **held}
    return Wording(
        data, kind=place.kind, language=place.language, office_language=queries.CODE_LANGUAGE, initial=initial
    )


def _tried(place: Place, form: Wording) -> Mapping[str, str] | None:
    """What was typed, where it can be shown."""
    try:
        return rules.checked(place.kind, form.typed()) if form.is_valid() else None
    except BadInput:
        return None


def _sheet(place: Place, tried: Mapping[str, str] | None) -> Sheet:
    wordings = {} if tried is None else {(place.kind, place.language): tried}
    return examples.example(place.organisation, place.letter, place.language, wordings)


def _place(request: StaffRequest, organisation: str, kind: str, language: str) -> Place:
    key = rules.EVERY_KIND if kind == ALL else kind
    if language not in dict(settings.LANGUAGES) or (key and not kinds.known(key)):
        raise Refused
    return Place(_organisation(request, organisation), key, language)


def _organisation(request: StaffRequest, public_id: str) -> Organisation:
    """The organisation, for whoever may word its letters. Raises `Refused`."""
    organisations.organisation_view(request.actor, public_id, "manage_letters")
    home = Organisation.objects.filter(public_id=public_id, closed_at=None).first()
    if home is None:
        raise Refused
    return home
