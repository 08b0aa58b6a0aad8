"""The office names the one post that supports, and who is told when it does not answer."""

from __future__ import annotations

from huiyin.kernel import ledger, store, time
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.entrusting import entrusted
from huiyin.organisations.models import Organisation
from huiyin.support.models import Supporter


def name_supporter(*, actor: Actor, post_id: str, deputy_id: str = "") -> Supporter:
    """From now on. What was asked before stays with the post that it was asked of: only the person hands it on."""
    at = time.now()
    with store.write():
        found = Organisation.objects.select_for_update(of=("self",))
        organisation = found.get(pk=actor.organisation_id)
        require(actor, "support_name", Place(organisation.pk, organisation.path))
        row, rows = entrusted(Supporter, organisation, post_id, deputy_id, at, set_by=actor.reference)
        if rows:
            ledger.record(
                verb="support.name_supporter", actor=actor.reference, about=row.reference, at=at, commits=rows
            )
    return row
