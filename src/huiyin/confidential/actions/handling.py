"""What a reader does with a report. The reporter reads each of it under their code, and the data base none."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.confidential import opening, rules
from huiyin.confidential.contents import Said
from huiyin.confidential.models import Report, State
from huiyin.confidential.opening import Unlocked
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor

from . import clockwork, layers, parts, sending
from .parts import Doing


def answer(*, actor: Actor, report_id: str, unlocked: Unlocked, text: str) -> Report:
    """A word or a question to the reporter. It says how it stands; the law's dates wait for acceptance and result."""
    with store.write():
        act = parts.by_reader("answer", actor, report_id, unlocked)
        _said(act, "answer", text)
        if act.report.state == State.ACCEPTED:
            clockwork.works(act)
        else:
            clockwork.answered(act, clockwork.LOOK)
            if act.report.state == State.RECEIVED and not act.report.named:
                clockwork.looks(act)
        act.end()
    return act.report


def accept(*, actor: Actor, report_id: str, unlocked: Unlocked, text: str) -> Report:
    with store.write():
        act = _in(parts.by_reader("accept", actor, report_id, unlocked), State.RECEIVED)
        _said(act, "accept", text)
        act.report.state = State.ACCEPTED
        clockwork.works(act)
        act.end()
    return act.report


def refuse(*, actor: Actor, report_id: str, unlocked: Unlocked, text: str) -> Report:
    """Not for this body, with the reason and who is competent."""
    with store.write():
        act = _in(parts.by_reader("refuse", actor, report_id, unlocked), State.RECEIVED)
        _said(act, "refuse", text)
        act.report.state = State.REFUSED
        clockwork.answered(act)
        clockwork.stopped(act)
        act.end()
    return act.report


def finish(*, actor: Actor, report_id: str, unlocked: Unlocked) -> Report:
    """It was looked into; from now on the result is owed."""
    with store.write():
        act = _in(parts.by_reader("finish", actor, report_id, unlocked), State.ACCEPTED)
        parts.say(act, Said("finish", "", actor.post_title))
        act.report.state, act.report.finished_on = State.FINISHED, act.day
        clockwork.finished(act)
        act.end()
    return act.report


def tell_result(*, actor: Actor, report_id: str, unlocked: Unlocked, outcome: str, text: str) -> Report:
    """What was found. Not proven is that and no more: nothing here can say that a report was false."""
    if outcome not in rules.OUTCOMES:
        raise BadInput("outcome", _("Choose the result."), "")
    with store.write():
        act = _in(parts.by_reader("tell_result", actor, report_id, unlocked), State.FINISHED)
        _said(act, "result", text, outcome=outcome)
        act.report.state, act.report.told_on = State.TOLD, act.day
        clockwork.answered(act)
        act.end()
    return act.report


def protect(*, actor: Actor, report_id: str, unlocked: Unlocked, outcome: str, text: str) -> Report:
    """The answer to who asked for protection: what is done, or why not. At any time: harm does not wait for a result."""
    if outcome not in rules.PROTECTIONS:
        raise BadInput("outcome", _("Choose the answer."), "")
    with store.write():
        act = parts.by_reader("protect", actor, report_id, unlocked)
        if not act.report.of_harm or act.report.state == State.REFUSED:
            raise Conflict(_("This can't be done any more."), _("Look at it as it stands here."))
        _said(act, "protect", text, outcome=outcome)
        clockwork.protected(act)
        act.end()
    return act.report


def reopen(*, actor: Actor, report_id: str, unlocked: Unlocked, text: str) -> Report:
    """New evidence is checked, after a result too (2020 rules)."""
    with store.write():
        act = _in(parts.by_reader("reopen", actor, report_id, unlocked), State.TOLD)
        _said(act, "accept", text)
        act.report.state, act.report.finished_on = State.ACCEPTED, None
        clockwork.works(act)
        act.end()
    return act.report


def forward(*, actor: Actor, report_id: str, unlocked: Unlocked, to: str) -> Report:
    """Sealed, to the readers of another desk that it does not concern. This desk keeps a pointer, and can open it no more."""
    with store.write():
        act = parts.by_reader("forward", actor, report_id, unlocked, organ=False)
        parts.is_open(act)
        choices = opening.forward_to(act.report, act.data_key)
        office = next((one for one in choices if one.public_id == to), None)
        if office is None:
            raise BadInput("to", _("Choose an office whose readers may open it."), "")
        sending.goes_to(act, office, "forward")
    return act.report


def recuse(*, actor: Actor, report_id: str, unlocked: Unlocked) -> Report:
    """Without a word of it being shown. Where nobody else of the desk may open it, it goes to the next desk, sealed."""
    with store.write():
        act = parts.by_reader("recuse", actor, report_id, unlocked, organ=False)
        own = act.report.envelopes.select_for_update().filter(key__public_id=unlocked.key_id, until=None)
        others = act.report.envelopes.filter(until=None, key__until=None).exclude(key__public_id=unlocked.key_id)
        if others.exists():
            parts.say(act, Said("recuse", "", actor.post_title))
            parts.take_back(act, own)
            act.end()
            return act.report
        readers = sending.next_readers(act)
        if not readers:
            raise Conflict(
                _("Nobody else here may open it."),
                _("Have your office appoint another reader, or tell the reporter to go outside."),
            )
        sending.goes_to(act, readers[0].reader.organisation, "forward")
    return act.report


def put_aside(*, actor: Actor, report_id: str, unlocked: Unlocked) -> Report:
    """What a browser has sealed wrongly, so that the own key does not open it. Where nobody is left who has a seal, it is closed."""
    with store.write():
        act = parts.by_who_can_not("put_aside", actor, report_id, unlocked)
        parts.take_back(
            act, act.report.envelopes.select_for_update().filter(key__public_id=unlocked.key_id, until=None)
        )
        if not act.report.envelopes.filter(until=None).exists():
            act.report.state = State.REFUSED
            clockwork.answered(act)
            clockwork.stopped(act)
        act.end()
    return act.report


def let_in(*, actor: Actor, report_id: str, unlocked: Unlocked, key_id: str) -> Report:
    """A colleague who was appointed later, and whom it does not concern, may open it too."""
    with store.write():
        act = parts.by_reader("let_in", actor, report_id, unlocked)
        key = next((one for one in opening.colleagues(act.report, act.data_key) if one.public_id == key_id), None)
        if key is None:
            raise BadInput("key", _("Choose a reader who may open it."), "")
        parts.say(act, Said("let_in", "", key.reader.post.title))
        parts.give(act, [key])
        layers.share_anew(act)
        act.end()
    return act.report


def admit(*, actor: Actor, report_id: str, unlocked: Unlocked) -> Report:
    """A reporter who came by the code of an ordinary case reads and writes from now on. Every other act of a reader does the same."""
    with store.write():
        act = parts.by_reader("admit", actor, report_id, unlocked, organ=False)
        parts.say(act, Said("admit", "", act.title))
        act.end()
    return act.report


def _said(act: Doing, kind: str, text: str, outcome: str = "") -> None:
    parts.say(act, Said(kind, parts.words("text", text, _("Write it: the reporter reads it.")), act.title, outcome))


def _in(act: Doing, state: State) -> Doing:
    if act.report.state != state:
        raise Conflict(_("This can't be done any more."), _("Look at it as it stands here."))
    return act
