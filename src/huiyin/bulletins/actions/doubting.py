"""An office above does not hold for true what a report says: it asks, the office that reported has its say, then it is judged.

Nobody may report late, falsely, in part or not at all (突发事件应对法 61). It counts against the office, never against a person; what
could not be shown, and an honest mistake, count against nobody.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.bulletins import law, rules
from huiyin.bulletins.models import Bulletin, Doubt, Judgement, Level
from huiyin.kernel import clocks, store, texts, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, require

from . import notices, parts, receiving
from .parts import Doing

DOUBT = "doubt"  # of its clocks, with the doubt's id
LONGEST, LONGEST_ANSWER = 300, 2000


def doubt(*, actor: Actor, bulletin_id: str, report: int, what: str, basis: str) -> Doubt:
    """Asked by an office that received it. One question at a time; `report`: the number of the report."""
    with store.write():
        act, level = _at_level("doubt", actor, bulletin_id)
        if level.doubts.filter(judgement=Judgement.OPEN).exists():
            raise Conflict(_("Your office has asked already."), _("Judge that first."))
        asked = level.receipts.filter(report__number=report).select_related("report").first()
        if asked is None:  # the form offers those that came
            raise BadInput("report", _("Choose which report it is."), "")
        row = Doubt.objects.create(
            level=level, report=asked.report,
            what=_said(act.bulletin, "what", what, _("Say what in it you do not hold for true.")),
            basis=_said(act.bulletin, "basis", basis, _("Say what you compare it with.")),
            asked_at=act.at, asked_by=act.actor, asked_title=act.title,
        )  # fmt: skip
        act.rows.append(row)
        receiving.acknowledged(act, level)  # whoever asks has read it
        _wait_for_answer(act, row)
        act.end()
    return row


def answer(*, actor: Actor, bulletin_id: str, answer: str) -> Doubt:
    """The say of the office that reported. The oldest question first; a second word is a follow-up report."""
    with store.write():
        act = parts.doing("answer_doubt", actor, bulletin_id)
        row = unanswered(act.bulletin)
        if row is None:
            raise Conflict(_("Nothing is asked any more."), _("Look at it as it stands here."))
        row.answer = _said(act.bulletin, "answer", answer, _("Say how it was."), longest=LONGEST_ANSWER)
        row.answered_at, row.answered_by, row.answered_title = act.at, act.actor, act.title
        row.save()
        act.rows.append(row)
        parts.meet(act, act.at, lambda name: name == _clock_name(row))
        notices.tell(act.bulletin, "answered", [row.asked_by], actor=act.actor, at=act.at)
        act.end()
    return row


def judge(*, actor: Actor, bulletin_id: str, judgement: str, why: str) -> Doubt:
    """By the office that asked, once the other has had its say or let its time pass."""
    with store.write():
        act, level = _at_level("judge_doubt", actor, bulletin_id)
        row = level.doubts.filter(judgement=Judgement.OPEN).select_related("report", "level").first()
        if row is None:
            raise Conflict(_("This was decided already."), _("Look at it as it stands here."))
        if not may_be_judged(row):
            raise Conflict(
                _("The office that reported has its say first."), _("Wait for its answer, or until its time is over.")
            )
        if judgement not in (Judgement.RIGHT, Judgement.MISTAKEN, Judgement.FALSE):
            raise BadInput("judgement", _("Choose what you found."), "")
        row.judgement = judgement
        row.why = _said(act.bulletin, "why", why, _("Say what shows it."))
        row.judged_at, row.judged_by, row.judged_title = act.at, act.actor, act.title
        row.save()
        act.rows.append(row)
        act.rows.extend(
            clocks.stop(clock, at=act.at, because="bulletins.judge_doubt")
            for clock in clocks.queries.open_rows(parts.BULLETIN, act.bulletin.public_id)
            if clock.name == _clock_name(row)
        )
        told = [act.bulletin.begun_by, *notices.own_head(act.bulletin)]
        notices.tell(act.bulletin, "judged", told, actor=act.actor, at=act.at)
        act.end()
    return row


def unanswered(bulletin: Bulletin) -> Doubt | None:
    """What the office that reported is asked and has not answered, the oldest first."""
    found = Doubt.objects.filter(report__bulletin=bulletin, judgement=Judgement.OPEN, answered_at=None)
    return found.select_related("report", "level__organisation").order_by("id").first()


def may_be_judged(row: Doubt) -> bool:
    """Answered, or the time for an answer is over."""
    if row.answered_at is not None:
        return True
    running = clocks.queries.open_rows(parts.BULLETIN, row.report.bulletin.public_id)
    return all(clock.missed_at is not None for clock in running if clock.name == _clock_name(row))


def _clock_name(row: Doubt) -> str:
    return f"{DOUBT}-{row.public_id}"


def _wait_for_answer(act: Doing, row: Doubt) -> None:
    bulletin = act.bulletin
    limit = parts.own(bulletin.organisation, rules.DOUBT_KEY, rules.DOUBT_HOURS, "hours")
    clock = parts.start(
        act, _clock_name(row), _("Say something to what the office above doubts"), limit, act.at, fact=_("it was asked"),
    )  # fmt: skip
    told = [clock.owner, bulletin.begun_by, *notices.own_head(bulletin)]
    notices.tell(bulletin, "doubted", told, actor=act.actor, at=act.at)


def _at_level(verb: str, actor: Actor, bulletin_id: str) -> tuple[Doing, Level]:
    bulletin = parts.locked(bulletin_id)
    level = bulletin.levels.select_related("organisation").filter(organisation_id=actor.organisation_id).first()
    if level is None:
        raise Refused
    require(actor, "bulletin_judge", Place(level.organisation_id, level.organisation.path))
    return Doing(verb, bulletin, actor.reference, actor.post_title, time.now()), level


def _said(bulletin: Bulletin, field: str, text: str, empty: str | Promise, *, longest: int = LONGEST) -> str:
    """Facts of the report, never of persons."""
    said = texts.without_numbers(field, written(field, text, empty, longest=longest))
    if rules.tells_of_persons(law.kind(bulletin.kind), said):
        raise BadInput(
            field, _("A report of a group visit says nothing of who came, how, or from where."), _("Leave it out.")
        )
    return said
