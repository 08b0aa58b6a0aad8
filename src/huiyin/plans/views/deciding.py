"""From a draft to a plan in force: who is asked, what is on file, signed, published, filed, looked at again, revised, retired."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, needs
from huiyin.organisations.models import Post
from huiyin.plans import actions, people, presenting, queries
from huiyin.plans.forms import acts
from huiyin.plans.forms.base import PlanForm
from huiyin.plans.models import Paper, Plan, PlanVersion, Review
from huiyin.plans.queries import PlanPage
from huiyin.plans.rules import REVISE_FOR
from huiyin.plans.wording import PAPERS, STATUS, WORDS
from huiyin.web.fields import put_error

from .answering import answered

Data = dict[str, Any]
Act = Callable[[Actor, PlanPage, Data], object]
EXPECTED = (Paper.RISKS, Paper.RESOURCES, Paper.CONSULTED, Paper.DRAFTING)


@needs("plan_read")
@require_http_methods(["GET", "POST"])
def decide(request: StaffRequest, public_id: str, number: str) -> HttpResponse:
    """What this post can do with this version now, and what it should know before."""
    page = queries.plan_page(request.actor, public_id, number)
    if request.method != "POST":
        return _show(request, page)
    do = request.POST.get("do", "")
    if do not in _ACTS or _ACTS[do][0] not in page.can:
        raise Refused
    _verb, kind, act = _ACTS[do]
    form = _form(page, kind, request.POST)
    if not form.is_valid():
        return _show(request, page, sent=form, status=422)
    try:
        made = act(request.actor, page, form.cleaned_data)
    except Conflict as error:
        fresh = queries.plan_page(request.actor, public_id, number)
        return _show(request, fresh, sent=_form(fresh, kind, request.POST), problem=error, status=409)
    except BadInput as error:
        put_error(form, error)
        return _show(request, page, sent=form, status=422)
    if do == "discard":
        messages.success(request, _("The draft was thrown away."))
        return redirect(presenting.plan_url(made) if isinstance(made, Plan) else "plans:list")
    messages.success(request, _("Done."))
    if do == "revise" and isinstance(made, PlanVersion):
        return redirect(presenting.url("edit", made))
    return redirect(request.path)


@needs("plan_review")
@require_http_methods(["GET", "POST"])
def review(request: StaffRequest, public_id: str) -> HttpResponse:
    """The word that this post was asked for, beside the draft that it is about."""
    found = queries.review_page(request.actor, public_id)
    form = acts.GiveReview(request.POST or None)
    done = answered(
        request, form, asked=found.mine, said=_("Your word has been given."),
        act=lambda data: actions.give_review(actor=request.actor, review_id=public_id, word=data["word"], text=data["text"]),
    )  # fmt: skip
    if done is not None:
        return done
    context = {
        "found": found,
        "review": found.review,
        "plan": found.plan,
        "chip": presenting.chip(found.clock) if found.mine else None,
        "draft_url": presenting.plan_url(found.plan, found.review.plan_version),
        "word": WORDS.get(found.review.word, ""),
        "form": form if found.mine else None,
        "zone": found.plan.organisation.zone,
    }
    return render(request, "plans/review.html", context, status=422 if form.errors else 200)


def _show(
    request: StaffRequest,
    page: PlanPage,
    *,
    sent: PlanForm | None = None,
    problem: HuiyinError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Each form that may be used now; the one that was sent, as it was sent."""
    shown = {}
    for do, (verb, kind, _act) in _ACTS.items():
        if verb in page.can and kind is not acts.Plain:
            shown[do] = sent if type(sent) is kind else _form(page, kind)
    on_file = {one.kind for one in page.papers}
    context = {
        "page": page,
        "plan": page.plan,
        "version": page.version,
        "document": page.document,
        "can": page.can,
        "forms": shown,
        "sent": sent,
        "problem": problem,
        "zone": page.plan.organisation.zone,
        "status": STATUS[page.version.status],
        "chips": [presenting.chip(one) for one in page.clocks],
        "reviews": [(one, WORDS.get(one.word, ""), _since(page, one)) for one in page.reviews if not one.withdrawn_at],
        "papers": [(one, PAPERS[one.kind]) for one in page.papers],
        "expected": [(PAPERS[kind], kind in on_file) for kind in EXPECTED],
        "reasons": [REVISE_FOR[one] for one in page.version.reasons if one in REVISE_FOR],
        "checked": queries.checked(page.version) if page.version.open else None,
        "open_remarks": sum(one.resolved_at is None for one in page.comments),
    }
    return render(request, "plans/decide.html", context, status=status)


def _since(page: PlanPage, review: Review) -> int:
    """How many edits of the draft came after the word was given."""
    return page.version.version - review.given_on_version if review.given_on_version is not None else 0


def _form(page: PlanPage, kind: type[PlanForm], data: Any = None) -> PlanForm:
    options: dict[str, Any] = {"initial": {"seen": page.version.version}, "auto_id": f"id_{kind.__name__.lower()}_%s"}
    if kind is acts.AskReview:
        own = page.plan.organisation_id
        options["posts"] = [(post.public_id, _post_name(post, own)) for post in people.reviewers(page.plan)]
    if kind in (acts.FileWith, acts.KeepPaper):
        options["initial"]["on"] = time.today(page.plan.organisation.zone)
    if kind is acts.FileWith and page.plan.organisation.parent:
        options["initial"]["filed_with"] = page.plan.organisation.parent.name
    return kind(data, **options)


def _post_name(post: Post, own: int) -> str:
    name = f"{post.unit.name} · {post.title}"
    return name if post.unit.organisation_id == own else f"{post.unit.organisation.short_name} · {name}"


def _approve(actor: Actor, page: PlanPage, data: Data) -> object:
    return actions.approve(actor=actor, version_id=page.version.public_id, seen=data["seen"] or 0)


def _publish(actor: Actor, page: PlanPage, _data: Data) -> object:
    return actions.publish(actor=actor, version_id=page.version.public_id)


def _file(actor: Actor, page: PlanPage, data: Data) -> object:
    return actions.file_with_superior(
        actor=actor,
        version_id=page.version.public_id,
        filed_with=data["filed_with"],
        proof=data["proof"],
        on=data["on"],
    )


def _evaluate(actor: Actor, page: PlanPage, data: Data) -> object:
    return actions.evaluate(actor=actor, version_id=page.version.public_id, note=data["note"])


def _revise(actor: Actor, page: PlanPage, data: Data) -> object:
    return actions.revise(actor=actor, version_id=page.version.public_id, reasons=data["reasons"], note=data["note"])


def _retire(actor: Actor, page: PlanPage, data: Data) -> object:
    return actions.retire(actor=actor, plan_id=page.plan.public_id, why=data["why"])


def _discard(actor: Actor, page: PlanPage, _data: Data) -> object:
    return actions.discard(actor=actor, version_id=page.version.public_id)


def _ask(actor: Actor, page: PlanPage, data: Data) -> object:
    return actions.ask_review(
        actor=actor,
        version_id=page.version.public_id,
        post=data["post"],
        due_on=data["due_on"],
        question=data["question"],
    )


def _withdraw(actor: Actor, _page: PlanPage, data: Data) -> object:
    return actions.withdraw_review(actor=actor, review_id=data["review"])


def _keep(actor: Actor, page: PlanPage, data: Data) -> object:
    return actions.keep_paper(
        actor=actor, version_id=page.version.public_id, kind=data["kind"], who=data["who"], on=data["on"], text=data["text"],
        became=data["became"],
    )  # fmt: skip


# What is sent -> the verb that it needs, the form, the act.
_ACTS: dict[str, tuple[str, type[PlanForm], Act]] = {
    "approve": ("approve", acts.Plain, _approve),
    "publish": ("publish", acts.Plain, _publish),
    "discard": ("edit", acts.Plain, _discard),
    "ask_review": ("review", acts.AskReview, _ask),
    "withdraw_review": ("review", acts.WithdrawReview, _withdraw),
    "keep_paper": ("review", acts.KeepPaper, _keep),
    "file": ("file", acts.FileWith, _file),
    "evaluate": ("evaluate", acts.Evaluate, _evaluate),
    "revise": ("revise", acts.Revise, _revise),
    "retire": ("retire", acts.Retire, _retire),
}
