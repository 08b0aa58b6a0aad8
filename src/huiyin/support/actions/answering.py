"""What the post does that answers for a request. The person reads each line; a visit and what was agreed need their word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store, time, vault
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.support import rules
from huiyin.support.models import Agreement, Answer, Request, Status, Visit

from . import parts
from .parts import Doing


def take_on(*, actor: Actor, request_id: str, words: str) -> Request:
    """With a first answer."""
    with store.write():
        act = parts.by_post("take_on", actor, request_id)
        if act.request.status != Status.ASKED:
            raise Conflict(_("It was taken on already."), _("Look at it as it stands here."))
        act.request.status = Status.TAKEN
        parts.line(act, text=parts.seal(act, "words", words, _("Write a first answer: the person reads it.")))
        parts.answered(act)
        act.end()
    return act.request


def write(*, actor: Actor, request_id: str, words: str) -> Request:
    """A word to the person, also from a post that they let in; it counts as the answer from the one alone that owes it."""
    with store.write():
        act = parts.by_post("write", actor, request_id, answers=False)
        parts.taken(act)
        parts.line(act, text=parts.seal(act, "words", words, _("Write what you want to say.")))
        if act.request.post_id == actor.post_id:
            parts.answered(act)
        act.end()
    return act.request


def propose_visit(*, actor: Actor, request_id: str, on: dt.datetime, words: str) -> Visit:
    """When, where, what for. It takes place only if the person says yes."""
    with store.write():
        act = parts.by_post("propose_visit", actor, request_id)
        parts.taken(act)
        if not act.at < on <= act.at + dt.timedelta(days=rules.MOST_VISIT_DAYS):
            raise BadInput("on", _("Give a time within the next %(n)d days.") % {"n": rules.MOST_VISIT_DAYS}, "")
        if act.request.visits.filter(answer="").exists():
            raise Conflict(_("A visit waits for the person’s answer already."), "")
        if parts.open_clocks(act, parts.VISIT):
            raise Conflict(_("A visit is agreed already."), _("Write first whether it took place."))
        text = parts.seal(act, "words", words, _("Write where, and what for."))
        visit = Visit.objects.create(request=act.request, on=on, text=text, proposed_at=act.at)
        act.rows.append(visit)
        parts.line(act, text=text, on=on)
        parts.answered(act)
        act.end()
    return visit


def visited(*, actor: Actor, request_id: str, visit_id: str, held: bool, words: str = "") -> Visit:
    """An agreed visit took place, or did not."""
    with store.write():
        act = parts.by_post("visited", actor, request_id)
        parts.taken(act)
        waiting = act.request.visits.select_for_update().filter(public_id=visit_id, answer="yes", held_at=None)
        visit = waiting.first()
        if visit is None or not parts.open_clocks(act, parts.VISIT):
            raise Conflict(_("No visit waits for that."), _("Look at it as it stands here."))
        if visit.on > act.at and held:
            raise BadInput("held", _("Its time has not come yet."), "")
        visit.held_at = act.at if held else None
        visit.save()
        act.rows.append(visit)
        parts.line(
            act, verb="visited" if held else "not_visited", on=visit.on,
            text=parts.seal(act, "words", words, _("Write why it did not take place."), needed=not held),
        )  # fmt: skip
        parts.meet(act, parts.VISIT)
        parts.answered(act)
        act.end()
    return visit


def write_agreement(*, actor: Actor, request_id: str, words: str, follow_on: dt.date) -> Agreement:
    """What was agreed, for the person to confirm or to put right; an older one that waits is no longer asked about."""
    with store.write():
        act = parts.by_post("write_agreement", actor, request_id)
        parts.taken(act)
        _day(act, follow_on)
        for older in act.request.agreements.select_for_update().filter(answer=""):
            act.rows.append(older)
            older.answer, older.answered_at = Answer.OLD, act.at
            older.save()
        text = parts.seal(act, "words", words, _("Write what was agreed."))
        row = Agreement.objects.create(request=act.request, text=text, follow_on=follow_on, written_at=act.at)
        act.rows.append(row)
        parts.line(act, text=text, on=_noon(act, follow_on))
        parts.answered(act)
        act.end()
    return row


def follow_up(*, actor: Actor, request_id: str, words: str, next_on: dt.date) -> Request:
    """How it stands, and when to look in again."""
    with store.write():
        act = parts.by_post("follow_up", actor, request_id)
        parts.taken(act)
        _day(act, next_on)
        text = parts.seal(act, "words", words, _("Write how it stands."))
        parts.line(act, text=text, on=_noon(act, next_on))
        parts.answered(act, next_on)
        act.end()
    return act.request


def open_identity(*, actor: Actor, request_id: str, purpose: str, fields: Collection[str]) -> vault.Identity:
    """Name or number, for a purpose that the person reads. Only the post that answers."""
    with store.write():
        act = parts.by_post("open_identity", actor, request_id)
        if actor.second_step_owed:
            raise Refused
        sealed = vault.SealedIdentity.objects.filter(public_id=act.request.identity, erased_at=None).first()
        if sealed is None:
            raise Refused
        return vault.open_fields(
            sealed=sealed,
            actor=actor.reference,
            actor_label=actor.post_title,
            purpose=purpose,
            fields=fields,
            at=act.at,
        )


def _day(act: Doing, day: dt.date) -> None:
    if not 1 <= (day - parts.today(act)).days <= rules.MOST_FOLLOW_DAYS:
        raise BadInput(
            "follow_on" if act.verb == "write_agreement" else "next_on",
            _("Give a day within the next %(n)d days.") % {"n": rules.MOST_FOLLOW_DAYS}, "",
        )  # fmt: skip


def _noon(act: Doing, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), time.zone_of(act.request.organisation.zone))
