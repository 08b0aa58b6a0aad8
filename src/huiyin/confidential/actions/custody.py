"""A reader splits what opens the key between custodians of several offices; so many of them open it together, with a reason that
each reporter reads.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import nacl.utils
from django.utils.translation import gettext_lazy as _

from huiyin.confidential import crypto, opening, rules, shares
from huiyin.confidential.contents import Said
from huiyin.confidential.models import Custodian, Envelope, GivenShare, ReaderKey, Recovery
from huiyin.confidential.opening import Unlocked, own_key
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.matrix import ADMINISTRATOR
from huiyin.organisations.models import Post

from . import layers, parts
from .keys import strong
from .parts import Doing

SECRET = 16  # bytes; a share of it is twenty words
TEMPLATE = "confidential/custody"


def split(*, actor: Actor, unlocked: Unlocked, post_ids: Sequence[str], needed: int) -> list[tuple[Post, str]]:
    """Answers each custodian with the twenty words, which are shown this once. Shares of before open nothing any more.

    `BadInput` at `posts` or `needed`: no office alone may hold as many shares as are needed.
    """
    chosen = Post.objects.filter(public_id__in=post_ids, closed_at=None).select_related("unit__organisation")
    posts = [post for post in chosen.order_by("id") if ADMINISTRATOR not in post.roles and post.pk != actor.post_id]
    if wrong := rules.shares_wrong([post.unit.organisation_id for post in posts], needed):
        raise BadInput(
            wrong,
            _("Choose at least %(n)d custodians of two offices, of whom no office alone has as many as are needed.")
            % {"n": rules.FEWEST_CUSTODIANS},
            "",
        )
    secret = nacl.utils.random(SECRET)
    words, at = shares.split(secret, needed, len(posts)), time.now()
    under_shares = crypto.lock_with(unlocked.private, secret)
    with store.write():
        key = _locked_key(own_key(actor).pk)
        if key.public_id != unlocked.key_id:
            raise Refused
        _nothing_runs(key)
        rows: list[ledger.Committed] = []
        for before in key.custodians.select_for_update().filter(until=None):
            before.until = at
            before.save()
            rows.append(before)
        pairs = list(zip(posts, words, strict=True))
        rows += [Custodian.objects.create(key=key, post=post, mark=shares.mark(one), since=at) for post, one in pairs]
        key.under_shares, key.needed = under_shares, needed
        key.save()
        ledger.record(
            verb="confidential.split_key", actor=actor.reference, about=key.reference, at=at, commits=[key, *rows]
        )
    return pairs


def begin(*, actor: Actor, key_id: str, reason: str, passphrase: str = "") -> Recovery:
    """The holder of a key who lost the passphrase, with a new one; or another reader of the desk, for what is sealed to that key alone."""
    reason = written("reason", reason, _("Write why. Custodians and reporters read it."), longest=200)
    own, at = own_key(actor), time.now()
    mine = own.public_id == key_id
    public, wrapped = bytes(own.public), b""
    if mine:
        strong(actor, passphrase)
        pair = crypto.new_pair()
        public, wrapped = pair.public, crypto.lock(pair.private, passphrase)
    with store.write():
        key = _locked_key(ReaderKey.objects.filter(public_id=key_id).values_list("pk", flat=True).first())
        if key.reader.organisation_id != own.reader.organisation_id or (not mine and key.until is None):
            raise Refused
        if not key.needed:
            raise Conflict(
                _("No custodians keep a share of this key."), _("What is sealed to it alone can’t be opened.")
            )
        _nothing_runs(key)
        row = Recovery.objects.create(key=key, by=own, public=public, wrapped=wrapped, reason=reason, begun_at=at)
        custodians = [one.post.reference for one in key.custodians.filter(until=None).select_related("post")]
        words = {"title": in_every_language(_("Custodians are asked for their words"))}
        outbox.owe_many(
            [outbox.Owed(to, TEMPLATE, words, row.reference, f"{row.reference}:{to}") for to in custodians], at=at
        )
        ledger.record(
            verb="confidential.begin_recovery", actor=actor.reference, about=row.reference, at=at, commits=[row]
        )
    return row


def give(*, actor: Actor, recovery_id: str, words: str) -> Recovery:
    """A custodian types the words; they are kept sealed, until as many are there as are needed."""
    share, at = shares.as_typed(words), time.now()
    with store.write():
        row = locked(recovery_id)
        custodian = row.key.custodians.filter(until=None, post_id=actor.post_id).first()
        if custodian is None or not may(actor, "confidential_keep"):
            raise Refused
        if not hmac.compare_digest(bytes(custodian.mark), shares.mark(share)):
            raise BadInput(
                "words",
                _("These are not the words of your sheet."),
                _("Twenty words, in their order. Compare them once more."),
            )
        if row.shares.filter(custodian=custodian).exists():
            raise Conflict(_("Your words are there already."), "")
        given = GivenShare.objects.create(
            recovery=row, custodian=custodian, given=crypto.give(share.encode(), row.public)
        )
        ledger.record(
            verb="confidential.give_share", actor=actor.reference, about=row.reference, at=at, commits=[given]
        )
    return row


def finish(*, actor: Actor, recovery_id: str, passphrase: str = "", unlocked: Unlocked | None = None) -> Recovery:
    """With as many shares as are needed. The own key gets the new passphrase; what was sealed to a colleague's is sealed to who asked,
    as far as it does not concern them. Each reporter reads that it happened, why, and which posts did it.
    """
    row = _begun_by(actor, recovery_id)
    private = _private_of(row, passphrase, unlocked)
    wrapped = crypto.lock(private, passphrase) if row.wrapped else b""
    at = time.now()
    with store.write():
        row = locked(recovery_id)
        key = _locked_key(row.key_id)
        rows: list[ledger.Committed] = [row, key]
        if wrapped:
            key.wrapped = wrapped
            key.save()
        posts = [one.custodian.post.title for one in row.shares.select_related("custodian__post")]
        for envelope in key.envelopes.select_for_update().filter(until=None).select_related("report__organisation"):
            _opened(actor, row, envelope, private, "、".join(posts))
        gone = list(row.shares.select_for_update())
        row.ended_at, row.opened = at, True
        row.save()
        ledger.record(
            verb="confidential.finish_recovery", actor=actor.reference, about=row.reference, at=at, commits=rows, erases=gone
        )  # fmt: skip
        row.shares.all().delete()
    return row


def stop(*, actor: Actor, recovery_id: str) -> Recovery:
    """By who asked, or by whose key it is: the shares that are there are gone."""
    at = time.now()
    with store.write():
        row = locked(recovery_id)
        if actor.account_id not in (row.by.account_id, row.key.account_id) or not may(actor, "confidential_read"):
            raise Refused
        gone = list(row.shares.select_for_update())
        row.ended_at = at
        row.save()
        ledger.record(
            verb="confidential.stop_recovery", actor=actor.reference, about=row.reference, at=at, commits=[row], erases=gone
        )  # fmt: skip
        row.shares.all().delete()
        outbox.withdraw(about=row.reference)
    return row


def locked(recovery_id: str) -> Recovery:
    """One that runs, under its lock; else `Refused`."""
    store.require_write()
    found = Recovery.objects.select_for_update(of=("self",)).filter(public_id=recovery_id, ended_at=None)
    row = found.select_related("key__reader", "by").first()
    if row is None:
        raise Refused
    return row


def _opened(actor: Actor, row: Recovery, envelope: Envelope, private: bytes, custodians: str) -> None:
    """One report: its reporter is told; where a colleague asked, it is sealed to them too, unless it concerns them.

    What a browser has sealed wrongly is passed over: it must not keep the others shut.
    """
    report = envelope.report
    try:
        data_key = crypto.take(envelope.given, private)
        opening.first_words(report, data_key)
    except crypto.DoesNotOpenError:
        return
    day, at = parts.today(report.organisation)
    apart = crypto.take(envelope.apart, private) if envelope.apart else b""
    act = Doing("recover", report, actor.reference, actor.post_title, day, at, data_key, apart, row.key, private)
    layers.move_apart(act)
    parts.say(act, Said("recover", f"{row.reason}\n{custodians}", actor.post_title))
    had = report.envelopes.filter(key=row.by).exists()
    if row.by_id != row.key_id and not had and not opening.actor_is_barred(actor, report, data_key):
        parts.give(act, [row.by])
        layers.share_anew(act)
    act.end()


def _private_of(row: Recovery, passphrase: str, unlocked: Unlocked | None) -> bytes:
    """The private half of the key that was asked for. Outside of the write: it is slow."""
    given = [bytes(one.given) for one in row.shares.all()]
    if len(given) < row.key.needed:
        raise Conflict(
            _("%(there)d of %(needed)d custodians have typed their words.")
            % {"there": len(given), "needed": row.key.needed},
            _("Ask the others."),
        )
    try:
        opener = crypto.unlock(row.wrapped, passphrase) if row.wrapped else unlocked.private if unlocked else b""
        secret = shares.joined([crypto.take(one, opener).decode() for one in given[: row.key.needed]])
        return crypto.unlock_with(row.key.under_shares, secret)
    except crypto.DoesNotOpenError:
        raise BadInput(
            "passphrase",
            _("This is not the passphrase that you chose when you asked."),
            _("Type it again, or stop this and begin anew."),
        ) from None


def _begun_by(actor: Actor, recovery_id: str) -> Recovery:
    found = Recovery.objects.filter(public_id=recovery_id, ended_at=None, by=own_key(actor)).select_related("key", "by")
    row = found.first()
    if row is None:
        raise Refused
    return row


def _locked_key(pk: int | None) -> ReaderKey:
    row = ReaderKey.objects.select_for_update(of=("self",)).filter(pk=pk or 0).select_related("reader").first()
    if row is None:
        raise Refused
    return row


def _nothing_runs(key: ReaderKey) -> None:
    if key.recoveries.filter(ended_at=None).exists():
        raise Conflict(_("Custodians are being asked about this key already."), _("Finish that, or stop it."))
