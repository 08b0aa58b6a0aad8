"""At a higher office: which one is competent, told before the words are taken, and what the person wants. They are received anyway."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from huiyin.cases.actions import draft_pages, levels
from huiyin.cases.forms import public_level as forms
from huiyin.cases.forms.public_raise import UNKNOWN
from huiyin.cases.queries import levels as queries
from huiyin.kernel.errors import Conflict
from huiyin.organisations.access import public

from .public_parts import Session
from .public_raise import Asking, chosen_office
from .public_status import opened

NOTHING = {"subject": "", "told": "", "level": ""}


@method_decorator(public, name="dispatch")
class Level(Asking):
    """First the subject, then who is competent for it and what the person wants: one page, asked twice."""

    step = "where"
    template = "level"

    def get(self, request: HttpRequest) -> HttpResponse:
        if "again" in request.GET:
            self.draft = draft_pages.keep_answers(token=self.token, answers=NOTHING)
            self.contents = self.contents.with_answers(**NOTHING)
        if not self.subjects():
            return redirect(self.onward())
        return self.ask()

    def post(self, request: HttpRequest) -> HttpResponse:
        if "later" in request.POST:
            return redirect("cases:raise-kept")
        if "level" in request.POST:
            return self.wished(request)
        form = forms.Subject(request.POST, subjects=self.subjects())
        if not form.is_valid():
            return self.show(form)
        chosen = form.cleaned_data["subject"]
        answers = {**NOTHING, "subject": "" if chosen == UNKNOWN else chosen}
        self.draft = draft_pages.keep_answers(token=self.token, answers=answers)
        self.contents = self.contents.with_answers(**answers)
        return self.ask() if self.rows() else redirect(self.onward())

    def wished(self, request: HttpRequest) -> HttpResponse:
        form = forms.Wish(request.POST, rows=self.rows())
        if not form.is_valid():
            return self.told(form)
        data = form.cleaned_data
        known = data["told"] not in ("", UNKNOWN)
        answers = {"told": data["told"], "level": data["level"]} if known else {"told": "", "level": ""}
        draft_pages.keep_answers(token=self.token, answers=answers)
        return redirect(self.onward())

    def ask(self) -> HttpResponse:
        """What is still to be asked."""
        rows = self.rows()
        answers = self.contents.answers
        if not rows:
            initial = {"subject": answers.get("subject") or UNKNOWN}
            return self.show(forms.Subject(subjects=self.subjects(), initial=initial))
        initial = {name: answers[name] for name in ("told", "level") if answers.get(name)}
        return self.told(forms.Wish(rows=rows, initial=initial))

    def told(self, form: forms.Wish) -> HttpResponse:
        rows = self.rows()
        sources = tuple(dict.fromkeys(row.source for row in rows))
        return self.show(
            form,
            rows=rows,
            sources=sources,
            subject=dict(self.subjects()).get(self.contents.answers.get("subject", "")),
        )

    def rows(self) -> Any:
        answers = self.contents.answers
        words = f"{answers.get('place', '')} {answers.get('text', '')}"
        return queries.offices_below(chosen_office(answers), answers.get("subject", ""), words)

    def subjects(self) -> queries.Subjects:
        return queries.subjects_below(chosen_office(self.contents.answers), get_language() or "zh-hans")

    def context(self) -> dict[str, Any]:
        back = {"back": reverse("cases:raise-where")}
        return {**super().context(), **back, "chosen": chosen_office(self.contents.answers)}


@opened
@require_POST
def change(request: HttpRequest, session: Session) -> HttpResponse:
    """The person wants something else; until the office has acted."""
    form = forms.Change(request.POST)
    if form.is_valid():
        with suppress(Conflict):  # the office was faster: the page says how it goes on
            levels.choose_level(concern=session.concern, level=form.cleaned_data["level"])
    return redirect("/status/#level")
