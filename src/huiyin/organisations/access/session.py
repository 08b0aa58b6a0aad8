"""From a session to the actor: whoever is signed in, acting in the post that they chose."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import reading, time
from huiyin.organisations.models import Account, Appointment
from huiyin.organisations.rules import Period

from .actor import Actor

CHOSEN = "appointment"  # key in the session: public id of the chosen appointment
STRONG = "strong"  # key in the session: the provider of the house saw a second step when it began
PROVED = "proved"  # key in the session: when the holder last proved who they are, in seconds since 1970


def current_appointments(account: Account) -> list[Appointment]:
    """The appointments of `account` that hold now, the ones as principal first."""
    return [row for row in _all_appointments(account) if _holds_now(row)]


def actor_for(account: Account, chosen: str = "", *, strong: bool = False) -> Actor | None:
    """The actor for the chosen appointment, or for the first where none or a past one is chosen.

    `strong`: a second step was seen by who let in. None without a current appointment: somebody who left is nobody from the next request on.
    """
    if not account.is_active:
        return None
    rows = _all_appointments(account)
    current = [row for row in rows if _holds_now(row)]
    row = next((row for row in current if row.public_id == chosen), current[0] if current else None)
    return None if row is None else actor_of_appointment(row, frozenset(row.post_id for row in rows), strong)


def actors_of(account: Account) -> tuple[Actor, ...]:
    """One for each appointment that holds now; of who left none."""
    if not account.is_active:
        return ()
    rows = _all_appointments(account)
    held = frozenset(row.post_id for row in rows)
    return tuple(actor_of_appointment(row, held) for row in rows if _holds_now(row))


def actors_in(organisation_id: int) -> list[Actor]:
    """Everybody who holds a post of the office now, once for each of their posts anywhere; one question for all of them."""
    here = Appointment.objects.filter(ended_at=None, post__unit__organisation_id=organisation_id)
    rows = Appointment.objects.filter(account__in=here.values("account"), account__is_active=True)
    of_account: dict[int, list[Appointment]] = {}
    for row in rows.select_related("account", "post__unit__organisation").order_by("account_id", "deputy", "id"):
        of_account.setdefault(row.account_id, []).append(row)
    return [
        actor_of_appointment(row, frozenset(one.post_id for one in mine))
        for mine in of_account.values()
        for row in mine
        if _holds_now(row)
    ]


def actor_of_appointment(row: Appointment, held: frozenset[int] = frozenset(), strong: bool = False) -> Actor:
    """The actor of one appointment. `held`: ids of all posts that the account holds or ever held; `strong` as above."""
    post = row.post
    organisation = post.unit.organisation
    return Actor(
        account_id=row.account_id,
        appointment_id=row.pk,
        post_id=post.pk,
        unit_id=post.unit_id,
        organisation_id=organisation.pk,
        organisation_path=organisation.path,
        roles=frozenset(post.roles),
        reference=post.reference,
        post_title=post.title,
        account_reference=row.account.reference,
        deputy=row.deputy,
        zone=organisation.zone,
        region=organisation.region,
        post_ids=held | {post.pk},
        let_in=not row.account.vouched,
        second_step_owed=not row.account.vouched
        or (organisation.second_step and not (row.account.second_step or strong)),
    )


def _all_appointments(account: Account) -> list[Appointment]:
    """Asked for each page of staff, so on the short way."""
    found = reading.chained(Appointment, "post", "unit", "organisation", account=account.pk)
    for row in found:
        row.account = account
    return sorted(found, key=lambda row: (row.deputy, row.pk))


def _holds_now(row: Appointment) -> bool:
    if row.ended_at is not None or row.post.closed_at is not None:
        return False
    today: dt.date = time.today(row.post.unit.organisation.zone)
    return Period(row.from_on, row.until_on).holds(today)
