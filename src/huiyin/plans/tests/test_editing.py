"""A draft that two people write: different pieces disturb nobody, the same piece is told, everything can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.kernel import ledger, time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.plans import actions
from huiyin.plans.actions.editing import PieceChanged
from huiyin.plans.models import PlanVersion


def fresh(blank: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.select_related("plan").get(pk=blank.pk)


@pytest.fixture
def blank(district) -> PlanVersion:
    return actions.create_blank(actor=district.actors["shen"], kind="fire", title="消防应急预案")


@pytest.fixture
def two(district, blank) -> tuple[str, str]:
    """Keys of two roles of the draft."""
    author = district.actors["shen"]
    return tuple(
        actions.add(actor=author, version_id=blank.public_id, collection="roles", values={"title": title})
        for title in ("总指挥", "联络员")
    )


def test_two_people_on_two_pieces_do_not_disturb_each_other_and_on_one_the_second_is_told(district, blank, two):
    seen = fresh(blank).version
    shen, gao = district.actors["shen"], district.actors["gao"]
    actions.change(actor=shen, version_id=blank.public_id, seen=seen, key=two[0], values={"title": "指挥"})
    actions.change(actor=gao, version_id=blank.public_id, seen=seen, key=two[1], values={"title": "联络"})
    assert [role.title for role in fresh(blank).text.roles] == ["指挥", "联络"]
    with pytest.raises(PieceChanged) as told:
        actions.change(actor=gao, version_id=blank.public_id, seen=seen, key=two[0], values={"title": "别的"})
    assert [edit.actor_title for edit in told.value.edits] == ["总务处副主任"]
    assert fresh(blank).text.roles[0].title == "指挥"
    assert ledger.verify().ok


def test_what_was_taken_out_is_told_and_can_be_brought_back(district, blank, two):
    shen = district.actors["shen"]
    actions.remove(actor=shen, version_id=blank.public_id, seen=2, key=two[0])
    with pytest.raises(Conflict):
        actions.change(
            actor=district.actors["gao"], version_id=blank.public_id, seen=3, key=two[0], values={"title": "我"}
        )
    actions.undo(actor=shen, version_id=blank.public_id, seen=3, back_to=3)
    assert [role.key for role in fresh(blank).text.roles] == list(two)
    actions.undo(actor=shen, version_id=blank.public_id, seen=4, back_to=4)
    assert [role.key for role in fresh(blank).text.roles] == [two[1]], "taking back can be taken back"


def test_a_plan_names_only_posts_that_are_there_and_says_which_field_is_wrong(district, blank):
    shen = district.actors["shen"]
    with pytest.raises(BadInput):
        actions.add(
            actor=shen, version_id=blank.public_id, collection="roles", values={"title": "总指挥", "post": "nobody"}
        )
    with pytest.raises(BadInput) as told:
        actions.add(actor=shen, version_id=blank.public_id, collection="steps", values={"action": "报警", "within": -1})
    assert told.value.place == "within"
    assert fresh(blank).version == 0


def test_who_may_not_write_plans_changes_nothing(district, blank):
    for who in ("school-admin", "he", "shiqiao", "fazhi"):
        with pytest.raises(Refused):
            actions.add(
                actor=district.actors[who], version_id=blank.public_id, collection="roles", values={"title": "x"}
            )


def test_nothing_is_changed_once_it_was_approved(district, published):
    with pytest.raises(Conflict):
        actions.add(
            actor=district.actors["shen"], version_id=published.public_id, collection="roles", values={"title": "x"}
        )


def test_a_remark_stands_at_its_piece_until_it_is_settled(district, blank, two):
    gao, shen = district.actors["gao"], district.actors["shen"]
    row = actions.comment(actor=gao, version_id=blank.public_id, key=two[0], text="请写清楚谁代替。")
    assert Notice.objects.filter(to=blank.author, about=blank.plan.reference).count() == 1
    with pytest.raises(Conflict):
        actions.comment(actor=gao, version_id=blank.public_id, key="nowhere", text="在哪里？")
    actions.resolve(actor=shen, comment_id=row.public_id)
    with pytest.raises(Conflict):
        actions.resolve(actor=shen, comment_id=row.public_id)


def test_a_named_post_is_asked_by_a_day_and_a_missed_day_is_told(district, blank):
    shen, fang = district.actors["shen"], district.actors["fang"]
    today = time.today("Asia/Shanghai")
    post = district.posts["school/分管副校长"].public_id
    review = actions.ask_review(
        actor=shen,
        version_id=blank.public_id,
        post=post,
        due_on=today + dt.timedelta(days=5),
        question="疏散路线对吗？",
    )
    assert fresh(blank).status == "in-review"
    with pytest.raises(Refused):
        actions.give_review(actor=district.actors["gao"], review_id=review.public_id, word="agrees", text="")
    with time.moved(dt.timedelta(days=6)):
        jobs.sweep()
        told = {one.to for one in Notice.objects.all() if "late" in one.context["title"]["en"]}
        assert {fang.reference, shen.reference, district.posts["school/校长"].reference} == told
        with pytest.raises(BadInput):
            actions.give_review(actor=fang, review_id=review.public_id, word="changes", text="")
        actions.give_review(actor=fang, review_id=review.public_id, word="changes", text="三楼走西楼梯。")
    assert Clock.objects.get(subject_kind="plan-review").status == "met"
    assert ledger.verify().ok


def test_when_a_post_is_empty_its_plans_and_words_go_up(district, blank):
    from huiyin.organisations.actions import end_appointment
    from huiyin.organisations.models import Appointment

    shen, admin = district.actors["shen"], district.actors["school-admin"]
    due = time.today("Asia/Shanghai") + dt.timedelta(days=9)
    post = district.posts["school/教导主任"].public_id
    review = actions.ask_review(actor=shen, version_id=blank.public_id, post=post, due_on=due)
    gone = Appointment.objects.get(account__username="gao")
    end_appointment(actor=admin, appointment=gone.public_id)
    review.refresh_from_db()
    assert review.post == district.posts["school/分管副校长"]
    assert Clock.objects.get(subject_kind="plan-review").owner == review.post.reference
    assert ledger.verify().ok
