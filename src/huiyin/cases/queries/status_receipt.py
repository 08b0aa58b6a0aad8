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
    """`dates`: what the office owes from today. `answer`: the written answer, counted from acceptance."""

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
    )


def _answer(case: Case) -> Later | None:
    """The deadline of the main procedure within which the answer is issued."""
    track = case.tracks.first()
    if track is None:
        return None
    pack = pack_of(track)
    found = next(
        (one for one in pack.deadlines if one.meets and "issue_reply" in one.meets and "accept" in one.starts), None
    )
    if found is None:
        return None
    return Later(
        found.title,
        found.length,
        found.own_unit if found.own_rule else found.unit,
        pack.law.short,
        found.source,
        found.own_rule,
    )
