"""What runs by itself: sessions and codes that have run out are removed; an appointment ends behind its last day."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session

from huiyin.kernel import store, time

from .access import machine
from .actions.parts import note, told
from .models import Appointment, OpenSession, SignInKey

BATCH = 20
NIGHT = dt.timedelta(days=1)  # no zone is further ahead


def forget_expired() -> int:
    """Remove what has run out; answers the number of rows. Running it twice changes nothing."""
    now = time.now()
    sessions = Session.objects.filter(expire_date__lte=now)
    keys = SignInKey.objects.filter(expires_at__lte=now)
    if not (sessions.exists() or keys.exists()):
        return 0
    with store.write():
        gone = OpenSession.objects.filter(key__in=sessions.values("session_key"))
        return gone.delete()[0] + sessions.delete()[0] + keys.delete()[0]


def end_run_out() -> int:
    """Appointments whose last day is over end, and what lay on a post that is empty now goes on in the same write."""
    rows = Appointment.objects.filter(ended_at=None, until_on__lt=(time.now() + NIGHT).date())
    found = [row for row in rows.select_related("post__unit__organisation")[: BATCH * 10] if _is_over(row)][:BATCH]
    done = 0
    for row in found:
        with store.write():
            row = Appointment.objects.select_for_update().get(pk=row.pk)
            if row.ended_at is not None or not _is_over(row):
                continue
            row.ended_at = time.now()
            row.save(update_fields=["ended_at"])
            actor = machine("appointments")
            note("appointment_ran_out", actor, row.post.reference, [row])
            told(actor, (row.post, row))
            done += 1
    return done


def _is_over(row: Appointment) -> bool:
    return row.until_on is not None and row.until_on < time.today(row.post.unit.organisation.zone)
