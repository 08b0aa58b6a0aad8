"""A post is named for network safety, with who stands in. Where nobody holds it any more, that is told, and stays a gap."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, ids, ledger, outbox, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.access.matrix import LEADER, REGISTRAR
from huiyin.organisations.entrusting import entrusted
from huiyin.organisations.handover import Change, is_held
from huiyin.organisations.models import Organisation, Post
from huiyin.prevention import rules
from huiyin.prevention.models import Charge

from . import parts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NETWORK, NAME = "network-charge", "name"  # the subject of its clock, which is the office, and its name
TEMPLATE = "prevention/network"


def name_charge(*, actor: Actor, post: str, deputy: str = "") -> Charge:
    """Which post answers for network safety from now on, and who does in its stead; both are told."""
    at = time.now()
    with store.write():
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
        require(actor, "equipment_keep", Place(organisation.pk, organisation.path))
        row, rows = entrusted(
            Charge, organisation, post, deputy, at, set_by=actor.reference, set_title=actor.post_title
        )  # fmt: skip
        if not rows:
            return row
        named, stands_in = row.post, row.deputy
        rows += _gap_ended(organisation, at) if is_held(named) else []
        _tell(organisation, _("You answer for network safety"), named.title, [named], actor.reference, at)
        _tell(organisation, _("You stand in for network safety"), named.title, [stands_in], actor.reference, at)
        ledger.record(verb="prevention.name_charge", actor=actor.reference, about=row.reference, at=at, commits=rows)
    return row


def gap_begun(organisation: Organisation, at: dt.datetime, because: StrOrPromise) -> list[ledger.Committed]:
    """Part of an action: nobody answers for it. The head owes a name by the office's own number of days."""
    if clocks.queries.open_rows(NETWORK, organisation.public_id):
        return []
    owes = _names_it(organisation)
    clock = own_clocks.start(
        organisation, (NETWORK, organisation.public_id), NAME, title=_("Name who answers for network safety"), since=at, fact=because,
        owner=owes.reference if owes else f"outside:{organisation.public_id}",
        length=organisation.own_number(rules.CHARGE_KEY, rules.CHARGE_DAYS),
        told=_("The head is told once more, and the head of the office above."),
    )  # fmt: skip
    return [clock]


def begun_without(organisation: Organisation, at: dt.datetime) -> list[ledger.Committed]:
    """Part of an action: a thing of this kind came into the register."""
    if Charge.objects.filter(organisation=organisation, until=None).exists():
        return []
    return gap_begun(organisation, at, _("such things are in the register, and nobody answers for them"))


def _names_it(organisation: Organisation) -> Post | None:
    """The head; while nobody is, a leader or the desk of the house: an office above can't name a post here."""
    head = organisation.head_post
    posts = Post.objects.filter(unit__organisation=organisation, closed_at=None).select_related("unit__organisation")
    others = [post for role in (LEADER, REGISTRAR) for post in posts.order_by("id") if role in post.roles]
    return next((post for post in (head, *others) if post is not None and is_held(post)), head)


def handed(change: Change) -> None:
    """Whoever owed the name has left."""
    if not change.vacant:
        return
    for clock in clocks.queries.rows_owed_by(change.post.reference, subject_kinds=(NETWORK,)):
        owes = _names_it(change.post.unit.organisation)
        if owes is not None and owes != change.post:
            rows = [clocks.hand_over(clock, owner=owes.reference)]
            ledger.record(verb="prevention.handed", actor=change.actor, about=clock.about, at=change.at, commits=rows)


def holder_changed(change: Change) -> None:
    """Nobody holds the post, or the one that stands in: the other of the two and the head are told, and the head owes a name. It
    is given to nobody by itself. Somebody holds it again: the gap is over."""
    named = Charge.objects.filter(Q(post=change.post) | Q(deputy=change.post), until=None)
    for row in named.select_related("organisation__head_post", "post", "deputy"):
        rows: list[ledger.Committed] = []
        if not change.vacant:
            rows += _gap_ended(row.organisation, change.at) if row.post == change.post else []
        else:
            told = [one for one in (row.post, row.deputy, row.organisation.head_post) if one != change.post]
            title = _("Nobody holds a post that answers for network safety")
            _tell(row.organisation, title, change.post.title, told, change.actor, change.at)
            if row.post == change.post:
                rows += gap_begun(row.organisation, change.at, _("nobody holds the post any more"))
        if rows:
            ledger.record(
                verb="prevention.charge_gap", actor=change.actor, about=row.reference, at=change.at, commits=rows
            )


def still_nobody(clock: Clock, at: dt.datetime) -> None:
    """The day has passed: the head, and the head of the office above. It stays owed."""
    found = Organisation.objects.select_related("head_post", "parent__head_post").get(public_id=clock.subject_id)
    above = found.parent.head_post if found.parent else None
    title = _("Still nobody answers for network safety")
    _tell(found, title, found.name, [found.head_post, above], parts.SYSTEM, at)
    ledger.record(verb="prevention.charge_late", actor=parts.SYSTEM, about=clock.about, at=at, commits=[clock])


def _gap_ended(organisation: Organisation, at: dt.datetime) -> list[ledger.Committed]:
    open_ones = clocks.queries.open_rows(NETWORK, organisation.public_id)
    return [clocks.meet(one, at=at, because="prevention.name_charge") for one in open_ones]


def _tell(
    organisation: Organisation, title: StrOrPromise, of: str, to: list[Post | None], actor: str, at: dt.datetime
) -> None:
    """Each post once, but not who did it. `of`: the post or office that it is about."""
    about, words = f"{NETWORK}:{organisation.public_id}", {"title": in_every_language(title), "of": of}
    told = sorted({one.reference for one in to if one is not None} - {actor})
    outbox.owe_many(
        [outbox.Owed(one, TEMPLATE, words, about, f"{about}:{one}:{ids.public_id()}") for one in told], at=at
    )
