"""A notice is read by posts that are asked to, goes to parents when it is approved, and of parents nothing is known but a number."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.announcements import jobs
from huiyin.announcements.actions import classes, reading, writing
from huiyin.announcements.actions.writing import Corrected
from huiyin.announcements.models import Acknowledgement, Announcement, ClassPage, Taps
from huiyin.announcements.queries import notices
from huiyin.announcements.tests.conftest import day
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.access.session import actor_of_appointment
from huiyin.organisations.actions.people import appoint, end_appointment
from huiyin.organisations.models import Account, Appointment

READERS = ("xiaozhang", "fang", "zheng", "shen", "gao", "school-admin")
TO_READ, SOON, STILL = "A notice to read", "A notice is to be read soon", "A notice is STILL to be read"


def page_of(row: Announcement) -> str:
    return reverse("announcements:notice", args=[row.public_id])


def public(page: ClassPage) -> str:
    return reverse("announcements:class", args=[page.public_id])


def clocks_of(row: Announcement) -> dict[str, str]:
    return dict(Clock.objects.filter(subject_id=row.public_id).order_by("id").values_list("name", "status"))


def fresh(row: Announcement) -> Announcement:
    row.refresh_from_db()
    return row


def test_s26_what_the_office_passes_on_to_its_posts_is_read_by_each_or_its_writer_knows_by_which_not(
    school, later, signed_in
):
    row = school.asked()
    assert TO_READ in school.told("总务处副主任")
    assert TO_READ not in school.told("教导主任"), "who wrote it"
    shen = signed_in("shen")
    assert "东楼梯封住两周" in text_of(shen.get(reverse("cases:day")))
    assert shen.post(page_of(row), {"do": "read", "number": 1}).status_code == 302
    assert "东楼梯封住两周" not in text_of(shen.get(reverse("cases:day")))
    school.read(row, "fang", "xiaozhang")
    later(4.2)
    assert SOON in school.told("校办主任")
    assert SOON not in school.told("总务处副主任")
    later(6.1)
    assert "Posts have NOT read your notice: see which" in school.told("教导主任")
    assert STILL in school.told("校办主任")
    assert STILL not in school.told("分管副校长")
    page = text_of(signed_in("gao").get(page_of(row)))
    assert "6个岗位中3个已读" in page
    assert ledger.verify().ok


def test_when_every_post_has_read_it_nobody_is_told_more(school, later):
    row = school.asked()
    school.read(row, *READERS)
    assert clocks_of(row) == {"read": "met"}
    later(8)
    assert STILL not in school.told("校办主任")


def test_one_who_holds_the_post_reads_it_for_all_and_who_comes_to_it_later_reads_it_for_themself(school):
    """`zheng` holds the fixer's post too, as deputy."""
    row = school.written(posts=[school.post("总务处副主任")], acknowledge=True, by_on=day(3))
    deputy = actor_of_appointment(Appointment.objects.get(post__public_id=school.post("总务处副主任"), deputy=True))
    reading.acknowledge(actor=deputy, announcement_id=row.public_id, number=1)
    assert clocks_of(row) == {"read": "met"}
    assert not notices.to_read(school.actor("shen"))
    for held in Appointment.objects.filter(post__public_id=school.post("总务处副主任"), ended_at=None):
        end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    fresh_one = appoint(
        actor=school.actor("school-admin"), account=Account.objects.get(username="gao").public_id,
        post=school.post("总务处副主任"), from_on=day(0),
    )  # fmt: skip
    assert [one.announcement for one in notices.to_read(actor_of_appointment(fresh_one))] == [row]


def test_nobody_is_reminded_of_what_is_not_there_yet(school, later):
    school.asked(by=11, from_on=day(10), until_on=day(20))
    later(9)
    assert SOON not in school.told("校办主任")


def test_it_is_a_duty_of_posts_read_by_who_answers_for_it_and_nobody_else(school, signed_in):
    row = school.asked()
    school.read(row, "shen")
    assert "个岗位中" in text_of(signed_in("fang").get(page_of(row)))
    for name in ("shen", "zheng", "school-admin"):
        page = text_of(signed_in(name).get(page_of(row)))
        assert "个岗位中" not in page
        assert "撤回" not in page
    assert signed_in("dudao").get(page_of(row)).status_code == 404, "the office above"
    assert signed_in("qingxi").get(page_of(row)).status_code == 404
    assert {field.name for field in Acknowledgement._meta.get_fields()} >= {"post", "at"}


def test_for_some_posts_alone_the_others_are_neither_told_nor_asked(school):
    row = school.written(posts=[school.post("总务处副主任")], acknowledge=True, by_on=day(3))
    assert TO_READ in school.told("总务处副主任")
    assert TO_READ not in school.told("校办主任")
    with pytest.raises(Refused):
        school.read(row, "zheng")
    school.read(row, "shen")
    assert clocks_of(row) == {"read": "met"}


def test_to_parents_it_goes_when_it_is_approved_and_who_waits_has_a_day(school, later, signed_in, client):
    row = school.to_parents()
    assert row.published_at is None
    assert not ClassPage.objects.exists()
    assert "A notice to parents waits for approval" in school.told("分管副校长")
    assert signed_in("zheng").get(page_of(row)).status_code == 404, "nobody reads it before"
    later(3)
    assert "A notice to parents is NOT approved yet" in school.told("校长")
    assert "A notice to parents is NOT approved yet" in school.told("教导主任")
    assert signed_in("gao").post(page_of(row), {"do": "approve", "version": fresh(row).version}).status_code == 409
    assert not fresh(row).published_at
    assert signed_in("fang").post(page_of(row), {"do": "approve", "version": row.version}).status_code == 302
    assert "Your notice is approved" in school.told("教导主任")
    assert clocks_of(row) == {"approve": "met"}
    page = text_of(client.get(public(school.page())))
    assert "退热24小时后再来" in page
    assert client.get(reverse("announcements:class", args=["nothinghere2"])).status_code == 404


def test_sent_back_it_is_worded_anew_and_waits_again(school):
    row = school.to_parents()
    writing.send_back(
        actor=school.actor("fang"), announcement_id=row.public_id, version=row.version, why="写明48小时。"
    )
    assert "Your notice came back" in school.told("教导主任")
    row = fresh(row)
    with pytest.raises(Conflict):
        writing.approve(actor=school.actor("fang"), announcement_id=row.public_id, version=row.version)
    writing.rewrite(
        actor=school.actor("gao"), announcement_id=row.public_id, version=row.version, title="流感多发", text="退热48小时后再来。"
    )  # fmt: skip
    row = fresh(row)
    row = writing.approve(actor=school.actor("xiaozhang"), announcement_id=row.public_id, version=row.version)
    assert row.published_at


def test_a_correction_stands_as_one_and_what_stood_before_can_still_be_read(school, client):
    row = school.to_parents("fang")
    said = Corrected("流感多发", "退热48小时后再来。", "原来写成了24小时。")
    writing.correct(actor=school.actor("fang"), announcement_id=row.public_id, version=row.version, corrected=said)
    page = text_of(client.get(public(school.page())))
    assert "原来写成了24小时。" in page
    assert page.index("退热48小时后再来。") < page.index("退热24小时后再来。")


def test_until_a_correction_to_parents_is_approved_the_wording_before_holds(school, client):
    row = school.to_parents()
    row = writing.approve(actor=school.actor("fang"), announcement_id=row.public_id, version=row.version)
    said = Corrected("流感多发", "退热48小时后再来。", "原来写成了24小时。")
    row = writing.correct(actor=school.actor("gao"), announcement_id=row.public_id, version=row.version, corrected=said)
    assert "48小时" not in text_of(client.get(public(school.page())))
    writing.approve(actor=school.actor("fang"), announcement_id=row.public_id, version=row.version)
    assert "48小时" in text_of(client.get(public(school.page())))


def test_after_a_correction_posts_read_it_again_where_who_corrects_asks_for_it(school):
    row = school.asked()
    school.read(row, *READERS)
    said = Corrected("西楼梯封住两周", "请走东楼梯。", "写反了。", again=True, by_on=day(4))
    writing.correct(actor=school.actor("gao"), announcement_id=row.public_id, version=row.version, corrected=said)
    assert "A notice is corrected" in school.told("校办主任")
    with pytest.raises(Conflict):
        school.read(row, "zheng", number=1)
    school.read(row, *READERS, number=2)
    assert set(Clock.objects.filter(subject_id=row.public_id).values_list("status", flat=True)) == {"met"}


def test_withdrawn_it_stays_to_be_seen_with_the_reason(school, client, signed_in):
    row = school.to_parents("fang", everybody=True, acknowledge=True, by_on=day(2))
    writing.withdraw(actor=school.actor("fang"), announcement_id=row.public_id, version=row.version, why="改期了。")
    assert clocks_of(row) == {"read": "stopped"}
    assert "A notice is withdrawn" in school.told("校办主任")
    page = text_of(client.get(public(school.page())))
    assert "改期了。" in page
    assert 'name="notice"' not in page
    assert "改期了。" in text_of(signed_in("shen").get(page_of(row)))
    assert client.post(public(school.page()), {"notice": row.public_id}).status_code == 404


def test_of_parents_nothing_is_kept_but_a_number_by_class(school, client, signed_in):
    row, page = school.to_parents("fang"), school.page()
    entries = Entry.objects.count()
    for _time in range(3):
        client.post(public(page), {"notice": row.public_id})
    assert Entry.objects.count() == entries, "no entry has a moment of a tap"
    assert list(Taps.objects.values_list("school_class", "number")) == [(page.school_class, 3)]
    assert {field.name for field in Taps._meta.get_fields()} == {"id", "announcement", "school_class", "number"}
    staff = text_of(signed_in("fang").get(page_of(row)))
    assert "点按的次数，不是人数" in staff
    other = school.to_parents("fang", title="另一件事")
    assert client.post(public(page), {"notice": "nothinghere2"}).status_code == 404
    assert not Taps.objects.filter(announcement=other).exists()


def test_the_page_of_a_class_shows_what_is_for_it_and_an_ended_address_leads_nowhere(school, client):
    school.written("fang", title="只给一班", classes=school.classes()[:1])
    classes.open_pages(actor=school.actor("zheng"))
    assert "只给一班" in text_of(client.get(public(school.page(0))))
    assert "只给一班" not in text_of(client.get(public(school.page(1))))
    before = school.page(0)
    after = classes.renew(actor=school.actor("zheng"), page_id=before.public_id)
    assert client.get(public(before)).status_code == 404
    assert "只给一班" in text_of(client.get(public(after)))
    with pytest.raises(Refused):
        classes.renew(actor=school.actor("shiqiao"), page_id=after.public_id)


def test_on_its_first_day_it_is_told_and_after_its_last_it_is_no_longer_on_the_page_of_a_class(school, later, client):
    row = school.to_parents("fang", everybody=True, from_on=day(2), until_on=day(4))
    assert TO_READ not in school.told("校办主任")
    assert "流感多发" not in text_of(client.get(public(school.page())))
    later(2.1)
    assert jobs.appear(time.now()) == 1
    assert jobs.appear(time.now()) == 0
    assert TO_READ in school.told("校办主任")
    assert "流感多发" in text_of(client.get(public(school.page())))
    later(5.1)
    assert "流感多发" not in text_of(client.get(public(school.page())))
    assert fresh(row).status == "running"


def test_what_can_not_be_is_said_at_the_field(school):
    for more, place in (
        ({}, "everybody"),
        ({"everybody": True, "from_on": day(-1)}, "from_on"),
        ({"everybody": True, "until_on": day(-1)}, "until_on"),
        ({"everybody": True, "acknowledge": True}, "by_on"),
        ({"everybody": True, "acknowledge": True, "by_on": day(90)}, "by_on"),
        ({"classes": school.classes(), "acknowledge": True, "by_on": day(3)}, "acknowledge"),
        ({"posts": ["nothinghere2"]}, "posts"),
        ({"everybody": True, "text": "打 13800138000 找王老师"}, "text"),
    ):
        with pytest.raises(BadInput) as found:
            school.written(**more)
        assert found.value.place == place, more
    with pytest.raises(Refused):
        school.written("school-admin", everybody=True)


def test_who_answers_for_it_leaves_and_who_is_above_knows_who_has_not_read_it(school, later):
    row = school.asked("zheng")
    for held in Appointment.objects.filter(post=school.example.posts["school/校办主任"], ended_at=None):
        end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    later(6.1)
    assert "Posts have NOT read your notice: see which" in school.told("分管副校长")
    assert fresh(row).post == school.example.posts["school/分管副校长"]


def test_it_is_written_corrected_and_printed_on_pages_without_script(school, signed_in):
    gao = signed_in("gao")
    new = reverse("announcements:new")
    said = {
        "title": "晚自习提前十分钟", "text": "从周一起。", "everybody": "on", "from_on": day(0).isoformat(),
        "until_on": day(9).isoformat(), "acknowledge": "on", "by_on": day(3).isoformat(),
    }  # fmt: skip
    assert gao.post(new, said | {"until_on": ""}).status_code == 422
    assert gao.post(new, said).status_code == 302
    row = Announcement.objects.get()
    assert "提前十分钟" in text_of(gao.get(reverse("announcements:list")))
    sent = {
        "do": "correct",
        "version": row.version,
        "title": "晚自习提前十分钟",
        "text": "从周二起。",
        "why": "写错了日子",
    }
    assert gao.post(page_of(row), sent).status_code == 302
    assert gao.post(page_of(row), sent).status_code == 409
    assert "写错了日子" in text_of(gao.get(page_of(row)))
    assert "从周二起。" in text_of(gao.get(reverse("announcements:printed", args=[row.public_id])))
    assert signed_in("school-admin").get(new).status_code == 404
    assert gao.post(page_of(row), {"do": "withdraw", "version": fresh(row).version, "why": ""}).status_code == 422


def test_its_sheets_have_the_address_of_each_class_as_a_code(school, signed_in):
    row = school.to_parents("fang")
    sheet = text_of(signed_in("fang").get(reverse("announcements:printed", args=[row.public_id])))
    assert sheet.count("hy-qr") == 2
    zheng = signed_in("zheng")
    assert zheng.post(reverse("announcements:classes"), {"do": "open"}).status_code == 302
    assert text_of(zheng.get(reverse("announcements:sheets"))).count("hy-qr") == 12
    assert reading.tap(page_id=school.page().public_id, announcement_id=row.public_id) is None
