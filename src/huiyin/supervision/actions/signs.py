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
    """For `cases.actions.afterwards`. What tells of nothing, on a case without a sign, costs one look at an index."""
    case = doing.case
    if case.kind == Kind.MISCONDUCT:
        Sign.objects.filter(case=case).delete()
        return
    _mark(doing)
    proposing.follow(doing)
    standing = reading.rows(Sign, case=case.pk)
    if standing or doing.verb in TELLING:
        refresh(case, standing)


def refresh(case: Case, standing: list[Sign] | None = None) -> None:
    """Set the signs of a case to what is so now."""
    before = standing if standing is not None else reading.rows(Sign, case=case.pk)
    wanted = {
        (f"b{key}", reason): since
        for reason, since in _signs(case).items()
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
    clocks = reading.rows(Clock, subject_kind=SUBJECT, subject_id=case.public_id, status=list(OPEN), waits_on="office")
    owed = [rules.Owed(clock.name, clock.due_at) for clock in clocks if clock.missed_at is not None]
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
