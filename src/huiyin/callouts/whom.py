"""Who is called in a step: the appointments that hold a post today. Whoever said that they can't is not called again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import Q, QuerySet

from huiyin.kernel import time
from huiyin.organisations import watch
from huiyin.organisations.models import Appointment, Organisation, Post

from .models import Callout, Said
from .schema import NEXT, Step


def of_step(callout: Callout, step: Step) -> list[Appointment]:
    """In order, each account once; nobody: the step reaches no one. An exercise stays in the house."""
    cannot = set(callout.turns.filter(said=Said.CANNOT).values_list("appointment__account_id", flat=True))
    for who in (step.who, step.otherwise):
        if who in ("", NEXT) or (who == "above" and callout.exercise):
            continue
        if found := _once(WHO[who](callout), cannot):
            return found
    return []


def everybody(callout: Callout) -> list[Appointment]:
    """Who hears a shout: the house, and the office above."""
    above = [] if callout.exercise else _above(callout)
    return _once([*_everybody(callout), *above], ())


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


def _listed(callout: Callout) -> list[Post]:
    """The posts that the thing names, in its order; where it names none, the head's."""
    public_ids = [one.removeprefix("post:") for one in callout.named]
    known = {post.public_id: post for post in Post.objects.filter(public_id__in=public_ids)}
    named = [known[one] for one in public_ids if one in known]
    return named or _head_posts(callout.organisation)


def _named(callout: Callout) -> list[Appointment]:
    """Who holds the first of the named posts that somebody holds."""
    rows = held(_listed(callout)) if callout.named else []
    first = [row for row in rows if row.post_id == rows[0].post_id]
    principals = [row for row in first if not row.deputy]
    return principals or first


def _deputy(callout: Callout) -> list[Appointment]:
    """The next one of the list: deputies of the post that was called first, then of the posts named after it."""
    called = set(callout.turns.values_list("appointment__account_id", flat=True))
    return [row for row in held(_listed(callout)) if row.account_id not in called][:1]


def _of(references: Iterable[str]) -> list[Appointment]:
    """Of posts and accounts that a roster names."""
    references = list(references)
    posts = [one.removeprefix("post:") for one in references if one.startswith("post:")]
    known = {post.reference: post for post in Post.objects.filter(public_id__in=posts)}
    return held(known[one] for one in references if one in known)


def _head_posts(organisation: Organisation) -> list[Post]:
    return [organisation.head_post] if organisation.head_post else []


def _above(callout: Callout) -> list[Appointment]:
    parent = callout.organisation.parent
    if parent is None:
        return []
    posts = Post.objects.filter(unit__organisation=parent, closed_at=None).order_by("-is_head", "id")
    return held(post for post in posts if post.is_head or "supervisor" in post.roles)


def _leaders(callout: Callout) -> list[Appointment]:
    posts = Post.objects.filter(unit__organisation=callout.organisation, closed_at=None).order_by("id")
    return held(post for post in posts if "leader" in post.roles)


def _everybody(callout: Callout) -> list[Appointment]:
    return held(Post.objects.filter(unit__organisation=callout.organisation, closed_at=None).order_by("id"))


WHO: Mapping[str, Callable[[Callout], list[Appointment]]] = {
    "named": _named,
    "deputy": _deputy,
    "duty-leader": lambda callout: _of(watch.in_charge(callout.organisation, time.now())),
    "on-duty": lambda callout: _of(watch.on(callout.organisation, time.now())),
    "leaders": _leaders,
    "head": lambda callout: held(_head_posts(callout.organisation)),
    "above": _above,
    "everybody": _everybody,
}
