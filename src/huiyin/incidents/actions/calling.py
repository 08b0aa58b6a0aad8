"""Who is called for which role: the holder, then each deputy after the minutes without an answer; at the end the head is told."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.callouts.actions import answering
from huiyin.callouts.actions import calling as callouts
from huiyin.callouts.models import Callout
from huiyin.callouts.queries import pages
from huiyin.callouts.schema import Cause
from huiyin.incidents import rules
from huiyin.incidents.models import CallOut, CallState, Incident, LogEntry, LogKind
from huiyin.kernel import clocks, store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Post
from huiyin.plans.rules import commander

from . import notices, parts
from .parts import NOW, Doing, When

ANSWER = "answer"
COMMAND = "command"  # the one role where there is no plan


def call_roles(act: Doing) -> None:
    """Part of an action: every role of the level that was not called yet. Roles that nobody stands in are named in one line."""
    called = set(act.incident.calls.values_list("role", flat=True))
    empty = []
    for chain in _chains(act.incident):
        if chain.role not in called and not _call(act, chain, 0):
            empty.append(chain.title)
    if empty:
        parts.log(act, LogKind.CALL, said="roles_empty", data={"roles": "、".join(empty)})
        notices.tell(act.incident, "nobody", notices.head(act.incident), actor=act.actor, at=act.at)


def call_out(act: Doing) -> None:
    """Part of an action: the leading role is called by the installation's policy until somebody answers, or it is shouted.

    Whoever stands in it and started this knows already.
    """
    leading = _leading_role(act.incident)
    posts = next((chain.posts for chain in _chains(act.incident) if chain.role == leading), ())
    named = [f"post:{one}" for one in posts]
    if act.actor not in named[:1]:
        _call_out(act, "incident", act.incident.reference, named)


def call_out_step(act: Doing, step_id: str, role: str, owner: str) -> None:
    """Part of an action: a step is late, and nobody has ever answered for its role."""
    if not act.incident.exercise and not _is_answered(act.incident, role):
        _call_out(act, "step", f"{parts.STEP}:{step_id}", [owner, *notices.leading(act.incident)])


def came(callout: Callout, post: Post, at: dt.datetime) -> None:
    """For `callouts.kinds`: who answered a message about this incident is coming for the role for which the post is called."""
    incident = Incident.objects.filter(public_id=callout.about.partition(":")[2]).first()
    if incident is None or not incident.running:
        return
    call = incident.calls.filter(post=post).exclude(state=CallState.ANSWERED).order_by("position", "turn").first()
    if call is not None:
        act = Doing("acknowledge", parts.locked(incident.public_id), post.reference, post.title, at, at)
        answered(act, CallOut.objects.select_for_update().get(pk=call.pk), by="")
        act.end()


def _call_out(act: Doing, cause: Cause, about: str, named: list[str]) -> None:
    callouts.begin(
        cause=cause, about=about, organisation=act.incident.organisation, title=act.incident.title, named=list(dict.fromkeys(named)),
        actor=act.actor, at=act.at, exercise=act.incident.exercise,
    )  # fmt: skip


def _leading_role(incident: Incident) -> str:
    first = commander(incident.plan_version.text) if incident.plan_version else None
    return first.key if first else COMMAND


def acknowledge(
    *, actor: Actor, incident_id: str, call_id: str, heard_by_phone: bool = False, when: When = NOW
) -> LogEntry:
    """“I am coming.” By the post that is called, whoever is called next for it, or (heard by phone) by anybody of the house.

    Whoever answers for the leading role commands from now on.
    """
    with store.write():
        act = parts.doing("acknowledge", actor, incident_id, "incident_write", when)
        if (before := parts.sent_before(act)) is not None:
            return before
        parts.running(act.incident)
        call = CallOut.objects.select_for_update().filter(incident=act.incident, public_id=call_id).first()
        if call is None or call.post is None or (call.post_id != actor.post_id and not heard_by_phone):
            raise Refused
        entry = answered(act, call, by="" if call.post_id == actor.post_id else act.actor)
        act.end()
    return entry


def answered(act: Doing, call: CallOut, *, by: str) -> LogEntry:
    """Part of an action: a call is answered. `by`: whoever heard it by telephone; empty: the post itself."""
    if call.state == CallState.ANSWERED:
        raise Conflict(_("This call was answered already."), "")
    call.state, call.answered_at, call.answered_by = CallState.ANSWERED, act.happened, by
    call.save()
    act.rows.append(call)
    parts.meet(act, parts.CALL, call.public_id)
    data = {"role": call.role_title, "post": call.post_title}
    entry = parts.log(act, LogKind.CALL, said="heard_by_phone" if by else "answered", data=data)
    _takes_command(act, call)
    _takes_steps(act, call)
    if call.post_id is not None:
        answering.came(about=act.incident.reference, post_id=call.post_id, at=act.at)
    return entry


def unanswered(clock: Clock, at: dt.datetime) -> None:
    """The minutes have passed without an answer: the next one is called; where there is none, head and superior are told."""
    call = CallOut.objects.select_related("incident").get(public_id=clock.subject_id)
    act = parts.by_itself("call_next", parts.locked(call.incident.public_id), at)
    call = CallOut.objects.select_for_update().get(pk=call.pk)
    call.state, call.passed_on_at = CallState.UNANSWERED, at
    call.save()
    act.rows.append(call)
    parts.stop(act, parts.CALL, call.public_id)
    if act.incident.running:
        next_called = call_next(act, call.role)
        data = {"role": call.role_title, "post": call.post_title, "called": next_called}
        alone = "unanswered_inside" if act.incident.exercise else "unanswered"
        parts.log(act, LogKind.CALL, said="unanswered_called" if next_called else alone, data=data)
        if not next_called and not _is_answered(act.incident, call.role):
            told = [*notices.head(act.incident), *notices.leading(act.incident), *notices.above(act.incident)]
            notices.tell(act.incident, "nobody", told, actor=act.actor, at=at)
            if not act.incident.exercise and call.role != _leading_role(act.incident):
                _call_out(act, "role", act.incident.reference, notices.leading(act.incident))
    act.end()


def call_next(act: Doing, role: str) -> str | None:
    """Part of an action: the next deputy of a role is called. Answers the title of the post; None where none is left."""
    chain = next((one for one in _chains(act.incident) if one.role == role), None)
    turn = act.incident.calls.filter(role=role).count()
    if chain is None or turn == 0 or turn >= len(chain.posts):
        return None
    call = _call(act, chain, turn)
    return call.post_title if call else None


def who_has(incident: Incident, role: str) -> str | None:
    """The post that answers for a role: whoever answered, else whoever was called last."""
    calls = list(incident.calls.filter(role=role, post__isnull=False).select_related("post").order_by("turn"))
    answered = [call for call in calls if call.state == CallState.ANSWERED]
    call = next(iter([*answered, *reversed(calls)]), None)
    if call is None or call.post is None:
        return None
    return call.post.reference


def _chains(incident: Incident) -> tuple[rules.Chain, ...]:
    version = incident.plan_version
    if version is None:
        post = incident.organisation.head_post
        posts = (post.public_id,) if post else ()
        return (rules.Chain(COMMAND, str(_("Commander")), 1, posts, ""),)
    document = version.text
    return rules.chains(document, rules.steps_at(document, incident.level, parts.overruled(incident)))


def _call(act: Doing, chain: rules.Chain, turn: int) -> CallOut | None:
    """Rows from this turn on, up to the first post that somebody holds. None where there is none."""
    known = parts.posts_by_id(chain.posts)
    for number in range(turn, max(len(chain.posts), turn + 1)):
        post = known.get(chain.posts[number]) if number < len(chain.posts) else None
        held = post is not None and is_held(post)
        call = _row(act, chain, number, post, held)
        if held and post is not None:
            _ring(act, call, post)
            return call
    return None


def _row(act: Doing, chain: rules.Chain, turn: int, post: Post | None, held: bool) -> CallOut:
    call = CallOut.objects.create(
        incident=act.incident, role=chain.role, role_title=chain.title[:120], position=chain.position, post=post,
        post_title=(post.title if post else chain.holder)[:120], turn=turn, called_at=act.at,
        state=CallState.CALLED if held else CallState.NOBODY,
    )  # fmt: skip
    act.rows.append(call)
    return call


def _ring(act: Doing, call: CallOut, post: Post) -> None:
    minutes = act.incident.organisation.own_number(rules.CALL_KEY, rules.CALL_MINUTES)
    parts.start_minutes(act, parts.CALL, call.public_id, ANSWER, _("Answer the call"), post.reference, act.at, minutes)
    rung = pages.calls(act.incident.reference, post.pk)  # by a call-out, with a link by which to answer
    notices.tell(act.incident, "call", [post.reference], actor="", at=act.at, outside=not rung)


def _takes_command(act: Doing, call: CallOut) -> None:
    if call.role != _leading_role(act.incident) or call.post is None:
        return
    if act.incident.commander_id is None or call.turn == 0:
        act.incident.commander = call.post
        act.incident.save()
        act.rows.append(act.incident)
        parts.log(act, LogKind.CALL, said="commands", data={"post": call.post_title})


def _takes_steps(act: Doing, call: CallOut) -> None:
    """The clocks of the role's open steps are owed by whoever answered."""
    if call.post is None:
        return
    for run in act.incident.steps.filter(role=call.role, state="running"):
        for clock in clocks.queries.open_rows(parts.STEP, run.public_id):
            if clock.owner != call.post.reference:
                act.rows.append(clocks.hand_over(clock, owner=call.post.reference))


def _is_answered(incident: Incident, role: str) -> bool:
    return incident.calls.filter(role=role, state=CallState.ANSWERED).exists()
