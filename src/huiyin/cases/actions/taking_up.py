"""Sorting what was open before Huiyin: taken up by the ordinary procedure from today, or laid down with a reason."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.cases.models.case import Bucket
from huiyin.cases.responsible import responsible_post
from huiyin.cases.search import actions as search
from huiyin.kernel import outbox, store, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, require

from .beginning import begin, plan
from .bringing_in import SORT_CLOCK
from .clockwork import SUBJECT
from .intake import packs_for
from .notices import MISSED
from .procedure import Doing, Line, locked, note_only


def take_up(*, actor: Actor, case_id: int, version: int) -> Case:
    """Start the ordinary procedure. Its time runs from now, not from when the person wrote elsewhere: `received_at` says that."""
    at = time.now()
    with store.write():
        case = _waiting(actor, case_id, version)
        met = [clocks.meet(clock, at=at, because="cases.take-up") for clock in _to_sort(case)]
        doing = Doing.by_staff(case, "take_up", actor, at)
        begin(doing, plan(doing, packs_for(case, case.organisation), since=at), Line(), met)
        search.index(case)
    return case


def lay_down(*, actor: Actor, case_id: int, version: int, reason: str) -> Case:
    """It needs no procedure any more: answered elsewhere, withdrawn, long settled. It does not count as handled."""
    at = time.now()
    with store.write():
        case = _waiting(actor, case_id, version)
        if not reason.strip():
            raise BadInput("reason", _("Say why nothing more is to be done."), _("The person can read it."))
        met = [clocks.meet(clock, at=at, because="cases.lay-down") for clock in _to_sort(case)]
        case.bucket = Bucket.DONE
        note_only(Doing.by_staff(case, "lay_down", actor, at), line=Line(note=reason.strip()), rows=met)
    return case


def not_sorted(case: Case, clock: Clock, at: dt.datetime) -> None:
    """Private part of the sweep: nobody has looked. The case shows it; who is above is told once, not for every row of a file."""
    doing = Doing(case, "missed", "system:clock", "", at)
    superior = responsible_post(case, "head")
    if superior is not None:
        outbox.owe(
            to=superior.reference,
            template=MISSED,
            context={"case": case.public_id, "title": dict(clock.title), "organisation": case.organisation.name},
            about=case.reference,
            key=f"{SORT_CLOCK}:{superior.public_id}:{clock.due_on.isoformat()}",
            at=at,
        )
    data = {"clock": clock.public_id, "title": clock.title, "due": clock.due_on.isoformat()}
    note_only(doing, line=Line(data={**data, "told": superior.title if superior else ""}))


def _waiting(actor: Actor, case_id: int, version: int) -> Case:
    case = locked(case_id, version=version)
    require(actor, "sort", case)
    if case.bucket != Bucket.BEFORE:
        raise Conflict(_("This case has been sorted already."), _("Look at the timeline below."))
    return case


def _to_sort(case: Case) -> list[Clock]:
    return list(Clock.objects.filter(subject_kind=SUBJECT, subject_id=case.public_id, name=SORT_CLOCK, status__in=OPEN))
