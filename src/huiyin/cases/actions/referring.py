"""Referral up (呈请上级办理): what is passed on to an office above decides nothing yet.

The office above gets it as a case of its own with the grounds, and says whether it takes it on. Until then the people's
concerns, and the duty to answer, stay with the office below. It may be returned with reasons once; a second time the office
above both decides (条例 24).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.cases.responsible import owner_reference, responsible_post
from huiyin.cases.rules import primary_pack
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Conflict
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation
from huiyin.procedures import loading
from huiyin.procedures.schema import Pack

from . import notices
from .letters import Part, in_every_language, write_letter
from .passing import move_people, pass_on
from .procedure import Doing, Line, advance, locked, pack_of, stands_at
from .written import need

REFERRED, ARRIVED = "referred_up", "referred_here"


def goes_up(case: Case, receiver: Organisation) -> bool:
    """Whether the receiver stands above the office, and both follow a procedure that knows a referral."""
    path = case.organisation.path
    if receiver.pk == case.organisation_id or not path.startswith(receiver.path):
        return False
    here = pack_of(case.tracks.all()[0])
    there = loading.load(primary_pack(receiver.kind, public_body=receiver.public_body))
    return _knows(here, "refer_up") and _knows(there, "referral_arrives")


def refer_up(case: Case, receiver: Organisation, actor: Actor, at: dt.datetime, reason: str) -> Case:
    """Part of `sorting.transfer`, where the receiver is an office above. The case there, which waits for its word."""
    store.require_write()
    doing = Doing.by_staff(case, "refer_up", actor, at)
    door = "，".join(part for part in (receiver.name, receiver.address, receiver.phone) if part)
    letter = write_letter(doing, "refer_up", [Part("reason", reason), Part("decides", door)])
    given = {"reason", "competent_body"}
    advance(doing, given=given, line=Line(note=reason, data={"competent": receiver.name}), rows=[letter])
    there = pass_on(case, receiver, doing, people=False)
    arriving = Doing.by_staff(there, "referral_arrives", actor, at)
    advance(arriving, given={"reason"}, line=Line(note=reason, data={"from": case.organisation.name}))
    desk = responsible_post(there, "registrar")
    if desk is not None:
        title = in_every_language(_("An office below refers a case to you"))
        notices.to_post(arriving, desk.reference, notices.TO_STAFF, title)
    return there


def answer_referral(*, actor: Actor, case_id: int, version: int, take: bool, reason: str) -> Case:
    """The office above takes it on, and the people's concerns come to it; or returns it with reasons, once."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "accept", case)
        if not stands_at(case, ARRIVED) or case.origin_id is None:
            raise Conflict(_("No referral waits for you now."), _("Look at the timeline below."))
        sender = locked(case.origin_id)
        if not take:
            need(reason, "reason", _("Say why, with the article; the person reads it."))
        if take and not stands_at(sender, REFERRED):
            raise Conflict(_("The office below no longer refers it to you."), _("Return it, with this reason."))
        if take:
            verb = "take_on_referral"
            take_on(sender, Doing.by_staff(case, verb, actor, at), reason.strip())
        else:
            verb = "return_down"
            _return(sender, Doing.by_staff(case, verb, actor, at), reason.strip())
        told = owner_reference(sender, "registrar")
        title = (
            _("The office above took on what you referred")
            if take
            else _("The office above returned what you referred")
        )
        notices.to_post(Doing.by_staff(sender, verb, actor, at), told, notices.TO_STAFF, in_every_language(title))
    return case


def take_on(sender: Case, doing: Doing, reason: str, rows: Iterable[ledger.Committed] = ()) -> None:
    """Part of an action on the case at the office above: from now on that office answers. The codes open it there."""
    people = move_people(sender, doing.case)
    advance(doing, given={"reason"}, line=Line(note=reason), rows=[*people, *rows])
    gone = Doing(sender, "referral_taken", doing.actor, doing.title, doing.at)
    advance(gone, line=Line(data={"competent": doing.case.organisation.name}))
    search.remove(sender)
    search.index(doing.case)


def sealed(case: Case, at: dt.datetime) -> Iterable[ledger.Committed]:
    """What was referred is being sealed below: the office above has nothing to say about it, and keeps no words of it."""
    for there in Case.objects.filter(origin=case, tracks__state=ARRIVED):
        there = locked(there.pk)
        there.title, there.summary = str(in_every_language(_("Sealed"))["zh-hans"]), ""
        there.facts = {**there.facts, "returns": 0}
        advance(Doing(there, "return_down", "system:seal", "", at), given={"reason"}, line=Line(public=False))
        search.remove(there)
    return []


def _return(sender: Case, doing: Doing, reason: str) -> None:
    advance(doing, given={"reason"}, line=Line(note=reason))
    search.remove(doing.case)
    if stands_at(sender, REFERRED):
        come_back(sender, doing, reason)


def come_back(sender: Case, doing: Doing, reason: str) -> None:
    """Part of an action on the case at the office above: the office below goes on with what it never gave away."""
    sender.facts = {**sender.facts, "competent": True}
    back = Doing(sender, "referral_returned", doing.actor, doing.title, doing.at)
    line = Line(note=reason, data={"from": doing.case.organisation.name})
    advance(back, given={"reason"}, line=line)


def _knows(pack: Pack, verb: str) -> bool:
    return any(transition.verb == verb for transition in pack.transitions)
