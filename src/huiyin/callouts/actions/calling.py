"""A call-out begins inside the action that raises the alarm, and goes on by itself until somebody answers or it is shouted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from huiyin.callouts import loading, timeline, whom
from huiyin.callouts.models import OPEN, Callout, Said, Status, Turn
from huiyin.callouts.schema import Cause
from huiyin.kernel import clocks, store
from huiyin.organisations.models import Appointment, Organisation, Post

from . import notices, parts, trials
from .parts import Doing

if TYPE_CHECKING:
    from huiyin.kernel.clocks.models import Clock


def begin(
    *, cause: Cause, about: str, organisation: Organisation, title: str, named: Sequence[str], actor: str, at: dt.datetime,
    exercise: bool = False,
) -> Callout:  # fmt: skip
    """Part of an action. `about`: the thing, one running call-out of a cause each; `named`: references of its posts, in order."""
    store.require_write()
    running = Callout.objects.filter(about=about, cause=cause, status__in=OPEN).first()
    if running is not None:
        return running
    if not exercise:
        trials.give_way(organisation, at)
    policy = loading.in_use(cause)
    callout = Callout.objects.create(
        organisation=organisation, cause=cause, about=about, title=title[:200], exercise=exercise,
        policy=policy.model_dump(mode="json", by_alias=True), named=list(named), began_at=at, began_by=actor, next_at=at,
    )  # fmt: skip
    act = Doing("begin", callout, actor, at)
    go_on(act)
    act.end()
    return callout


def struck(clock: Clock, at: dt.datetime) -> None:
    """Nobody has answered by the moment that is next."""
    act = Doing("next", parts.locked(clock.subject_id), parts.SYSTEM, at)
    act.rows.append(clocks.stop(clock, at=at, because="callouts.next"))
    if act.callout.status == Status.RUNNING:
        go_on(act)
    act.end()


def go_on(act: Doing) -> None:
    """The moment that is next. Where it reaches nobody, the one after it comes at once; the last one is the shout."""
    callout, row = act.callout, timeline.moments(act.callout.rules)
    while callout.status == Status.RUNNING:
        moment = row[callout.done]
        due = min(timeline.at(callout.began_at, moment, callout.brought_forward), act.at)
        callout.done += 1
        if moment.shouts:
            _shout(act)
        elif called := _call(act, moment, due):
            parts.wait(act, called[-1].post.reference)
            return
        else:
            bring_forward(act)


def bring_forward(act: Doing) -> None:
    """What comes after the present step comes now, and everything behind it so much earlier."""
    callout, row = act.callout, timeline.moments(act.callout.rules)
    callout.done = timeline.following(row, callout.done)
    due = timeline.at(callout.began_at, row[callout.done], callout.brought_forward)
    callout.ahead += max(0, int((due - act.at).total_seconds()))


def _call(act: Doing, moment: timeline.Moment, due: dt.datetime) -> list[Turn]:
    """Whoever was called in this moment; nobody: empty."""
    callout = act.callout
    assert moment.step is not None
    step = callout.rules.steps[moment.step]
    before = list(callout.turns.select_related("appointment__account"))
    if moment.again:
        called = [_once_more(turn, act.at) for turn in before if turn.step == moment.step and not turn.said]
    else:
        called = [_turn(callout, moment.step, one, due, act.at) for one in whom.of_step(whom.asked(callout), step)]
    for turn in called:
        notices.call(turn, step.channels, [one for one in before if one.appointment_id != turn.appointment_id], act.at)
    act.rows += called
    return called


def _turn(callout: Callout, step: int, one: Appointment, due: dt.datetime, at: dt.datetime) -> Turn:
    return Turn.objects.create(
        callout=callout, step=step, appointment=one, post=one.post, post_title=one.post.title, due_at=due, called_at=at
    )


def _once_more(turn: Turn, at: dt.datetime) -> Turn:
    turn.times += 1
    turn.save()
    return turn


def _shout(act: Doing) -> None:
    """In red on every page of the house, to every post of it at once, and to the office above."""
    callout = act.callout
    callout.status, callout.shouted_at, callout.next_at = Status.SHOUTING, act.at, None
    people = whom.everybody(whom.asked(callout))
    posts = {one.post_id: one.post for one in people}
    house = Post.objects.filter(unit__organisation=callout.organisation, closed_at=None)
    posts |= {post.pk: post for post in house}
    notices.shout(callout, posts.values(), people, list(callout.turns.all()), act.at)


def nobody_of_this_step_comes(callout: Callout) -> bool:
    """Each of those who were called last said that they can't."""
    last = callout.turns.exclude(step=None).order_by("-step").values_list("step", flat=True).first()
    said = set(callout.turns.filter(step=last).values_list("said", flat=True))
    return said == {Said.CANNOT}
