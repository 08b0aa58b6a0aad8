"""Whether a policy holds: that an alarm always ends at a person or in a shout. Each problem says rule, place, and what would happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.procedures.checker.problems import Problem

from .schema import ALL, LISTED, NEXT, Policy, Step

SURE = ("head", "everybody")  # in a house that works somebody is there
LONGEST = 24 * 60  # minutes until the shout: an alarm that is a day old is none
SHORTEST_AGAIN = 1
MOST_CALLS = 30  # of one step: more is noise


def check(policy: Policy) -> list[Problem]:
    """Every problem, in the order of the file; nothing where it holds."""
    return [*_words(policy), *_causes(policy), *_steps(policy), *_order(policy), *_persons(policy), *_end(policy)]


def _words(policy: Policy) -> Iterator[Problem]:
    for language in ("en", "zh-hans", "zh-hant"):
        if not policy.title.into(language).strip():
            message = _("Somebody who reads %(language)s sees nothing here.") % {"language": language}
            yield Problem("untranslated-title", f"title.{language}", message)
    if not policy.source.strip():
        yield Problem("missing-source", "source", _("Nobody can look up where this rule comes from."))


def _causes(policy: Policy) -> Iterator[Problem]:
    if not policy.causes:
        yield Problem("no-cause", "causes", _("No alarm begins by this policy."))
    if len(set(policy.causes)) < len(policy.causes):
        yield Problem("twice", "causes", _("One of these stands here twice."))


def _steps(policy: Policy) -> Iterator[Problem]:
    seen = set[str]()
    for number, step in enumerate(policy.steps):
        place = f"steps.{number}.{step.id}"
        if step.id in seen:
            yield Problem("twice", place, _("Two steps have this name: nobody can tell which one was meant."))
        seen.add(step.id)
        yield from _empty(step, place)
        yield from _channels(step, place, tuple(settings.OUTBOX_ALARM_WAYS))


def _empty(step: Step, place: str) -> Iterator[Problem]:
    """Who may not be there has somebody in their place, or the next step comes at once."""
    if step.who not in SURE and not step.otherwise:
        message = _("Where nobody is there, the alarm waits for a call that reaches nobody. Say who is called instead, or “next”.")  # fmt: skip
        yield Problem("empty-role", f"{place}.otherwise", message)
    if step.otherwise == step.who:
        yield Problem("empty-role", f"{place}.otherwise", _("In the place of nobody stands the same nobody."))


def _channels(step: Step, place: str, ways: Sequence[str]) -> Iterator[Problem]:
    if not step.channels:
        yield Problem("no-channel", f"{place}.channels", _("This step calls nobody, because it names no way."))
        return
    if len(set(step.channels)) < len(step.channels):
        yield Problem("twice", f"{place}.channels", _("One of these stands here twice."))
    if set(step.channels) == {LISTED}:
        message = _("It is only listed in Huiyin: in somebody's quiet hours nobody hears it. Name a way that rings.")
        yield Problem("silenced", f"{place}.channels", message)
    for channel in step.channels:
        if channel not in (ALL, LISTED, *ways):
            message = _("This installation has no gateway for %(channel)s: what goes this way reaches nobody.")
            yield Problem("no-gateway", f"{place}.channels.{channel}", message % {"channel": channel})


def _order(policy: Policy) -> Iterator[Problem]:
    for number, step in enumerate(policy.steps):
        place = f"steps.{number}.{step.id}"
        if step.after < 0 or (number == 0 and step.after != 0):
            yield Problem("minutes-grow", f"{place}.after", _("The first step comes at once, at minute 0."))
        if step.again < 0:
            yield Problem("minutes-grow", f"{place}.again", _("Minutes between two calls are 1 or more; 0 is once."))
    for number, (before, step) in enumerate(pairwise(policy.steps), start=1):
        if step.after <= before.after:
            message = _("This step does not come after the one before it: of two that come together one is never waited for.")  # fmt: skip
            yield Problem("minutes-grow", f"steps.{number}.{step.id}.after", message)
    ends = [*(step.after for step in policy.steps[1:]), policy.shout_after]
    for number, (step, end) in enumerate(zip(policy.steps, ends, strict=False)):
        if step.again > 0 and (end - step.after) // step.again >= MOST_CALLS:
            message = _("The same person would be called more than %(number)s times.") % {"number": MOST_CALLS}
            yield Problem("too-often", f"steps.{number}.{step.id}.again", message)


def _persons(policy: Policy) -> Iterator[Problem]:
    """At least one step reaches a person whatever the roster, the plan and the tree of offices look like."""
    reached = [step for step in policy.steps if step.who in SURE or step.otherwise in SURE]
    if not reached:
        message = _("Every step may find nobody: then the alarm is shouted before anybody was called. Call the head in one of them.")  # fmt: skip
        yield Problem("no-person", "steps", message)
    first = policy.steps[0] if policy.steps else None
    if first is not None and first.who == "deputy":
        yield Problem("no-person", f"steps.0.{first.id}.who", _("Nobody is called whose deputy this could be."))
    elif first is not None and first.otherwise == NEXT and len(policy.steps) == 1:
        yield Problem("no-person", f"steps.0.{first.id}.otherwise", _("There is no next step."))


def _end(policy: Policy) -> Iterator[Problem]:
    if policy.ends_in != "shout":
        message = _('Where nobody answers it ends in silence. Write ends_in = "shout".')
        yield Problem("no-shout", "ends_in", message)
    last = policy.steps[-1].after if policy.steps else 0
    if policy.shout_after <= last:
        message = _("The last one who is called has no time to answer before it is shouted.")
        yield Problem("minutes-grow", "shout_after", message)
    if policy.shout_after > LONGEST:
        yield Problem("too-late", "shout_after", _("For more than a day nobody would hear that nobody answers."))
