"""One page of the form after the other goes into the draft; two tabs of one browser write into the same draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.cases import drafts
from huiyin.cases.models import Draft
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput


def begin_draft(*, token: drafts.Token, answers: Mapping[str, Any]) -> Draft:
    """The first answer: from now on the form is kept. A draft that this browser has already goes on."""
    at = time.now()
    with store.write():
        draft = _find(token)
        if draft is None:
            sealed = drafts.seal(drafts.DraftContents(dict(answers)), token)
            return Draft.objects.create(token_digest=token.digest, sealed=sealed, updated_at=at, expires_at=_end(at))
        return _merge(draft, token, answers, at)


def keep_answers(*, token: drafts.Token, answers: Mapping[str, Any]) -> Draft:
    """The answers of one page, joined with those of the others as they stand now. `BadInput` when there is no draft."""
    at = time.now()
    with store.write():
        draft = _find(token)
        if draft is None or draft.expires_at < at:
            raise BadInput("draft", _("This form is not kept any more."), _("Begin again; nothing was handed in."))
        return _merge(draft, token, answers, at)


def _find(token: drafts.Token) -> Draft | None:
    return Draft.objects.select_for_update().filter(token_digest=token.digest).first()


def _merge(draft: Draft, token: drafts.Token, answers: Mapping[str, Any], at: dt.datetime) -> Draft:
    """A form that was handed in is not changed any more: it holds the receipt."""
    if draft.concern_id is not None:
        return draft
    contents = drafts.unseal(bytes(draft.sealed), token).with_answers(**answers)
    draft.sealed = drafts.seal(contents, token)
    draft.updated_at = at
    draft.expires_at = _end(at)
    draft.save(update_fields=["sealed", "updated_at", "expires_at"])
    return draft


def _end(at: dt.datetime) -> dt.datetime:
    return at + dt.timedelta(days=drafts.KEEP_DAYS)
