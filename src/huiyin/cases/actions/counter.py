"""What a clerk does at the counter besides taking the words down: files that were brought, and the slip that is handed out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import nacl.exceptions

from huiyin.cases import drafts
from huiyin.cases.models import Draft
from huiyin.kernel import outbox, store, time
from huiyin.kernel.files import actions as files
from huiyin.kernel.files.models import Attachment
from huiyin.organisations.access import Actor, require

from .intake import Receipt

SLIP_MINUTES = 20


def take_files(*, actor: Actor, inspected: Sequence[files.Inspected]) -> tuple[str, ...]:
    """Files that were looked at already, for the concern that `register_for` writes next. Their public ids."""
    require(actor, "register")
    at = time.now()
    with store.write():
        return tuple(files.keep(one, about=actor.reference, at=at).public_id for one in inspected)


def drop_files(*, actor: Actor, public_ids: Sequence[str]) -> None:
    """They did not become part of a concern."""
    with store.write():
        for attachment in Attachment.objects.filter(public_id__in=public_ids, about=actor.reference):
            files.discard(attachment)


def lay_out_slip(*, token: drafts.Token, receipt: Receipt) -> None:
    """The code stays for this one page, sealed under the page's own token, so that a reload or a second tap shows the same."""
    at = time.now()
    sealed = drafts.seal(drafts.DraftContents(code=receipt.code), token)
    with store.write():
        Draft.objects.filter(concern=receipt.concern).delete()
        Draft.objects.create(
            token_digest=token.digest,
            sealed=sealed,
            concern=receipt.concern,
            updated_at=at,
            expires_at=at + dt.timedelta(minutes=SLIP_MINUTES),
        )


def laid_out(token: drafts.Token) -> Receipt | None:
    """The slip of that page, while it lies there."""
    draft = (
        Draft.objects.filter(token_digest=token.digest).select_related("concern__case__organisation__parent").first()
    )
    if draft is None or draft.concern is None or draft.expires_at < time.now():
        return None
    try:
        return Receipt(draft.concern, drafts.unseal(draft.sealed, token).code)
    except nacl.exceptions.CryptoError:
        return None


def hand_over_slip(*, token: drafts.Token) -> None:
    """It is printed and handed over: nobody can show the code any more."""
    with store.write():
        Draft.objects.filter(token_digest=token.digest, concern__isnull=False).delete()


def read_notices(*, actor: Actor, public_ids: Sequence[str]) -> int:
    """The holder of the post has seen these notices."""
    with store.write():
        return outbox.mark_read(to=inbox_of(actor), public_ids=public_ids, at=time.now())


def inbox_of(actor: Actor) -> tuple[str, ...]:
    """Whose notices a signed-in person reads: the post's, and their own."""
    return tuple(one for one in (actor.reference, actor.account_reference) if one)
