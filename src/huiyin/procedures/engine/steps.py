"""What may be done, what a verb does to a track and its clocks, and what a missed clock does. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import HuiyinError
from huiyin.procedures.engine.clocks import DeadlineSpec, specify
from huiyin.procedures.engine.facts import Facts, Settings, holds, unmet
from huiyin.procedures.engine.reasons import why_not
from huiyin.procedures.schema import BEGIN, SAME, Deadline, Notice, Pack, Recourse, State, Transition


class NotPossible(HuiyinError):
    """The verb can't be done in this state with these facts. `offer` is the nearest one, or None."""

    def __init__(self, message: object, offer: Offer | None = None) -> None:
        super().__init__(message, offer.why_not if offer else "")
        self.offer = offer


@dataclass(frozen=True)
class Offer:
    """A transition that leaves the state. Possible when nothing is `missing` and no fact is in the way (`blocked`)."""

    transition: Transition
    missing: tuple[str, ...]
    blocked: tuple[str, ...]

    @property
    def possible(self) -> bool:
        """Whether it can be done now."""
        return not self.missing and not self.blocked

    @property
    def why_not(self) -> str:
        """In the active language: what stands in the way, or an empty text."""
        return why_not(self.transition, self.blocked, self.missing)


@dataclass(frozen=True)
class Step:
    """What one verb, the beginning, or a missed clock does to a track.

    `meets`, `stops`, `pauses`, `resumes` name clocks that may or may not be running: those that run are meant. `notices`
    and `recourse` are what people are owed; `opens`: packs that begin as tracks of their own; `tells`: the role that a
    missed clock goes to.
    """

    transition: Transition | None
    from_state: str
    to_state: str
    starts: tuple[DeadlineSpec, ...] = ()
    meets: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    recourse: tuple[Recourse, ...] = ()
    opens: tuple[str, ...] = ()
    tells: str = ""
    effect: str = ""
    final: bool = False


def available(pack: Pack, state: str, facts: Facts) -> list[Offer]:
    """Every transition that people can make from a state, the possible ones first, in the pack's order.

    Of several for one verb whose facts exclude each other only the fitting one is offered.
    """
    offers = [_offer(t, facts) for t in pack.transitions if t.who != "clock" and state in pack.leaves_from(t)]
    fitting = {offer.transition.verb for offer in offers if not offer.blocked}
    kept = [offer for offer in offers if not offer.blocked or offer.transition.verb not in fitting]
    return sorted(kept, key=lambda offer: not offer.possible)


def begin(pack: Pack, facts: Facts, settings: Settings) -> Step:
    """The receipt of a concern: the state in which the track starts, and its first clocks."""
    step = _move(pack, None, "", pack.starts_in, BEGIN, facts, settings)
    return replace(step, notices=tuple(pack.notice(n) for n in pack.begin_notices))


def beside(pack: Pack, facts: Facts) -> tuple[str, ...]:
    """The packs that must run as tracks beside this one, as the facts stand: asked at the receipt and whenever facts change."""
    return tuple(p.pack for p in pack.parallel if holds(p.when, facts))


def step(pack: Pack, state: str, verb: str, facts: Facts, settings: Settings) -> Step:
    """Do a verb. NotPossible where the state knows no such verb, a fact is in the way, or something required is missing."""
    offers = [_offer(t, facts) for t in pack.transitions if t.verb == verb and state in pack.leaves_from(t)]
    if not offers:
        raise NotPossible(_("This can't be done at this point of the procedure."))
    offer = min(offers, key=lambda o: (len(o.blocked), len(o.missing)))
    if not offer.possible:
        raise NotPossible(_("This can't be done yet."), offer)
    return take(pack, state, offer.transition, facts, settings)


def miss(pack: Pack, state: str, deadline_id: str, facts: Facts, settings: Settings) -> Step:
    """The day has passed. `deadline_id` as in DeadlineSpec.id (`close`, `supervise:close`).

    The state changes only where the pack names a verb of the clock for it; the clock of whoever is now responsible starts.
    """
    missed_clock = pack.deadline(deadline_id)
    if missed_clock.missed is None:
        raise KeyError(deadline_id)
    rule = missed_clock.missed
    moved = _by_the_clock(pack, state, rule.verb, facts, settings) or Step(None, state, state)
    root = deadline_id.split(":", 1)[-1]
    started = _next_clock(pack, moved.to_state, rule.then, root, facts, settings)
    return replace(
        moved,
        starts=(*moved.starts, *started),
        notices=(*moved.notices, *(pack.notice(n) for n in rule.notices)),
        recourse=(*moved.recourse, *(pack.way_up(r) for r in rule.recourse)),
        tells=rule.to,
        effect=rule.effect,
    )


def verb_starts(pack: Pack, deadline: Deadline, verb: str, to: str) -> bool:
    """Whether a verb that leads into a state starts a deadline there, whatever the facts."""
    into = not deadline.starts_into or to in deadline.starts_into
    return verb in deadline.starts and into and to in pack.runs_on(deadline)


def _offer(transition: Transition, facts: Facts) -> Offer:
    missing = tuple(name for name in transition.requires if name not in facts.given)
    return Offer(transition, missing, unmet(transition.when, facts))


def _by_the_clock(pack: Pack, state: str, verb: str, facts: Facts, settings: Settings) -> Step | None:
    for t in pack.transitions:
        if t.verb == verb and t.who == "clock" and state in pack.leaves_from(t) and holds(t.when, facts):
            return take(pack, state, t, facts, settings)
    return None


def _next_clock(
    pack: Pack, state: str, then: str, root: str, facts: Facts, settings: Settings
) -> tuple[DeadlineSpec, ...]:
    if not then or pack.state(state).final:
        return ()
    following = pack.deadline(then)
    if not following.follow_up:
        return (specify(pack, following, settings),) if state in pack.runs_on(following) else ()
    if state not in pack.runs_on(pack.deadline(root)):
        return ()
    return (specify(pack, following, settings, root=root),)


def take(pack: Pack, state: str, transition: Transition, facts: Facts, settings: Settings) -> Step:
    """What a transition does, taken as allowed: `step` and `miss` ask first, the checker walks them all."""
    to = state if transition.to == SAME else transition.to
    return _move(pack, transition, state, to, transition.verb, facts, settings)


def _move(
    pack: Pack, transition: Transition | None, state: str, to: str, verb: str, facts: Facts, settings: Settings
) -> Step:
    rooted = [d for d in pack.deadlines if not d.follow_up]
    met = [d for d in rooted if verb in d.meets]
    gone = [d for d in rooted if verb not in d.meets and (verb in d.stops or _left(pack, d, state, to))]
    started = [d for d in rooted if _starts(pack, d, verb, to, facts, settings)]
    target: State = pack.state(to)
    return Step(
        transition=transition,
        from_state=state,
        to_state=to,
        starts=tuple(specify(pack, d, settings) for d in started),
        meets=tuple(_with_follow_ups(pack, met)),
        stops=tuple(_with_follow_ups(pack, gone)),
        pauses=tuple(
            _with_follow_ups(pack, [d for d in rooted if to in d.pauses and (state not in d.pauses or d in started)])
        ),
        resumes=tuple(_with_follow_ups(pack, [d for d in rooted if state in d.pauses and to not in d.pauses])),
        notices=tuple(pack.notice(n) for n in transition.notices) if transition else (),
        recourse=tuple(pack.way_up(r) for r in transition.recourse) if transition else (),
        opens=tuple(transition.opens) if transition else (),
        final=target.final,
    )


def _left(pack: Pack, deadline: Deadline, state: str, to: str) -> bool:
    return state in pack.runs_on(deadline) and to not in pack.runs_on(deadline)


def _starts(pack: Pack, deadline: Deadline, verb: str, to: str, facts: Facts, settings: Settings) -> bool:
    switched_off = deadline.off_by_default and f"{pack.name}:{deadline.id}" not in settings.switched_on
    return not switched_off and verb_starts(pack, deadline, verb, to) and holds(deadline.when, facts)


def _with_follow_ups(pack: Pack, deadlines: Iterable[Deadline]) -> Iterable[str]:
    """Each id, and the ids that its superiors' clocks bear after a miss."""
    follow_ups = [d.id for d in pack.deadlines if d.follow_up]
    for deadline in deadlines:
        yield deadline.id
        yield from (f"{name}:{deadline.id}" for name in follow_ups)
