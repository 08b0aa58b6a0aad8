"""Somebody was told by telephone or on paper: a plain fact, written down with its own time."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.bulletins.models import Told, Way
from huiyin.bulletins.wording import BODIES
from huiyin.kernel import store, texts
from huiyin.kernel.errors import BadInput
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor

from . import parts

MINUTE = dt.timedelta(minutes=1)


def tell(*, actor: Actor, bulletin_id: str, body: str, way: str, at: dt.datetime, whom: str) -> Told:
    """The clocks of this body are met at the time at which it was told, not at which it was written down."""
    with store.write():
        act = parts.doing("tell", actor, bulletin_id)
        if body not in BODIES:
            raise BadInput("body", _("Choose who was told."), "")
        if way not in (Way.PHONE, Way.PAPER):
            raise BadInput("way", _("Choose how."), "")
        if at > act.at:
            raise BadInput("at", _("This time has not come yet."), "")
        if at + MINUTE <= act.bulletin.learned_at:
            raise BadInput("at", _("This is before your office learned of it."), _("Look at both times."))
        desk = texts.without_numbers("whom", written("whom", whom, _("Say which desk or post took it."), longest=80))
        row = Told.objects.create(
            bulletin=act.bulletin, body=body, way=way, at=at, whom=desk, noted_at=act.at, noted_by=act.actor,
            noted_title=act.title,
        )  # fmt: skip
        act.rows.append(row)
        parts.meet(act, max(at, act.bulletin.learned_at), lambda name: parts.body_of(name) == body)
        act.end()
    return row
