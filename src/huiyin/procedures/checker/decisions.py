"""Decisions: the way up is named, the person is told, nobody reviews himself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from huiyin.procedures.checker.problems import Problem, said
from huiyin.procedures.schema import SAME, Pack, Transition

DECIDING = frozenset(
    {"refuse", "transfer", "assign_down", "channel", "to_legal_body", "extend", "issue_reply"}
    | {"issue_review", "issue_second_review"}
)
UP = frozenset({"superior", "second-superior", "outside-body", "panel"})
ABOVE = frozenset({"superior", "second-superior", "panel", "outside-body"})
TELLS = frozenset(
    {"ask_person", "serve", "notify", "answer_message", "assign", "mediation_ends", "not_settled"}
    | {"split", "consult_office"}
    | {"tell_parents", "tell_reporter", "protect"}
)
"""Verbs that are for telling, wherever they lead."""

INSIDE = frozenset(
    {"register", "sort", "submit_for_approval", "send_back_draft", "referral_arrives"}
    | {"inquire", "check", "hold", "investigate", "conclude"}  # a discipline organ's own steps (规则 art. 17)
)
"""Steps inside the office: the person reads of them on the page, and is told of what comes of them."""

HANDS_ON = frozenset(
    {"transfer", "assign_down", "refer_up", "dispute", "consult_office", "object", "insist", "clear_name"}
)
"""Verbs after which somebody outside of the office has to do something."""


def recourse(pack: Pack) -> Iterator[Problem]:
    """Each decision names the next door; a refusal one that leads up."""
    for place, t in _places(pack):
        name = said(t.title, t.verb)
        if not _decides(t):
            continue
        if not t.recourse:
            message = gettext("“%(verb)s” decides, and the person is not told where to go if it is wrong.")
            yield Problem("decision-without-recourse", f"{place}.recourse", message % {"verb": name})
        elif t.verb == "refuse" and not any(pack.way_up(r).to in UP - {"outside-body"} for r in t.recourse):
            message = gettext("“%(verb)s” shuts the door, and no door up is named.")
            yield Problem("refusal-without-door-up", f"{place}.recourse", message % {"verb": name})
        if t.verb == "refuse" and not {"reason", "competent_body"} <= set(t.requires):
            message = gettext("“%(verb)s” can be done without saying why and who is competent.")
            yield Problem("refusal-without-door-up", f"{place}.requires", message % {"verb": name})


def self_review(pack: Pack) -> Iterator[Problem]:
    """Who decided must not be able to decide the review of it."""
    for place, t in _places(pack):
        for name in t.recourse if _decides(t) else []:
            way = pack.way_up(name)
            if way.to == "own-office":
                message = gettext("Against “%(verb)s” the person is sent back to the office that decided.")
                yield Problem("self-review", f"{place}.recourse", message % {"verb": said(t.title, t.verb)})
            for reviewing in (r for r in pack.transitions if way.decided_by and r.verb == way.decided_by):
                if reviewing.who not in ABOVE or reviewing.who == t.who or t.verb not in reviewing.not_by:
                    message = gettext("Who did “%(verb)s” could also do “%(review)s”, the review of it.")
                    values = {"verb": said(t.title, t.verb), "review": said(reviewing.title, reviewing.verb)}
                    yield Problem("self-review", f"{place}.recourse", message % values)


def people_told(pack: Pack) -> Iterator[Problem]:
    """Nothing ends, is decided or is asked without the person being told; everything has somebody who does it."""
    for place, t in _places(pack):
        told = any(pack.notice(n).to == "petitioner" for n in t.notices)
        name = said(t.title, t.verb)
        if not t.who:
            message = gettext("Nobody is named who may do “%(verb)s”.") % {"verb": name}
            yield Problem("transition-without-actor", f"{place}.who", message)
        if t.to != SAME and pack.state(t.to).final and not told:
            values = {"verb": name, "state": said(pack.state(t.to).title, t.to)}
            message = gettext("The case ends in “%(state)s” by “%(verb)s”, and the person is not told.") % values
            yield Problem("final-uninformed", f"{place}.notices", message)
        elif not told and (_decides(t) or t.verb in TELLS or (t.to != SAME and t.verb not in INSIDE)):
            message = gettext("After “%(verb)s” the person is not told.") % {"verb": name}
            yield Problem("person-untold", f"{place}.notices", message)
        if _needs_a_receiver(pack, t) and all(pack.notice(n).to == "petitioner" for n in t.notices):
            message = gettext("“%(verb)s” leaves it to somebody else, and they are not told.") % {"verb": name}
            yield Problem("receiver-untold", f"{place}.notices", message)
    if not any(pack.notice(n).to == "petitioner" for n in pack.begin_notices):
        message = gettext("A concern is received, and the person gets no receipt.")
        yield Problem("person-untold", "begin_notices", message)


def extensions(pack: Pack) -> Iterator[Problem]:
    """A longer time needs a superior's approval, a limit, and that the person is told why."""
    for d in pack.deadlines:
        if d.extends is None:
            continue
        told = pack.notice(d.extends.notice).to == "petitioner"
        if (
            not told
            or not d.extends.approver
            or d.extends.approver == d.owner
            or d.extends.times < 1
            or d.extends.max < 1
        ):
            message = gettext(
                "“%(clock)s” can be made longer without another's approval, a limit, or telling the person."
            )
            yield Problem("extension-unbound", f"deadlines.{d.id}.extends", message % {"clock": said(d.title, d.id)})


def rights_kept(pack: Pack) -> Iterator[Problem]:
    """Nobody but the person, or the passing of the days, may end the time in which a way up is open.

    Sealing takes the case away from the office; opening it again ends in a new answer with the same right.
    """
    within = {r.within for r in pack.recourse if r.within}
    for place, t in _places(pack):
        if t.who in ("petitioner", "clock") or t.verb in ("seal", "reopen") or t.to == SAME:
            continue
        for d in (d for d in pack.deadlines if d.id in within):
            cut = pack.leaves_from(t) & pack.runs_on(d)
            if cut and t.to not in pack.runs_on(d):
                message = gettext("“%(verb)s” ends “%(clock)s” before its days are over, and the person loses a right.")
                values = {"verb": said(t.title, t.verb), "clock": said(d.title, d.id)}
                yield Problem("right-cut-short", place, message % values)


def _needs_a_receiver(pack: Pack, t: Transition) -> bool:
    """Whether it is now on somebody outside of the office who did not do this themselves."""
    above = t.to != SAME and pack.state(t.to).waits_on == "superior" and not pack.state(t.to).final
    return t.verb in HANDS_ON or (above and t.who not in ABOVE)


def _decides(t: Transition) -> bool:
    return t.decision or t.verb in DECIDING


def _places(pack: Pack) -> Iterator[tuple[str, Transition]]:
    return ((f"transitions.{number}.{t.verb}", t) for number, t in enumerate(pack.transitions))
