"""The last page of the form, and handing it in."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.cases.actions import draft_pages, intake
from huiyin.cases.actions.intake import draft_reference
from huiyin.cases.forms import public_raise as forms
from huiyin.cases.forms.public_level import LEVELS
from huiyin.cases.forms.public_raise import address_in
from huiyin.cases.queries import offices
from huiyin.cases.rules import Answers
from huiyin.kernel import files
from huiyin.kernel.errors import BadInput, Unavailable
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.access import public
from huiyin.web.components import Fact, Link, Words

from .public_parts import shown
from .public_raise import Asking, chosen_office, first_missing, office_words

# A page for each place that the action may find unusable.
PAGES = {"organisation": "where", "text": "what"}


@method_decorator(public, name="dispatch")
class Check(Asking):
    """Read once more, change anything, hand it in."""

    step = "check"
    form_class = forms.Check
    template = "check"

    def get(self, request: HttpRequest) -> HttpResponse:
        missing = first_missing(self.contents.answers)
        if missing:
            return redirect(f"cases:raise-{missing}")
        if not self.contents.answers.get("checked"):
            self.draft = draft_pages.keep_answers(token=self.token, answers={"checked": True})
        return super().get(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        missing = first_missing(self.contents.answers)
        if missing:
            return redirect(f"cases:raise-{missing}")
        if "later" in request.POST:
            return redirect("cases:raise-kept")
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            self.hand_in()
        except BadInput as error:
            return self.unusable(form, error)
        except Unavailable as error:
            return not_handed_in(request, error)
        return HttpResponseRedirect(_receipt())

    def hand_in(self) -> None:
        taken = [attachment.public_id for attachment in files.of(draft_reference(self.draft))]
        intake.submit(
            token=self.token,
            answers=answers_of(self.contents.answers),
            identity=identity_of(self.contents.answers),
            files=taken,
        )

    def unusable(self, form: forms.Question, error: BadInput) -> HttpResponse:
        """What the action could not use, with a way to the page where it is mended."""
        if error.place in PAGES:
            form.add_error(None, error.sentences)
            return self.show(form, status=400)
        raise error

    def context(self) -> dict[str, Any]:
        answers = self.contents.answers
        chosen = chosen_office(answers)
        front = offices.front_office()
        return {
            **super().context(),
            "words": Words(
                answers.get("text", ""), _("What you said"), change=Link(reverse("cases:raise-what"), _("Change"))
            ),
            "facts": self.facts(),
            "office": offices.office(chosen),
            "other": front if front and front.public_id != chosen else None,
        }

    def facts(self) -> tuple[Fact, ...]:
        """The rest of the answers, each with the way to change it; an address or number is shown in part."""
        answers = self.contents.answers
        count = len(files.of(draft_reference(self.draft)))
        counted = ngettext("%(count)d file", "%(count)d files", count) % {"count": count} if count else _("none")
        named = answers.get("naming") == "named"
        rows: list[tuple[str, str, str]] = [
            (_("Which school or office"), office_words(answers), "where"),
            (_("Where it was"), answers.get("place") or _("not said"), "details"),
            (_("When it was"), answers.get("happened") or _("not said"), "details"),
            (_("What you would like"), answers.get("wish") or _("not said"), "details"),
            (_("Photographs and papers"), counted, "files"),
            (_("Your name"), _("given; it is sealed apart") if named else _("not given"), "name"),
            (_("How we tell you"), reach_words(answers), "reach"),
            (_("Is it about somebody who works here"), _("no"), "about"),
        ]
        if answers.get("told"):
            rows.append((_("How it should go on"), str(dict(LEVELS).get(answers.get("level", ""), "")), "level"))
        return tuple(Fact(term, value, Link(reverse(f"cases:raise-{step}"), _("Change"))) for term, value, step in rows)


@cache
def _receipt() -> str:
    """Looked for once: on the way of every submission, with everybody waiting behind it."""
    return reverse("cases:receipt")


def not_handed_in(request: HttpRequest, error: Unavailable) -> HttpResponse:
    """03b: there is no receipt; all that was written is kept, and handing in again makes no second concern."""
    context = {"error": error, "front": offices.front_office(), "again": [("true", "on")]}
    return shown(request, "not_handed_in", context, status=503)


def answers_of(kept: dict[str, Any]) -> Answers:
    """From the draft to what the action takes."""
    return Answers(
        organisation=chosen_office(kept),
        text=str(kept.get("text", "")),
        wish=str(kept.get("wish", "")),
        place=str(kept.get("place", "")),
        happened=str(kept.get("happened", "")),
        language=get_language() or "zh-hans",
        contact_by="" if kept.get("contact_by") == "page" else str(kept.get("contact_by", "")),
        told=str(kept.get("told", "")),
        level=str(kept.get("level", "")),
    )


def identity_of(kept: dict[str, Any]) -> Identity:
    """Only what belongs to the way that was chosen: a number typed and then left aside is not kept."""
    name = str(kept.get("name", "")).strip() if kept.get("naming") == "named" else ""
    return Identity(name=name, **address_in(kept))


def reach_words(kept: dict[str, Any]) -> str:
    """`Call · 138****2046`: enough to see that it is right, too little for who looks over a shoulder."""
    identity = identity_of(kept)
    if identity.phone:
        how = {"sms": _("By short message"), "voice": _("By a call in which a machine reads it aloud")}
        way = how.get(str(kept.get("contact_by", "")), _("By telephone"))
        return " · ".join((way, f"{identity.phone[:3]}****{identity.phone[-4:]}"))
    if identity.email:
        at = identity.email.rfind("@")
        return " · ".join((_("By e-mail"), f"{identity.email[:2]}****{identity.email[at:]}"))
    if identity.address:
        return " · ".join((_("By letter"), f"{identity.address[:3]}…"))
    return _("You look it up with your receipt code")
