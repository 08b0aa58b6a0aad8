"""What somebody who is called says: coming, and the call-out is over; can't, and the next one is called at once."""

from __future__ import annotations

import datetime as dt
import hmac

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huiyin.callouts import kinds, rules
from huiyin.callouts.models import OPEN, AnswerLink, By, Callout, Said, Status, Turn
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox import letters
from huiyin.kernel.outbox.models import Notice
from huiyin.organisations.access import Actor, may
from huiyin.organisations.models import Appointment

from . import calling, notices, parts, trials
from .parts import Doing

SHOWN = dt.timedelta(days=3)  # an answer that is repeated so late is none


def by_link(*, secret: str, coming: bool) -> Turn:
    """By the address in a message. `Refused` where there is none such; `Conflict` where it was used or is too old."""
    with store.write():
        link = AnswerLink.objects.select_related("turn__callout").filter(digest=notices.digest(secret)).first()
        if link is None:
            raise Refused
        callout = _held(link.turn.callout)
        link = AnswerLink.objects.select_for_update().get(pk=link.pk)
        at = time.now()
        if link.used_at is not None or link.ends_at <= at:
            raise Conflict(_("This link was used already, or is too old."), _("Sign in, or telephone."))
        link.used_at = at
        link.save(update_fields=["used_at"])
        return _said(callout, _turn(link.turn_id), coming, By.LINK, at)


def by_gateway(*, channel: str, secret: str, key: str, sender: str, text: str) -> str:
    """A reply or a key that the gateway of this channel passes on. `key`: under which the message went out; else `sender`, the number.

    What was heard: `coming`, `cannot`, or `heard` where it confirms the message of a trial.

    `Refused` without the secret of this gateway; `BadInput` where nobody can tell what is meant; `Conflict` where it is over.
    """
    setting = settings.OUTBOX_GATEWAYS.get(channel)
    if setting is None or not setting.secret or not hmac.compare_digest(setting.secret.encode(), secret.encode()):
        raise Refused
    coming = rules.coming(text)
    if coming is None:
        raise BadInput("text", _("This is neither 1 nor 2."), _("1: coming; 2: can’t come."))
    with store.write():
        turns = _of_key(channel, key) if key else _of_number(sender)
        if not turns and trials.by_gateway(channel=channel, key=key, sender=sender):
            return "heard"
        if len({turn.callout_id for turn in turns}) != 1:  # of two nobody could tell which one was meant
            raise BadInput(
                "key" if key else "from", _("Nobody is called who could be meant."), _("Give the key of the message.")
            )
        callout = _held(turns[0].callout)
        return _said(callout, _turn(turns[0].pk), coming, By(channel), time.now()).said


def on_the_page(*, actor: Actor, callout_id: str, coming: bool) -> Turn:
    """By who is called; once it is shouted, by anybody of the house."""
    with store.write():
        found = Callout.objects.select_related("organisation").filter(public_id=callout_id).first()
        if found is None or not may(actor, "callout_read", found):
            raise Refused
        callout = _held(found)
        at = time.now()
        turn = own_turn(callout, actor)
        if turn is None:
            if callout.status != Status.SHOUTING or not may(actor, "callout_answer", callout) or not coming:
                raise Refused
            turn = _heard_the_shout(callout, actor, at)
        return _said(callout, turn, coming, By.PAGE, at)


def own_turn(callout: Callout, actor: Actor) -> Turn | None:
    """The latest call of whoever asks."""
    found = callout.turns.filter(appointment__account_id=actor.account_id)
    return found.select_related("appointment__account", "post").order_by("-id").first()


def came(*, about: str, post_id: int, at: dt.datetime) -> None:
    """Part of an action: a post that is called said where the thing is worked on that it comes."""
    for callout in Callout.objects.filter(about=about, status__in=OPEN):
        turn = callout.turns.filter(post_id=post_id).order_by("-id").first()
        if turn is not None:
            _said(parts.locked(callout.public_id), _turn(turn.pk), True, By.THING, at)


def _held(callout: Callout) -> Callout:
    kinds.hold(callout.about)
    return parts.locked(callout.public_id)


def _said(callout: Callout, turn: Turn, coming: bool, by: By, at: dt.datetime) -> Turn:
    if not callout.open:
        raise Conflict(_("This call-out is over."), _("Nobody is waited for any more."))
    act = Doing("coming" if coming else "cannot", callout, turn.post.reference, at)
    turn.callout = callout
    turn.said, turn.said_at, turn.by = (Said.COMING if coming else Said.CANNOT), at, by
    turn.save()
    act.rows.append(turn)
    if coming:
        parts.ended(act, Status.ANSWERED)
        others = callout.turns.exclude(appointment__account_id=turn.appointment.account_id)
        notices.over(callout, "answered", others.select_related("appointment__account"), at, post=turn.post_title)
    elif callout.status == Status.RUNNING and calling.nobody_of_this_step_comes(callout):
        parts.stop_waiting(act)
        calling.bring_forward(act)
        calling.go_on(act)
    act.end()
    if coming and by != By.THING:
        kinds.comes(callout, turn.post, at)  # the room of the thing finds the call-out as it stands now
    return turn


def _turn(pk: int) -> Turn:
    return Turn.objects.select_for_update(of=("self",)).select_related("appointment__account", "post").get(pk=pk)


def _heard_the_shout(callout: Callout, actor: Actor, at: dt.datetime) -> Turn:
    appointment = Appointment.objects.select_related("account", "post").get(pk=actor.appointment_id)
    shouted = callout.shouted_at or at
    return Turn.objects.create(
        callout=callout, appointment=appointment, post=appointment.post, post_title=actor.post_title, due_at=shouted, called_at=shouted
    )  # fmt: skip


def _of_key(channel: str, key: str) -> list[Turn]:
    """The message that went out under this key by this channel, of call-outs of these days."""
    since = time.now() - SHOWN
    turns = Turn.objects.filter(callout__began_at__gte=since).select_related("callout").order_by("-id")
    for turn in turns:
        for times in range(turn.times, 0, -1):
            sent = Notice(channel=channel, key=f"{turn.callout.reference}:{turn.public_id}:{times}:out")
            if hmac.compare_digest(letters.idempotence_key(sent).encode(), key.encode()):
                return [turn]
    return []


def _of_number(sender: str) -> list[Turn]:
    """The open calls of who has this number, the newest first."""
    digits = rules.plain_number(sender)
    if len(digits) < rules.SHORTEST_NUMBER:
        return []
    open_turns = Turn.objects.filter(callout__status__in=OPEN, said="").select_related(
        "appointment__account", "callout"
    )
    return [turn for turn in open_turns.order_by("-id") if rules.plain_number(turn.appointment.account.phone) == digits]
