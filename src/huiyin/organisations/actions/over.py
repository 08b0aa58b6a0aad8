"""What acts of an administrator over an account share: over whom they may, and who is told."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from huiyin.kernel import outbox, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.matrix import ADMINISTRATOR
from huiyin.organisations.models import Account, Appointment, Post

from .parts import place_of_post


def require_over(actor: Actor, account: Account) -> None:
    """Over an account that holds or held posts: whoever may manage people where each open one is."""
    places = [place_of_post(row.post) for row in open_appointments(account)]
    if not may(actor, "manage_people") or not all(may(actor, "manage_people", place) for place in places):
        raise Refused


def open_appointments(account: Account) -> list[Appointment]:
    return [
        row
        for row in account.appointments.filter(ended_at=None)
        if row.until_on is None or row.until_on >= today_of(row)
    ]


def today_of(row: Appointment) -> dt.date:
    return time.today(row.post.unit.organisation.zone)


def not_own(actor: Actor, row: Account) -> None:
    if row.pk == actor.account_id:
        raise BadInput(
            "account", _("Nobody does this to their own account."), _("Ask the second administrator to do it.")
        )


def tell_others(actor: Actor, row: Account, at: dt.datetime, kind: str) -> None:
    """Administrators above or beside the account, and the heads of its offices; not who did it. `kind`: of `LetIn`."""
    homes = [held.post.unit.organisation for held in row.appointments.filter(ended_at=None)]
    above = {int(step) for home in homes for step in home.path.strip("/").split("/")}
    posts = Post.objects.filter(unit__organisation_id__in=above, closed_at=None).exclude(pk=actor.post_id)
    to = {post.reference for post in posts if ADMINISTRATOR in post.roles}
    to |= {home.head_post.reference for home in homes if home.head_post is not None}
    for reference in sorted(to):
        outbox.owe(
            to=reference,
            template="organisations/let-in",
            context={"account": row.public_id, "kind": kind, "language": "zh-hans"},
            about=row.reference,
            key=f"let-in:{kind}:{row.public_id}:{at.isoformat()}:{reference}",
            at=at,
        )
