"""A report is written, looked through, and sent. What blocks is mended first; what is only strange goes with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.bulletins import law, rules
from huiyin.bulletins.models import Bulletin, Report, Stage, Told, Way
from huiyin.bulletins.rules import Finding, Known
from huiyin.bulletins.wording import finding_text
from huiyin.incidents.queries import sections as counts
from huiyin.kernel import store
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor

from . import parts, receiving
from .parts import Doing


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form. `corrects`: fields that were wrong in the report before; `why_passed`: why it goes with warnings."""

    stage: str
    occurred_at: dt.datetime | None
    place: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    corrects: Sequence[str] = ()
    why_corrected: str = ""
    why_passed: str = ""


def save(*, actor: Actor, bulletin_id: str, version: int, report: Written) -> Report:
    """The draft as it stands; nobody outside reads it."""
    with store.write():
        act = parts.doing("save", actor, bulletin_id, version)
        row = drafted(act.bulletin, report, act.title, act.at)
        row.save()
        act.rows.append(row)
        act.end()
    return row


def send(*, actor: Actor, bulletin_id: str, version: int, report: Written) -> Report:
    """It goes to the office above at once. `BadInput` names the first thing that blocks, or asks why it goes with warnings."""
    with store.write():
        act = parts.doing("send", actor, bulletin_id, version)
        row = drafted(act.bulletin, report, act.title, act.at)
        found = findings(act.bulletin, row, act.at)
        _nothing_blocks(found)
        warned = [[one.key, one.place] for one in found]
        if warned and not row.why_passed:
            raise BadInput("why_passed", _("Something in it is strange."), _("Mend it, or say why it goes as it is."))
        row.passed, row.why_passed = warned, row.why_passed if warned else ""
        row.sent_at, row.sent_by, row.sent_title = act.at, act.actor, act.title
        row.save()
        act.rows.append(row)
        _gone(act, row)
        act.end()
    return row


def findings(bulletin: Bulletin, row: Report, now: dt.datetime) -> tuple[Finding, ...]:
    """What the checks say of a report, against the one before it and the record of the incident."""
    last = parts.last_sent(bulletin)
    known = Known(
        bulletin.learned_at, now, parts.said(last) if last else None, tuple(row.corrects), row.why_corrected,
        recorded(bulletin),
    )  # fmt: skip
    return rules.check(law.kind(bulletin.kind), parts.said(row), known)


def recorded(bulletin: Bulletin) -> dict[str, int]:
    """What the head-count of the incident says, where somebody counted."""
    if bulletin.incident is None:
        return {}
    heads = counts.heads(bulletin.incident)
    return {"missing": heads.missing, "affected": heads.ill + heads.missing} if heads.counted else {}


def drafted(bulletin: Bulletin, report: Written, title: str, at: dt.datetime) -> Report:
    """The one draft with what stands in the form; where the last report was sent, the next one. Nothing is kept."""
    kind = law.kind(bulletin.kind)
    row = bulletin.reports.filter(sent_at=None).first()
    if row is None:
        last = parts.last_sent(bulletin)
        row = Report(bulletin=bulletin, number=last.number + 1 if last else 1)
    row.stage = _stage(row, report.stage)
    row.occurred_at, row.place = report.occurred_at, report.place.strip()[:120] if kind.place else ""
    row.texts = {name: report.texts.get(name, "").strip() for name in kind.fields if name in rules.TEXTS}
    row.numbers = {name: report.numbers.get(name) for name in kind.fields if name in rules.NUMBERS}
    may_correct = ("occurred_at", "place", *kind.fields) if row.number > 1 else ()
    row.corrects = [name for name in may_correct if name in report.corrects]
    row.why_corrected, row.why_passed = report.why_corrected.strip()[:300], report.why_passed.strip()[:300]
    row.saved_at, row.saved_title = at, title
    return row


def _stage(row: Report, stage: str) -> str:
    if row.number == 1:
        return Stage.FINAL if stage == Stage.FINAL else Stage.FIRST
    if stage not in (Stage.FOLLOW_UP, Stage.FINAL):
        raise BadInput("stage", _("Choose whether it is the last report."), "")
    return stage


def _nothing_blocks(found: Sequence[Finding]) -> None:
    blocking = next((one for one in found if one.blocks), None)
    if blocking is not None:
        raise BadInput(blocking.place, finding_text(blocking), "")


def _gone(act: Doing, row: Report) -> None:
    """Sent: the office above has it, its clocks are met, and the next report is owed until the final one."""
    bulletin = act.bulletin
    above = bulletin.organisation.parent
    parts.meet(act, act.at, lambda name: name in (parts.WRITTEN, parts.NEXT) or (above is not None and parts.body_of(name) == law.ABOVE))  # fmt: skip
    if above is not None:
        told = Told.objects.create(
            bulletin=bulletin, body=law.ABOVE, way=Way.SYSTEM, at=act.at, noted_at=act.at, noted_by=act.actor,
            noted_title=act.title,
        )  # fmt: skip
        act.rows.append(told)
    receiving.come(act, row)
    if row.stage == Stage.FINAL:
        bulletin.ended_at = bulletin.ended_at or act.at
    elif bulletin.ended_at is None:
        limit = parts.own(bulletin.organisation, rules.NEXT_KEY, rules.NEXT_HOURS, "hours")
        parts.start(act, parts.NEXT, _("Follow-up or final report"), limit, act.at, fact=_("the report before it"))
