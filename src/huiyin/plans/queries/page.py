"""One plan in one of its versions, with all that stands around it and what this post can do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kernel import clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may, require
from huiyin.plans import people, rules
from huiyin.plans.models import OPEN, Comment, Edit, Overruling, Plan, PlanPaper, PlanVersion, Review
from huiyin.plans.people import Filled
from huiyin.plans.schema import PlanDocument

VERBS = {
    "edit": "plan_write", "review": "plan_write", "approve": "plan_approve", "publish": "plan_publish", "file": "plan_publish",
    "evaluate": "plan_write", "revise": "plan_write",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list beside a plan."""

    number: int
    status: str
    version: PlanVersion


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`can`: what this post can do with this version now, by the verbs of `rules.POSSIBLE`, and `comment`, `retire`."""

    plan: Plan
    version: PlanVersion
    document: PlanDocument
    roles: tuple[Filled, ...]
    versions: tuple[VersionLine, ...]
    clocks: tuple[ClockView, ...]
    comments: tuple[Comment, ...]
    reviews: tuple[Review, ...]
    papers: tuple[PlanPaper, ...]
    overrulings: tuple[Overruling, ...]
    can: frozenset[str]

    @property
    def gaps(self) -> tuple[Filled, ...]:
        return tuple(one for one in self.roles if one.gap)

    @property
    def open_reviews(self) -> tuple[Review, ...]:
        return tuple(one for one in self.reviews if one.given_at is None and one.withdrawn_at is None)


def plan_page(actor: Actor, public_id: str, number: str = "") -> PlanPage:
    """The version of that number; without one: the version that holds, else the newest that this post may read. `Refused`."""
    plan = Plan.objects.select_related("organisation", "keeper", "current").filter(public_id=public_id).first()
    if plan is None:
        raise Refused
    require(actor, "plan_read", plan)
    versions = [one for one in plan.versions.order_by("-number") if reads(actor, plan, one)]
    version = _chosen(plan, versions, number)
    version.plan = plan
    drafts = reads_drafts(actor, plan)
    document = version.text
    return PlanPage(
        plan=plan,
        version=version,
        document=document,
        roles=people.filled(document),
        versions=tuple(VersionLine(one.number, one.status, one) for one in versions),
        clocks=clocks.queries.of_subject(rules.PLAN, plan.public_id, only_open=True),
        comments=tuple(version.comments.all()) if drafts else (),
        reviews=tuple(version.reviews.select_related("post__unit__organisation")) if drafts else (),
        papers=tuple(version.papers.all()),
        overrulings=tuple(plan.overrulings.select_related("reviewer").order_by("id")),
        can=_can(actor, plan, version),
    )


def reads(actor: Actor, plan: Plan, version: PlanVersion) -> bool:
    """Whoever stands above reads what was published; drafts are read by the house, and by a legal reviewer who decides on marks."""
    return version.published_at is not None or reads_drafts(actor, plan)


def reads_drafts(actor: Actor, plan: Plan) -> bool:
    return actor.organisation_id == plan.organisation_id or may(actor, "plan_overrule", plan)


def edits_of(page: PlanPage) -> list[Edit]:
    """Every edit of the draft, the newest first."""
    return list(page.version.edits.order_by("-number"))


def _chosen(plan: Plan, versions: Iterable[PlanVersion], number: str) -> PlanVersion:
    readable = {str(one.number): one for one in versions}
    if number:
        if number not in readable:
            raise Refused
        return readable[number]
    current = str(plan.current.number) if plan.current else ""
    found = readable.get(current) or next(iter(readable.values()), None)
    if found is None:
        raise Refused
    return found


def _can(actor: Actor, plan: Plan, version: PlanVersion) -> frozenset[str]:
    if plan.retired_at is not None:
        return frozenset()
    head = actor.post_id == plan.organisation.head_post_id
    able = {
        verb
        for verb, needed in VERBS.items()
        if rules.possible(verb, version.status) and may(actor, needed, plan) and (verb != "approve" or head)
    }
    if "file" in able and version.filed_at is not None:
        able.discard("file")
    if "revise" in able and plan.versions.filter(status__in=OPEN).exists():
        able.discard("revise")
    if may(actor, "plan_comment", plan) and version.open:
        able.add("comment")
    if head and may(actor, "plan_approve", plan):
        able.add("retire")
    return frozenset(able)
