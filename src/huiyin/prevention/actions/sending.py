"""What a phone kept while it had no network comes in: once, in its own time, and never over what somebody else said meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files.actions import Inspected
from huiyin.organisations.access import Actor
from huiyin.prevention import rules
from huiyin.prevention.models import Answer, Hazard, Round, RoundStatus, Sent
from huiyin.prevention.wording import ANSWERS

from . import parts, registering, rounds
from .rounds import Given

LONGEST_KEY = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """The phone's own key for one thing that it kept, and when it was typed there."""

    client_id: str
    at: dt.datetime


def send_answer(*, actor: Actor, round_id: str, given: Given, kept: Kept, after: str = "", apart: bool = False) -> Sent:
    """What was seen of one item. `after`: the `client_id` of the answer that the phone showed, or sent before, of this item.

    `apart`: the round is over; what was found is registered as a hazard all the same.
    """
    with store.write():
        one = rounds.locked(actor, round_id)
        if (before := _heard(one, kept)) is not None:
            return before
        at, now = _happened(kept)
        item = next((item for item in one.items if item["key"] == given.key), None)
        if item is None or given.answer not in Answer.VALUES:
            raise BadInput(f"answer-{given.key}", _("Choose what you saw."), "")
        rows: list[ledger.Committed] = []
        if apart and given.answer == Answer.HAZARD and one.status != RoundStatus.DUE:
            hazard: Hazard | None = rounds.registered(actor, one, item, given, at)
        else:
            rounds.due(one)
            hazard = seen(actor, one, item, given, replace(kept, at=at), after, rows)
        said = sent(actor, one, kept, at, now, key=given.key, answer=given.answer, note=given.note, hazard=hazard)
        rounds.record("send_answer", actor.reference, one.inspection, now, [*rows, said])
    return said


def send_picture(*, actor: Actor, round_id: str, of: str, picture: Inspected, kept: Kept) -> Sent:
    """One picture of what was found. `of`: the `client_id` under which that was sent, before it."""
    with store.write():
        one = rounds.locked(actor, round_id)
        if (before := _heard(one, kept)) is not None:
            return before
        at, now = _happened(kept)
        found = Sent.objects.select_related("hazard").filter(round=one, client_id=of).exclude(hazard=None).first()
        if found is None or found.hazard is None:
            raise Conflict(_("What this picture shows was not taken."), "")
        _added(actor, found.hazard, "", [picture])
        said = sent(actor, one, kept, at, now, key=found.key, hazard=found.hazard)
        rounds.record("send_picture", actor.reference, one.inspection, now, [said])
    return said


def send_end(*, actor: Actor, round_id: str, note: str, kept: Kept) -> Sent:
    """The round is finished; every item has its answer."""
    with store.write():
        one = rounds.locked(actor, round_id)
        if (before := _heard(one, kept)) is not None:
            return before
        rounds.due(one)
        at, now = _happened(kept)
        one.begun_at = min(one.begun_at or at, at)
        rows = rounds.finished(actor, one, note, at)
        said = sent(actor, one, kept, at, now, note=note)
        rounds.record("send_end", actor.reference, one.inspection, now, [*rows, one, said])
    return said


def _heard(one: Round, kept: Kept) -> Sent | None:
    """What this phone sent already: the answer to it was lost on the way."""
    if not 0 < len(kept.client_id) <= LONGEST_KEY:
        raise BadInput("client_id", _("The phone sent no key with this."), _("Load the page again."))
    return Sent.objects.filter(round=one, client_id=kept.client_id).first()


def _happened(kept: Kept) -> tuple[dt.datetime, dt.datetime]:
    """When it was typed, never later than now, and now."""
    now = time.now()
    if kept.at < now - dt.timedelta(days=rules.LONGEST_KEPT):
        raise BadInput("moment", _("This was kept on the phone for too long."), _("Look again, and answer anew."))
    return min(kept.at, now), now


def seen(
    actor: Actor, one: Round, item: dict[str, str], given: Given, kept: Kept, after: str, rows: list[ledger.Committed]
) -> Hazard | None:
    """Part of an action: into the round, where nobody else answered since; the same answer, or more about the same hazard, stands beside it."""
    before = (
        Answer.objects.select_for_update(of=("self",)).select_related("hazard").filter(round=one, key=given.key).first()
    )
    if before is not None and before.hazard is not None and given.answer == Answer.HAZARD:
        _added(actor, before.hazard, given.note or gettext("Seen once more."), given.pictures)
        return before.hazard
    if before is not None and (before.answer, before.note) == (given.answer, given.note.strip()):
        return None
    if before is not None and (before.hazard_id or before.client_id != after):
        said = gettext("%(post)s answered meanwhile: %(answer)s.")
        raise Conflict(
            said
            % {"post": before.by_title, "answer": " · ".join(filter(None, [str(ANSWERS[before.answer]), before.note]))},
            _("It stands. Decide about yours."),
        )
    one.begun_at = min(one.begun_at or kept.at, kept.at)
    one.save()
    changed = rounds.answered(actor, one, item, given, before, kept.at, kept.client_id)
    rows += [*changed, one]
    return next((row.hazard for row in changed if isinstance(row, Answer)), None)


def _added(actor: Actor, hazard: Hazard, note: str, pictures: Sequence[Inspected]) -> None:
    act = parts.doing("add", actor, hazard.public_id, "hazard_register")
    registering.added(act, note, pictures)
    act.end()


def sent(
    actor: Actor, one: Round, kept: Kept, at: dt.datetime, now: dt.datetime, *, key: str = "", answer: str = "",
    note: str = "", hazard: Hazard | None = None,
) -> Sent:  # fmt: skip
    """Part of an action: what came in, under the key by which it is heard once."""
    return Sent.objects.create(
        round=one, client_id=kept.client_id, key=key, answer=answer, note=note.strip()[:200], hazard=hazard, at=at,
        heard_at=now, by=actor.reference,
    )  # fmt: skip
