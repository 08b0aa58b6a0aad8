"""Signing in, and passwords. Nothing here tells whether an account exists."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from dataclasses import asdict, dataclass

from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel import ids, limits, outbox, store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations import signing_in
from huiyin.organisations.access import Actor, require
from huiyin.organisations.access.matrix import ADMINISTRATOR
from huiyin.organisations.codes import grouped
from huiyin.organisations.models import Account, LetIn, SignInKey
from huiyin.organisations.words import ROLE_LABELS

from .parts import note

FREE_TRIES = 5
LONGEST_WAIT = 300.0  # seconds: long enough to make guessing hopeless, too short to keep anybody from work
KEY_LENGTH = 12
MAIL_KEY_LASTS = dt.timedelta(minutes=30)
# argon2 takes 64 MiB each: more at once would push everything else out of a small machine's memory.
_hashing = threading.BoundedSemaphore(4)


def sign_in(*, username: str, password: str, address: str, device: str = "") -> Account:
    """The account, or `BadInput` saying that they do not match or how long to wait.

    Tries are counted per (account, network), and apart for a `device` on which this account signed in before: so one
    pupil's guessing neither shuts a school's shared address nor keeps the teacher out of her own computer.
    """
    name = username.strip().lower()
    pair = f"{name} device {device}" if device else f"{name} {limits.prefix(address)}"
    wait_or_go_on(limits.tried("sign-in", pair, free=FREE_TRIES, longest=LONGEST_WAIT))
    with _hashing:
        account = authenticate(username=name, password=password)
    if not isinstance(account, Account):
        signing_in.failed("password", name)
        raise BadInput(
            "password",
            _("The name and the password do not fit together."),
            _("Type both again. If you forgot the password, ask your administrator for a code."),
        )
    limits.succeeded("sign-in", pair)
    return account


def change_password(*, actor: Actor, old: str, new: str) -> Account:
    """Set one's own new password. Sessions elsewhere end with it."""
    account = Account.objects.get(pk=actor.account_id)
    waiting = limits.tried("password", str(account.pk), free=FREE_TRIES, longest=LONGEST_WAIT)
    wait_or_go_on(waiting)
    if not is_password(account, old):
        raise BadInput("old", _("This is not your present password."), _("Type it again."))
    limits.succeeded("password", str(account.pk))
    if constant_time_compare(old, new):
        raise BadInput("new", _("This is the password that you have."), _("Choose another one."))
    hashed = checked_password(new, account)
    with store.write():
        require(actor, "own_account")
        _set_password(account, hashed)
        note("change_password", actor, account.reference)
    return account


def use_key(*, key: str, new: str, address: str) -> Account:
    """Set a password with a code from an administrator or from the mail. The code works once."""
    if not limits.allow("sign-in-key", limits.prefix(address), 60, 600):
        raise BadInput("key", _("Too many codes were tried from here."), _("Wait ten minutes and try again."))
    hash_ = _hash_of(key)
    found = SignInKey.objects.select_related("account", "by").filter(hash=hash_, expires_at__gt=time.now()).first()
    if found is None:
        raise _stale_key()
    hashed = checked_password(new, found.account)
    with store.write():
        gone, _rows = SignInKey.objects.filter(pk=found.pk, hash=hash_).delete()
        if not gone:
            raise _stale_key()
        account = Account.objects.select_for_update().get(pk=found.account_id)
        _set_password(account, hashed)
        account.open_sessions.all().delete()
        if found.by is not None and not account.second_step:
            _came_by(account, found, found.by)
        # The account acts for itself here, with no post: it may hold none yet.
        note_by_account(account)
    return account


def ask_for_key(*, username: str, address: str) -> None:
    """Owe a code by mail where the account has a mail address. What the asker sees is the same in every case.

    An address that an administrator wrote over another may be theirs: such a code is one from their hands.
    """
    name = username.strip().lower()
    allowed = limits.allow("ask-for-key", limits.prefix(address), 30, 3600)
    if not (limits.allow("ask-for-key-account", name, 3, 3600) and allowed):
        return
    account = Account.objects.filter(username=name, is_active=True).exclude(email="").first()
    if account is None:
        return
    by = Account.objects.filter(public_id=account.mail_given_by).first() if account.mail_given_by else None
    if account.mail_given_by and by is None:
        return
    key = new_key()
    given = (
        None if by is None else Given(by.pk, _administrator(), _("By mail, to an address that an administrator gave."))
    )
    with store.write():
        issue_key(account, key, MAIL_KEY_LASTS, given)
        outbox.owe(
            to=account.reference,
            template="organisations/sign-in-key",
            context={"key": grouped(key), "minutes": 30, "language": account.language},
            about=account.reference,
            key=f"sign-in-key:{_hash_of(key)[:32]}",
            at=time.now(),
            channel="email",
        )


def is_password(account: Account, typed: str) -> bool:
    """Whether this is the account's password; few are looked at at a time."""
    with _hashing:
        return account.check_password(typed)


def note_by_account(account: Account) -> None:
    """The entry of a password that was set with a code."""
    from huiyin.kernel import ledger

    ledger.record(
        verb="organisations.use_key", actor=account.reference, about=account.reference, at=time.now(), commits=[account]
    )


def new_key() -> str:
    """Twelve characters without look-alikes, about 59 random bits."""
    return ids.random_text(KEY_LENGTH)


@dataclass(frozen=True, slots=True)
class Given:
    """Through whose hands a code goes: key of the account, the title of its post, and why."""

    by_id: int
    by_title: str
    reason: str


def issue_key(account: Account, key: str, lasts: dt.timedelta, given: Given | None = None) -> None:
    """Part of an action: `key` sets the password of `account` once; an earlier code stops working."""
    store.require_write()
    defaults = {"hash": _hash_of(key), "expires_at": time.now() + lasts, "by_id": None, "by_title": "", "reason": ""}
    SignInKey.objects.update_or_create(account=account, defaults=defaults | (asdict(given) if given else {}))


def _came_by(account: Account, key: SignInKey, by: Account) -> None:
    """Part of using a code from an administrator's hands: nothing tells them from the holder until a second one vouches."""
    from .second_step import tell

    at = time.now()
    LetIn.objects.create(
        account=account, by=by, by_title=key.by_title, reason=key.reason, kind=LetIn.Kind.PASSWORD,
        at=at, until_at=at, used_at=at,
    )  # fmt: skip
    account.vouched = False
    account.save(update_fields=["vouched"])
    tell(account, "password-by-code")


def _administrator() -> str:
    return str(ROLE_LABELS[ADMINISTRATOR])


def checked_password(password: str | None, account: Account) -> str:
    """The hash of a password that is long and uncommon enough; without one, a hash that fits no password."""
    if password is None:
        return make_password(None)
    try:
        password_validation.validate_password(password, account)
    except ValidationError as error:
        raise BadInput(
            "new", " ".join(error.messages), _("Choose a longer one, for example three unrelated words.")
        ) from error
    with _hashing:
        return make_password(password)


def _set_password(account: Account, hashed: str) -> None:
    account.password = hashed
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])


def _hash_of(key: str) -> str:
    """A code is random enough that one plain hash can't be reversed."""
    plain = "".join(character for character in key.lower() if character in ids.ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def _stale_key() -> BadInput:
    return BadInput(
        "key", _("This code is not known, was used already, or is too old."), _("Ask your administrator for a new one.")
    )


def wait_or_go_on(seconds: int, place: str = "password") -> None:
    """Refuse a try that comes too early, at the field `place`."""
    if seconds:
        raise BadInput(
            place,
            _("Too many tries with this name from here."),
            ngettext("You can try again in %(n)d second.", "You can try again in %(n)d seconds.", seconds)
            % {"n": seconds},
        )
