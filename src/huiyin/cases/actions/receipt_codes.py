"""The life of a receipt code: kept by the person, changed at first use, reissued to a named person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.cases import drafts, receipts
from huiyin.cases.models import Concern, Draft, ReceiptCode
from huiyin.cases.rules import CODE_LENGTH, normalise_code
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, require

from .intake import Receipt
from .procedure import Doing, Line, locked, note_only


def confirm_kept(*, token: drafts.Token, last_four: str) -> None:
    """The person types the last group: the code is noted down, and this browser forgets it."""
    typed = normalise_code(last_four)[-4:]
    with store.write():
        draft = Draft.objects.select_for_update().filter(token_digest=token.digest).first()
        if draft is None or draft.concern_id is None:
            raise Refused
        code = drafts.unseal(draft.sealed, token).code
        if typed != code[CODE_LENGTH - 4 :]:
            raise BadInput(
                "last_four", _("These are not the last four characters."), _("Look at the receipt once more.")
            )
        ReceiptCode.objects.filter(concern_id=draft.concern_id, voided_at=None).update(kept_at=time.now())
        draft.delete()


def change_code(*, concern: Concern, token: drafts.Token) -> Receipt:
    """At first use of a code that a clerk has seen: the person gets one that nobody else knows.

    Sent twice by one browser it is the same new code: it is kept under the browser's token until the person has noted it
    down, so that a lost answer never leaves anybody with a void code and no other.
    """
    at = time.now()
    fresh = receipts.draw()
    sealed = drafts.seal(drafts.DraftContents(code=fresh), token)
    with store.write():
        kept = Draft.objects.select_for_update().filter(token_digest=token.digest).first()
        if kept is not None and kept.concern_id == concern.pk:
            return Receipt(concern, drafts.unseal(bytes(kept.sealed), token).code)
        old = ReceiptCode.objects.filter(concern=concern, voided_at=None, must_change=True).first()
        if old is None or kept is not None:
            raise Refused
        case = locked(concern.case_id)
        Draft.objects.filter(concern=concern).delete()  # a receipt that another browser still shows: its code is void
        _replace(concern, fresh, "changed", must_change=False)
        expires = at + dt.timedelta(days=drafts.KEEP_DAYS)
        Draft.objects.create(
            token_digest=token.digest, sealed=sealed, concern=concern, updated_at=at, expires_at=expires
        )
        note_only(Doing.by_petitioner(case, "change_code", at, concern.public_id), line=Line())
    return Receipt(concern, fresh)


def reissue_code(*, actor: Actor, concern_public_id: str, checked_how: str) -> Receipt:
    """A lost code, for a named person only: the old one is void at once, and the page says that it was reissued.

    `checked_how`: how the clerk made sure who asks; the person reads it on the page.
    """
    at = time.now()
    fresh = receipts.draw()
    with store.write():
        concern = Concern.objects.select_related("case").filter(public_id=concern_public_id).first()
        if concern is None:
            raise Refused
        case = locked(concern.case_id)
        require(actor, "reissue_code", case)
        if not concern.named:
            raise BadInput(
                "concern",
                _("This concern has no name: nobody can prove that it is theirs."),
                _("The person can raise it again; it will be joined with this one by its matter."),
            )
        if len(checked_how.strip()) < 4:
            raise BadInput("checked_how", _("Say how you made sure who asks."), _("For example: identity card seen."))
        _replace(concern, fresh, "reissued", must_change=True)
        doing = Doing.by_staff(case, "reissue_code", actor, at).about(concern.public_id)
        note_only(doing, line=Line(note=checked_how.strip()))
    return Receipt(concern, fresh)


def _replace(concern: Concern, code: str, why: str, *, must_change: bool) -> None:
    at = time.now()
    ReceiptCode.objects.filter(concern=concern, voided_at=None).update(voided_at=at, voided_why=why)
    ReceiptCode.objects.create(concern=concern, digest=receipts.digest(code), issued_at=at, must_change=must_change)
