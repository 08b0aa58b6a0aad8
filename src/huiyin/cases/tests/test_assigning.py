"""Assigned down: an office above gives a case to one below, waits for the result by a day, and says what it makes of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.cases.actions import assigning, giving_back, plain, sealing
from huiyin.cases.models import Case
from huiyin.cases.queries.lists import Filters, cases, visible_case
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice

from .staff_scenes import sorted_
from .test_staff_job import text_of

pytestmark = pytest.mark.django_db
DAY = "cases:day"


def in_days(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


def assigned(office, receipt=None, days: int = 20) -> Case:
    """By the bureau to the school below it."""
    case = sorted_(office, receipt)
    return assigning.assign_down(
        actor=office.example.actors["liang"], case_id=case.pk, version=case.version, due_on=in_days(days),
        organisation=office.example.organisations["school"].public_id, reason="食堂归学校管", wanted="查了什么、改了什么",
    )  # fmt: skip


def reported(office, there: Case, **more: str) -> Case:
    there.refresh_from_db()
    words = {"result": "settled", "text": "12月1日换了保温台", "why_not": "答复12月5日送达", **more}
    assigning.report_back(actor=office.example.actors["zheng"], case_id=there.pk, version=there.version, **words)
    return Case.objects.get(pk=there.origin_id)


def test_s16_a_case_is_assigned_down_and_the_result_comes_back_by_the_day(office, client, do, as_):
    receipt = office.raised()
    sender = sorted_(office, receipt)
    school = office.example.organisations["school"]
    words = {"organisation": school.public_id, "reason": "食堂归学校管", "wanted": "查了什么、改了什么"}
    assert do("liang", sender, "assign_down", **words, due_on=in_days(0).isoformat()).status_code == 422
    assert do("liang", sender, "assign_down", **words, due_on=in_days(20).isoformat()).status_code == 302
    there = office.fresh(receipt)
    assert there.organisation == school
    client.post(reverse("cases:lookup"), {"code": receipt.code})
    page = client.get(reverse("cases:status")).content.decode()
    assert "临禾县教育局把它交办给柳塘镇中心学校" in page.replace(" ", "")
    letter = sender.letters.get(kind="assign_down")
    assert letter.parts[-1] == {"heading": "report_on", "text": in_days(20).isoformat()}
    assert letter.parts[1]["text"].startswith(school.name)
    # The office above reads along and acts in its own case alone.
    assert as_("liang").get(reverse("cases:case", args=[there.public_id])).status_code == 200
    assert as_("liang").get(reverse("cases:verb", args=[there.public_id, "report_back"])).status_code == 404
    assert there.public_id not in text_of(as_("liang").get(reverse(DAY))), "what is read along is no work of the desk"
    answer = do("zheng", there, "report_back", result="explained", text="11月30日开会讨论过")
    assert answer.status_code == 422, "no written answer yet, and no reason why"
    why = "等供货商的单据，12月5日前答复"
    assert (
        do("zheng", there, "report_back", result="goes-on", text="11月30日换了保温台", why_not=why).status_code == 302
    )
    day = text_of(as_("liang").get(reverse(DAY)))
    assert sender.public_id in day
    back = {"reason": "账目没有说", "due_on": in_days(30).isoformat()}
    assert do("liang", sender, "send_report_back", **back).status_code == 302
    assert (
        do("zheng", there, "report_back", result="settled", text="账目12月起每月公布", why_not=why).status_code == 302
    )
    assert do("liang", sender, "send_report_back", **back).status_code == 409, "once"
    assert do("liang", sender, "take_note", note="请按时公布").status_code == 302
    sender.refresh_from_db()
    assert (sender.tracks.get().state, sender.bucket) == ("result_noted", "done")
    assert as_("liang").get(reverse("cases:case", args=[there.public_id])).status_code == 404
    told = client.get(reverse("cases:status")).content.decode()
    for said in ("账目没有说", "账目12月起每月公布", why):
        assert said in told
    assert {"report_back", "report_noted"} <= set(there.events.values_list("verb", flat=True))
    assert {"result_in", "take_note"} <= set(sender.events.values_list("verb", flat=True))
    assert ledger.verify().ok


def test_s4_no_report_by_the_day_goes_to_the_head_and_to_who_assigned_it(office, days):
    there = assigned(office, days=10)
    sender = Case.objects.get(pk=there.origin_id)
    clock = Clock.objects.get(subject_kind="assignment", subject_id=there.public_id)
    assert (clock.due_on, clock.owner) == (in_days(10), office.example.posts["school/校办主任"].reference)
    days(11)
    clock.refresh_from_db()
    assert clock.missed_at is not None
    assert clock.is_open
    liang = office.example.posts["bureau/接待室主任"].reference
    assert Notice.objects.filter(to=liang, about=sender.reference, template="cases/missed").exists()
    head = office.example.organisations["school"].head_post.reference
    assert Notice.objects.filter(to=head, about=there.reference, template="cases/missed").exists()
    assert there.events.get(verb="missed", data__clock=clock.public_id).data["told"] == "临禾县教育局"
    assert office.clock(sender, "assigned_result").missed_at is not None
    assert office.clock(sender, "supervise:assigned_result").is_open
    reported(office, there)
    clock.refresh_from_db()
    assert clock.status == "met"
    assert ledger.verify().ok


def test_it_goes_below_alone_and_never_to_an_office_that_it_is_about(office):
    sender = sorted_(office)
    liang = office.example.actors["liang"]
    asked = {"reason": "归你们", "wanted": "结果", "due_on": in_days(9)}

    def to(name: str) -> None:
        organisation = office.example.organisations[name].public_id
        assigning.assign_down(
            actor=liang, case_id=sender.pk, version=sender.version, organisation=organisation, **asked
        )

    for name in ("county", "township", "bureau"):
        with pytest.raises(BadInput):
            to(name)
    sender.exclusions.create(post=office.example.posts["school/教导主任"])
    with pytest.raises(BadInput):
        to("school")
    to("school-2")
    there = Case.objects.get(origin=sender)
    assert there.excludes(office.example.posts["school/教导主任"].pk), (
        "who must not know of the one must not of the other"
    )


def test_the_school_that_is_not_competent_gives_it_back_and_owes_no_report(office):
    there = assigned(office)
    zheng, liang = office.example.actors["zheng"], office.example.actors["liang"]
    plain.do_plain(actor=zheng, case_id=there.pk, version=there.version, verb="object", text="是承包商的事")
    sender = Case.objects.get(pk=there.origin_id)
    giving_back.answer_objection(actor=liang, case_id=sender.pk, version=sender.version, agree=True, reason="转错了")
    assert sender.tracks.get().state == "sorted"
    assert not Clock.objects.filter(subject_id=there.public_id, ended_at=None).exists()
    with pytest.raises(Refused):
        visible_case(liang, there.public_id)
    with pytest.raises(Conflict):
        reported(office, there)
    assert ledger.verify().ok


def test_when_it_is_sealed_below_nobody_reports_or_reads_along(office):
    receipt = office.raised()
    there = assigned(office, receipt)
    liang, zheng = office.example.actors["liang"], office.example.actors["zheng"]
    assert there.public_id in [row.public_id for row in cases(liang, Filters()).rows]
    sealing.seal(actor=zheng, case_id=there.pk, version=there.version, seal_number="封1", forwarded_to="县纪委监委")
    with pytest.raises(Refused):
        visible_case(liang, there.public_id)
    assert Case.objects.get(pk=there.pk).assignment.wanted == ""
    assert not Clock.objects.filter(subject_kind="assignment", ended_at=None).exists()
    assert ledger.verify().ok
