"""Accounts, as far as the work with them needs it. Nothing here tells what a person did or when they signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, Place, may, require, scope_filter
from huiyin.organisations.access.session import current_appointments
from huiyin.organisations.models import Account, Appointment


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """A public id and its name, for a list to choose from."""

    public_id: str
    name: str


@dataclass(frozen=True, slots=True)
class HeldPost:
    appointment: str
    post: str
    post_reference: str
    title: str
    unit: str
    organisation: str
    organisation_id: str
    from_on: dt.date
    until_on: dt.date | None
    deputy: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    public_id: str
    version: int
    username: str
    display_name: str
    email: str
    phone: str
    language: str
    single_keys: bool
    told_by: tuple[str, ...]
    robot: str
    robot_secret: str
    quiet_from: dt.time | None
    quiet_until: dt.time | None
    is_active: bool
    second_step: bool
    linked: bool  # with an identity of the house's provider
    posts: tuple[HeldPost, ...]


def own_account(actor: Actor) -> AccountView:
    """The actor's own account."""
    account = Account.objects.get(pk=actor.account_id)
    return _view(account, _open(account))


def own_posts(actor: Actor) -> list[HeldPost]:
    """The posts that the actor can switch to, the present one among them."""
    account = Account.objects.get(pk=actor.account_id)
    return [_held(row) for row in current_appointments(account)]


def account_view(actor: Actor, public_id: str) -> AccountView:
    """An account that the actor may manage: every open post of it lies in their reach. Raises `Refused`."""
    account = Account.objects.filter(public_id=public_id).first()
    if account is None or not may(actor, "manage_people"):
        raise Refused
    rows = _open(account)
    for row in rows:
        organisation = row.post.unit.organisation
        require(actor, "manage_people", Place(organisation.pk, organisation.path))
    return _view(account, rows)


def inactive_accounts(actor: Actor) -> list[NamedChoice]:
    """Accounts without a post or switched off, so that they can be found again; to be given a post or left."""
    require(actor, "manage_people")
    held = Appointment.objects.filter(ended_at=None).values("account_id")
    rows = Account.objects.exclude(pk__in=held) | Account.objects.filter(is_active=False)
    return [NamedChoice(row.public_id, f"{row.display_name} · {row.username}") for row in rows.distinct()[:500]]


def accounts_to_appoint(actor: Actor) -> list[NamedChoice]:
    """Active accounts to give a post to: of people in the actor's reach, and of those who hold no post anywhere."""
    require(actor, "manage_people")
    reach = scope_filter(actor, "manage_people").organisation_ids
    held = Appointment.objects.filter(ended_at=None)
    here = held.filter(post__unit__organisation_id__in=reach)
    found = Q(pk__in=here.values("account_id")) | ~Q(pk__in=held.values("account_id"))
    rows = Account.objects.filter(found, is_active=True).exclude(pk=actor.account_id)[:2000]
    return [NamedChoice(row.public_id, f"{row.display_name} · {row.username}") for row in rows]


def _open(account: Account) -> list[Appointment]:
    rows = (
        account.appointments.filter(ended_at=None).select_related("post__unit__organisation").order_by("deputy", "id")
    )
    return [row for row in rows if row.until_on is None or row.until_on >= time.today(row.post.unit.organisation.zone)]


def _view(account: Account, rows: list[Appointment]) -> AccountView:
    return AccountView(
        public_id=account.public_id,
        version=account.version,
        username=account.username,
        display_name=account.display_name,
        email=account.email,
        phone=account.phone,
        language=account.language,
        single_keys=account.single_keys,
        told_by=tuple(account.told_by),
        robot=account.robot,
        robot_secret=account.robot_secret,
        quiet_from=account.quiet_from,
        quiet_until=account.quiet_until,
        is_active=account.is_active,
        second_step=account.second_step,
        linked=account.identities.exists(),
        posts=tuple(_held(row) for row in rows),
    )


def _held(row: Appointment) -> HeldPost:
    organisation = row.post.unit.organisation
    return HeldPost(
        appointment=row.public_id,
        post=row.post.public_id,
        post_reference=row.post.reference,
        title=row.post.title,
        unit=row.post.unit.name,
        organisation=organisation.name,
        organisation_id=organisation.public_id,
        from_on=row.from_on,
        until_on=row.until_on,
        deputy=row.deputy,
    )


def appointment_view(actor: Actor, public_id: str) -> tuple[str, HeldPost]:
    """The holder's name and the post of an appointment that the actor may end. Raises `Refused`."""
    row = Appointment.objects.filter(public_id=public_id).select_related("account", "post__unit__organisation").first()
    if row is None:
        raise Refused
    organisation = row.post.unit.organisation
    require(actor, "manage_people", Place(organisation.pk, organisation.path))
    return row.account.display_name, _held(row)
