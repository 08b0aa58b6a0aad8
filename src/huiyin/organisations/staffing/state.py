"""An organisation as it stands, by names: what a workbook is compared with."""

from __future__ import annotations

from huiyin.organisations.access import Actor
from huiyin.organisations.models import Account, Appointment, Organisation, Post
from huiyin.organisations.rules import Period

from .plan import Held, PostState, State


def state_of(home: Organisation, actor: Actor) -> State:
    """The state of `home`, and what of it belongs to the actor."""
    posts = list(Post.objects.filter(unit__organisation=home, closed_at=None).select_related("unit"))
    keys = {post.pk: (post.unit.name, post.title) for post in posts}
    accounts = list(Account.objects.values_list("id", "username", "display_name", "is_active"))
    units = home.units.filter(closed_at=None)
    return State(
        units=dict(units.values_list("name", "parent__name")),
        posts={
            keys[post.pk]: PostState(tuple(post.roles), keys.get(post.reports_to_id or 0), post.is_head)
            for post in posts
        },
        accounts={username: name for _pk, username, name, _active in accounts},
        closed_accounts=frozenset(username for _pk, username, _name, active in accounts if not active),
        held=_held(home, keys),
        classes=dict(home.classes.values_list("name", "grade")),
        terms={term.name: (term.first_day, term.last_day) for term in home.terms.all()},
        own_username=next((username for pk, username, _name, _active in accounts if pk == actor.account_id), ""),
        own_posts=frozenset(keys[post] for post in actor.post_ids if post in keys),
    )


def _held(home: Organisation, keys: dict[int, tuple[str, str]]) -> tuple[Held, ...]:
    rows = Appointment.objects.filter(post_id__in=keys).select_related("account").order_by("id")
    return tuple(
        Held(
            username=row.account.username,
            post=keys[row.post_id],
            period=Period(row.from_on, row.until_on),
            deputy=row.deputy,
            ended=row.ended_at is not None,
        )
        for row in rows
    )
