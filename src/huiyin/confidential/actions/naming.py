"""An office appoints the posts that read sealed reports, and ends that again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.confidential import opening
from huiyin.confidential.models import Reader
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.access.matrix import DISCIPLINE
from huiyin.organisations.models import Organisation
from huiyin.organisations.posts import post_of


def name_reader(*, actor: Actor, post_id: str) -> Reader:
    """A post of the own office that has the role of discipline. It reads once its holder has made a key; nothing of before."""
    at = time.now()
    with store.write():
        organisation = _office(actor)
        post = post_of(organisation, post_id)
        if DISCIPLINE not in post.roles:
            raise BadInput(
                "post", _("This post has not the role of discipline."), _("The administrator of the office gives it.")
            )
        if Reader.objects.filter(post=post, until=None).exists():
            raise Conflict(_("This post reads sealed reports already."), "")
        row = Reader.objects.create(organisation=organisation, post=post, since=at, set_by=actor.reference)
        ledger.record(
            verb="confidential.name_reader", actor=actor.reference, about=post.reference, at=at, commits=[row]
        )
    return row


def end_reader(*, actor: Actor, reader_id: str) -> Reader:
    """It gets no report any more, and opens none. What is sealed to it alone waits for the custodians of its key."""
    at = time.now()
    with store.write():
        organisation = _office(actor)
        found = Reader.objects.select_for_update(of=("self",)).select_related("post")
        row = found.filter(organisation=organisation, public_id=reader_id, until=None).first()
        if row is None:
            raise Refused
        row.until = at
        row.save()
        keys = list(row.keys.select_for_update().filter(until=None))
        for key in keys:
            key.until = at
            key.save()
        ledger.record(
            verb="confidential.end_reader", actor=actor.reference, about=row.post.reference, at=at, commits=[row, *keys]
        )
    return row


def _office(actor: Actor) -> Organisation:
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
    if not opening.may_name(actor, organisation):
        raise Refused
    return organisation
