"""That a case was opened is kept, for its head and for the person whom it is about."""

from __future__ import annotations

import contextlib

from django.db import DatabaseError

from huiyin.cases.models import Case, CaseRead
from huiyin.kernel import store, time
from huiyin.kernel.errors import Unavailable
from huiyin.organisations.access import Actor


def opened(*, actor: Actor, case: Case) -> None:
    """Once a day and appointment; a page that was opened today already costs a look along an index and no write.

    On a disk that takes nothing the page is read all the same: people who work on a case must not wait for a note of it.
    """
    today = time.today(case.organisation.zone)
    row = {"case": case, "appointment_id": actor.appointment_id, "on": today}
    if CaseRead.objects.filter(**row).exists():
        return
    with contextlib.suppress(Unavailable, DatabaseError), store.write():
        CaseRead.objects.bulk_create([CaseRead(**row)], ignore_conflicts=True)
