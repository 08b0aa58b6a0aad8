"""Changes to people: accounts, and who holds which post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.outbox.gateways.chat import robot
from huiyin.organisations.access import Actor, require
from huiyin.organisations.addresses import FIELD_OF_CHANNEL
from huiyin.organisations.models import Account, Appointment, Post
from huiyin.organisations.rules import Period, check_period
from huiyin.settings.gateways import CHATS

from .over import not_own, open_appointments, require_over, tell_others, today_of
from .parts import edit, fetch, note, place_of_post, told
from .second_step import tell
from .sign_in import Given, checked_password, issue_key, new_key

ACCOUNT_DETAILS = ("display_name", "email", "phone", "language")
OWN_DETAILS = (
    "email",
    "phone",
    "language",
    "single_keys",
    "told_by",
    "robot",
    "robot_secret",
    "quiet_from",
    "quiet_until",
)
FIRST_KEY_LASTS = dt.timedelta(days=14)
RESET_KEY_LASTS = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account and, where it has no password yet, the code with which its holder sets one: shown once, never stored."""

    account: Account
    key: str = field(default="", repr=False)


def create_account(
    *, actor: Actor, username: str, display_name: str, password: str | None = None, **details: Any
) -> NewAccount:
    """A new account. Without `password` it gets a code with which its holder sets one; with one, it must be changed."""
    unknown = set(details) - set(ACCOUNT_DETAILS)
    if unknown:
        raise TypeError(f"an account has no {', '.join(sorted(unknown))}")
    account = Account(username=username.strip().lower(), display_name=display_name.strip(), **details)
    account.password = checked_password(password, account) if password else checked_password(None, account)
    account.must_change_password = password is not None
    key = "" if password else new_key()
    with store.write():
        require(actor, "manage_people")
        if Account.objects.filter(username=account.username).exists():
            raise BadInput(
                "username",
                _("There is an account with the name “%(name)s” already.") % {"name": account.username},
                _("Choose another name, for example with a number behind it."),
            )
        account.save()
        if key:
            issue_key(account, key, FIRST_KEY_LASTS)
        note("create_account", actor, account.reference, [account])
    return NewAccount(account, key)


def edit_account(*, actor: Actor, account: str, version: int, changes: Mapping[str, Any]) -> Account:
    """Change name, mail, telephone or language: an administrator of the holder's posts, or the holder."""
    with store.write():
        row = fetch(Account, account)
        own = row.pk == actor.account_id
        if not own:
            require_over(actor, row)
        else:
            _require_reachable(row, changes)
        before = row.email
        if edit(row, version, changes, OWN_DETAILS if own else ACCOUNT_DETAILS):
            if row.email != before:
                _note_who_gave_mail(actor, row)
            note("edit_account", actor, row.reference)
    return row


def _note_who_gave_mail(actor: Actor, row: Account) -> None:
    """A code for a new password goes to that address. The holder reads of it in Huiyin: mail goes to the new one already."""
    by = "" if row.pk == actor.account_id else Account.objects.get(pk=actor.account_id).public_id
    row.mail_given_by = by
    row.save(update_fields=["mail_given_by"])
    if by:
        tell(row, "mail-changed")


def _require_reachable(row: Account, changes: Mapping[str, Any]) -> None:
    """Who wants to be told in a way gives the address for it; quiet hours begin and end."""
    after = {name: changes.get(name, getattr(row, name)) for name in OWN_DETAILS}
    for channel in after["told_by"]:
        if channel == "push" and row.devices.exists():
            continue
        field = FIELD_OF_CHANNEL.get(channel)
        if field is None or not after[field]:
            raise BadInput(
                "told_by",
                _("To be told in this way needs an address or a telephone number."),
                _("Fill it in above, or take the tick away."),
            )
        if channel in CHATS and robot(channel, after["robot"]) is None:
            raise BadInput(
                "robot",
                _("This is not the address of a robot of the service that is ticked."),
                _("Copy it whole from the settings of the robot, and tick the service to which it belongs."),
            )
    if (after["quiet_from"] is None) != (after["quiet_until"] is None):
        raise BadInput("quiet_until", _("Quiet hours have a beginning and an end."), _("Give both, or neither."))


def reset_password(*, actor: Actor, account: str, reason: str) -> str:
    """Void the password at once, end all sessions, and answer a code with which the holder sets a new one.

    The code is in the administrator's hands: the holder, the other administrators and the head are told, and from its use
    on what shows who somebody is stays closed to an account without a second step, until a second one vouches.
    """
    key, at = new_key(), time.now()
    with store.write():
        row = fetch(Account, account)
        require_over(actor, row)
        not_own(actor, row)
        if not reason.strip():
            raise BadInput("reason", _("The reason is missing."), _("Say how you know that it is the holder."))
        row.set_unusable_password()
        row.save(update_fields=["password"])
        row.open_sessions.all().delete()
        issue_key(row, key, RESET_KEY_LASTS, Given(actor.account_id, actor.post_title, reason.strip()))
        note("reset_password", actor, row.reference)
        tell(row, "password-reset")
        tell_others(actor, row, at, "password")
    return key


def deactivate_account(*, actor: Actor, account: str) -> Account:
    """Somebody leaves: every appointment ends now, nobody can sign in with the account, open sessions end."""
    with store.write():
        row = fetch(Account, account)
        require_over(actor, row)
        if row.pk == actor.account_id:
            raise BadInput(
                "account", _("Nobody switches off their own account."), _("Ask the second administrator to do it.")
            )
        ended = [_end(appointment) for appointment in open_appointments(row)]
        row.is_active = False
        row.version += 1
        row.save(update_fields=["is_active", "version"])
        row.open_sessions.all().delete()
        note("deactivate_account", actor, row.reference, [row, *ended])
        told(actor, *((one.post, one) for one in ended))
    return row


def reactivate_account(*, actor: Actor, account: str) -> Account:
    """Somebody comes back. Posts are given anew."""
    with store.write():
        row = fetch(Account, account)
        require_over(actor, row)
        row.is_active = True
        row.version += 1
        row.save(update_fields=["is_active", "version"])
        note("reactivate_account", actor, row.reference, [row])
    return row


def appoint(
    *, actor: Actor, account: str, post: str, from_on: dt.date, until_on: dt.date | None = None, deputy: bool = False
) -> Appointment:
    """Let somebody hold a post from a day (to a day). A post has one principal at a time; deputies as many as needed."""
    with store.write():
        holder, place = fetch(Account, account), fetch(Post, post)
        require(actor, "manage_people", place_of_post(place))
        _not_oneself(actor, holder)
        appointment = appointed(holder, place, Period(from_on, until_on), deputy)
        note("appoint", actor, place.reference, [appointment])
        told(actor, (place, None))
    return appointment


def end_appointment(*, actor: Actor, appointment: str, on: dt.date | None = None) -> Appointment:
    """End it after the last day `on`, or now: then it ends in the middle of the holder's session."""
    with store.write():
        row = fetch(Appointment, appointment)
        require(actor, "manage_people", place_of_post(row.post))
        _not_oneself(actor, row.account)
        if row.ended_at is not None:
            raise Conflict(_("This appointment has ended already."), _("Look at the page again."))
        today = today_of(row)
        if on is None or on < today:
            _end(row)
        else:
            check_period(Period(row.from_on, on))
            row.until_on = on
            row.save(update_fields=["until_on"])
        note("end_appointment", actor, row.post.reference, [row])
        told(actor, (row.post, row))
    return row


def swap(*, actor: Actor, first: str, second: str) -> tuple[Appointment, Appointment]:
    """Let the holders of two appointments change posts, now."""
    with store.write():
        pair = fetch(Appointment, first), fetch(Appointment, second)
        for row in pair:
            require(actor, "manage_people", place_of_post(row.post))
            _not_oneself(actor, row.account)
            if row.ended_at is not None:
                raise Conflict(_("This appointment has ended already."), _("Look at the page again."))
        ended = [_end(row) for row in pair]
        today = today_of(pair[0])
        new = (
            appointed(pair[0].account, pair[1].post, Period(today), pair[1].deputy),
            appointed(pair[1].account, pair[0].post, Period(today), pair[0].deputy),
        )
        note("swap", actor, pair[0].post.reference, [*ended, *new])
        told(actor, *((one.post, one) for one in ended))
    return new


def appointed(account: Account, post: Post, period: Period, deputy: bool) -> Appointment:
    """Part of an action: the appointment, when it fits with those that are there."""
    store.require_write()
    check_period(period)
    if post.closed_at is not None or not account.is_active:
        raise BadInput("post", _("The post or the account is closed."), _("Open it again, or choose another."))
    for other in Appointment.objects.filter(Q(post=post), Q(ended_at=None)):
        if not Period(other.from_on, other.until_on).overlaps(period):
            continue
        if other.account_id == account.pk:
            raise BadInput("account", _("%(name)s holds this post already.") % {"name": account}, _("Nothing to do."))
        if not deputy and not other.deputy:
            raise BadInput(
                "post",
                _("%(name)s holds this post in that time.") % {"name": other.account},
                _("End that appointment first, or appoint as deputy."),
            )
    appointment = Appointment(account=account, post=post, from_on=period.start, until_on=period.end, deputy=deputy)
    appointment.save()
    return appointment


def _end(row: Appointment) -> Appointment:
    """End it at this moment. One that had not begun yet ends on its first day, before it began."""
    row.until_on = max(today_of(row), row.from_on)
    row.ended_at = time.now()
    row.save(update_fields=["until_on", "ended_at"])
    return row


def _not_oneself(actor: Actor, holder: Account) -> None:
    if holder.pk == actor.account_id:
        raise BadInput(
            "account",
            _("Nobody gives a post to themselves or takes one from themselves."),
            _("Ask the second administrator to do it."),
        )
