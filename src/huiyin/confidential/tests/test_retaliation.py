"""Who is harmed because they complained: an office outside of the line, in days; protection; a way up; no way back to the complaint."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.cases.tests.conftest import Office
from huiyin.confidential import queries
from huiyin.confidential.actions import handling, reporting
from huiyin.confidential.actions.reporting import Handed
from huiyin.confidential.models import Kind, Report
from huiyin.confidential.rules import Whom, may_go_higher
from huiyin.confidential.tests.conftest import PASSPHRASE
from huiyin.confidential.tests.test_nothing_leaks import database
from huiyin.confidential.tests.test_pages import BEGIN, MINE, hidden
from huiyin.confidential.tests.test_reports import running, said
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import signed_in_as, text_of

CLERK, TEACHER, HEAD = "township/信访专干", "school/教导主任", "school/校长"
HARM, NEEDS, EARLIER = "投诉之后我被调到门房去了", "请把我调回原来的班级", "食堂发票那件事"


def harmed(district, *places: str, home: str = "school", **more: object) -> Report:
    return district.handed(*places, home=home, text=HARM, kind=Kind.RETALIATION, needs=NEEDS, earlier=EARLIER, **more)


def organ(district, name: str = "xianjiwei") -> dict[str, object]:
    """Of the county, above school and bureau: it reads."""
    district.county_organ()
    return {"actor": district.actor(name), "unlocked": district.reads(name)}


def test_it_goes_past_the_whole_line_whoever_in_it_does_the_harm(district):
    """A discipline office of the township reads what one clerk does; of harm done to who complained it is below that office."""
    district.reads("jiwei")
    place = district.post(CLERK)
    assert reporting.takes(Whom(district.home(), (place,)))
    of_harm = Handed(district.home(), (place,), False, HARM, kind=Kind.RETALIATION)
    assert not reporting.takes(of_harm.whom)
    above = organ(district)
    report = harmed(district, CLERK, home="township")
    assert report.organisation.name == "临禾县纪委监委"
    with pytest.raises(Refused):
        queries.listed(district.actor("jiwei"), report.public_id)
    page = queries.opened(above["actor"], report.public_id, above["unlocked"])
    assert (page.first.needs, page.first.earlier) == (NEEDS, EARLIER)


def test_the_office_that_the_earlier_complaint_was_about_is_left_out_too(district):
    """Harmed at the school because of a complaint about the bureau: a reader of the bureau is nobody for it."""
    district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长")
    district.reads("jijian")
    bureau = district.home("bureau")
    place = Handed(district.home("school"), (), True, HARM, kind=Kind.RETALIATION)
    assert reporting.takes(place.whom)
    assert not reporting.takes(
        Handed(district.home("school"), (), True, HARM, kind=Kind.RETALIATION, complained=bureau).whom
    )
    organ(district)
    report = harmed(district, complained=bureau)
    assert report.organisation.name == "临禾县纪委监委"
    with pytest.raises(Refused):
        queries.listed(district.actor("jijian"), report.public_id)


def test_days_in_place_of_weeks_and_protection_is_answered_by_itself(district, later):
    by = organ(district)
    report = harmed(district, HEAD, name="欧阳慕云", contact="13987654321")
    by["report_id"] = report.public_id
    assert {name: clock.length for name, clock in running(report).items()} == {
        "tell_accept": 15,
        "look": 1,
        "protect": 3,
    }
    handling.accept(**by, text="已受理。")
    assert set(running(report)) == {"protect", "stand"}, "to accept it protects nobody yet"
    later(4.2)
    report.refresh_from_db()
    assert report.late_on is not None
    handling.answer(**by, text="正在与教育局联系。")
    report.refresh_from_db()
    assert report.late_on is not None, "a word is no protection"
    handling.protect(**by, outcome="granted", text="即日起停止调动，由县教育局落实。")
    report.refresh_from_db()
    assert report.late_on is None
    assert said(district)[-1] == "即日起停止调动，由县教育局落实。"
    reporting.ask_protection(keys=district.keys, text="又有人在办公室骂我，请禁止单独谈话。")
    assert "protect" in running(report)


def test_what_is_less_than_asked_for_can_be_taken_higher_and_nobody_of_before_opens_it_then(district):
    by, reader = organ(district), district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长")
    opened = district.reads("jijian")
    report = harmed(district, TEACHER)
    assert report.organisation.name == "临禾县纪委监委", "an organ comes before an office that only forwards"
    with pytest.raises(Conflict):
        reporting.go_higher(keys=district.keys)
    handling.protect(**by, report_id=report.public_id, outcome="not_granted", text="情况不足以采取措施。")
    reporting.go_higher(keys=district.keys)
    report.refresh_from_db()
    assert report.organisation_id == reader.organisation_id
    assert set(running(report)) == {"forward", "send_on"}
    with pytest.raises(Refused):
        queries.opened(by["actor"], report.public_id, by["unlocked"])
    assert queries.opened(reader, report.public_id, opened).lines == ()
    assert not queries.mine(district.keys).can_go_higher, "nothing was refused there yet"


def test_where_nobody_is_left_above_the_page_names_the_bodies_outside(district):
    by = organ(district)
    report = harmed(district, TEACHER)
    handling.protect(**by, report_id=report.public_id, outcome="granted_partly", text="只能部分同意。")
    person = Client()
    person.post(MINE, {"do": "find", "code": district.code})
    page = person.post(MINE, {"do": "higher"})
    assert page.status_code == 409
    assert "12388" in page.content.decode()
    report.refresh_from_db()
    assert report.organisation_id == by["actor"].organisation_id, "it stays where it was"


def test_an_ordinary_report_goes_nowhere_by_its_reporter_and_has_no_protection_to_answer(district):
    opened = district.reads("jiwei")
    report = district.handed(CLERK)
    for act in (
        lambda: reporting.go_higher(keys=district.keys),
        lambda: reporting.ask_protection(keys=district.keys, text="x"),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Conflict):
        handling.protect(
            actor=district.actor("jiwei"), report_id=report.public_id, unlocked=opened, outcome="granted", text="x"
        )


@pytest.mark.parametrize(
    ("closed", "late", "answered", "may"),
    [
        (False, False, [], False), (True, False, [], True), (False, True, [], True), (False, False, ["granted"], False),
        (False, False, ["not_granted"], True), (False, False, ["not_granted", "granted"], False), (False, False, ["granted_partly"], True),
    ],
)  # fmt: skip
def test_when_who_is_harmed_may_go_higher(closed, late, answered, may):
    assert may_go_higher(closed=closed, late=late, protections=answered) is may


def test_a_code_of_the_earlier_matter_is_not_taken_because_whoever_has_it_reads_as_the_person_does(district):
    organ(district)
    with pytest.raises(BadInput, match=r"^earlier:"):
        district.handed(TEACHER, home="school", text=HARM, kind=Kind.RETALIATION, earlier="abcd-efgh-2345")
    assert not Report.objects.exists()


def test_from_the_status_page_of_a_case_nothing_leads_from_the_one_to_the_other(district):
    """The whole way without script: the button on the page of the case, the words, the answer about protection, and higher."""
    organ(district)
    office = Office(district.example)
    receipt = office.raised(text="食堂的菜是凉的，希望早一点打饭。")
    person = Client(headers={"accept-language": "en"})
    person.post("/s", {"code": receipt.code})
    status = text_of(person.get("/status/"))
    assert "I am being harmed because I complained" in status
    page = text_of(person.post(BEGIN, {"do": "harm"}))
    page = text_of(person.post(BEGIN, {"do": "harm_home", "home": district.home("school"), "complained": ""}))
    about = {"do": "about", "way": hidden(page, "way"), "who": "posts", "posts": [district.post(HEAD)]}
    page = text_of(person.post(BEGIN, about))
    sent = {
        "do": "write",
        "way": hidden(page, "way"),
        "once": hidden(page, "once"),
        "text": HARM,
        "needs": NEEDS,
        "earlier": EARLIER,
    }
    page = text_of(person.post(BEGIN, sent))
    code = page.split('translate="no">')[1].split("<")[0]
    person.post(BEGIN, {"do": "confirm", "once": hidden(page, "once"), "code": code})
    report = Report.objects.get()
    whole = database()
    for planted in (HARM, NEEDS, EARLIER):
        assert planted.encode() not in whole
    assert not office.fresh(receipt).events.exclude(verb="raise").exists()

    reader, address = signed_in_as("xianjiwei"), f"/sealed-reports/{report.public_id}/"
    reader.post("/sealed-reports/key/", {"do": "unlock", "passphrase": PASSPHRASE})
    page = text_of(reader.get(address))
    for shown in (HARM, NEEDS, EARLIER):
        assert shown in page
    assert reader.post(address, {"do": "protect", "outcome": "", "text": "不行"}).status_code == 422
    assert reader.post(address, {"do": "protect", "outcome": "not_granted", "text": "不行"}).status_code == 302
    assert "Take it to the next office" in text_of(person.get(MINE))
    assert person.post(MINE, {"do": "protection", "needs": ""}).status_code == 422
    assert person.post(MINE, {"do": "protection", "needs": "请再考虑"}).status_code == 302
    assert "请再考虑" in text_of(reader.get(address))
