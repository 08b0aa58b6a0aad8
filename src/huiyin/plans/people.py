"""Which posts a plan can name: for its roles, for a word on a draft, to decide on a mark. Read only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from huiyin.kernel import time
from huiyin.organisations.access import Actor
from huiyin.organisations.access.matrix import ADMINISTRATOR, LEGAL_REVIEWER
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Appointment, Organisation, Post
from huiyin.organisations.rules import Period

from .models import Overruling, Plan
from .schema import PlanDocument, Role


def posts_of(organisation: Organisation) -> list[Post]:
    """Open posts, the head first."""
    found = Post.objects.filter(unit__organisation=organisation, closed_at=None).select_related("unit__organisation")
    return list(found.order_by("-is_head", "unit_id", "id"))


def reviewers(plan: Plan) -> list[Post]:
    """Who can be asked for a word: every post of the house that reads plans, and the legal reviewers above."""
    own = [post for post in posts_of(plan.organisation) if ADMINISTRATOR not in post.roles]
    return own + [post for post in legal_reviewers(plan) if post not in own]


def legal_reviewers(plan: Plan) -> list[Post]:
    """Held posts that decide on marks: of the house itself first, then of each office above."""
    ids = [int(part) for part in plan.organisation.path.split("/") if part]
    found = Post.objects.filter(unit__organisation_id__in=ids, closed_at=None).select_related("unit__organisation")
    able = [post for post in found if LEGAL_REVIEWER in post.roles and ADMINISTRATOR not in post.roles]
    return sorted(filter(is_held, able), key=lambda post: (-len(post.unit.organisation.path), post.pk))


def wrote(actor: Actor, mark: Overruling) -> bool:
    """Whether the person who acts had a hand in what is marked: began the draft, changed it, or asked about the mark."""
    writers = set(mark.plan_version.edits.values_list("actor", flat=True))
    return held_by(actor, {mark.plan_version.author, mark.asked_by, *writers})


def held_by(actor: Actor, references: Collection[str]) -> bool:
    """Whether the actor's account holds, or ever held, one of these posts."""
    account = actor.account_reference.removeprefix("account:")
    posts = [one.removeprefix("post:") for one in references]
    return Appointment.objects.filter(account__public_id=account, post__public_id__in=posts).exists()


@dataclass(frozen=True, slots=True)
class Held:
    """A post with the appointments by which somebody holds it today, the principal first. A closed post is held by nobody."""

    post: Post
    appointments: tuple[Appointment, ...]


def held(public_ids: Collection[str]) -> dict[str, Held]:
    """Who holds each post today: the one rule for pages, paper and what runs. Two queries."""
    posts = list(Post.objects.filter(public_id__in=public_ids).select_related("unit__organisation"))
    by: dict[int, list[Appointment]] = {post.pk: [] for post in posts}
    today = {post.pk: time.today(post.unit.organisation.zone) for post in posts if post.closed_at is None}
    running = Appointment.objects.filter(post__in=today, ended_at=None, account__is_active=True)
    for row in running.select_related("account").order_by("deputy", "from_on", "id"):
        if Period(row.from_on, row.until_on).holds(today[row.post_id]):
            by[row.post_id].append(row)
    return {post.public_id: Held(post, tuple(by[post.pk])) for post in posts}


@dataclass(frozen=True, slots=True)
class Seat:
    """A post as a plan names it. `holders`: who holds it today; empty: nobody does, which is a gap. `there`: it is not closed."""

    public_id: str
    title: str
    holders: tuple[str, ...]
    there: bool = True

    @property
    def held(self) -> bool:
        return self.there and bool(self.holders)


@dataclass(frozen=True, slots=True)
class Filled:
    """A role of a plan with who takes it."""

    role: Role
    seat: Seat | None
    deputies: tuple[Seat, ...]

    @property
    def gap(self) -> bool:
        """Nobody takes it: no post was chosen, or nobody holds it."""
        return self.seat is None or not self.seat.held

    @property
    def alone(self) -> bool:
        """No deputy who is there: one person who is away is enough, and nobody does it (law.md PC-12, a rule of the product)."""
        return not any(one.held for one in self.deputies)


def filled(document: PlanDocument) -> tuple[Filled, ...]:
    """Each role with its post and deputies, in two queries."""
    seats = _seats({post for role in document.roles for post in (role.post, *role.deputies) if post})
    return tuple(
        Filled(role, seats.get(role.post), tuple(seats[one] for one in role.deputies if one in seats))
        for role in document.roles
    )


def gaps(documents: Mapping[int, PlanDocument]) -> dict[int, int]:
    """How many roles of each nobody takes, for a list of plans."""
    posts = {post for one in documents.values() for role in one.roles for post in (role.post, *role.deputies) if post}
    seats = _seats(posts)
    return {
        number: sum(not (role.post in seats and seats[role.post].held) for role in document.roles)
        for number, document in documents.items()
    }


def _seats(public_ids: Collection[str]) -> dict[str, Seat]:
    return {
        key: Seat(
            key,
            f"{one.post.unit.name} · {one.post.title}",
            tuple(row.account.display_name for row in one.appointments),
            one.post.closed_at is None,
        )
        for key, one in held(public_ids).items()
    }
