"""The office names the one post that supports, and who is told when it does not answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.support.models import Supporter

from . import parts


def name_supporter(*, actor: Actor, post_id: str, deputy_id: str = "") -> Supporter:
    """From now on. What was asked before stays with the post that it was asked of: only the person hands it on."""
    at = time.now()
    with store.write():
        found = Organisation.objects.select_for_update(of=("self",))
        organisation = found.get(pk=actor.organisation_id)
        require(actor, "support_name", Place(organisation.pk, organisation.path))
        post = parts.post_of(organisation, post_id)
        deputy = parts.post_of(organisation, deputy_id, "deputy") if deputy_id else None
        if deputy == post:
            raise BadInput("deputy", _("Choose another post than the one that supports."), "")
        rows: list[ledger.Committed] = []
        for before in Supporter.objects.select_for_update().filter(organisation=organisation, until=None):
            if (before.post, before.deputy) == (post, deputy):
                return before
            before.until = at
            before.save()
            rows.append(before)
        row = Supporter.objects.create(
            organisation=organisation, post=post, deputy=deputy, since=at, set_by=actor.reference
        )
        ledger.record(
            verb="support.name_supporter", actor=actor.reference, about=row.reference, at=at, commits=[*rows, row]
        )
    return row
