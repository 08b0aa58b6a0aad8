"""Raising a concern: one question a page, kept as one goes, in the person's own browser."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import sections
from huiyin.cases.actions import draft_pages, drafting
from huiyin.cases.drafts import DraftContents, Token
from huiyin.cases.forms import public_raise as forms
from huiyin.cases.models import Draft
from huiyin.cases.queries import offices
from huiyin.cases.queries.levels import subjects_below
from huiyin.kernel import limits
from huiyin.kernel.errors import BadInput, Waiting
from huiyin.kernel.limits import line
from huiyin.organisations.access import public

from .public_parts import FORMS_LINE, address, forget_draft, may_begin, remember_draft, shown, token_of

STEPS = ("about", "where", "what", "details", "files", "name", "reach", "check")
SEARCH_FROM = 12  # offices: below it the whole list is easier than a search


class Asking(View):
    """A page of the form. Without a draft it says so; once handed in it leads to the receipt."""

    step: ClassVar[str]
    form_class: ClassVar[type[forms.Question]]
    template: ClassVar[str] = "question"

    token: Token
    draft: Draft
    contents: DraftContents

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = token_of(request)
        found = drafting.read_draft(token) if token else None
        if token is None or found is None:
            return gone(request)
        self.token, (self.draft, self.contents) = token, found
        if self.draft.concern_id is not None:
            return redirect("cases:receipt")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.form(initial=self.contents.answers))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        self.draft = draft_pages.keep_answers(token=self.token, answers=self.kept(form))
        if "later" in request.POST:
            return redirect("cases:raise-kept")
        if not form.is_valid():
            return self.show(form)
        return redirect(self.onward())

    def form(self, *args: Any, **kwargs: Any) -> forms.Question:
        return self.form_class(*args, **kwargs)

    def kept(self, form: forms.Question) -> dict[str, Any]:
        return form.kept()

    def onward(self) -> str:
        """The next question; back to the last page for who came from there to change one thing."""
        if self.contents.answers.get("checked"):
            return reverse("cases:raise-check")
        return reverse(f"cases:raise-{STEPS[STEPS.index(self.step) + 1]}")

    def show(self, form: forms.Question, status: int = 200, **more: Any) -> HttpResponse:
        return shown(self.request, self.template, {**self.context(), "form": form, **more}, status)

    def context(self) -> dict[str, Any]:
        return {
            **frame(self.step),
            "saved_at": self.draft.updated_at,
            "front": offices.front_office(),
            "save_url": reverse("cases:raise-save", args=[self.step]),
        }


@method_decorator(public, name="dispatch")
class Where(Asking):
    """Which school or office."""

    step = "where"
    form_class = forms.Where
    template = "where"

    def form(self, *args: Any, **kwargs: Any) -> forms.Question:
        search = self.request.GET.get("q", "")
        everybody = offices.offices()
        # What was chosen already stays in the list, whatever is searched for.
        chosen = self.request.POST.get("organisation") or self.contents.answers.get("organisation", "")
        hits = {office.public_id for office in offices.offices(search)} | {chosen}
        shown_offices = [office for office in everybody if office.public_id in hits]
        self.searching = {"search": search, "searchable": len(everybody) > SEARCH_FROM, "found": len(shown_offices)}
        return forms.Where(*args, offices=shown_offices, front=offices.front_office(), **kwargs)

    def context(self) -> dict[str, Any]:
        return {**super().context(), **self.searching}

    def onward(self) -> str:
        """Where offices below the chosen one are competent for something, the person is told so before anything else."""
        answers = {**self.contents.answers, "organisation": self.request.POST.get("organisation", "")}
        if subjects_below(chosen_office(answers), get_language() or "zh-hans"):
            return reverse("cases:raise-level")
        return super().onward()

    def kept(self, form: forms.Question) -> dict[str, Any]:
        """Another office: what was told for the former one does not hold."""
        given = super().kept(form)
        if given.get("organisation") != self.contents.answers.get("organisation"):
            given.update(subject="", told="", level="")
        return given


@method_decorator(public, name="dispatch")
class What(Asking):
    """The person's own words."""

    step = "what"
    form_class = forms.What
    template = "what"


@method_decorator(public, name="dispatch")
class Details(Asking):
    """Where, when, what is hoped for."""

    step = "details"
    form_class = forms.Details
    template = "details"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "places": offices.places_of(chosen_office(self.contents.answers))}


@method_decorator(public, name="dispatch")
class Name(Asking):
    """With a name or without."""

    step = "name"
    form_class = forms.Name
    template = "name"


@method_decorator(public, name="dispatch")
class Reach(Asking):
    """How the person is told."""

    step = "reach"
    form_class = forms.Reach
    template = "reach"


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Goes on with what this browser keeps, or begins."""
    token = token_of(request)
    found = drafting.read_draft(token) if token else None
    if found is None:
        return redirect("cases:raise-about")
    draft, contents = found
    context = {"draft": draft, "handed_in": draft.concern_id is not None, "resume": resume_url(contents.answers)}
    return shown(request, "start", context)


class About(View):
    """The first question. On yes no text is taken; on no the draft begins."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, forms.About())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.About(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        if form.cleaned_data["staff"] == "yes":
            return redirect("cases:raise-elsewhere")
        token = token_of(request)
        if token is None or drafting.read_draft(token) is None:
            try:
                may_begin(request)
            except Waiting as waits:
                raise looking_again(waits) from None
            token = Token.fresh()
        draft_pages.begin_draft(token=token, answers={"staff": "no"})
        response = redirect("cases:raise-where")
        remember_draft(response, token)
        return response

    def show(self, request: HttpRequest, form: forms.About) -> HttpResponse:
        return shown(request, "about", {**frame("about"), "form": form})


about = public(About.as_view())


@public
@require_safe
def in_line(request: HttpRequest) -> HttpResponse:
    """The place in line of who begins a form, looked at again; without script the page comes here by itself."""
    place = request.GET.get("place", "")
    if not line.holds(FORMS_LINE, place):
        return redirect("cases:raise-about")
    raise looking_again(line.waiting(FORMS_LINE, limits.prefix(address(request)), place))


def looking_again(waits: Waiting) -> Waiting:
    """Nothing is written yet but that it is about nobody who works here: so the page can look again by itself."""
    waits.fields, waits.action = [("staff", "no")], reverse("cases:raise-about")
    waits.again = f"{reverse('cases:raise-line')}?{urlencode({'place': waits.place})}"
    return waits


@public
@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """It is about somebody who works here: who is competent, and how to reach them. No field, no text."""
    context = {"bodies": offices.competent_bodies(), "front": offices.front_office(), "doors": sections.doors()}
    return shown(request, "elsewhere", context)


@public
@require_POST
def save(request: HttpRequest, step: str) -> HttpResponse:
    """Keeps a page while one writes. 204 when kept."""
    view: Any = {"what": What, "details": Details}.get(step)
    token = token_of(request)
    if view is None or token is None:
        return HttpResponse(status=404)
    try:
        draft_pages.keep_answers(token=token, answers=view.form_class(request.POST).kept())
    except BadInput:
        return HttpResponse(status=410)
    return HttpResponse(status=204)


@public
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Until when it is kept, and that it is in this browser alone."""
    token = token_of(request)
    found = drafting.read_draft(token) if token else None
    if found is None:
        return gone(request)
    draft, contents = found
    return shown(request, "kept", {"draft": draft, "resume": resume_url(contents.answers)})


@public
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throws the form away. What was handed in already stays; only this browser forgets its receipt."""
    token = token_of(request)
    if token is not None:
        drafting.discard_draft(token=token)
    response = redirect("cases:raise-about" if "again" in request.POST else "cases:home")
    forget_draft(response)
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """No draft for this browser: expired, thrown away, or cookies are off. What was just typed is shown to be copied."""
    typed = [text for name in ("text", "wish") if (text := request.POST.get(name, "").strip())]
    response = shown(request, "gone", {"typed": typed}, status=410)
    forget_draft(response)
    return response


def frame(step: str) -> dict[str, Any]:
    """Where in the form one is, and the way back."""
    number = STEPS.index(step) + 1
    back = reverse("cases:home") if step == "about" else reverse(f"cases:raise-{STEPS[number - 2]}")
    return {"step": number, "total": len(STEPS), "back": back}


def resume_url(answers: dict[str, Any]) -> str:
    """The first question that has no answer yet."""
    missing = first_missing(answers)
    return reverse(f"cases:raise-{missing or 'check'}")


def first_missing(answers: dict[str, Any]) -> str:
    """The first page without which nothing can be handed in; empty when all is there."""
    needed = (("where", "organisation"), ("what", "text"), ("name", "naming"), ("reach", "contact_by"))
    return next((step for step, name in needed if not str(answers.get(name, "")).strip()), "")


def chosen_office(answers: dict[str, Any]) -> str:
    """The public id of whom it goes to."""
    chosen = str(answers.get("organisation", ""))
    if chosen != forms.UNKNOWN:
        return chosen
    front = offices.front_office()
    return front.public_id if front else ""


def office_words(answers: dict[str, Any]) -> str:
    """Whom it goes to, in words."""
    office = offices.office(chosen_office(answers))
    if office is None:
        return ""
    if answers.get("organisation") == forms.UNKNOWN:
        return _("not sure; %(office)s finds out") % {"office": office.name}
    return office.name
