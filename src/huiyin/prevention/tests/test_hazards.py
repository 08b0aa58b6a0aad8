"""A hazard from the eye that saw it to the second pair that looked; late ones go up by themselves."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from PIL import Image

from huiyin.cases.actions import sealing, sorting
from huiyin.cases.models import Category, Exclusion
from huiyin.kernel import ledger, store
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.access.session import actor_of_appointment
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment
from huiyin.prevention.actions import mending, registering
from huiyin.prevention.models import Hazard, Rectification
from huiyin.prevention.tests.conftest import FIXER, School


def photo(name: str = "IMG_1.png") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    out.seek(0)
    out.name = name
    return out


def page_of(hazard: Hazard) -> str:
    return reverse("prevention:hazard", args=[hazard.public_id])


def test_s22_what_is_broken_is_registered_mended_with_its_cost_and_looked_at_by_another(school, signed_in):
    gao, shen = signed_in("gao"), signed_in("shen")
    said = {
        "title": "护栏松动", "place": "教学楼四楼", "severity": "greater", "interim": "closed-off", "owner": school.post(FIXER),
        "pictures": [photo(), photo("IMG_2.png")],
    }  # fmt: skip
    address = gao.post(reverse("prevention:new"), said).url
    page = text_of(shen.get(address))
    assert ("护栏松动" in page, "教学楼四楼" in page, "已封闭" in page) == (True, True, True)
    [picture, _other] = re.findall(r'<img src="([^"]+)"', page)
    assert shen.get(picture).getvalue().startswith(b"\x89PNG")
    assert signed_in("qingxi").get(picture).status_code == signed_in("qingxi").get(address).status_code == 404
    assert "护栏松动" in text_of(shen.get(reverse("cases:day")))
    done = {
        "version": 1,
        "do": "mend",
        "done": "重新焊牢，刷漆。",
        "cost": "860.50",
        "supplier": "镇东五金",
        "pictures": [photo()],
    }
    assert shen.post(address, done).status_code == 302
    page = text_of(shen.get(address))
    assert "860.50" in page
    assert "镇东五金" in page
    assert 'value="check"' not in page, "who mended it does not look"
    assert gao.post(address, {"version": 2, "do": "check", "passed": "yes", "note": "摇不动了。"}).status_code == 302
    row = Rectification.objects.get()
    assert (row.passed, row.cost, row.hazard.status) == (True, Decimal("860.50"), "closed")
    assert {clock.status for clock in Clock.objects.filter(subject_kind="hazard")} == {"met"}
    assert "护栏松动" in text_of(gao.get(reverse("prevention:list") + "?view=ended"))
    assert ledger.verify().ok


def test_who_mended_it_can_not_look_in_whatever_post(school, signed_in):
    """The director of the school's office is a deputy of the post that mends; as either, she is the same person."""
    hazard = school.mended(school.registered(), "zheng")
    as_other = Appointment.objects.get(account__username="zheng", post__title=FIXER)
    for actor in (school.actor("zheng"), actor_of_appointment(as_other)):
        with pytest.raises(Conflict, match="整改的人"):
            mending.check(actor=actor, hazard_id=hazard.public_id, version=hazard.version, passed=True)
    assert "整改的人不能自己验收" in text_of(signed_in("zheng").get(page_of(hazard)))
    row = Rectification.objects.get()
    with pytest.raises(IntegrityError), store.write():
        Rectification.objects.filter(pk=row.pk).update(
            passed=True, checked_at=row.mended_at, checked_in=row.mended_in, checked_by="post:x"
        )
    assert school.looked(hazard, "shen").status == "closed", "another person, though both hold the post"


def test_what_is_not_mended_is_owed_again_and_what_comes_back_is_opened(school):
    hazard = school.mended(school.registered())
    with pytest.raises(BadInput, match="note"):
        school.looked(hazard, passed=False)
    assert school.looked(hazard, passed=False, note="还在晃。").status == "open"
    assert Clock.objects.filter(subject_id=hazard.public_id, name="mend", ended_at=None).count() == 1
    school.looked(school.mended(hazard))
    hazard.refresh_from_db()
    again = mending.reopen(
        actor=school.actor("fang"), hazard_id=hazard.public_id, version=hazard.version, why="又松了。"
    )
    assert (again.status, again.reopened) == ("open", 1)
    assert [one.verb for one in again.events.all()] == [
        "register", "mend", "not_mended", "mend", "close", "reopen",
    ]  # fmt: skip
    assert school.told("校长")[-1] == "A hazard has come back"


def test_a_grave_one_is_guarded_at_once_and_the_head_knows(school):
    with pytest.raises(BadInput, match="interim"):
        school.registered(severity="grave")
    hazard = school.registered(severity="grave", interim="guard")
    assert school.told("校长") == ["A grave hazard was registered"]
    assert school.told(FIXER) == ["A hazard is yours to mend"]
    with pytest.raises(IntegrityError), store.write():
        Hazard.objects.filter(pk=hazard.pk).update(interim="")


def test_a_late_one_is_told_to_the_head_alone(school, later):
    hazard = school.registered()
    later(14.5)
    assert school.told(FIXER)[-1] == "A hazard is due to be mended soon"
    later(16.5)
    assert school.told("校长") == ["A hazard is late"]
    assert school.told("局长", "bureau") == school.told("督导员", "bureau") == []
    assert hazard.events.last().verb == "late"


def test_s2_a_grave_one_that_is_late_goes_up_the_chain_by_itself(school, later, signed_in):
    hazard = school.registered(severity="grave", interim="closed-off", title="二楼电线外露")
    later(4.2)
    assert school.told("校长")[-1] == "A GRAVE hazard is late and not mended"
    for post in ("局长", "督导员"):
        assert school.told(post, "bureau") == ["A GRAVE hazard is late and not mended"]
    assert school.told("督查专员", "county") == []
    page = text_of(signed_in("he").get(page_of(hazard)))
    assert "临禾县教育局" in page
    assert "二楼电线外露" in text_of(signed_in("dudao").get(reverse("prevention:list") + "?below=1&view=late"))
    later(8.5)
    assert school.told("督查专员", "county") == ["A GRAVE hazard is late and not mended"]
    assert [one.data for one in hazard.events.filter(verb="late_up")] == [
        {"office": "临禾县教育局"},
        {"office": "临禾县人民政府"},
    ]
    school.mended(hazard)
    later(20)
    assert hazard.events.filter(verb="late_up").count() == 2
    assert hazard.events.last().verb == "unchecked"


def test_graded_otherwise_the_days_are_counted_from_the_same_day(school, later):
    hazard = school.registered()
    later(5)
    registering.regrade(
        actor=school.actor("shen"), hazard_id=hazard.public_id, version=hazard.version, severity="grave", why="会倒。",
        interim="closed-off",
    )  # fmt: skip
    clock = Clock.objects.get(subject_id=hazard.public_id, ended_at=None)
    assert (clock.length, clock.started_at) == (3, hazard.found_at)
    later(5.1)
    assert school.told("局长", "bureau") == ["A GRAVE hazard is late and not mended"]


def test_the_office_sets_its_own_days(school):
    office = school.example.organisations["school"]
    office.clock_numbers = {"prevention:ordinary": 30}
    office.save()
    clock = Clock.objects.get(subject_id=school.registered().public_id)
    assert (clock.length, clock.own_rule) == (30, True)


def test_somebody_was_faster_and_what_was_typed_stays_on_the_page(school, signed_in):
    hazard = school.registered()
    shen = signed_in("shen")
    school.mended(hazard, "zheng")
    answer = shen.post(page_of(hazard), {"version": 1, "do": "add", "note": "已经买了新的。"})
    assert answer.status_code == 409
    assert "已经买了新的。" in text_of(answer)


def test_a_wrong_form_is_said_at_its_field_and_nothing_is_kept(school, signed_in):
    answer = signed_in("gao").post(reverse("prevention:new"), {"title": "", "severity": "grave", "place": "x"})
    assert answer.status_code == 422
    assert 'href="#id_owner"' in text_of(answer)
    said = {"title": "找13987654321", "place": "门口", "severity": "ordinary", "owner": school.post(FIXER)}
    assert "电话号码" in text_of(signed_in("gao").post(reverse("prevention:new"), said))
    assert not Hazard.objects.exists()


def test_it_is_no_hazard_with_a_reason_that_stays(school, signed_in):
    hazard = school.registered()
    assert signed_in("gao").post(page_of(hazard), {"version": 1, "do": "drop", "why": "看错了"}).status_code == 404
    assert signed_in("shen").post(page_of(hazard), {"version": 1, "do": "drop", "why": ""}).status_code == 422
    signed_in("shen").post(page_of(hazard), {"version": 1, "do": "drop", "why": "牌子印错了年份。"})
    assert "牌子印错了年份。" in text_of(signed_in("gao").get(page_of(hazard)))
    assert not Clock.objects.filter(subject_id=hazard.public_id, ended_at=None).exists()


def test_when_a_post_falls_empty_its_hazards_go_up(school):
    hazard = school.registered(owner=school.post("教导主任"), who="shen")
    held = Appointment.objects.get(account__username="gao")
    end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    hazard.refresh_from_db()
    assert hazard.owner.title == "分管副校长"
    assert school.registered(owner=school.post("教导主任"), who="shen").owner.title == "分管副校长", "nobody holds it"
    assert Clock.objects.get(subject_id=hazard.public_id).owner == hazard.owner.reference


def test_the_list_is_filtered_and_says_when_it_is_empty(school, signed_in):
    gao, here = signed_in("gao"), reverse("prevention:list")
    assert "还没有登记过隐患" in text_of(gao.get(here))
    school.registered(title="井盖松", place="操场南")
    school.registered(title="护栏松动", severity="greater", place="教学楼四楼")
    school.registered(title="栏杆掉漆", place="教学楼四楼")
    shown = text_of(gao.get(here))
    assert shown.index("护栏松动") < shown.index("井盖松") < shown.index("栏杆掉漆"), (
        "the gravest first, then the oldest"
    )
    assert "井盖松" not in text_of(gao.get(f"{here}?severity=greater"))
    assert "井盖松" not in text_of(gao.get(f"{here}?place=教学楼四楼"))
    assert "这一类没有" in text_of(gao.get(f"{here}?view=late"))
    assert "井盖松" not in text_of(signed_in("qingxi").get(here))
    figures = text_of(gao.get(reverse("prevention:figures")))
    assert re.search(r"教学楼四楼</a></th><td[^>]*>2</td>", figures)


def test_what_it_came_of_is_shown_to_who_may_read_it(office, as_):
    """Its handler sees the way back; a post that must not know of the case sees none, and can't make one."""
    case = office.assigned(office.raised(text="局门口早上车挤"))
    here = School(office.example)
    hazard = here.registered("jiang", owner=here.post("基教股股长", "bureau"), case=case.public_id)
    link = reverse("cases:case", args=[case.public_id])
    assert link in text_of(as_("jiang").get(page_of(hazard)))
    assert page_of(hazard) in text_of(as_("jiang").get(link))
    Exclusion.objects.create(case=case, post_id=here.actor("song").post_id)
    shown = text_of(as_("song").get(page_of(hazard)))
    assert case.public_id not in shown
    assert case.title not in shown
    with pytest.raises(Refused):
        here.registered("song", owner=here.post("基教股股长", "bureau"), case=case.public_id)


def test_the_person_reads_what_became_of_the_danger_that_they_spoke_of(office, client):
    receipt = office.raised(text="局门口的台阶松了")
    case = office.assigned(receipt)
    here = School(office.example)
    owner = here.post("基教股股长", "bureau")
    here.registered("jiang", title="台阶松动", owner=owner, case=case.public_id, severity="greater")
    client.post(reverse("cases:lookup"), {"code": receipt.code})
    page = text_of(client.get(reverse("cases:status")))
    assert "台阶松动" in page
    assert "要整改" in page


def test_it_is_linked_later_to_a_plan_or_a_case_that_one_may_read(office, as_):
    case = office.assigned(office.raised(text="局门口早上车挤"))
    here = School(office.example)
    hazard = here.registered("jiang", owner=here.post("基教股股长", "bureau"))
    said = {"version": 1, "do": "link", "case": case.public_id.upper(), "incident": "", "plan": ""}
    assert as_("xiaozhang").post(page_of(hazard), said).status_code == 404
    assert as_("jiang").post(page_of(hazard), said | {"case": "nothing2here"}).status_code == 422
    assert as_("jiang").post(page_of(hazard), said).status_code == 302
    hazard.refresh_from_db()
    assert (hazard.case, hazard.source) == (case, "case")


def test_when_the_case_is_sealed_no_hazard_leads_to_it(office):
    case = office.fresh(office.raised(text="仓库里的煤气罐没有固定"))
    here, desk = School(office.example), office.example.actors["liang"]
    code = Category.objects.filter(level=2).first().code
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category=code)
    hazard = here.registered("liang", owner=here.post("基教股股长", "bureau"), case=case.public_id)
    sealing.seal(actor=desk, case_id=case.pk, version=case.version, seal_number="封字1号", forwarded_to="县纪委监委")
    hazard.refresh_from_db()
    assert (hazard.case, hazard.source, hazard.status) == (None, "staff", "open")


def test_a_sheet_to_take_along_has_the_day_and_the_code(school, signed_in):
    hazard = school.registered()
    sheet = text_of(signed_in("shen").get(reverse("prevention:printed", args=[hazard.public_id])))
    assert "hy-qr" in sheet
    assert hazard.number in sheet
    assert "另一个人" in sheet


@pytest.mark.django_db(transaction=True)
def test_of_several_who_register_at_once_each_gets_a_number_of_its_own(school):
    def register(name: str) -> str:
        try:
            return registering.register(actor=school.actor(name), found=school.found()).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        numbers = list(people.map(register, ["shen", "gao", "fang", "zheng"]))
    assert sorted(number[-3:] for number in numbers) == ["001", "002", "003", "004"]


def test_the_office_above_reads_how_many_are_open_and_late_in_each_office_below_as_each_counts_of_itself(
    school, signed_in, later
):
    for severity in ("grave", "ordinary"):
        school.registered(severity=severity, interim="sign")
    school.registered("qingxi-ban", owner=school.post(FIXER, "school-2"))
    later(5)
    page = text_of(signed_in("dudao").get(reverse("prevention:figures")))
    rows = re.findall(r'scope="row">(\S+中心学校)</th><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td><td[^>]*>(\d+)</td>', page)
    assert rows == [("柳塘镇中心学校", "2", "1", "1"), ("清溪镇中心学校", "1", "0", "0")]
    own = text_of(signed_in("gao").get(reverse("prevention:figures")))
    assert "按单位" not in own
    assert "清溪镇中心学校" not in own


def test_what_comes_back_after_who_mended_it_has_left_is_owed_by_who_is_above(school):
    hazard = school.registered()
    school.looked(school.mended(hazard))
    for one in Appointment.objects.filter(post=school.example.posts[f"school/{FIXER}"], ended_at=None):
        end_appointment(actor=school.actor("school-admin"), appointment=one.public_id)
    hazard.refresh_from_db()
    mending.reopen(
        actor=school.actor("gao"), hazard_id=hazard.public_id, version=hazard.version, why="又松了。", interim="sign"
    )
    hazard.refresh_from_db()
    assert hazard.owner == school.example.posts["school/分管副校长"]
    assert "A hazard has come back" in school.told("分管副校长")
    assert {one.owner for one in Clock.objects.filter(subject_id=hazard.public_id, ended_at=None)} == {
        hazard.owner.reference
    }
