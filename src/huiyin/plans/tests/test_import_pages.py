"""An old plan is brought in: read beside its lines, what found no place placed by hand, drafts begun; no line is lost."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Refused
from huiyin.plans import actions, jobs
from huiyin.plans.models import PlanVersion, SourceText

from .test_pages import at, signed_in, text

TWO_PLANS = """篇1：实验小学火灾应急预案
一、组织机构
总指挥：张明
联络员：李红 电话 13900000000
二、应急处置
1、发现起火的教师立即按警铃，3分钟内拨打119。
2、班主任带学生沿楼梯下楼，5分钟内到操场集合。
篇2：实验小学食物中毒应急预案
一、组织机构
组长：王强
二、应急处置
1、校医30分钟内报告教育局。
"""


@pytest.fixture
def brought(district) -> SourceText:
    return actions.bring(actor=district.actors["shen"], content=TWO_PLANS.encode("gb18030"), name="预案.txt")


def shown_lines(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'<li[^>]* value="(\d+)"><i>', page)]


def test_each_plan_of_a_file_is_read_beside_its_lines_and_becomes_a_draft(district):
    writer = signed_in("shen")
    assert reverse("plans:import") in text(writer.get(reverse("plans:new")))
    upload = SimpleUploadedFile("预案.txt", TWO_PLANS.encode("gb18030"))
    sent = writer.post(reverse("plans:import"), {"file": upload})
    assert sent.status_code == 302
    overview = text(writer.get(sent.headers["Location"]))
    assert "火灾应急预案" in overview
    assert "食物中毒应急预案" in overview
    source = SourceText.objects.get()
    pages = [text(writer.get(reverse("plans:found", args=[source.public_id, number]))) for number in (1, 2)]
    assert shown_lines(pages[0]) + shown_lines(pages[1]) == list(range(1, len(source.lines) + 1)), "every line, once"
    assert "张明" in pages[0]
    assert "30分钟" in pages[1]
    begun = writer.post(reverse("plans:found", args=[source.public_id, 2]), {"do": "begin"})
    draft = PlanVersion.objects.get()
    assert begun.headers["Location"] == at(draft, "edit")
    assert draft.text.roles[0].holder == "王强"
    assert source.lines[draft.text.roles[0].source.first - 1] in text(
        writer.get(at(draft, "piece", draft.text.roles[0].key))
    )
    again = writer.post(reverse("plans:found", args=[source.public_id, 2]), {"do": "begin"})
    assert again.status_code == 409
    assert PlanVersion.objects.count() == 1
    assert ledger.verify().ok


def test_lines_without_a_place_are_placed_by_hand_before_the_draft_begins(district, brought):
    one = brought.reading["plans"][0]
    line = one["first"] + 2
    loose = {"key": "unplaced-9", "text": brought.lines[line - 1], "source": {"first": line, "last": line}}
    left = {"key": "unplaced-10", "text": brought.lines[line], "source": {"first": line + 1, "last": line + 1}}
    one["document"]["unplaced"] = [loose, left]
    brought.save()
    writer, address = signed_in("shen"), reverse("plans:found", args=[brought.public_id, 1])
    part = one["document"]["parts"][0]["key"]
    assert f'value="clauses:{part}"' in text(writer.get(address))
    assert writer.post(address, {"place-unplaced-9": "clauses:nowhere"}).status_code == 409
    assert writer.post(address, {"place-unplaced-9": f"clauses:{part}", "place-unplaced-10": ""}).status_code == 302
    document = PlanVersion.objects.get().text
    placed = [clause for part in document.parts for clause in part.clauses if clause.text == loose["text"]]
    assert placed[-1].source.first == line
    assert [one.key for one in document.unplaced] == ["unplaced-10"], "what was left for later stands in the draft"


def test_a_file_that_cant_be_used_says_what_to_do_and_one_not_used_is_erased(district, brought):
    writer, stranger = signed_in("shen"), signed_in("shiqiao")
    old = writer.post(reverse("plans:import"), {"file": SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0" + b"0" * 600)})
    assert old.status_code == 422
    assert ".docx" in old.content.decode()
    assert writer.post(reverse("plans:import"), {}).status_code == 422
    address = reverse("plans:source", args=[brought.public_id])
    assert stranger.get(address).status_code == 404
    with pytest.raises(Refused):
        actions.throw_away(actor=district.actors["shiqiao"], source_id=brought.public_id)
    used = actions.bring(actor=district.actors["shen"], content=TWO_PLANS.encode(), name="b.txt")
    actions.begin_from(actor=district.actors["shen"], source_id=used.public_id, number=1, places={})
    assert writer.post(reverse("plans:source", args=[used.public_id])).status_code == 409, "a draft rests on it"
    assert jobs.erase_unused_files() == 0
    with time.moved(dt.timedelta(days=31)):
        assert jobs.erase_unused_files() == 1
    assert list(SourceText.objects.all()) == [used]
    thrown = actions.bring(actor=district.actors["shen"], content=TWO_PLANS.encode(), name="c.txt")
    assert writer.post(reverse("plans:source", args=[thrown.public_id])).status_code == 302
    assert not SourceText.objects.filter(pk=thrown.pk).exists()
    assert ledger.verify().ok
