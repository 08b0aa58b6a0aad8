"""An office wishes a set of the day for some of its posts each morning, or no more."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput
from huiyin.onpaper import rules
from huiyin.onpaper.models import Morning
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.organisations.posts import post_of


def wish(*, actor: Actor, posts: Sequence[str], hour: int, every_day: bool) -> Morning:
    """`posts`: public ids; none: no set is made any more. `hour`: of the office's own clock, by which it lies there."""
    require(actor, "day_paper_morning", Place(actor.organisation_id, actor.organisation_path))
    if not rules.EARLIEST <= hour <= rules.LATEST:
        message = _("Choose an hour from %(first)d to %(last)d.") % {"first": rules.EARLIEST, "last": rules.LATEST}
        raise BadInput("hour", message, "")
    at = time.now()
    with store.write():
        office = Organisation.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
        chosen = [post_of(office, one, "posts").public_id for one in dict.fromkeys(posts)]
        row = Morning.objects.filter(organisation=office).first() or Morning(organisation=office)
        row.posts, row.hour, row.every_day = chosen, hour, every_day
        row.changed_at, row.changed_by = at, actor.reference
        row.save()
        ledger.record(verb="onpaper.wish", actor=actor.reference, about=row.reference, at=at, commits=[row])
    return row
