"""Undelivered notices, each for who may settle it. Nothing here knows an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from huiyin.kernel import outbox
from huiyin.kernel.errors import Refused
from huiyin.kernel.outbox.models import Attempt, Notice, State
from huiyin.kernel.vault.queries import channels_of, kept_of, record_of
from huiyin.organisations.access import Actor

from .sources import Thing, things

MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """An undelivered notice and the thing that it is about."""

    notice: outbox.Undelivered
    thing: Thing


@dataclass(frozen=True, slots=True)
class Page:
    """One of them: its subject alone, because the rest may hold a code; each try, and which ways there are besides."""

    line: Line
    subject: str
    tries: tuple[Attempt, ...]
    kept: tuple[str, ...]
    ways: tuple[outbox.Channel, ...]


def given_up(actor: Actor) -> list[Line]:
    """What this actor must settle, oldest first."""
    found = things(actor, {about for about, _to in outbox.abouts_given_up()})
    lines = [Line(one, found[one.about]) for one in outbox.undelivered(found, given_up_only=True)] if found else []
    return lines[:MOST]


def page(actor: Actor, public_id: str, language: str) -> Page:
    """One that was given up. `Refused` where the actor may not settle it, or nothing is to settle any more."""
    notice = to_settle(actor, public_id)
    [line] = [one for one in given_up_about(actor, notice.about) if one.notice.public_id == public_id]
    person = record_of(notice.to)
    kept = kept_of(person) if person else ()
    subject = outbox.compose(notice, language).subject
    return Page(line, subject, tuple(outbox.tries_of(notice)), kept, ways_to(notice, line.thing))


def ways_to(notice: Notice, thing: Thing) -> tuple[outbox.Channel, ...]:
    """By which the machine can send it: the same again, and those for which the person left something."""
    kind, _, person = notice.to.partition(":")
    if not thing.again or (kind == "proof" and not notice.context):
        return ()  # a code that is gone, and an address that is not proven gets nothing else
    here = {"email", *settings.OUTBOX_GATEWAYS}
    others = [one for one in channels_of(person) if one in here] if kind == "vault" else []  # proven ones
    return tuple(outbox.Channel(one) for one in dict.fromkeys([notice.channel, *others]))


def given_up_about(actor: Actor, about: str) -> list[Line]:
    """What must be settled of one thing."""
    thing = things(actor, [about]).get(about)
    return [Line(one, thing) for one in outbox.undelivered([about], given_up_only=True)] if thing else []


def to_settle(actor: Actor, public_id: str) -> Notice:
    """The notice itself, for an action. Raises `Refused`."""
    notice = Notice.objects.filter(public_id=public_id, state=State.DEAD).first()
    if notice is None or notice.about not in things(actor, [notice.about]):
        raise Refused
    return notice
