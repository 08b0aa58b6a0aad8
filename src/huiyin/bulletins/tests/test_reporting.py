"""From what happened to the report that the office above has: who is told by when, and what is late counts against the office."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from huiyin.bulletins.actions import beginning, telling, writing
from huiyin.bulletins.actions.beginning import Event
from huiyin.bulletins.models import Bulletin, Report, Told
from huiyin.bulletins.tests.conftest import FOOD, MINUTES, written
from huiyin.cases.actions import office_rules
from huiyin.cases.actions.office_rules import Choices
from huiyin.incidents.actions import starting
from huiyin.incidents.actions import writing as log
from huiyin.incidents.example import build_example_incidents
from huiyin.incidents.models import Incident
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment
from huiyin.plans.example import build_example_plans

LIST, NEW = reverse("bulletins:list"), reverse("bulletins:new")


def page_of(bulletin: Bulletin, name: str = "bulletin") -> str:
    return reverse(f"bulletins:{name}", args=[bulletin.public_id])


def form_of(bulletin: Bulletin, **changed) -> dict[str, object]:
    bulletin.refresh_from_db()
    at = time.now() - 20 * MINUTES
    return {
        "version": bulletin.version, "stage": "first", "occurred_at": f"{at.astimezone(time.zone_of('Asia/Shanghai')):%Y-%m-%dT%H:%M}",
        "place": "学校食堂", **FOOD, "affected": 8, "hospital": 1, "do": "send", **changed,
    }  # fmt: skip


def test_s10_a_school_reports_food_poisoning_to_the_education_bureau_and_to_each_body_that_the_law_names(
    chain, signed_in
):
    zheng = signed_in("zheng")
    now = time.now().astimezone(time.zone_of("Asia/Shanghai"))
    answer = zheng.post(NEW, {"kind": "food", "learned_at": f"{now - 10 * MINUTES:%Y-%m-%dT%H:%M}"})
    bulletin = Bulletin.objects.get()
    assert answer.url == page_of(bulletin)
    page = text_of(zheng.get(page_of(bulletin)))
    for words in ("临禾县教育局", "县市场监管部门", "县卫生健康部门", "《食品安全法》", "第103条", "本单位"):
        assert words in page, words
    at = f"{now:%Y-%m-%dT%H:%M}"
    told = zheng.post(
        page_of(bulletin), {"body": "market", "way": "phone", "at": at, "whom": "食品安全值班室", "do": "tell"}
    )
    assert told.url == page_of(bulletin)
    assert chain.clocks(bulletin) == {
        "R-12:market": "met",
        "R-12:health": "running",
        "own:above": "running",
        "written": "running",
    }
    assert chain.notices("bureau/局长") == [], "a draft is nobody's but the office's"
    assert zheng.post(page_of(bulletin, "write"), form_of(bulletin)).url == page_of(bulletin)
    assert chain.clocks(bulletin) == {
        "R-12:market": "met", "R-12:health": "running", "own:above": "met", "written": "met", "next": "running",
    }  # fmt: skip
    assert chain.notices("bureau/局长") == ["A report came from an office below: first report"]
    above = text_of(signed_in("he").get(page_of(bulletin)))
    assert "午餐后3名学生呕吐" in above
    assert "食品安全值班室" in above
    assert signed_in("qingxi").get(page_of(bulletin)).status_code == 404
    assert ledger.verify().ok


def test_s25_what_is_not_reported_in_time_is_told_to_the_head_and_to_the_office_above_by_itself(
    chain, later, signed_in
):
    bulletin = chain.began("accident", ago=10)
    assert chain.notices("school/校长") == ["Something is being reported up the chain"]
    later(45)
    assert chain.clocks(bulletin) == {"R-02:safety": "running", "R-02:above": "running", "written": "running"}
    later(51)
    assert chain.clocks(bulletin) == {"R-02:safety": "late", "R-02:above": "late", "written": "late"}
    assert chain.notices("bureau/局长") == ["A report is LATE"] * 3
    assert chain.notices("school/校长")[1:] == ["A report is LATE"] * 3
    assert "生产安全事故" in text_of(signed_in("zheng").get(reverse("cases:day")))
    assert ledger.verify().ok


def test_the_times_run_from_when_the_office_learned_of_it(chain):
    bulletin = chain.began("harm", ago=20)
    due = set(Clock.objects.filter(subject_id=bulletin.public_id, article="art. 11¶2").values_list("due_at", flat=True))
    assert due == {bulletin.learned_at + 30 * MINUTES}


def test_anybody_of_the_house_reports_and_nobody_is_asked_for_leave(chain):
    bulletin = chain.began(who="gao")
    chain.sent(bulletin, who="gao")
    assert chain.notices("bureau/督导员") == ["A report came from an office below: first report"]
    assert chain.notices("school/校长") == ["Something is being reported up the chain"]


def test_told_by_telephone_counts_at_the_time_of_the_call(chain, later):
    bulletin = chain.began("health")
    later(40)
    chain.told(bulletin, "cdc", ago=35)
    clock = Clock.objects.get(subject_id=bulletin.public_id, name="R-08:cdc")
    assert clock.met_at is not None
    assert clock.met_at <= clock.due_at, "in time, though it was written down late"
    told = Told.objects.get(body="cdc")
    assert told.noted_at - told.at >= 34 * MINUTES, "and when it was written down is there to see"


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"at": 5}, "at"), ({"at": -30}, "at"), ({"whom": " "}, "whom"), ({"whom": "13912345678"}, "whom"), ({"body": "x"}, "body"),
        ({"way": "system"}, "way"),
    ],
)  # fmt: skip
def test_what_can_not_be_written_down_as_told(chain, changed, place):
    bulletin = chain.began()
    minutes = changed.pop("at", 0)
    given = {"body": "market", "way": "phone", "whom": "值班室", "at": time.now() + minutes * MINUTES, **changed}
    with pytest.raises(BadInput) as error:
        telling.tell(actor=chain.actor("zheng"), bulletin_id=bulletin.public_id, **given)
    assert error.value.place == place


def test_what_blocks_is_mended_and_what_is_strange_goes_with_a_reason(chain, signed_in):
    bulletin, zheng = chain.began(), signed_in("zheng")
    here = page_of(bulletin, "write")
    refused = zheng.post(here, form_of(bulletin, hospital=9))
    assert refused.status_code == 422
    assert "送医的比涉及的人" in text_of(refused)
    assert zheng.post(here, form_of(bulletin, course="电话13912345678")).status_code == 422
    assert zheng.post(here, form_of(bulletin, affected="")).status_code == 422, "not known: it goes, with a reason"
    assert Report.objects.filter(sent_at=None).count() == 1
    assert zheng.post(here, form_of(bulletin, affected="", why_passed="还在清点")).url == page_of(bulletin)
    report = Report.objects.get()
    assert report.passed == [["unknown", "affected"]]
    assert "还在清点" in text_of(signed_in("he").get(page_of(bulletin)))


def test_a_draft_is_kept_and_nobody_outside_reads_it(chain, signed_in):
    bulletin, zheng = chain.began(), signed_in("zheng")
    here = page_of(bulletin, "write")
    assert zheng.post(here, form_of(bulletin, do="save", hospital=9)).url == here
    assert "送医的比涉及的人" in text_of(zheng.get(here))
    assert "呕吐" not in text_of(signed_in("he").get(page_of(bulletin)))
    assert signed_in("he").get(here).status_code == 404
    stale = form_of(bulletin)
    assert zheng.post(here, {**stale, "version": 0}).status_code == 409


def test_what_was_sent_never_changes(chain):
    report = chain.sent(chain.began())
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():  # noqa: TID251  # the database itself refuses
        Report.objects.filter(pk=report.pk).update(numbers={"affected": 1})


def test_an_event_that_has_not_been_yet_is_not_reported(chain):
    with pytest.raises(BadInput) as error:
        beginning.begin(actor=chain.actor("zheng"), event=Event("fire", time.now() + dt.timedelta(hours=1)))
    assert error.value.place == "learned_at"
    with pytest.raises(BadInput):
        beginning.begin(actor=chain.actor("zheng"), event=Event("persons", time.now()))


def test_about_a_child_or_a_wrong_few_read(chain, signed_in):
    bulletin = chain.began("bullying", who="gao")
    here = page_of(bulletin)
    for name, status in (("gao", 200), ("xiaozhang", 200), ("fang", 200), ("shen", 404), ("zheng", 404), ("dudao", 404), ("he", 404)):  # fmt: skip
        client = signed_in(name)
        assert client.get(here).status_code == status, name
        assert (bulletin.number in text_of(client.get(LIST))) == (status == 200), name


def test_s6_from_the_page_of_an_emergency_two_taps_report_it_with_its_log(chain, signed_in):
    incident = starting.start(
        actor=chain.actor("gao"), what=starting.What(kind="building", title="外墙掉砖", place="北楼")
    )
    log.note(actor=chain.actor("gao"), incident_id=incident.public_id, text="已拉警戒线，没有人受伤。")
    gao, room = signed_in("gao"), reverse("incidents:room", args=[incident.public_id])
    door = f"{NEW}?incident={incident.public_id}"
    assert door in text_of(gao.get(room))
    form = gao.get(door).context["form"]
    sent = {"kind": form["kind"].value(), "incident": incident.public_id, "place": form["place"].value()}
    sent["learned_at"] = f"{incident.started_at.astimezone(time.zone_of('Asia/Shanghai')):%Y-%m-%dT%H:%M}"
    assert gao.post(NEW, sent).status_code == 302
    bulletin = Bulletin.objects.get()
    assert (bulletin.kind, bulletin.incident_id) == ("accident", incident.pk)
    assert "已拉警戒线" in text_of(gao.get(page_of(bulletin, "write")))
    assert page_of(bulletin) in text_of(gao.get(room)), "and the emergency shows that it is being reported"
    assert room in text_of(gao.get(page_of(bulletin)))


def test_an_exercise_is_reported_nowhere(chain, signed_in):
    incident = starting.start(actor=chain.actor("gao"), what=starting.What(kind="building", title="外墙掉砖"))
    event = Event("accident", time.now(), incident=incident.public_id)
    with pytest.raises(Refused):
        beginning.begin(actor=chain.actor("qingxi"), event=event)
    build_example_plans(chain.example)
    build_example_incidents(chain.example)
    exercise = Incident.objects.get(exercise=True)
    with pytest.raises(BadInput, match="演练"):
        beginning.begin(actor=chain.actor("shen"), event=Event("fire", time.now(), incident=exercise.public_id))
    room = text_of(signed_in("shen").get(reverse("incidents:room", args=[exercise.public_id])))
    assert f"{NEW}?incident=" not in room


def test_the_office_sets_its_own_numbers_and_turns_on_what_nobody_has_seen(chain, signed_in):
    school = chain.example.organisations["school"]
    numbers = {"bulletins:at-once": 10}
    office_rules.set_own_dates(
        actor=chain.actor("xiaozhang"), organisation=school, version=school.version,
        choices=Choices(numbers, frozenset({"bulletins:R-10"}), roll_over_office=False, roll_over_petitioner=True),
    )  # fmt: skip
    bulletin = chain.began("health", ago=0)
    lengths = {
        one.name: (one.length, one.unit, one.verified) for one in Clock.objects.filter(subject_id=bulletin.public_id)
    }
    assert lengths["R-08:cdc"] == (10, "minutes", "S")
    assert lengths["R-10:health"] == (2, "hours", "U")
    school.refresh_from_db()
    with pytest.raises(BadInput, match="第20条"):
        office_rules.set_own_dates(
            actor=chain.actor("xiaozhang"), organisation=school, version=school.version,
            choices=Choices({"bulletins:at-once": 121}, frozenset(), roll_over_office=False, roll_over_petitioner=True),
        )  # fmt: skip


def test_without_an_office_above_it_is_told_by_hand(chain):
    bulletin = chain.began("disaster", who="zhou")
    chain.sent(bulletin, who="zhou", texts={"course": "暴雨"}, numbers={"missing": 0, "slightly": 0, "loss": 3})
    assert chain.clocks(bulletin)["own:above"] == "running"
    chain.told(bulletin, "above", who="zhou")
    assert chain.clocks(bulletin)["own:above"] == "met"


def test_who_was_faster_is_not_overwritten(chain):
    bulletin = chain.began()
    report = written(bulletin)
    writing.save(actor=chain.actor("zheng"), bulletin_id=bulletin.public_id, version=1, report=report)
    with pytest.raises(Conflict):
        writing.send(actor=chain.actor("xiaozhang"), bulletin_id=bulletin.public_id, version=1, report=report)


def test_when_the_post_falls_empty_what_it_owes_goes_up(chain):
    bulletin = chain.began(who="gao")
    held = Appointment.objects.get(account__username="gao")
    end_appointment(actor=chain.actor("school-admin"), appointment=held.public_id)
    owners = set(Clock.objects.filter(subject_id=bulletin.public_id).values_list("owner", flat=True))
    assert owners == {chain.example.posts["school/分管副校长"].reference}
