"""An office entrusts something to one of its posts, with who does it in its stead."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store
from huiyin.kernel.errors import BadInput
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.models.entrusted import Entrusted
from huiyin.organisations.posts import post_of

E = TypeVar("E", bound=Entrusted)


def entrusted(
    model: type[E], organisation: Organisation, post_id: str, deputy_id: str, at: dt.datetime, **by: str
) -> tuple[E, list[ledger.Committed]]:
    """Part of an action, under the lock of the office: the row that holds from now on, and the rows that the ledger has to commit to;
    none where it stands so already. `by`: who sets it, as the row keeps it. `BadInput` at `post` or `deputy`.
    """
    store.require_write()
    post = post_of(organisation, post_id)
    deputy: Post | None = post_of(organisation, deputy_id, "deputy") if deputy_id else None
    if deputy == post:
        raise BadInput("deputy", _("Choose another post than the one that answers for it."), "")
    rows: list[ledger.Committed] = []
    for before in model._default_manager.select_for_update().filter(organisation=organisation, until=None):
        if (before.post_id, before.deputy_id) == (post.pk, deputy.pk if deputy else None):
            return before, []
        before.until = at
        before.save()
        rows.append(before)
    row = model._default_manager.create(organisation=organisation, post=post, deputy=deputy, since=at, **by)
    return row, [*rows, row]
