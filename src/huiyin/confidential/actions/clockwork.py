"""The dates of a report: those that the rules of the organs give (pack `discipline-2020`), and the office's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin import procedures
from huiyin.confidential import desks, rules
from huiyin.documents import own_clocks
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.procedures.schema import Words

from .parts import Doing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LOOK, STAND, RESULT, PROTECT, SEND_ON, RECEIPT = "look", "stand", "result", "protect", "send_on", "receipt"
FORWARD, TELL_ACCEPT, TELL_RESULT = "forward", "tell_accept", "tell_result"
LATE_TELLS = _("Its readers are told again, and the reporter reads that the answer is late and where else to go.")


def begin(act: Doing) -> None:
    """What runs once a desk has it. Who gave a name is answered by the law's date (2020 rules; 15 working days from receipt)."""
    if not desks.is_organ(act.report.organisation):
        _by_law(act, FORWARD, _("received, sealed"))
        if act.report.of_harm:
            title = _("Send on a report of retaliation")
            _own(act, SEND_ON, title, rules.HARM_FORWARD_KEY, rules.HARM_FORWARD_DAYS, _("received, sealed"))
        return
    if act.report.named:
        _by_law(act, TELL_ACCEPT, _("received, sealed"))
    looks(act)
    if act.report.of_harm:
        protection_is_asked(act)


def looks(act: Doing) -> None:
    """The reporter waits for a word, if none was owed already. Of retaliation each word of theirs is looked at in its own days."""
    if act.report.of_harm and not _open(act, LOOK):
        title = _("Look at a report of retaliation")
        _own(act, LOOK, title, rules.HARM_LOOK_KEY, rules.HARM_LOOK_DAYS, _("the reporter wrote"))
    elif not _open(act):
        _own(act, LOOK, _("Look at a sealed report"), rules.LOOK_KEY, rules.LOOK_DAYS, _("the reporter wrote"))


def protection_is_asked(act: Doing) -> None:
    """By who is harmed: an answer is owed, whatever else is."""
    if not _open(act, PROTECT):
        title = _("Answer who asks for protection")
        _own(act, PROTECT, title, rules.PROTECT_KEY, rules.PROTECT_DAYS, _("protection was asked for"))


def protected(act: Doing) -> None:
    """What was asked for is answered; that somebody has looked is said with it."""
    answered(act, PROTECT, LOOK)


def works(act: Doing) -> None:
    """It is being looked into: from now on the reporter is told how it stands, again and again."""
    answered(act)
    key, days = (
        (rules.HARM_STAND_KEY, rules.HARM_STAND_DAYS) if act.report.of_harm else (rules.STAND_KEY, rules.STAND_DAYS)
    )
    _own(act, STAND, _("Tell the reporter how it stands"), key, days, _("the last word"))


def packed(act: Doing) -> None:
    """It is on its way to an organ outside: until that gives a receipt somebody here answers for it."""
    answered(act, FORWARD, SEND_ON)
    if not _open(act, RECEIPT):
        title = _("Get the receipt of the organ")
        _own(act, RECEIPT, title, rules.RECEIPT_KEY, rules.RECEIPT_DAYS, _("packed for an organ outside"))


def finished(act: Doing) -> None:
    """The result is owed: by law to who gave a name, else by the office's own number."""
    answered(act)
    if act.report.named:
        _by_law(act, TELL_RESULT, _("finished"))
    if act.report.of_harm:
        _own(act, RESULT, _("Tell the result"), rules.HARM_RESULT_KEY, rules.HARM_RESULT_DAYS, _("finished"))
    elif not act.report.named:
        _own(act, RESULT, _("Tell the result"), rules.RESULT_KEY, rules.RESULT_DAYS, _("finished"))


def answered(act: Doing, *names: str) -> None:
    """What was owed is met; all but the answer about protection, where none is named."""
    because = f"confidential.{act.verb}"
    met = [clock for clock in _open(act, *names) if names or clock.name != PROTECT]
    act.rows += [clocks.meet(clock, at=max(act.at, clock.started_at), because=because) for clock in met]
    if all(clock.missed_at is None for clock in _open(act)):
        act.report.late_on = None


def stopped(act: Doing) -> None:
    """The desk that owed it has it no more."""
    act.rows += [
        clocks.stop(clock, at=max(act.at, clock.started_at), because=f"confidential.{act.verb}") for clock in _open(act)
    ]


def _open(act: Doing, *names: str) -> list[Clock]:
    return clocks.queries.open_rows(rules.SUBJECT, act.report.public_id, names=names or None)


def _by_law(act: Doing, name: str, fact: StrOrPromise) -> None:
    """As the pack has it."""
    pack, office = procedures.load("discipline-2020"), act.report.organisation
    spec = next(one for one in pack.deadlines if one.id == name)
    act.rows.append(clocks.start(
        subject_kind=rules.SUBJECT, subject_id=act.report.public_id, name=name, title=_words(spec.title), owner=_owner(act), started_at=act.at,
        start_fact=in_every_language(fact), length=spec.length, unit=spec.counted_in, region=office.region, zone=office.zone, roll=False,
        law=_words(pack.law.short), article=spec.source, verified=spec.verified or "", consequence=in_every_language(LATE_TELLS),
        reminders=[Reminder(before, "days") for before in spec.reminders],
    ))  # fmt: skip


def _own(act: Doing, name: str, title: StrOrPromise, key: str, proposed: int, fact: StrOrPromise) -> None:
    office = act.report.organisation
    days = office.own_number(key, proposed)
    act.rows.append(own_clocks.start(
        office, (rules.SUBJECT, act.report.public_id), name, title=title, owner=_owner(act), since=act.at, length=days, fact=fact,
        told=LATE_TELLS, reminders=[1] if days > 1 else (),
    ))  # fmt: skip


def _owner(act: Doing) -> str:
    """The first of those who can open it; clocks tell posts, and nobody else is told of this one."""
    first = act.report.envelopes.filter(until=None).select_related("key__reader__post").first()
    assert first is not None, "a report is sealed to somebody before its clocks start"
    return first.key.reader.post.reference


def _words(words: Words) -> Mapping[str, str]:
    return {language: words.into(language) for language in ("en", "zh-hans", "zh-hant")}
