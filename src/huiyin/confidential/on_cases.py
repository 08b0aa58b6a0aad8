"""The page of the verb "seal" of a case, where somebody of this installation reads sealed reports; else the one on paper stays as it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.cases.actions import sealing
from huiyin.cases.forms.staff_verbs import Seal, VerbForm
from huiyin.cases.models import Case
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor
from huiyin.web.forms import one_of, ticks

from . import queries
from .actions import resealing
from .forms import ABOVE, POSTS, UNKNOWN
from .rules import Whom


class SealCase(Seal):
    """Whom it is about decides who may read it; an envelope is for where nobody here may."""

    field_order = ("home", "who", "posts", "seal_number", "forwarded_to")
    home = one_of(_("At which school or office does the person work?"), radios=False)
    who = one_of(
        _("Whom is it about?"),
        (
            (POSTS, _("One or several of these posts")),
            (ABOVE, _("Somebody who leads this office, or several who do")),
            (UNKNOWN, _("It does not say")),
        ),
    )
    posts = ticks(_("Which posts?"), gone=_("One of these posts is not there any more. Tick again."))

    def prepare(self) -> None:
        if not queries.open_here():
            for name in ("home", "who", "posts"):
                del self.fields[name]
            return
        for name in ("seal_number", "forwarded_to"):
            self.fields[name].help_text = _("Only where the page says that nobody of this installation may read it.")
        own = self.case.organisation.public_id
        chosen = str((self.data if self.is_bound else self.initial).get("home", "") or own)
        self.initial.setdefault("home", own)
        self.choose("home", queries.homes())
        self.choose("posts", queries.posts_at(chosen) or queries.posts_about(self.case.organisation))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "who" in self.fields and not data.get("who"):
            self.add_error("who", _("Choose one of the three."))
        if data.get("who") == POSTS and not data.get("posts") and "posts" not in self.errors:
            self.add_error("posts", _("Tick the post, or choose another answer."))
        return data


def seal(actor: Actor, case: Case, form: VerbForm) -> object:
    """Into a sealed report where somebody may read it, else by envelope; never both."""
    data = form.cleaned_data
    by = {"actor": actor, "case_id": case.pk, "version": data["version"]}
    paper = {"seal_number": data["seal_number"], "forwarded_to": data["forwarded_to"]}
    if "who" not in form.fields:
        return sealing.seal(**by, **paper)
    posts = tuple(data["posts"]) if data["who"] == POSTS else ()
    whom = Whom(data["home"] or case.organisation.public_id, posts, whole=data["who"] != POSTS)
    if resealing.takes(whom):
        if any(paper.values()):
            raise BadInput(
                "seal_number", _("Readers of this installation may open it."), _("Leave envelope and receiver empty.")
            )
        return resealing.reseal(**by, whom=whom)
    if not all(paper.values()):
        raise BadInput(
            "who", _("Nobody of this installation may read it."), _("Give the number of an envelope, and who gets it.")
        )
    return sealing.seal(**by, **paper)


def register() -> None:
    """Called when the room is ready."""
    before = verbs.PAGES["seal"]
    verbs.register(
        verbs.VerbPage(
            "seal", before.permission, SealCase, seal, before.title, before.button, before.help, before.supplies, confirms=True,
            template="confidential/seal_case.html",
        )
    )  # fmt: skip
