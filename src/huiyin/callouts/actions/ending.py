"""A call-out ends without an answer: the thing is over, or somebody who leads says why nobody need come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from huiyin.callouts.models import OPEN, Callout, Status
from huiyin.callouts.schema import CAUSES
from huiyin.kernel import store, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, may

from . import notices, parts
from .parts import Doing


def withdraw(*, actor: Actor, callout_id: str, why: str) -> Callout:
    """Nobody need come any more, with the reason."""
    reason = written("why", why, _("Say why nobody need come."), longest=300)
    with store.write():
        callout = parts.locked(callout_id)
        if not may(actor, "callout_withdraw", callout):
            raise Refused
        if not callout.open:
            raise Conflict(_("This call-out is over."), _("Nobody is waited for any more."))
        _over(Doing("withdraw", callout, actor.reference, time.now()), reason)
    return callout


def over(*, about: str, actor: str, at: dt.datetime, causes: Collection[str] = CAUSES) -> None:
    """Part of an action: the thing is over, or is as it should be again."""
    store.require_write()
    for found in Callout.objects.filter(about=about, cause__in=causes, status__in=OPEN):
        _over(Doing("over", parts.locked(found.public_id), actor, at), "")


def _over(act: Doing, why: str) -> None:
    parts.ended(act, Status.WITHDRAWN, why)
    notices.over(act.callout, "withdrawn", act.callout.turns.select_related("appointment__account"), act.at)
    act.end()
