"""Two readers open together who reports, with a purpose. Its reporter reads when, which posts, and what for."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.confidential import crypto, identity_queries
from huiyin.confidential.contents import Said
from huiyin.confidential.identity import seal_purpose
from huiyin.confidential.identity_models import NameAsk, NameOpening
from huiyin.confidential.models import Report
from huiyin.confidential.opening import Unlocked, closed_to, own_key
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor

from . import layers, parts
from .parts import Doing

SYSTEM = "system:confidential"
LONGEST_PURPOSE = 300


def ask_name(*, actor: Actor, report_id: str, unlocked: Unlocked, purpose: str) -> NameOpening:
    """The first hand: their layer is off, and what is left waits for each who may be the second. Nothing is read yet.

    `Conflict` where there is no name, where one waits or is open already, or where nobody else could add their part.
    """
    with store.write():
        act = parts.by_reader("ask_name", actor, report_id, unlocked, organ=False)
        row = layers.name_of(act)
        if row is None or not row.sealed:
            raise Conflict(_("No name is sealed here."), _("The reporter gave none."))
        for one in row.openings.select_for_update().filter(ended_on=None):
            if not identity_queries.is_over(one, act.day):
                raise Conflict(_("It is asked for already."), _("Look at it as it stands here."))
        layers.share_anew(act)
        closed, own = closed_to(act.report, act.data_key), own_key(actor)
        mine = [one for one in layers.parts_with(row, own) if one.other and one.other.reader.post_id not in closed]
        if not mine:
            raise Conflict(
                _("Nobody else may open the name with you."),
                _("Have the office appoint a second reader and let them in. What you write reaches the reporter without a name."),
            )  # fmt: skip
        text = parts.words("purpose", purpose, _("Write what for: the reporter reads it."), longest=LONGEST_PURPOSE)
        message = parts.say(act, Said("ask_name", text, act.title))
        opening = NameOpening.objects.create(
            name=row, message=message, by_id=actor.account_id, by_key=own, asked_on=act.day
        )
        act.rows.append(opening)
        for mine_with in mine:
            assert mine_with.other is not None, "a part with a second key"
            part = crypto.take(mine_with.given, unlocked.private)
            told = seal_purpose(text, mine_with.other)
            act.rows.append(NameAsk.objects.create(opening=opening, key=mine_with.other, part=part, purpose=told))
        act.report.news = True
        act.end()
    return opening


def add_part(*, actor: Actor, opening_id: str, unlocked: Unlocked) -> Report:
    """The second hand, another person in a session of their own. Whoever has a seal of the report reads the name too, until the day is over.

    `BadInput` for who asked, `Conflict` where it waits no more.
    """
    with store.write():
        ask = identity_queries.waiting_for(actor, opening_id)
        key, opening = own_key(actor), ask.opening
        if unlocked.key_id != key.public_id:
            raise Refused
        act = _second(actor, ask, unlocked)
        if opening.by_id == actor.account_id:
            raise BadInput("add", _("You asked for it yourself."), _("Another reader adds their part."))
        if identity_queries.is_over(opening, act.day) or opening.by_key.until is not None:
            raise Conflict(_("It waits no more."), _("It has to be asked for again."))
        name_key = crypto.take(ask.part, unlocked.private)
        opening.second_id, opening.second_key, opening.opened_on = actor.account_id, key, act.day
        opening.given = crypto.give(name_key, opening.by_key.public)
        opening.second_given = crypto.give(name_key, key.public) if act.data_key else b""
        opening.save()
        act.rows.append(opening)
        layers.delete(act, opening.asks.select_for_update())
        act.report.news = True
        act.end()
    return act.report


def end_over() -> int:
    """For the worker: what was read is closed once its day is over; what found no second hand comes to nothing."""
    found = [one for one in NameOpening.objects.filter(ended_on=None) if identity_queries.is_over(one, _day(one))]
    for opening in found:
        with store.write():
            report = (
                Report.objects.select_for_update(of=("self",)).select_related("organisation").get(name=opening.name_id)
            )
            day, at = parts.today(report.organisation)
            row = NameOpening.objects.select_for_update().filter(pk=opening.pk, ended_on=None).first()
            if row is not None:
                act = Doing("end_name", report, SYSTEM, "", day, at, b"")
                layers.end(act, row)
                act.end()
    return len(found)


def _second(actor: Actor, ask: NameAsk, unlocked: Unlocked) -> Doing:
    """With the data key where the second has a seal of the report; from another desk they add their part and read nothing."""
    report = ask.opening.name.report
    if report.envelopes.filter(key=ask.key, until=None).exists():
        return parts.by_reader("add_part", actor, report.public_id, unlocked, organ=False)
    report = Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=report.pk)
    day, at = parts.today(report.organisation)
    return Doing("add_part", report, actor.reference, actor.post_title, day, at, b"")


def _day(opening: NameOpening) -> dt.date:
    return parts.today(opening.name.report.organisation)[0]
