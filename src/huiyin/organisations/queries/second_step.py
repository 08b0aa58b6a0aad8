"""What proves an account at sign-in, as its own holder may see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huiyin.organisations import codes, webauthn
from huiyin.organisations.access import Actor, asked_for_second_step
from huiyin.organisations.models import Account, CodeApp, Device, LetIn, OpenSession
from huiyin.organisations.seeds import seed_of
from huiyin.organisations.webauthn import Question, Site

from .accounts import account_view
from .tree import own_office


@dataclass(frozen=True, slots=True)
class KeptPasskey:
    """`host`: the name of the server for which it was made; under another it does not work."""

    public_id: str
    name: str
    host: str
    made_on: dt.date


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """One that tells its holder that there is something new."""

    public_id: str
    name: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Proofs:
    """`app`: codes of an app are asked for. `papers`: how many codes on paper are left."""

    app: bool
    papers: int
    has: bool
    passkeys: tuple[KeptPasskey, ...]
    vouched: bool  # False: it was opened with the help of one administrator, and no second one has vouched yet
    by_password: bool  # then by a new password alone; else without the second step
    identity: str  # how the provider of the house calls who is linked; empty without
    owed: bool  # the office asks for a second step for something that this post does, and the account has none


@dataclass(frozen=True, slots=True)
class AppToSetUp:
    """`seed` in groups, to be typed; `address` is what the picture says."""

    seed: tuple[str, ...] = field(repr=False)
    address: str = field(repr=False)


def proofs(actor: Actor) -> Proofs:
    """Of the actor's own account."""
    account = Account.objects.get(pk=actor.account_id)
    return Proofs(
        app=CodeApp.objects.filter(account=account, confirmed=True).exists(),
        papers=account.recovery_codes.count(),
        has=account.second_step,
        passkeys=tuple(KeptPasskey(one.public_id, one.name, one.host, one.made_on) for one in account.passkeys.all()),
        vouched=account.vouched,
        by_password=not account.let_in.filter(kind=LetIn.Kind.SECOND_STEP, vouched_at=None)
        .exclude(used_at=None)
        .exists(),
        identity=next((one.shown for one in account.identities.all()), ""),
        owed=account.vouched and actor.second_step_owed and asked_for_second_step(actor),
    )


def app_to_set_up(actor: Actor) -> AppToSetUp | None:
    """The seed of the app that is being set up; None once it is confirmed: then nobody sees it any more."""
    app = CodeApp.objects.select_related("account").filter(account_id=actor.account_id, confirmed=False).first()
    if app is None:
        return None
    seed = seed_of(app)
    issuer = own_office(actor).short_name
    return AppToSetUp(
        tuple(codes.grouped(codes.seed_text(seed)).split("-")),
        codes.app_address(seed, f"Huiyin {issuer}", app.account.username),
    )


def passkey_to_make(actor: Actor, site: Site) -> Question:
    """What the browser is asked, to make a passkey for the actor's own account."""
    account = Account.objects.get(pk=actor.account_id)
    known = [bytes(one.credential) for one in account.passkeys.all()]
    return webauthn.to_create(site, account.public_id, account.username, account.display_name, known)


def passkey_to_show(account: Account, site: Site) -> Question | None:
    """What the browser is asked at the second step; None where the account has no passkey for this name of the server."""
    known = [bytes(one.credential) for one in account.passkeys.filter(host=site.host)]
    return webauthn.to_prove(site, known) if known else None


@dataclass(frozen=True, slots=True)
class OwnSession:
    """`here`: the one in which this is asked."""

    public_id: str
    device: str
    began_at: dt.datetime
    seen_at: dt.datetime
    here: bool


@dataclass(frozen=True, slots=True)
class LetInLine:
    """`how` in words. `waits`: it was used, and a second administrator has not vouched yet. `may_vouch`: the asker can."""

    how: str
    reason: str
    by_title: str
    at: dt.datetime
    until_at: dt.datetime
    used: bool
    waits: bool
    may_vouch: bool


def own_devices(actor: Actor) -> list[OwnDevice]:
    """The devices that the actor switched on to be told there."""
    return [OwnDevice(row.public_id, row.name, row.since) for row in Device.objects.filter(account_id=actor.account_id)]


def own_sessions(actor: Actor, key: str) -> list[OwnSession]:
    """Where the actor's own account is signed in, the last used first."""
    rows = OpenSession.objects.filter(account_id=actor.account_id)
    return [OwnSession(row.public_id, row.device, row.began_at, row.seen_at, row.key == key) for row in rows]


def lettings_in(actor: Actor, account: str) -> list[LetInLine]:
    """How an account in the actor's reach was opened with an administrator's help, the last ten. Raises `Refused`."""
    account_view(actor, account)
    rows = LetIn.objects.filter(account__public_id=account)[:10]
    waiting = [row for row in rows if row.used_at is not None and row.vouched_at is None]
    own_hand = any(row.by_id == actor.account_id for row in waiting)
    return [
        LetInLine(
            row.get_kind_display(),
            row.reason,
            row.by_title,
            row.at,
            row.until_at,
            row.used_at is not None,
            row in waiting,
            row in waiting and not own_hand,
        )
        for row in rows
    ]


def who_waits(public_id: str) -> Account | None:
    """The account whose password was right in this browser; None where it was closed meanwhile."""
    return Account.objects.filter(public_id=public_id, is_active=True).first()
