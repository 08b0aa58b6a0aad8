"""The form is saved page by page, sealed under the token of the person's browser."""

from __future__ import annotations

import datetime as dt

import nacl.exceptions

from huiyin.cases.drafts import KEEP_DAYS, DraftContents, Token, seal, unseal
from huiyin.cases.models import Draft
from huiyin.kernel import reading, store, time
from huiyin.kernel.errors import Refused
from huiyin.kernel.files import actions as files
from huiyin.kernel.files.models import Attachment

from .intake import draft_reference

SWEEP_BATCH = 50


def read_draft(token: Token) -> tuple[Draft, DraftContents] | None:
    """The draft of this browser, opened; None where there is none."""
    draft = reading.first(Draft, token_digest=token.digest)
    if draft is None or draft.expires_at < time.now():
        return None
    try:
        return draft, unseal(draft.sealed, token)
    except nacl.exceptions.CryptoError:
        return None


def save_draft(*, token: Token, contents: DraftContents) -> None:
    """Keep what was typed so far; a submitted form is not changed any more."""
    at = time.now()
    sealed = seal(contents, token)
    with store.write():
        draft, made = Draft.objects.get_or_create(
            token_digest=token.digest,
            defaults={"sealed": sealed, "updated_at": at, "expires_at": at + dt.timedelta(days=KEEP_DAYS)},
        )
        if made or draft.concern_id is not None:
            return
        draft.sealed = sealed
        draft.updated_at = at
        draft.expires_at = at + dt.timedelta(days=KEEP_DAYS)
        draft.save(update_fields=["sealed", "updated_at", "expires_at"])


def add_file(*, token: Token, inspected: files.Inspected) -> Attachment:
    """A file that was looked at already belongs to the draft from now on."""
    with store.write():
        return files.keep(inspected, about=draft_reference(_own(token)), at=time.now())


def remove_file(*, token: Token, public_id: str) -> None:
    """The person takes a file back before submitting."""
    with store.write():
        attachment = Attachment.objects.filter(about=draft_reference(_own(token)), public_id=public_id).first()
        if attachment is not None:
            files.discard(attachment)


def discard_draft(*, token: Token) -> None:
    """The person throws the form away: nothing of it is kept."""
    with store.write():
        draft = Draft.objects.filter(token_digest=token.digest, concern=None).first()
        if draft is not None:
            _drop(draft)


def expire_drafts(now: dt.datetime) -> int:
    """Forms that nobody came back to are deleted with their files. Answers how many."""
    with store.write():
        old = list(Draft.objects.filter(expires_at__lt=now)[:SWEEP_BATCH])
        for draft in old:
            _drop(draft)
    return len(old)


def _own(token: Token) -> Draft:
    draft = Draft.objects.filter(token_digest=token.digest, concern=None).first()
    if draft is None:
        raise Refused
    return draft


def _drop(draft: Draft) -> None:
    for attachment in Attachment.objects.filter(about=draft_reference(draft)):
        files.discard(attachment)
    draft.delete()
