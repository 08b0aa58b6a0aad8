"""By when the answer is due, for a letter: the date, and what it rests on as it stood on that day. Private parts of actions."""

from __future__ import annotations

import json

from huiyin.cases.models import Case
from huiyin.kernel.clocks.explaining import derivation
from huiyin.kernel.clocks.models import OPEN, Clock

from .clockwork import SUBJECT
from .letters import Part
from .procedure import pack_of


def due_parts(case: Case) -> list[Part]:
    """The earliest date first; a lawful one that runs beside an own promise is named too. Nothing where no date runs."""
    dates = _of_the_answer(case)
    if not dates:
        return []
    facts = json.dumps([_facts(clock) for clock in dates], ensure_ascii=False)
    return [Part("answer_by", dates[0].due_on.isoformat()), Part("rests_on", facts)]


def _of_the_answer(case: Case) -> list[Clock]:
    """The running dates that the answer meets, on every track."""
    met = {
        (str(track.pk), deadline.id)
        for track in case.tracks.all()
        for deadline in pack_of(track).deadlines
        if "issue_reply" in deadline.meets
    }
    running = Clock.objects.filter(subject_kind=SUBJECT, subject_id=case.public_id, status__in=OPEN)
    return [clock for clock in running.order_by("due_at", "id") if (clock.track, clock.name) in met]


def _facts(clock: Clock) -> dict[str, object]:
    """What words are made of in the reader's language, whatever becomes of the clock later."""
    known = derivation(clock)
    return {
        "start": known.starts.on.isoformat(),
        "fact": dict(known.starts.fact),
        "length": known.length.number,
        "unit": known.length.unit,
        "due": clock.due_on.isoformat(),
        "provisional": clock.provisional,
        "law": dict(known.law.law),
        "article": known.law.article,
        "own_rule": known.law.own_rule,
    }
