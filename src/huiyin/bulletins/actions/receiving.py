"""Up the chain: each office acknowledges what came, and passes it on to the one above it or ends it with a reason."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.bulletins import law, rules
from huiyin.bulletins.models import Bulletin, Decision, Level, Receipt, Report
from huiyin.bulletins.rules import Limit
from huiyin.cases.office_rules.own_dates import ON
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import clocks, store, texts, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.handover import Change
from huiyin.organisations.models import Organisation

from . import notices, parts
from .parts import Doing

LEVEL = "bulletin-level"  # the subject of what an office above owes
RECEIVE, DECIDE = "receive", "decide"


def acknowledge(*, actor: Actor, bulletin_id: str) -> Level:
    """Whatever came and was not acknowledged yet is read now."""
    with store.write():
        act, level = _doing("acknowledge", actor, bulletin_id)
        if not acknowledged(act, level):
            raise Conflict(_("It was acknowledged already."), _("Look at it as it stands here."))
        act.end()
    return level


def pass_on(*, actor: Actor, bulletin_id: str, why: str = "") -> Level:
    """It goes to the office above with every report that was sent; later ones follow by themselves."""
    with store.write():
        act, level = _doing("pass_on", actor, bulletin_id)
        if level.organisation.parent is None:
            raise Conflict(_("There is no office above this one."), _("End it here, with a reason."))
        _decide(act, level, Decision.PASSED_ON, texts.without_numbers("why", why.strip()[:300]))
        reach(act, level.organisation.parent, level.organisation)
        act.end()
    return level


def end_here(*, actor: Actor, bulletin_id: str, why: str) -> Level:
    """This office is the last that needs to know; follow-ups still come to it."""
    with store.write():
        act, level = _doing("end_here", actor, bulletin_id)
        said = written("why", why, _("Say why it goes no further."), longest=300)
        _decide(act, level, Decision.ENDED, texts.without_numbers("why", said))
        act.end()
    return level


def reach(act: Doing, organisation: Organisation, sender: Organisation) -> None:
    """Part of an action: a bulletin comes to an office above; what was sent so far lies there, and its clocks run."""
    level = Level.objects.create(
        bulletin=act.bulletin, organisation=organisation, sender=sender, came_at=act.at
    )  # fmt: skip
    act.rows.append(level)
    holding = rules.holding(law.rules(), act.bulletin.kind, organisation.clock_numbers.get(ON, ()))
    limit = rules.pass_on_within(holding, organisation.own_number(rules.PASS_KEY, rules.PASS_HOURS))
    rule = None if limit.own else next(one for one in holding if law.NEXT_LEVEL in one.to)
    _start(act, level, DECIDE, _("Pass the report on, or end it here"), limit, rule)
    for report in act.bulletin.reports.exclude(sent_at=None).order_by("number"):
        _lay(act, level, report)


def come(act: Doing, report: Report) -> None:
    """Part of an action: a report that was just sent, to the office above and to each one that has the bulletin already."""
    levels = list(act.bulletin.levels.select_related("organisation__head_post", "organisation__parent").order_by("id"))
    for level in levels:
        _lay(act, level, report)
    parent = act.bulletin.organisation.parent
    if parent is not None and not levels:
        reach(act, parent, act.bulletin.organisation)


def hand_apart(change: Change) -> None:
    """Part of a follower: who began a bulletin that its office must not know of is gone. The office above has it from now on."""
    store.require_write()
    for bulletin in Bulletin.objects.filter(apart=True, begun_by=change.post.reference, ended_at=None):
        act = Doing("handed", parts.locked(bulletin.public_id), change.actor, change.actor_title, change.at)
        above = act.bulletin.organisation.parent
        if above is None:
            continue
        if not act.bulletin.levels.filter(organisation=above).exists():
            reach(act, above, act.bulletin.organisation)
        for clock in clocks.queries.open_rows(parts.BULLETIN, bulletin.public_id):
            act.rows.append(clocks.hand_over(clock, owner=parts.head_of(above)))
        notices.tell(act.bulletin, "handed", notices.office(above), actor=change.actor, at=change.at)
        act.end()


def _lay(act: Doing, level: Level, report: Report) -> None:
    """One report at one office, until it is acknowledged."""
    organisation = level.organisation
    act.rows.append(Receipt.objects.create(level=level, report=report, came_at=act.at))
    limit = parts.own(organisation, rules.RECEIVE_KEY, rules.RECEIVE_MINUTES, "minutes")
    _start(act, level, f"{RECEIVE}:{report.number}", _("Acknowledge the report"), limit)
    notices.tell(act.bulletin, report.stage, notices.office(organisation), actor=act.actor, at=act.at)


def _doing(verb: str, actor: Actor, bulletin_id: str) -> tuple[Doing, Level]:
    bulletin = parts.locked(bulletin_id)
    found = bulletin.levels.select_related("organisation__head_post", "organisation__parent__head_post")
    level = found.filter(organisation_id=actor.organisation_id).first()
    if level is None:
        raise Refused
    require(actor, "bulletin_receive", Place(level.organisation_id, level.organisation.path))
    return Doing(verb, bulletin, actor.reference, actor.post_title, time.now()), level


def acknowledged(act: Doing, level: Level) -> int:
    """Part of an action: how many reports were still to be acknowledged; whoever began the bulletin hears of it."""
    waiting = list(level.receipts.filter(acknowledged_at=None))
    for receipt in waiting:
        receipt.acknowledged_at, receipt.acknowledged_by, receipt.acknowledged_title = act.at, act.actor, act.title
        receipt.save()
        act.rows.append(receipt)
    _meet(act, level, RECEIVE)
    if waiting:
        notices.tell(act.bulletin, "acknowledged", [act.bulletin.begun_by], actor=act.actor, at=act.at)
    return len(waiting)


def _decide(act: Doing, level: Level, decision: str, why: str) -> None:
    if level.decision != Decision.OPEN:
        raise Conflict(_("This was decided already."), _("Look at it as it stands here."))
    acknowledged(act, level)
    level.decision, level.decided_at, level.decided_by = decision, act.at, act.actor
    level.decided_title, level.why = act.title, why
    level.save()
    act.rows.append(level)
    _meet(act, level, DECIDE)


def _meet(act: Doing, level: Level, name: str) -> None:
    for clock in clocks.queries.open_rows(LEVEL, level.public_id):
        if clock.name.partition(":")[0] == name:
            act.rows.append(clocks.meet(clock, at=act.at, because=f"bulletins.{act.verb}"))


def _start(
    act: Doing, level: Level, name: str, title: str | Promise, limit: Limit, rule: law.Rule | None = None
) -> Clock:
    """Owed by the head of the office that received it, or by the first above who holds a post."""
    organisation = level.organisation
    clock = clocks.start(
        subject_kind=LEVEL, subject_id=level.public_id, name=name, title=in_every_language(title),
        owner=parts.head_of(organisation), started_at=act.at, start_fact=in_every_language(_("the report came")),
        length=limit.length, unit=limit.unit, region=organisation.region, zone=organisation.zone, roll=False,
        own_rule=limit.own, law=rule.law if rule else None, article=rule.article if rule else "",
        verified=rule.verified if rule else "", consequence=in_every_language(parts.TOLD_LATE),
    )  # fmt: skip
    act.rows.append(clock)
    return clock
