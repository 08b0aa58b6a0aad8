"""One call-out with its line of time, those that run in a house, and what stands at the top of each page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from huiyin.callouts import timeline, whom
from huiyin.callouts.models import OPEN, Callout, Said, Status, Turn
from huiyin.kernel import reading, statements
from huiyin.kernel.counting import Count
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may, scope_filter

LAST = 30  # that are over


@dataclass(frozen=True, slots=True)
class Ahead:
    """What comes if nobody answers. `posts`: who would be called as things stand; none for the shout."""

    minute: int
    posts: tuple[str, ...]
    shouts: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`mine`: the latest call of whoever looks; `can`: coming, cannot, withdraw."""

    callout: Callout
    turns: tuple[Turn, ...]
    ahead: tuple[Ahead, ...]
    mine: Turn | None
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the call-outs about a thing are: how many were called, who comes."""

    callout: Callout
    called: int
    coming: str


def page(actor: Actor, public_id: str) -> Page:
    """`Refused` where it is not there or may not be read."""
    callout = _with().filter(public_id=public_id).first()
    if callout is None or not may(actor, "callout_read", callout):
        raise Refused
    turns = tuple(callout.turns.select_related("appointment", "post"))
    mine = next((one for one in reversed(turns) if one.appointment.account_id == actor.account_id), None)
    return Page(callout, turns, tuple(_ahead(callout)), mine, frozenset(_can(actor, callout, mine)))


def lists(actor: Actor) -> tuple[list[Callout], list[Callout]]:
    """Those that run, and the last that are over, of the own house and of houses below as far as the post may read them."""
    reach = scope_filter(actor, "callout_read")
    found = _with().filter(organisation_id__in=reach.organisation_ids).order_by("-id")
    return list(found.filter(status__in=OPEN)), list(found.exclude(status__in=OPEN)[:LAST])


def urgent(actor: Actor) -> tuple[tuple[Callout, bool], ...]:
    """For the top of each page: what is shouted in the house, and whatever calls who looks. The second part: whether they are called."""
    own = reading.rows(Callout, organisation=actor.organisation_id, status=list(OPEN))
    called = {key for (key,) in statements.run(*_calling(actor.account_id))}
    elsewhere = called - {one.pk for one in own}
    rows = [*own, *(reading.rows(Callout, pk=sorted(elsewhere)) if elsewhere else ())]
    return tuple((one, one.pk in called) for one in rows if one.pk in called or one.status == Status.SHOUTING)


@lru_cache(maxsize=1000)
def _calling(account_id: int) -> tuple[str, tuple[Any, ...]]:
    """The question which call-outs call somebody, composed once for each: to compose it takes twenty times as long as to ask it."""
    turns = Turn.objects.filter(callout__status__in=OPEN, said="", appointment__account_id=account_id)
    return turns.order_by().values_list("callout_id").query.sql_with_params()


def running(actor: Actor) -> Count:
    """How many, for the rail."""
    return Count(_composed, (actor.organisation_id,))


def seen(actor: Actor, public_ids: Collection[str]) -> list[Callout]:
    """Of these, what this post may read."""
    return [one for one in _with().filter(public_id__in=list(public_ids)) if may(actor, "callout_read", one)]


def about(reference: str) -> list[Standing]:
    """Of one thing, the newest first; whoever may read the thing has asked."""
    found = list(_with().filter(about=reference).order_by("-id"))
    turns: dict[int, list[Turn]] = {}
    for turn in Turn.objects.filter(callout__in=found).select_related("appointment"):
        turns.setdefault(turn.callout_id, []).append(turn)
    return [_standing(one, turns.get(one.pk, [])) for one in found]


def calls(reference: str, post_id: int) -> bool:
    """Whether somebody who holds this post is called about a thing and has not answered."""
    return Turn.objects.filter(callout__about=reference, callout__status__in=OPEN, post_id=post_id, said="").exists()


def _standing(callout: Callout, turns: list[Turn]) -> Standing:
    coming = next((one.post_title for one in turns if one.said == Said.COMING), "")
    return Standing(callout, len({one.appointment.account_id for one in turns}), coming)


def _ahead(callout: Callout) -> Iterable[Ahead]:
    if callout.status != Status.RUNNING:
        return
    row, rules, asked = timeline.moments(callout.rules), callout.rules, whom.asked(callout)
    for moment in row[callout.done :]:
        if moment.step is None:
            yield Ahead(moment.minute, (), shouts=True)
        elif not moment.again:
            called = whom.of_step(asked, rules.steps[moment.step])
            asked.called |= {one.account_id for one in called}
            yield Ahead(moment.minute, tuple(dict.fromkeys(one.post.title for one in called)), shouts=False)


def _can(actor: Actor, callout: Callout, mine: Turn | None) -> Iterable[str]:
    if not callout.open:
        return
    if mine is not None or (callout.status == Status.SHOUTING and may(actor, "callout_answer", callout)):
        yield "coming"
    if mine is not None and not mine.said:
        yield "cannot"
    if may(actor, "callout_withdraw", callout):
        yield "withdraw"


def _with() -> QuerySet[Callout]:
    return Callout.objects.select_related("organisation__head_post", "organisation__parent")


def _composed(organisation_id: int) -> Iterable[QuerySet[Any, Any]]:
    return [Callout.objects.filter(organisation_id=organisation_id, status__in=OPEN)]
