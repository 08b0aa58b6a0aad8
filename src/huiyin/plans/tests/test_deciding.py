"""A plan is signed by the head, holds from publication, is filed in twenty working days, and what was signed never changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from huiyin.kernel import ledger, time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.plans import actions
from huiyin.plans.models import PlanVersion, Status


def clock(plan, name: str) -> Clock:
    return Clock.objects.get(subject_kind="plan", subject_id=plan.public_id, name=name, ended_at=None)


def test_only_the_head_of_the_office_signs_and_the_name_stands_on_the_plan(district, draft):
    for who in ("fang", "shen", "he", "shiqiao"):
        with pytest.raises(Refused):
            actions.approve(actor=district.actors[who], version_id=draft.public_id, seen=0)
    signed = actions.approve(actor=district.actors["xiaozhang"], version_id=draft.public_id, seen=0)
    assert (signed.status, signed.approved_title, signed.approved_name) == (Status.APPROVED, "校长", "韩志学")
    assert ledger.verify().ok


def test_the_head_signs_what_the_head_has_read(district, draft):
    PlanVersion.objects.filter(pk=draft.pk).update(version=3)
    with pytest.raises(Conflict):
        actions.approve(actor=district.actors["xiaozhang"], version_id=draft.public_id, seen=2)


@pytest.mark.parametrize(
    "change",
    [{"document": {"title": "别的", "kind": "fire"}}, {"number": 9}, {"approved_at": None}, {"author": "post:x"}],
)
def test_the_database_refuses_to_change_what_was_approved(published, change):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():  # noqa: TID251  # the refusal ends it
        PlanVersion.objects.filter(pk=published.pk).update(**change)


def test_the_database_refuses_to_remove_what_was_approved(published):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():  # noqa: TID251  # the refusal ends it
        PlanVersion.objects.filter(pk=published.pk)._raw_delete("default")


def test_from_publication_filing_is_owed_within_twenty_working_days(district, published):
    owed = clock(published.plan, "file")
    assert (owed.length, owed.unit, owed.article, owed.verified) == (20, "working-days", "art. 26", "S")
    today = time.today("Asia/Shanghai")
    with pytest.raises(BadInput):
        actions.file_with_superior(
            actor=district.actors["zheng"], version_id=published.public_id, filed_with="县教育局", proof="收文12号",
            on=today + dt.timedelta(days=1),
        )  # fmt: skip
    filed = actions.file_with_superior(
        actor=district.actors["zheng"],
        version_id=published.public_id,
        filed_with="县教育局",
        proof="收文12号",
        on=today,
    )
    assert filed.filed_with == "县教育局"
    owed.refresh_from_db()
    assert owed.status == "met"


def test_who_looks_after_it_and_who_is_above_are_told_when_it_is_not_filed(published):
    with time.moved(dt.timedelta(days=60)):
        jobs.sweep()
    plan = published.plan
    told = {one.to for one in Notice.objects.filter(about=plan.reference) if "late" in one.context["title"]["en"]}
    assert told == {plan.keeper.reference, plan.keeper.reports_to.reference}
    assert ledger.verify().ok


def test_the_next_look_is_the_offices_own_number(district, published):
    assert clock(published.plan, "evaluate").own_rule
    before = PlanVersion.objects.get(pk=published.pk).next_review_on
    with time.moved(dt.timedelta(days=100)):
        looked = actions.evaluate(
            actor=district.actors["shen"], version_id=published.public_id, note="楼梯和集合点没有变，电话都打通了。"
        )
    assert looked.next_review_on > before
    assert clock(published.plan, "evaluate").due_on == looked.next_review_on


def test_a_revision_says_why_and_the_old_version_holds_until_the_new_one_is_published(district, published):
    keeper, head = district.actors["shen"], district.actors["xiaozhang"]
    with pytest.raises(BadInput):
        actions.revise(actor=keeper, version_id=published.public_id, reasons=["weather"], note="")
    new = actions.revise(actor=keeper, version_id=published.public_id, reasons=["drill"], note="")
    assert (new.number, new.based_on_id, new.reasons) == (2, published.pk, ["drill"])
    with pytest.raises(Conflict):
        actions.revise(actor=keeper, version_id=published.public_id, reasons=["law"], note="")
    actions.approve(actor=head, version_id=new.public_id, seen=0)
    published.plan.refresh_from_db()
    assert published.plan.current_id == published.pk
    actions.publish(actor=head, version_id=new.public_id)
    published.refresh_from_db()
    published.plan.refresh_from_db()
    assert (published.status, published.plan.current_id) == (Status.REPLACED, new.pk)
    assert clock(published.plan, "file").started_at > published.published_at
    assert ledger.verify().ok


def test_a_retired_plan_owes_nothing_and_takes_nothing(district, published):
    actions.retire(actor=district.actors["xiaozhang"], plan_id=published.plan.public_id, why="并入总体预案。")
    assert not Clock.objects.filter(subject_kind="plan", ended_at=None).exists()
    with pytest.raises(Conflict):
        actions.revise(actor=district.actors["shen"], version_id=published.public_id, reasons=["law"], note="")
