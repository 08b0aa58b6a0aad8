"""The person asks the office above to see to it, when a date has passed. Going up is a right; the office goes on meanwhile."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern
from huiyin.cases.responsible import responsible_post, supervising_post
from huiyin.kernel import store, time
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.kernel.errors import BadInput, Conflict

from . import notices
from .clockwork import SUBJECT
from .letters import in_every_language
from .procedure import Doing, Line, locked, note_only

ONCE_IN = dt.timedelta(days=1)


def ask_superior(*, concern: Concern, note: str = "") -> Case:
    """Ask the next organisation up. What was missed already runs there as its own clock; this says that the person waits.

    Once a day is enough to be heard. Raises `BadInput` while nothing is late, `Conflict` where it was asked today.
    """
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        if not _something_is_late(case):
            raise BadInput(
                "note", _("Nothing is late just now."), _("You can still write, or turn to that office itself.")
            )
        if case.events.filter(verb="ask_superior", at__gt=at - ONCE_IN).exists():
            raise Conflict(_("You asked already; that office has it."), _("You can ask again tomorrow."))
        above = supervising_post(case) or responsible_post(case, "superior")
        doing = Doing.by_petitioner(case, "ask_superior", at, concern.public_id)
        told = above.unit.organisation.name if above else case.organisation.outside_body_name
        note_only(doing, line=Line(note=note.strip(), data={"told": told}))
        if above is not None:
            title = in_every_language(_("A person asks you to see to a late case"))
            notices.to_post(doing, above.reference, notices.TO_STAFF, title)
    return case


def _something_is_late(case: Case) -> bool:
    return Clock.objects.filter(
        subject_kind=SUBJECT, subject_id=case.public_id, status__in=OPEN, missed_at__isnull=False
    ).exists()
