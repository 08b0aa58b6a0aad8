"""The second step of signing in: an app that makes codes, and codes on paper for the day on which it is lost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from huiyin.kernel import ids, ledger, limits, outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations import codes, seeds, signing_in
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Account, CodeApp, RecoveryCode

from .parts import note
from .sign_in import FREE_TRIES, LONGEST_WAIT, wait_or_go_on

STRANGERS_TRIES, STRANGERS_WINDOW = 30, 3600  # of app codes in an hour, from browsers that the account does not know


@dataclass(frozen=True, slots=True)
class Secured:
    """The account as it stands now. `papers`: codes to print, shown once; none where the account has some already."""

    account: Account
    papers: tuple[str, ...] = field(default=(), repr=False)


def begin_code_app(*, actor: Actor) -> None:
    """Make a seed for an app. It proves nothing before a code of it was typed back; begun again, the seed is another."""
    seed = secrets.token_bytes(codes.SEED_BYTES)
    with store.write():
        require(actor, "own_account")
        account = own(actor)
        if CodeApp.objects.filter(account=account, confirmed=True).exists():
            raise Conflict(_("Your account has an app already."), _("Take that one away first."))
        values = {"sealed_seed": seeds.sealed(seed, account), "last_step": 0}
        CodeApp.objects.update_or_create(account=account, defaults=values)


def confirm_code_app(*, actor: Actor, code: str) -> Secured:
    """The code that was typed back proves that the app has the seed: from now on it is asked for. Other sessions end."""
    with store.write():
        require(actor, "own_account")
        account = own(actor)
        app = CodeApp.objects.select_for_update().filter(account=account, confirmed=False).first()
        if app is None:
            raise Conflict(_("There is no app to be set up."), _("Begin again."))
        step = codes.matching_step(seeds.seed_of(app), code, time.now(), app.last_step)
        if step is None:
            raise _wrong_code()
        app.confirmed, app.last_step = True, step
        app.save(update_fields=["confirmed", "last_step"])
        papers = () if account.recovery_codes.exists() else new_papers(account)
        secured(account)
        note("add_code_app", actor, account.reference)
        tell(account, "app-added")
    return Secured(account, papers)


def remove_code_app(*, actor: Actor) -> Account:
    """Take the app away. Other sessions end; without any other proof the codes on paper go too."""
    with store.write():
        require(actor, "own_account")
        account = own(actor)
        CodeApp.objects.filter(account=account).delete()
        secured(account)
        note("remove_code_app", actor, account.reference)
        tell(account, "app-removed")
    return account


def renew_papers(*, actor: Actor) -> Secured:
    """New codes to print; those printed before stop working."""
    with store.write():
        require(actor, "own_account")
        account = own(actor)
        if not account.second_step:
            raise Conflict(_("Your account has no second step."), _("Set up an app or a passkey first."))
        papers = new_papers(account)
        note("renew_recovery_codes", actor, account.reference)
        tell(account, "papers-renewed")
    return Secured(account, papers)


def pass_second_step(*, account: str, code: str, address: str, device: str = "") -> Account:
    """The account, when the code is one of its app that was not used yet, or one of its codes on paper.

    `account`: public id of who gave the right password. Tries are counted as those of the password are; besides, all
    browsers together that the account does not know have so many tries an hour: who has the password and many
    addresses can't go through the codes of the app, and who owns it still comes in on a known browser or by paper.
    """
    row = Account.objects.get(public_id=account, is_active=True)
    pair = f"{account} device {device}" if device else f"{account} {limits.prefix(address)}"
    wait_or_go_on(limits.tried("second-step", pair, free=FREE_TRIES, longest=LONGEST_WAIT), "code")
    by_app = codes.is_app_code(code)
    if by_app and not device and not limits.allow("second-step", account, STRANGERS_TRIES, STRANGERS_WINDOW):
        _warn(row)
        raise BadInput(
            "code",
            _("Too many codes were tried in this hour."),
            _("Use one of the codes on paper, or a computer on which you signed in before."),
        )
    with store.write():
        right = _use_app(row, code) if by_app else _use_paper(row, code)
    if not right:
        signing_in.failed("code", row.username)
        raise _wrong_code()
    limits.succeeded("second-step", pair)
    return row


def use_app_code(account: Account, code: str) -> bool:
    """Part of a proof: whether this is a code of the account's app, which is used up by it."""
    with store.write():
        return _use_app(account, code)


def secured(account: Account) -> None:
    """Part of an action that changed what proves the account: keeps `second_step` true to it, and ends all sessions."""
    store.require_write()
    has_app = CodeApp.objects.filter(account=account, confirmed=True).exists()
    account.second_step = has_app or account.passkeys.exists()
    if not account.second_step:
        account.recovery_codes.all().delete()
    account.sessions_ended += 1
    account.save(update_fields=["second_step", "sessions_ended"])


def tell(account: Account, what: str) -> None:
    """Owe the holder a notice of what happened to the account: in Huiyin, and by mail where there is an address."""
    at = time.now()
    for channel in ("in-app", "email") if account.email else ("in-app",):
        outbox.owe(
            to=account.reference,
            template="organisations/account-changed",
            context={"what": what, "language": account.language},
            about=account.reference,
            key=f"account-changed:{what}:{account.public_id}:{at.isoformat()}:{channel}",
            at=at,
            channel=channel,
        )


def own(actor: Actor) -> Account:
    """Part of an action: the actor's account, locked."""
    return Account.objects.select_for_update().get(pk=actor.account_id)


def _use_app(account: Account, code: str) -> bool:
    app = CodeApp.objects.filter(account=account, confirmed=True).first()
    step = codes.matching_step(seeds.seed_of(app), code, time.now(), app.last_step) if app else None
    if app is None or step is None:
        return False
    # Two at the same moment with one code: the database lets one of them through.
    return CodeApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step) == 1


def _use_paper(account: Account, code: str) -> bool:
    gone, _rows = RecoveryCode.objects.filter(account=account, digest=codes.paper_digest(code)).delete()
    if not gone:
        return False
    ledger.record(
        verb="organisations.use_recovery_code", actor=account.reference, about=account.reference, at=time.now()
    )
    tell(account, "paper-used")
    return True


def new_papers(account: Account) -> tuple[str, ...]:
    """Part of an action: ten codes on paper in place of those before."""
    account.recovery_codes.all().delete()
    papers = tuple(ids.random_text(codes.PAPER_LENGTH) for _number in range(codes.PAPER_CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=codes.paper_digest(paper)) for paper in papers
    )
    return tuple(codes.grouped(paper) for paper in papers)


def _warn(account: Account) -> None:
    """Whoever tries codes has the right password: once a day the holder is told."""
    day = time.now().date().isoformat()
    with store.write():
        for channel in ("in-app", "email") if account.email else ("in-app",):
            outbox.owe(
                to=account.reference,
                template="organisations/account-changed",
                context={"what": "codes-guessed", "language": account.language},
                about=account.reference,
                key=f"account-changed:codes-guessed:{account.public_id}:{day}:{channel}",
                at=time.now(),
                channel=channel,
            )


def _wrong_code() -> BadInput:
    return BadInput(
        "code",
        _("This is no code that counts now."),
        _(
            "Type the six digits that the app shows now; each of them works once. Look whether your telephone's clock is right."
        ),
    )
