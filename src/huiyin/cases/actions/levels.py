"""A person who goes straight to a higher office is received there, is told who is competent, and says what they want.

Guidance, never a condition (条例 20¶4): it is passed on at once, received jointly, or decided where it was handed in. What they
want can be changed until the office has done it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.concern import Level
from huiyin.cases.queries.competent import must_not_know
from huiyin.cases.responsible import owner_reference
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Competence, Organisation

from . import notices
from .letters import in_every_language
from .procedure import Doing, Line, locked, note_only

Opener = Callable[[Doing, Concern, Organisation], Iterable[ledger.Committed]]
_openers: list[Opener] = []


def on_joint(opener: Opener) -> None:
    """The room that receives people: `opener(doing, concern, office)` opens a joint reception inside of the write."""
    if opener not in _openers:
        _openers.append(opener)


def set_level(concern: Concern, home: Organisation, told: str, level: str) -> None:
    """Part of the intake: what a new concern was told and wants. One look-up where somebody was told; else nothing is asked."""
    if not told:
        return
    row = Competence.objects.select_related("organisation").filter(public_id=told).first()
    if row is None or not is_below(row.organisation, home):
        return
    concern.told = row
    concern.level = level if level in Level.values else Level.HERE


def is_below(office: Organisation, home: Organisation) -> bool:
    """Whether `office` takes cases under `home`."""
    takes = office.closed_at is None and office.kind != Organisation.Kind.DISCIPLINE_OFFICE
    return takes and office.pk != home.pk and office.path.startswith(home.path)


def can_change(concern: Concern) -> bool:
    """Whether the person may still say what they want: told so, and not done yet."""
    case = concern.case
    return (
        concern.told_id is not None
        and concern.level_acted_at is None
        and concern.left_at is None
        and case.kind != Kind.MISCONDUCT
        and case.bucket != Bucket.DONE
    )


def choose_level(*, concern: Concern, level: str) -> Concern:
    """The person wants something else now. Who answers for the case is told."""
    at = time.now()
    if level not in Level.values:
        raise BadInput("level", _("Choose one of the three."), "")
    with store.write():
        case = locked(concern.case_id)
        fresh = Concern.objects.select_for_update(of=("self",)).select_related("told__organisation").get(pk=concern.pk)
        fresh.case = case
        if not can_change(fresh) or fresh.told is None:
            raise Conflict(_("The office has acted on it already."), _("It stands on this page how it goes on."))
        if fresh.level == level:
            return fresh
        fresh.level = level
        fresh.save(update_fields=["level"])
        doing = Doing.by_petitioner(case, "choose_level", at, fresh.public_id)
        line = Line(data={"office": fresh.told.organisation.name, "level": level})
        note_only(doing, line=line, rows=[fresh])
        title = in_every_language(_("The person says who should take it on"))
        notices.to_post(doing, owner_reference(case, "registrar"), notices.TO_STAFF, title)
    return fresh


def open_joint(*, actor: Actor, case_id: int, version: int, concern: str) -> Case:
    """The office opens the joint reception that the person asked for; the day is named next."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "receive", case)
        row = next((one for one in waiting(case) if one.public_id == concern and one.level == Level.JOINT), None)
        if row is None or row.told is None or not _openers:
            raise Refused
        office = row.told.organisation
        if office.pk in must_not_know(case) or not is_below(office, case.organisation):
            raise BadInput("concern", _("This office can't be invited."), _("Choose another one on the reception."))
        row.level_acted_at = at
        row.save(update_fields=["level_acted_at"])
        doing = Doing.by_staff(case, "open_joint", actor, at).about(row.public_id)
        opened = [one for opener in _openers for one in opener(doing, row, office)]
        line = Line(data={"office": office.name, "level": Level.JOINT})
        note_only(doing, line=line, rows=[row, *opened])
        notices.to_petitioner(doing, in_every_language(_("You will be received jointly")))
    return case


def waiting(case: Case) -> list[Concern]:
    """Concerns of a case that want something of the office which it has not done. None of a sealed one."""
    if case.kind == Kind.MISCONDUCT:
        return []
    found = case.concerns.filter(level__in=[Level.PASSED, Level.JOINT], level_acted_at=None, left_at=None)
    return list(found.select_related("told__organisation"))


def asks_to_be_passed_on(case: Case) -> Organisation | None:
    """The office to which somebody wants it passed on, where that can be done."""
    excluded = must_not_know(case)
    for concern in waiting(case):
        if concern.level == Level.PASSED and concern.told is not None:
            office = concern.told.organisation
            if office.pk not in excluded and is_below(office, case.organisation):
                return office
    return None


def decided_here(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """Part of the acceptance: from now on this office decides, and nothing is passed on any more. A joint reception still is owed."""
    return _done(case, at, Level.PASSED, Level.HERE)


def passed_on(case: Case, at: dt.datetime) -> list[ledger.Committed]:
    """Part of the transfer: what anybody wanted of this office has come to its end."""
    return _done(case, at, *Level)


def _done(case: Case, at: dt.datetime, *levels: Level) -> list[ledger.Committed]:
    rows = list(case.concerns.filter(level__in=levels, level_acted_at=None, told__isnull=False))
    for row in rows:
        row.level_acted_at = at
        row.save(update_fields=["level_acted_at"])
    return [*rows]
