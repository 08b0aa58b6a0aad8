"""The pages of the room: from an empty list by a starter plan to a plan in force, and what two writers see of each other."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.organisations.example import PASSWORD
from huiyin.plans import actions
from huiyin.plans.models import PlanVersion, Status


def signed_in(name: str) -> Client:
    client = Client()
    assert client.post(reverse("organisations:sign-in"), {"username": name, "password": PASSWORD}).status_code == 302
    return client


def at(version: PlanVersion, name: str, *more: str) -> str:
    return reverse(f"plans:{name}", args=[version.plan.public_id, version.number, *more])


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return answer.content.decode()


@pytest.fixture
def fire(district) -> PlanVersion:
    return actions.create_from_starter(actor=district.actors["shen"], name="fire")


def test_s1_from_an_empty_list_by_a_starter_plan_to_a_plan_in_force(district):
    writer, head = signed_in("shen"), signed_in("xiaozhang")
    assert reverse("plans:new") in text(writer.get(reverse("plans:list")))
    assert "火灾" in text(writer.get(reverse("plans:new")))
    begun = writer.post(reverse("plans:new"), {"do": "starter", "starter": "fire"})
    draft = PlanVersion.objects.get()
    assert begun.headers["Location"] == at(draft, "edit")
    role = draft.text.roles[0]
    post = district.posts["school/校长"].public_id
    form = {"do": "change", "seen": 0, "title": role.title, "post": post, "duties": "一\n二"}
    assert writer.post(at(draft, "piece", role.key), form).status_code == 302
    page = text(writer.get(reverse("plans:plan", args=[draft.plan.public_id])))
    assert "韩志学" in page
    anchors = re.findall(r'\sid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors)), "the key of a piece is an anchor, and may be any word"
    assert f"{len(draft.text.roles) - 1}个角色没有人担任" in page, "a role that nobody takes shows at once"
    assert writer.post(at(draft, "decide"), {"do": "approve", "seen": 1}).status_code == 404
    assert "批准" in text(head.get(at(draft, "decide")))
    assert head.post(at(draft, "decide"), {"do": "approve", "seen": 1}).status_code == 302
    assert head.post(at(draft, "decide"), {"do": "publish"}).status_code == 302
    today = time.today("Asia/Shanghai").isoformat()
    filed = {"do": "file", "filed_with": "县教育局", "on": today, "proof": "收文12号"}
    assert head.post(at(draft, "decide"), filed).status_code == 302
    assert "收文12号" in text(writer.get(reverse("plans:plan", args=[draft.plan.public_id])))
    assert writer.post(at(draft, "decide"), {"do": "revise", "reasons": ["drill"], "note": ""}).status_code == 302
    assert text(head.get(reverse("plans:compare", args=[draft.plan.public_id])))


def test_every_form_of_the_editor_opens_and_saves_what_it_shows(district, fire):
    """A form that is sent as it was opened changes nothing of its piece."""
    writer = signed_in("shen")
    before = fire.text
    keys = ["whole", *(next(iter(getattr(before, name))).key for name in ("parts", "roles", "levels", "triggers", "steps", "contacts", "resources") if getattr(before, name)), before.parts[0].clauses[0].key]  # fmt: skip
    for key in keys:
        page = writer.get(at(fire, "piece", key))
        form = page.context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        saved = writer.post(at(fire, "piece", key), {**sent, "do": "change"})
        assert saved.status_code == 302, (key, saved.context["form"].errors)
    assert PlanVersion.objects.get(pk=fire.pk).text == before


def test_two_writers_of_one_piece_see_each_other_and_lose_nothing(fire):
    one, other = signed_in("shen"), signed_in("gao")
    clause = fire.text.parts[0].clauses[0].key
    address = at(fire, "piece", clause)
    assert one.post(address, {"do": "change", "seen": 0, "text": "第一个人写的。", "law": ""}).status_code == 302
    late = other.post(address, {"do": "change", "seen": 0, "text": "第二个人写的。", "law": ""})
    assert late.status_code == 409
    page = late.content.decode()
    assert "第一个人写的。" in page
    assert "第二个人写的。" in page
    assert "总务处副主任" in page
    assert other.post(address, {"do": "change", "seen": 1, "text": "两个人商量的。", "law": ""}).status_code == 302
    assert one.post(address, {"do": "remove", "seen": 2}).status_code == 302
    assert other.post(address, {"do": "change", "seen": 2, "text": "我还在写。", "law": ""}).status_code == 404
    history = text(one.get(at(fire, "edits")))
    assert "总务处副主任" in history
    back = {"do": "undo", "seen": 3, "back_to": 1}
    assert one.post(at(fire, "piece", "whole"), back).status_code == 302
    assert PlanVersion.objects.get(pk=fire.pk).text == fire.text


def test_pieces_are_added_where_the_link_says_moved_and_remarked_on(fire):
    writer = signed_in("shen")
    part = fire.text.parts[0]
    address = at(fire, "add", "clauses") + f"?into={part.key}&after={part.clauses[0].key}"
    assert writer.post(address, {"text": "夜里由值班人员开门。", "law": "own rule"}).status_code == 302
    draft = PlanVersion.objects.get(pk=fire.pk)
    new = draft.text.parts[0].clauses[1]
    assert new.text == "夜里由值班人员开门。"
    assert writer.post(at(fire, "piece", new.key), {"do": "up", "seen": 1}).status_code == 302
    assert PlanVersion.objects.get(pk=fire.pk).text.parts[0].clauses[0].key == new.key
    signed_in("gao").post(at(fire, "piece", new.key), {"do": "comment", "text": "谁有钥匙？"})
    assert "谁有钥匙？" in text(writer.get(at(fire, "edit")))
    remark = re.search(r'name="comment" value="(\w+)"', text(writer.get(at(fire, "piece", new.key))))
    assert remark is not None
    writer.post(at(fire, "piece", new.key), {"do": "resolve", "comment": remark[1]})
    assert "谁有钥匙？" not in text(writer.get(at(fire, "edit")))


def test_a_post_that_is_asked_gives_its_word_on_its_page(district, fire):
    writer, asked = signed_in("shen"), signed_in("fang")
    due = (time.today("Asia/Shanghai") + dt.timedelta(days=4)).isoformat()
    post = district.posts["school/分管副校长"].public_id
    sent = {"do": "ask_review", "post": post, "due_on": due, "question": "路线对吗？"}
    assert writer.post(at(fire, "decide"), sent).status_code == 302
    review = PlanVersion.objects.get(pk=fire.pk).reviews.get()
    address = reverse("plans:review", args=[review.public_id])
    assert "路线对吗？" in text(asked.get(address))
    assert writer.post(address, {"word": "agrees"}).status_code == 404
    assert asked.post(address, {"word": "changes", "text": ""}).status_code == 422
    assert asked.post(address, {"word": "changes", "text": "三楼走西楼梯。"}).status_code == 302
    assert "三楼走西楼梯。" in text(writer.get(at(fire, "decide")))


def test_who_stands_above_reads_what_was_published_and_no_draft(district, fire):
    superior, beside = signed_in("dudao"), signed_in("qingxi")
    plan = reverse("plans:plan", args=[fire.plan.public_id])
    for client in (superior, beside, signed_in("shiqiao")):
        assert client.get(plan).status_code == 404
    head = district.actors["xiaozhang"]
    actions.approve(actor=head, version_id=fire.public_id, seen=0)
    actions.publish(actor=head, version_id=fire.public_id)
    assert text(superior.get(plan))
    assert fire.plan.title in text(superior.get(reverse("plans:list") + "?view=below"))
    assert beside.get(plan).status_code == 404
    assert superior.get(at(fire, "edit")).status_code == 404
    assert PlanVersion.objects.get(pk=fire.pk).status == Status.PUBLISHED


def test_a_remark_is_settled_from_the_page_of_the_plan(district, fire):
    writer = signed_in("shen")
    remark = actions.comment(actor=district.actors["gao"], version_id=fire.public_id, key="", text="要不要写上宿舍？")
    address = at(fire, "version")
    assert remark.public_id in text(writer.get(address))
    assert writer.post(address, {"do": "resolve", "comment": remark.public_id}).status_code == 302
    remark.refresh_from_db()
    assert remark.resolved_at is not None


def test_a_draft_is_thrown_away_for_good_unless_sheets_rest_on_it(district, fire):
    writer = signed_in("shen")
    actions.comment(actor=district.actors["gao"], version_id=fire.public_id, key="", text="这一份不要了。")
    kept = actions.create_from_starter(actor=district.actors["shen"], name="earthquake")
    sheets = actions.Order(kinds=("contacts",))
    actions.print_sheets(actor=district.actors["shen"], version_id=kept.public_id, order=sheets)
    assert writer.post(at(kept, "decide"), {"do": "discard"}).status_code == 409
    assert signed_in("fazhi").post(at(fire, "decide"), {"do": "discard"}).status_code == 404
    gone = writer.post(at(fire, "decide"), {"do": "discard"})
    assert gone.headers["Location"] == reverse("plans:list")
    assert list(PlanVersion.objects.all()) == [kept]
    assert ledger.verify().ok
