"""What of a case the holder of one code may see, where several people share it: what is for all, and what is their own.

A concern sees of each case what happened while it was in it, and nothing that another person wrote, asked or was asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiyin.cases.models import Case, CaseEvent, Concern, Member
from huiyin.cases.models.group import How
from huiyin.cases.models.ways import Move
from huiyin.kernel.clocks.queries import ClockView

OF_ALL = frozenset(
    {"ask_review", "ask_second_review", "request_late_review", "object_to_refusal", "agreement_not_kept", "ask_superior"}
)  # fmt: skip
"""What one person does that moves the case of all: the others read that it was done, never in whose words."""
ONE_PERSONS_CLOCKS = frozenset({"answer_message"})  # and the clock of whoever is above, when it is missed


@dataclass(frozen=True, slots=True)
class Stay:
    """The cases (the one, and those from which it was passed on) in which the concern was, and between which moments."""

    cases: tuple[Case, ...]
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def rows(self, moment: str = "at") -> Q:
        """Which rows of these cases belong to the stay, by the field that tells when they came about."""
        found = Q(case__in=[case.pk for case in self.cases])
        if self.since is not None:
            found &= Q(**{f"{moment}__gte": self.since})
        if self.until is not None:
            found &= Q(**{f"{moment}__lte": self.until})
        return found


def stays_of(concern: Concern) -> tuple[Stay, ...]:
    """In order; the last one is where the concern is now."""
    moves = [one for one in concern.moves.select_related("from_case__organisation") if one.kind != Move.LEFT]
    found = []
    since = _since(concern) if not moves else None
    for move in moves:
        found.append(Stay(chain_of(move.from_case), since, move.at))
        since = move.at
    case = Case.objects.select_related("organisation").get(pk=concern.case_id)
    return (*found, Stay(chain_of(case), since, concern.left_at))


def during(stays: Iterable[Stay], moment: str = "at") -> Q:
    """Rows of any of the stays."""
    found = Q(pk__in=[])
    for stay in stays:
        found |= stay.rows(moment)
    return found


def own_letters(concern: Concern) -> Q:
    """Letters of its stays: those to everybody, and its own."""
    return (during(stays_of(concern)) & Q(concern=None)) | Q(concern=concern)


def chain_of(case: Case) -> tuple[Case, ...]:
    """The case and those that it was passed on from, the first office first."""
    chain = [case]
    while chain[0].origin_id is not None:
        chain.insert(0, Case.objects.select_related("organisation").get(pk=chain[0].origin_id))
    return tuple(chain)


def is_shared(case: Case) -> bool:
    """Whether other people's concerns are in it too, or were."""
    return case.concerns.count() > 1 or hasattr(case, "group")


def own_events(events: Iterable[CaseEvent], concern: Concern) -> Iterable[tuple[CaseEvent, bool]]:
    """(line, whether another person did it): without what is another person's alone."""
    shared = Concern.objects.filter(case_id=concern.case_id).count() > 1
    wrote = concern.messages.filter(from_petitioner=True).exists()
    for event in events:
        whose = event.data.get("concern", "")
        if _of_one(event.data.get("name", "")) and not wrote:
            continue
        unsigned = (
            shared and event.actor == "petitioner" and not whose
        )  # of another room: one of them, it does not say who
        if whose in ("", concern.public_id):
            yield event, unsigned
        elif event.verb in OF_ALL:
            yield event, True


def own_clocks(clocks: Sequence[ClockView], concern: Concern, *, shared: bool) -> tuple[ClockView, ...]:
    """Without the date by which another person's message is answered: it would tell that somebody wrote."""
    if not shared or concern.messages.filter(from_petitioner=True, answered_at=None).exists():
        return tuple(clocks)
    return tuple(clock for clock in clocks if not _of_one(clock.name))


def _since(concern: Concern) -> dt.datetime | None:
    """Who joined a group sees what was told to the group before; nothing from before it was one."""
    member = Member.objects.select_related("group").filter(concern=concern).first()
    return member.group.opened_at if member is not None and member.how != How.FIRST else None


def _of_one(clock_name: str) -> bool:
    return clock_name.rsplit(":", 1)[-1] in ONE_PERSONS_CLOCKS
