"""A draft is approved by the head, published, filed with the superior, looked at again, revised; a plan is retired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.plans import rules
from huiyin.plans.marks import Mark, Report, overruled, report
from huiyin.plans.models import OPEN, Origin, Paper, Plan, PlanPaper, PlanVersion, Status
from huiyin.plans.schema import PartName
from huiyin.plans.wording import PARTS

from . import notices, parts
from .printing import out_of_date


class StillMarked(Conflict):
    """The draft can't be signed as it stands. `marks`: clauses that break a rule; `missing`: parts that the law demands."""

    def __init__(self, marks: Collection[Mark], missing: Collection[PartName]) -> None:
        said = [f"{mark.rule} “{mark.text}”" + (f" ({mark.part})" if mark.part else "") for mark in marks]
        lacks = [_("it lacks a part that the law demands: %(part)s") % {"part": PARTS[part]} for part in missing]
        super().__init__(
            _("It can't be signed: %(said)s") % {"said": "; ".join([*said, *lacks])},
            _("Change the words, or have a legal reviewer decide that the mark is mistaken. Add what is missing."),
        )
        self.marks, self.missing = tuple(marks), tuple(missing)


def approve(*, actor: Actor, version_id: str, seen: int) -> PlanVersion:
    """The head of the organisation signs the draft as it stands (`seen`: the draft's `version`). From now on it never changes.

    Raises `StillMarked` while a part is missing that the law demands, or a clause stands in it that the check does not let
    pass and no legal reviewer has overruled.
    """
    at = time.now()
    checked, as_it_stood = _checked(version_id)
    with store.write():
        version = parts.locked_version(version_id)
        require(actor, "plan_approve", version.plan)
        if actor.post_id != version.plan.organisation.head_post_id:
            raise Refused
        parts.expect(version, "approve")
        parts.same(version, seen)
        parts.same(version, as_it_stood)
        still = checked.blocking(overruled(version.plan))
        if still or checked.missing:
            raise StillMarked(still, checked.missing)
        version.status, version.approved_at = Status.APPROVED, at
        version.approved_by, version.approved_title = actor.reference, actor.post_title
        version.approved_name = parts.name_of(actor)
        version.save()
        rows: list[ledger.Committed] = [version]
        notices.tell(version.plan, "approve", [version.author, version.plan.keeper.reference], actor=actor, at=at)
        parts.record("approve", actor, version.plan, at, rows)
    return version


def publish(*, actor: Actor, version_id: str) -> PlanVersion:
    """It holds from now on, in the place of the one before. The filing with the superior begins to be owed."""
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        plan = version.plan
        require(actor, "plan_publish", plan)
        parts.expect(version, "publish")
        rows: list[ledger.Committed] = []
        for former in PlanVersion.objects.select_for_update().filter(plan=plan, status=Status.PUBLISHED):
            former.status, former.replaced_at = Status.REPLACED, at
            former.save()
            rows.append(former)
        rows += parts.stopped(rules.PLAN, plan.public_id, at, "publish")
        rows += [parts.start_filing(plan, at), _next_evaluation(version, at)]
        version.status, version.published_at = Status.PUBLISHED, at
        version.save()
        plan.current, plan.title, plan.kind = version, version.text.title[:200], version.text.kind
        plan.save()
        rows += out_of_date(plan, actor, at)
        notices.tell(plan, "publish", notices.posts_of(version), actor=actor, at=at)
        parts.record("publish", actor, plan, at, [plan, version, *rows])
    return version


def file_with_superior(*, actor: Actor, version_id: str, filed_with: str, proof: str, on: dt.date) -> PlanVersion:
    """The published version was filed: with whom, on which day, by which proof. Text, electronic copy and drafting note went along."""
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        require(actor, "plan_publish", version.plan)
        parts.expect(version, "file")
        if version.filed_at is not None:
            raise Conflict(_("It has been filed already."), _("Load the page again."))
        if version.published_at is None or not parts.day_of(version.plan, version.published_at) <= on <= parts.day_of(version.plan, at):  # fmt: skip
            raise BadInput("on", _("The day lies before publication, or has not come yet."), "")
        version.filed_with = parts.written("filed_with", filed_with, _("Say with which office."))[:120]
        version.filed_proof = parts.written(
            "proof", proof, _("Say what shows it."), _("For example the number of the receipt or of the cover letter.")
        )[:300]
        version.filed_at = dt.datetime.combine(on, dt.time(12), time.zone_of(version.plan.organisation.zone))
        version.save()
        rows = parts.met(rules.PLAN, version.plan.public_id, parts.FILE, at, "file")
        parts.record("file", actor, version.plan, at, [version, *rows])
    return version


def evaluate(*, actor: Actor, version_id: str, note: str) -> PlanVersion:
    """The plan was looked at as a whole and still holds; the next time is counted from today. What must change is a revision."""
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        require(actor, "plan_write", version.plan)
        parts.expect(version, "evaluate")
        text = parts.written("note", note, _("Write what was looked at, and what came of it."))
        rows = parts.met(rules.PLAN, version.plan.public_id, parts.EVALUATE, at, "evaluate")
        rows.append(_next_evaluation(version, at))
        version.save()
        looked = PlanPaper.objects.create(
            plan_version=version, kind=Paper.EVALUATED, on=parts.day_of(version.plan, at), text=text, at=at,
            actor=actor.reference, actor_title=actor.post_title,
        )  # fmt: skip
        parts.record("evaluate", actor, version.plan, at, [version, looked, *rows])
    return version


def revise(*, actor: Actor, version_id: str, reasons: Collection[str], note: str) -> PlanVersion:
    """A new draft from the version that holds, with why. That one holds until the new one is published."""
    at = time.now()
    with store.write():
        draft = revised(actor, parts.locked_version(version_id), reasons, note, at)
        parts.record("revise", actor, draft.plan, at, [draft])
    return draft


def revised(actor: Actor, former: PlanVersion, reasons: Collection[str], note: str, at: dt.datetime) -> PlanVersion:
    """Part of an action, which commits the draft: also of a room that found out what must change."""
    store.require_write()
    require(actor, "plan_write", former.plan)
    parts.expect(former, "revise")
    why = [one for one in rules.REVISE_FOR if one in reasons]
    if not why:
        raise BadInput("reasons", _("Choose why the plan is revised."), "")
    if "other" in why:
        parts.written("note", note, _("Write which reason it is."))
    if PlanVersion.objects.filter(plan=former.plan, status__in=OPEN).exists():
        raise Conflict(_("There is a draft of this plan already."), _("Work on that one."))
    draft = _copied(former, actor, at)
    draft.reasons, draft.reasons_note = why, note.strip()
    draft.save()
    return draft


def retire(*, actor: Actor, plan_id: str, why: str) -> Plan:
    """The head takes the plan out of use. It stays readable; nothing is owed of it any more."""
    at = time.now()
    with store.write():
        plan = parts.locked(plan_id)
        require(actor, "plan_approve", plan)
        if actor.post_id != plan.organisation.head_post_id:
            raise Refused
        if plan.retired_at is not None:
            raise Conflict(_("This plan has been retired."), _("It can still be read."))
        plan.retired_at = at
        plan.retired_why = parts.written("why", why, _("Say why it is retired."), _("And what takes its place."))[:500]
        plan.save()
        rows = [*parts.stopped(rules.PLAN, plan.public_id, at, "retire"), *out_of_date(plan, actor, at)]
        notices.tell(plan, "retire", [plan.keeper.reference], actor=actor, at=at)
        parts.record("retire", actor, plan, at, [plan, *rows])
    return plan


def _checked(version_id: str) -> tuple[Report, int]:
    """The check takes its time: before the write. With the number of edits with which the draft was checked."""
    version = PlanVersion.objects.filter(public_id=version_id).first()
    if version is None:
        raise Refused
    return report(version.text), version.version


def _next_evaluation(version: PlanVersion, at: dt.datetime) -> ledger.Committed:
    clock = parts.start_evaluation(version.plan, at)
    version.next_review_on = clock.due_on
    return clock


def _copied(former: PlanVersion, actor: Actor, at: dt.datetime) -> PlanVersion:
    last = PlanVersion.objects.filter(plan=former.plan).order_by("-number").values_list("number", flat=True)[0]
    return PlanVersion(
        plan=former.plan,
        number=last + 1,
        document=former.document,
        based_on=former,
        origin=Origin.VERSION,
        origin_name=str(former.number),
        source=former.source,
        author=actor.reference,
        author_title=actor.post_title,
        made_at=at,
    )
