"""Keeps the supervisor's page and the counts in step with each act on a case, in the write of the act."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.actions.clockwork import SUBJECT
from huiyin.cases.actions.procedure import Doing
from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.kernel import inserting, reading
from huiyin.kernel.clocks.models import OPEN, Clock
from huiyin.supervision import rules
from huiyin.supervision.models import Mark, Sign, Supervision
from huiyin.supervision.models.supervision import Status

from . import proposing

NOT_KEPT = ("partly", "not-kept")
EXTENDED = "extend"
TELLING = frozenset(
    {*rules.LEAVES, "missed", "ask_superior", "check_later", "issue_review", "issue_second_review", "seal"}
)


def follow(doing: Doing) -> None:
    """For `cases.following.afterwards`. What tells of nothing, on a case without a sign, costs one look at an index."""
    case = doing.case
    if case.kind == Kind.MISCONDUCT:
        Sign.objects.filter(case=case).delete()
        return
    _mark(doing)
    dates = _dates(case) if doing.verb == "missed" else None  # a sweep misses many in one write: read once
    proposing.follow(doing, dates)
    standing = reading.rows(Sign, case=case.pk)
    if standing or doing.verb in TELLING:
        only_late = doing.verb == "missed" and not standing  # whatever else could tell would have left a sign
        refresh(case, standing, _late(dates) if only_late and dates is not None else _signs(case))


def _dates(case: Case) -> list[Clock]:
    return reading.rows(Clock, subject_kind=SUBJECT, subject_id=case.public_id, waits_on="office")


def _late(dates: list[Clock]) -> dict[str, dt.datetime]:
    return rules.signs(_owed(dates), (), None, None)


def _owed(dates: list[Clock]) -> list[rules.Owed]:
    return [rules.Owed(one.name, one.due_at) for one in dates if one.missed_at is not None and one.status in OPEN]


def refresh(case: Case, before: list[Sign], now: dict[str, dt.datetime]) -> None:
    """Set the signs of a case to what is so now: one row for each scope above it."""
    wanted = {
        (f"b{key}", reason): since
        for reason, since in now.items()
        for key in case.organisation.path.strip("/").split("/")
    }
    gone = [sign.pk for sign in before if wanted.get((sign.scope, sign.reason)) != sign.since]
    kept = {(sign.scope, sign.reason) for sign in before if sign.pk not in gone}
    if gone:
        Sign.objects.filter(pk__in=gone).delete()
    inserting.insert(
        [
            Sign(scope=scope, case=case, reason=reason, since=since)
            for (scope, reason), since in wanted.items()
            if (scope, reason) not in kept
        ]
    )


def _signs(case: Case) -> dict[str, dt.datetime]:
    owed = _owed(_dates(case))
    telling = {*rules.LEAVES, *(verb for verbs in rules.MENDED_BY.values() for verb in verbs)}
    happened = case.events.filter(verb__in=telling).order_by("id").values_list("verb", "at")
    not_done = case.checked_at if case.checked_result in NOT_KEPT else None
    waiting = Supervision.objects.filter(case=case, status=Status.WAITING, person_asked_at__isnull=False)
    asked = waiting.values_list("person_asked_at", flat=True).first()
    return rules.signs(owed, happened, not_done, asked)


def _mark(doing: Doing) -> None:
    """What is counted by office and step. The second extension of one case is seen here, for no act knows that it is one."""
    pattern = rules.PATTERNS.get(doing.verb, "")
    if doing.verb == EXTENDED and doing.case.extension_requests.filter(approved_at__isnull=False).count() > 1:
        pattern = "extended-twice"
    if pattern and not reading.rows(Mark, case=doing.case.pk, pattern=pattern, step=doing.case.step):
        inserting.insert([Mark(case=doing.case, pattern=pattern, step=doing.case.step, at=doing.at)])
