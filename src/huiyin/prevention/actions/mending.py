"""It is said to be mended; another person looks; it is, or it is not; it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.actions import Inspected
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, may
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Account
from huiyin.prevention import rules
from huiyin.prevention.models import Hazard, Rectification, Status

from . import notices, parts, registering

MOST = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class Work:
    """What was done, what it cost and who supplied it, and what shows it."""

    done: str
    cost: Decimal | None = None
    supplier: str = ""
    proof: Sequence[Inspected] = field(default=())


def mend(*, actor: Actor, hazard_id: str, version: int, work: Work) -> Hazard:
    """Whoever owes it, or works there, says that it is done. It counts when another person has looked."""
    with store.write():
        act = parts.doing("mend", actor, hazard_id, "hazard_mend", version)
        hazard = act.hazard
        parts.in_state(hazard, Status.OPEN)
        if work.cost is not None and not 0 <= work.cost < MOST:
            raise BadInput("cost", _("Give what it cost in yuan."), "")
        done = registering.without_numbers("done", written("done", work.done, _("Write what was done."), longest=1000))
        row = Rectification.objects.create(
            hazard=hazard, done=done, cost=work.cost, supplier=work.supplier.strip()[:120],
            files=parts.keep(act, work.proof), mended_at=act.at, mended_by=act.actor, mended_title=act.title,
            mended_in_id=actor.appointment_id,
        )  # fmt: skip
        act.rows.append(row)
        hazard.status = Status.MENDED
        parts.meet(act, parts.MEND)
        parts.stop(act, parts.STILL)
        days = hazard.organisation.own_number(rules.CHECK_KEY, rules.CHECK_DAYS)
        parts.start(act, parts.CHECK, _("Look whether a hazard is mended"), _checker(hazard, actor), act.at, days,
                    told=_("The head is told."))  # fmt: skip
        parts.line(act, "mend", done)
        notices.tell(hazard, "mend", _told_of_mending(hazard, actor), actor=act.actor, at=act.at)
        act.end()
    return hazard


def check(
    *, actor: Actor, hazard_id: str, version: int, passed: bool, note: str = "", pictures: Sequence[Inspected] = ()
) -> Hazard:
    """Another person than who mended it looked. It is mended, or the mending is owed again from today."""
    with store.write():
        act = parts.doing("check", actor, hazard_id, "hazard_check", version)
        hazard = act.hazard
        parts.in_state(hazard, Status.MENDED)
        row = Rectification.objects.select_for_update().get(hazard=hazard, passed=None)
        if not may_look(actor, row):
            raise Conflict(
                _("Who mended it does not look whether it is mended."), _("Ask somebody else of your office to look.")
            )
        row.note = (
            note.strip()[:500] if passed else written("note", note, _("Say what is still dangerous."), longest=500)
        )
        row.passed, row.checked_at, row.checked_by = passed, act.at, act.actor
        row.checked_title, row.checked_in_id = act.title, actor.appointment_id
        row.save()
        act.rows.append(row)
        kept = parts.keep(act, pictures)
        parts.meet(act, parts.CHECK)
        parts.line(act, "close" if passed else "not_mended", row.note, {"files": str(len(kept))} if kept else {})
        if passed:
            hazard.status, hazard.ended_at = Status.CLOSED, act.at
        else:
            hazard.status = Status.OPEN
            parts.start_mending(act, act.at)
        told = [hazard.owner.reference, hazard.registered_by, row.mended_by]
        notices.tell(hazard, "close" if passed else "not_mended", told, actor=act.actor, at=act.at)
        act.end()
    return hazard


def reopen(
    *, actor: Actor, hazard_id: str, version: int, why: str, interim: str = "", pictures: Sequence[Inspected] = ()
) -> Hazard:
    """It has come back: anybody of the house says so, and the mending is owed anew."""
    with store.write():
        act = parts.doing("reopen", actor, hazard_id, "hazard_register", version)
        hazard = act.hazard
        parts.in_state(hazard, Status.CLOSED, Status.DROPPED)
        reason = registering.without_numbers("why", written("why", why, _("Say what you saw."), longest=1000))
        hazard.interim = registering.guarded(interim or hazard.interim, hazard.severity)
        hazard.owner = parts.held_in_house(hazard.organisation, hazard.owner)
        hazard.status, hazard.ended_at, hazard.told_up = Status.OPEN, None, None
        hazard.reopened, hazard.open_since = hazard.reopened + 1, act.at
        parts.keep(act, pictures)
        parts.start_mending(act, act.at)
        parts.line(act, "reopen", reason)
        told = [hazard.owner.reference, *notices.head(hazard.organisation)]
        notices.tell(hazard, "reopen", told, actor=act.actor, at=act.at)
        act.end()
    return hazard


def may_look(actor: Actor, row: Rectification) -> bool:
    """Another person, whatever posts both hold."""
    fixer = Account.objects.get(appointments=row.mended_in_id)
    return may(actor, "hazard_check", row.hazard) and rules.may_check(fixer.pk, actor.account_id)


def _checker(hazard: Hazard, fixer: Actor) -> str:
    """Who answers that somebody looks: the superior of who owes it, else the head; never who mended it."""
    organisation = hazard.organisation
    chain = [hazard.owner.reports_to, organisation.head_post, hazard.owner]
    others = [post for post in chain if post is not None and post.pk not in fixer.post_ids | {fixer.post_id}]
    clear = [post for post in others if is_held(post)] or others
    return clear[0].reference if clear else hazard.owner.reference


def _told_of_mending(hazard: Hazard, fixer: Actor) -> list[str]:
    return [_checker(hazard, fixer), hazard.registered_by]
