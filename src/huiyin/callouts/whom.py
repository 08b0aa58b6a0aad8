"""Who is called in a step: the appointments that hold a post today. Whoever said that they can't is not called again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from huiyin.kernel import time
from huiyin.organisations import watch
from huiyin.organisations.models import Appointment, Organisation, Post

from .models import Callout, Said
from .schema import NEXT, Policy, Step


@dataclass(slots=True)
class Asked:
    """What the answer rests on. `named`: references of posts; `called`, `cannot`: accounts that were called, that said no."""

    organisation: Organisation
    named: Sequence[str]
    exercise: bool = False
    called: set[int] = field(default_factory=set)
    cannot: set[int] = field(default_factory=set)


def asked(callout: Callout) -> Asked:
    """A call-out as it stands."""
    turns = list(callout.turns.values_list("appointment__account_id", "said"))
    cannot = {account for account, said in turns if said == Said.CANNOT}
    return Asked(callout.organisation, callout.named, callout.exercise, {account for account, _said in turns}, cannot)


def of_step(asked: Asked, step: Step) -> list[Appointment]:
    """In order, each account once; nobody: the step reaches no one. An exercise stays in the house."""
    for who in (step.who, step.otherwise):
        if who in ("", NEXT) or (who == "above" and asked.exercise):
            continue
        if found := _once(WHO[who](asked), asked.cannot):
            return found
    return []


def of_policy(asked: Asked, policy: Policy) -> Iterator[tuple[int, list[Appointment]]]:
    """Step by step, whom it would call if nobody answered; each account at its first step alone, without the shout."""
    for number, step in enumerate(policy.steps):
        people = [one for one in of_step(asked, step) if one.account_id not in asked.called]
        asked.called |= {one.account_id for one in people}
        yield number, people


def everybody(asked: Asked) -> list[Appointment]:
    """Who hears a shout: the house, and the office above."""
    above = [] if asked.exercise else _above(asked)
    return _once([*_everybody(asked), *above], ())


def held(posts: Iterable[Post]) -> list[Appointment]:
    """Who holds these posts today, post by post, the principal of each first."""
    ids = [post.pk for post in posts]
    by_post: dict[int, list[Appointment]] = {}
    for row in _running(Appointment.objects.filter(post__in=ids)).order_by("deputy", "id"):
        by_post.setdefault(row.post_id, []).append(row)
    return [row for pk in dict.fromkeys(ids) for row in by_post.get(pk, [])]


def _running(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Each counts its days as its own office does."""
    rows = rows.filter(ended_at=None, account__is_active=True, post__closed_at=None)
    zones = set(rows.order_by().values_list("post__unit__organisation__zone", flat=True))
    holds = Q(pk__in=())
    for zone in zones:
        today = time.today(zone)
        lasts = Q(until_on=None) | Q(until_on__gte=today)
        holds |= lasts & Q(from_on__lte=today, post__unit__organisation__zone=zone)
    return rows.filter(holds).select_related("account", "post__unit__organisation")


def _once(rows: Iterable[Appointment], without: Collection[int]) -> list[Appointment]:
    by_account = {row.account_id: row for row in reversed(list(rows))}
    return [row for row in reversed(by_account.values()) if row.account_id not in without]


def _listed(asked: Asked) -> list[Post]:
    """The posts that the thing names, in its order; where it names none, the head's."""
    public_ids = [one.removeprefix("post:") for one in asked.named]
    known = {post.public_id: post for post in Post.objects.filter(public_id__in=public_ids)}
    named = [known[one] for one in public_ids if one in known]
    return named or _head_posts(asked.organisation)


def _named(asked: Asked) -> list[Appointment]:
    """Who holds the first of the named posts that somebody holds."""
    rows = held(_listed(asked)) if asked.named else []
    first = [row for row in rows if row.post_id == rows[0].post_id]
    principals = [row for row in first if not row.deputy]
    return principals or first


def _deputy(asked: Asked) -> list[Appointment]:
    """The next one of the list: deputies of the post that was called first, then of the posts named after it."""
    return [row for row in held(_listed(asked)) if row.account_id not in asked.called][:1]


def _of(references: Iterable[str]) -> list[Appointment]:
    """Of posts and accounts that a roster names."""
    references = list(references)
    posts = [one.removeprefix("post:") for one in references if one.startswith("post:")]
    known = {post.reference: post for post in Post.objects.filter(public_id__in=posts)}
    return held(known[one] for one in references if one in known)


def _head_posts(organisation: Organisation) -> list[Post]:
    return [organisation.head_post] if organisation.head_post else []


def _above(asked: Asked) -> list[Appointment]:
    parent = asked.organisation.parent
    if parent is None:
        return []
    posts = Post.objects.filter(unit__organisation=parent, closed_at=None).order_by("-is_head", "id")
    return held(post for post in posts if post.is_head or "supervisor" in post.roles)


def _leaders(asked: Asked) -> list[Appointment]:
    posts = Post.objects.filter(unit__organisation=asked.organisation, closed_at=None).order_by("id")
    return held(post for post in posts if "leader" in post.roles)


def _everybody(asked: Asked) -> list[Appointment]:
    return held(Post.objects.filter(unit__organisation=asked.organisation, closed_at=None).order_by("id"))


WHO: Mapping[str, Callable[[Asked], list[Appointment]]] = {
    "named": _named,
    "deputy": _deputy,
    "duty-leader": lambda asked: _of(watch.in_charge(asked.organisation, time.now())),
    "on-duty": lambda asked: _of(watch.on(asked.organisation, time.now())),
    "leaders": _leaders,
    "head": lambda asked: held(_head_posts(asked.organisation)),
    "above": _above,
    "everybody": _everybody,
}
