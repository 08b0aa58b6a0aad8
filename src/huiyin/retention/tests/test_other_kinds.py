"""Notices to the house and old archives end by the office's schedule too, and never before their own last day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.announcements.tests.conftest import School, day
from huiyin.archive.importing import running
from huiyin.archive.models import Holding
from huiyin.kernel import ledger
from huiyin.kernel.files.models import Attachment
from huiyin.operations.testing.rooms import signed_in_as, text_of
from huiyin.organisations.actions import two_hands
from huiyin.retention import rules
from huiyin.retention.actions import holding, registering, scheduling
from huiyin.retention.models import Item, Register

from .conftest import RULE, night, states

CATALOGUE = """档号,题名,年度,保管期限,扫描件
X·1-3,三楼漏水的处理,2001,10年,x1.pdf
X·1-4,校舍产权的来历,2001,永久,
X·1-5,运动会通知,2024,10年,
X·1-6,旧桌椅的处理,2001,,
"""


@pytest.fixture
def notices(office) -> School:
    return School(office.example)


def destroyed_by_two(kind: str, head: object, desk: object) -> None:
    register = Register.objects.get(kind=kind)
    asked = registering.ask_destruction(actor=head, register_id=register.public_id, reason="期满")
    two_hands.confirm(actor=desk, public_id=asked.public_id)
    night()


def test_a_notice_that_is_over_loses_its_words_and_one_that_stands_or_is_held_does_not(notices, later):
    head, desk = notices.actor("xiaozhang"), notices.actor("zheng")
    said = {"text": "请走西楼梯，找姚师傅。", "everybody": True}
    over, held = notices.written(title="东楼梯封住", **said), notices.written(title="西楼梯封住", **said)
    stands = notices.written(title="北楼梯封住", until_on=day(399), **said)
    holding.hold(actor=head, about=held.reference, ground="review", reason="督导检查")
    scheduling.set_schedule(actor=head, kind="announcement", years=1, authority=RULE)
    later(352)
    night()
    later(35)
    night()
    assert over.wordings.get().text, "nothing before two people said so"
    destroyed_by_two("announcement", head, desk)
    assert {row.about for row in Item.objects.filter(state="destroyed")} >= {over.reference}
    for row in (held, stands):
        assert "姚" in row.wordings.get().text
    gone = over.wordings.get()
    assert (gone.title, gone.text) == ("已销毁", "")
    assert over.wordings.get().approved_at
    page = text_of(signed_in_as("zheng").get(reverse("retention:hold_announcement", args=[held.public_id])))
    assert "督导检查" in page
    assert ledger.verify().ok


def test_an_old_archive_goes_by_its_catalogue_first_and_its_scan_goes_with_it(office, later):
    he, tang = office.example.actors["he"], office.example.actors["tang"]
    scan = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"
    given = {"目录.csv": CATALOGUE.encode(), "x1.pdf": scan}
    bureau = office.example.organisations["bureau"]
    running.run(actor=tang, organisation=bureau, given=given)
    assert Holding.objects.count() == 4
    scheduling.set_schedule(actor=he, kind="holding", years=5, authority=RULE)
    night()
    assert sorted(Item.objects.values_list("title", flat=True)) == ["X·1-3", "X·1-6"]
    later(31)
    night()
    destroyed_by_two("holding", he, tang)
    titles = dict(Holding.objects.values_list("code", "title"))
    assert titles == {"X·1-3": "已销毁", "X·1-4": "校舍产权的来历", "X·1-5": "运动会通知", "X·1-6": "已销毁"}
    found = text_of(signed_in_as("tang").get(reverse("archive:home") + "?q=漏水"))
    assert "X·1-3" not in found
    assert not Attachment.objects.filter(erased_at=None, about__startswith="holding:").exists()
    assert ledger.verify().ok
    again = running.run(actor=tang, organisation=bureau, given=given)
    assert Holding.objects.count() == 4, again
    assert states().count("destroyed") == 2


@pytest.mark.parametrize(
    ("keep", "last"),
    [
        ("", dt.date(2001, 12, 31)), ("10年", dt.date(2011, 12, 31)), ("３０", dt.date(2031, 12, 31)),
        ("定期（30年）", dt.date(2031, 12, 31)), ("永久", None), ("长期", None), ("短期", None), ("?", None),
    ],
)  # fmt: skip
def test_what_a_catalogue_says_is_years_or_it_is_kept(keep, last):
    assert rules.kept_by_catalogue(keep, dt.date(2001, 12, 31)) == last
