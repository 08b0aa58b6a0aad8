"""What a receipt says: dates from the clocks that run, who answers, whom to go to. Nothing about the person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.actions.intake import concern_reference
from huiyin.cases.actions.procedure import pack_of
from huiyin.cases.models import Case, Concern
from huiyin.kernel import files
from huiyin.kernel.clocks import queries as clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.ledger import queries as log
from huiyin.kernel.ledger import signing
from huiyin.procedures.schema import Words

from .offices import Office, of_organisation

ANSWER_STEP = "reply"


@dataclass(frozen=True, slots=True)
class Later:
    """A date that begins with something still to come: so long after that."""

    title: Words
    length: int
    unit: str
    law: Words
    article: str
    own_rule: bool


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """`dates`: what the office owes from today. `answer`: the written answer, counted from acceptance.

    `fingerprint`: how the registration stands in the public log; "" where it can't be shown.
    """

    case_id: str
    organisation: Office
    way_up: Office | None
    zone: str
    received_at: dt.datetime
    channel: str
    files: int
    handler: str
    leader: str
    dates: tuple[ClockView, ...]
    answer: Later | None
    review: Words | None
    fingerprint: str
    log: str


def receipt_of(concern: Concern) -> ReceiptPage:
    """The receipt of one concern, as it stands now."""
    case = concern.case
    organisation = case.organisation
    running = clocks.of_subject(SUBJECT, case.public_id, only_open=True)
    return ReceiptPage(
        case_id=case.public_id,
        organisation=of_organisation(organisation),
        way_up=of_organisation(organisation.parent) if organisation.parent else None,
        zone=organisation.zone,
        received_at=concern.received_at,
        channel=concern.channel,
        files=len(files.of(concern_reference(concern))),
        handler=case.handler.title if case.handler else "",
        leader=case.leader.title if case.leader else "",
        dates=tuple(clock for clock in running if clock.waits_on == "office"),
        answer=_answer(case),
        review=_review_words(case),
        fingerprint=log.fingerprint(concern),
        log=signing.origin(),
    )


def _answer(case: Case) -> Later | None:
    """The deadline within which the answer is issued, counted from acceptance; the office's main procedure first."""
    for track in case.tracks.all():
        pack = pack_of(track)
        for deadline in pack.deadlines:
            if "issue_reply" in deadline.meets and "accept" in deadline.starts:
                unit = deadline.own_unit if deadline.own_rule else deadline.unit
                own = deadline.own_rule or pack.law.own
                return Later(deadline.title, deadline.length, unit, pack.law.short, deadline.source, own)
    return None


def _review_words(case: Case) -> Words | None:
    """The way up that is open for a time after the answer, as the lawful procedure words it."""
    ways = [
        way for track in case.tracks.all() for way in pack_of(track).recourse if way.within and way.to == "superior"
    ]
    return ways[0].text if ways else None
