"""The day list, the list of cases, the counter and the seal, as the people of an office use them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.cases import receipts
from huiyin.cases.actions import closing, handling
from huiyin.cases.handover import open_cases
from huiyin.cases.models import Case, Concern, Exclusion
from huiyin.cases.queries.lists import PAGE
from huiyin.kernel import files, ledger
from huiyin.kernel.outbox import jobs as outbox_jobs
from huiyin.organisations.models import Appointment

from .staff_scenes import at_the_counter, busy, submitted
from .test_staff_job import text_of

pytestmark = pytest.mark.django_db
DAY = "cases:day"


def groups(page) -> dict[str, list[str]]:
    """Group -> numbers of the cases in it."""
    return {key: [item.number for item in items] for _title, key, items in page.context["groups"]}


def test_the_day_puts_each_case_into_one_group(office, as_, days):
    late = office.assigned(office.raised())
    days(58)
    soon = office.assigned(office.raised())
    handling.say(concern=soon.concerns.get(), text="饭还是凉的")
    waiting = office.assigned(office.raised())
    worker = office.example.actors["jiang"]
    handling.ask_person(actor=worker, case_id=waiting.pk, version=waiting.version, question="是哪一天？")
    days(5)
    given = office.assigned(office.raised())
    page = as_("jiang").get(reverse(DAY))
    assert groups(page) == {
        "late": [late.public_id],
        "soon": [soon.public_id],
        "new": [given.public_id],
        "wait": [waiting.public_id],
    }
    item = next(items[0] for _title, key, items in page.context["groups"] if key == "late")
    assert item.chip.why, "the date opens to how it was counted"
    assert item.action.url == reverse("cases:case", args=[late.public_id]) + "#draft", "one action: the next verb"


def test_an_empty_day_says_so_and_names_the_next_date(office, as_):
    assert "今天没有到期的，也没有晚了的" in text_of(as_("jiang").get(reverse(DAY)))


def test_administrators_and_visitors_have_no_day(office, as_, client):
    assert as_("admin").get(reverse(DAY))["Location"] == reverse("organisations:people")
    assert client.get(reverse(DAY)).status_code == 302
    for name in ("cases:list", "cases:new"):
        assert as_("admin").get(reverse(name)).status_code == 404
        assert client.get(reverse(name)).status_code == 302


def test_who_is_excluded_sees_no_trace(office, as_):
    """Day, list, search, count, page: byte for byte as if the case were not there."""
    addresses = [reverse(DAY), reverse(DAY) + "?view=office", reverse("cases:list"), reverse("cases:list") + "?q=食堂"]
    empty = [neutral(as_("liang").get(address)) for address in addresses]
    case = office.fresh(office.raised(text="食堂主任的事，菜凉。"))
    assert case.public_id in as_("liang").get(reverse("cases:list")).content.decode()
    Exclusion.objects.create(case=case, post=office.example.posts["bureau/接待室主任"])
    assert [neutral(as_("liang").get(address)) for address in addresses] == empty
    assert as_("liang").get(reverse("cases:case", args=[case.public_id])).status_code == 404


def neutral(page) -> str:
    """Without what differs on every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.content.decode())


def test_notices_are_listed_and_read(office, as_):
    office.assigned(office.raised())
    outbox_jobs.deliver()
    page = as_("jiang").get(reverse(DAY))
    shown = [item.public_id for item, _url, _barred in page.context["notices"]]
    assert shown
    as_("song").post(reverse("cases:read-notices"), {"notice": shown})  # not theirs
    assert as_("jiang").get(reverse(DAY)).context["notices"]
    as_("jiang").post(reverse("cases:read-notices"), {"notice": shown})
    assert not as_("jiang").get(reverse(DAY)).context["notices"]


def test_a_notice_leads_to_what_its_reader_may_open_and_says_so_where_that_is_nothing(office, as_):
    case = busy(office)
    outbox_jobs.deliver()
    case_page = reverse("cases:case", args=[case.public_id])
    assert case_page in {url for _item, url, _barred in as_("jiang").get(reverse(DAY)).context["notices"]}
    other = office.example.posts["bureau/接待室主任"].public_id
    handling.assign(actor=office.example.actors["he"], case_id=case.pk, version=case.version, handler=other, conflict_free=True)  # fmt: skip
    page = as_("jiang").get(reverse(DAY))
    assert as_("jiang").get(case_page).status_code == 404
    assert {(url, barred) for _item, url, barred in page.context["notices"]} == {("", True)}
    assert "没有可打开的页面" in text_of(page)


def test_the_list_goes_on_page_by_page_without_a_total(office, as_):
    for _number in range(PAGE + 2):
        at_the_counter(office)
    first = as_("liang").get(reverse("cases:list"))
    assert len(first.context["items"]) == PAGE
    second = as_("liang").get(first.context["next_url"])
    numbers = [item.number for page in (first, second) for item in page.context["items"]]
    assert len(set(numbers)) == PAGE + 2
    assert not second.context["next_url"]
    assert not re.search(r"共\s*\d+|of \d+", text_of(first))


def test_search_takes_two_characters_and_no_persons_number(office, as_):
    case = office.fresh(office.raised())
    listed = reverse("cases:list")
    assert case.public_id in text_of(as_("liang").get(listed, {"q": "伙食"}))
    refused = as_("liang").get(listed, {"q": "13800001111"})
    assert refused.status_code == 422
    assert 'id="q-error"' in refused.content.decode()
    assert "没有找到" in text_of(as_("liang").get(listed, {"q": "游泳"}))


def test_an_identity_opens_once_for_a_purpose_and_is_not_kept_by_the_browser(office, as_):
    case = office.assigned(office.raised())
    concern = case.concerns.get().public_id
    address = reverse("cases:open-identity", args=[case.public_id])
    page = as_("jiang").get(reverse("cases:case", args=[case.public_id]))
    assert "林秀英" not in page.content.decode()
    data = {"concern": concern, "fields_wanted": ["name"]}
    without = as_("jiang").post(address, {**data, "purpose": ""})
    assert without.status_code == 422
    assert "林秀英" not in without.content.decode()
    opened = as_("jiang").post(address, {**data, "purpose": "打电话核对时间"})
    assert "林秀英" in opened.content.decode()
    assert "13800001111" not in opened.content.decode(), "only what was ticked"
    assert "no-store" in opened["Cache-Control"]
    assert as_("he").post(address, {**data, "purpose": "打电话核对时间"}).status_code == 404
    again = text_of(as_("jiang").get(reverse("cases:case", args=[case.public_id])))
    assert "打电话核对时间" in again


def test_the_counter_takes_it_down_and_prints_the_code_once(office, as_):
    client = as_("tang")
    page = client.get(reverse("cases:new"))
    data = {
        "once": page.context["form"]["once"].value(), "channel": "visit", "text": "来访说热水九点就停。", "name": "林秀英",
        "phone": "13800001111", "contact_by": "phone", "received_at": page.context["form"]["received_at"].value().isoformat(),
    }  # fmt: skip
    unread = client.post(reverse("cases:new"), data)
    assert unread.status_code == 422
    assert 'id="id_read_back-error"' in unread.content.decode()
    photo = SimpleUploadedFile("记录.txt", "热水卡照片".encode(), content_type="text/plain")
    slip = client.post(reverse("cases:new"), {**data, "read_back": "on", "chosen": [photo]})
    assert slip.status_code == 200, text_of(slip)[:1500]
    assert "no-store" in slip["Cache-Control"]
    code = slip.context["slip"].code
    twice = client.post(reverse("cases:new"), {**data, "read_back": "on"})
    assert twice.context["slip"].code == code, "a second tap is the same receipt"
    concern = Concern.objects.get()
    assert concern.read_back
    assert receipts.find(code).must_change
    assert len(files.of(f"concern:{concern.public_id}")) == 1
    assert client.post(reverse("cases:handed-over"), {"once": data["once"]}).status_code == 302
    assert client.post(reverse("cases:new"), {**data, "read_back": "on"}).status_code == 409, "shown once"
    assert Concern.objects.count() == 1
    assert ledger.verify().ok


def test_a_day_that_is_still_to_come_is_mended_at_its_field(office, as_):
    page = as_("tang").get(reverse("cases:new"))
    data = {
        "once": page.context["form"]["once"].value(),
        "channel": "letter",
        "text": "来信说工资没有发。",
        "received_at": "2099-01-01",
    }
    answer = as_("tang").post(reverse("cases:new"), data)
    assert answer.status_code == 422
    assert 'id="id_received_at-error"' in answer.content.decode()
    shown = answer.context["form"]
    assert shown["text"].value() == "来信说工资没有发。"
    data |= {"once": shown["once"].value(), "received_at": page.context["form"]["received_at"].value().isoformat()}
    assert as_("tang").post(reverse("cases:new"), data).context["slip"].code


def test_a_lost_code_is_reissued_to_a_named_person_only(office, as_):
    receipt = office.raised()
    case = office.fresh(receipt)
    address = reverse("cases:reissue", args=[case.public_id, receipt.concern.public_id])
    once = as_("tang").get(address).context["form"]["once"].value()
    assert as_("tang").post(address, {"once": once, "checked_how": ""}).status_code == 422
    slip = as_("tang").post(address, {"once": once, "checked_how": "看了身份证"})
    assert receipts.find(slip.context["slip"].code).concern == receipt.concern
    assert receipts.find(receipt.code) is None
    nameless = at_the_counter(office).concern
    other = reverse("cases:reissue", args=[nameless.case.public_id, nameless.public_id])
    once = as_("tang").get(other).context["form"]["once"].value()
    assert as_("tang").post(other, {"once": once, "checked_how": "看了身份证"}).status_code == 422
    assert as_("he").get(address).status_code == 404


def test_files_and_letters_open_with_their_case_alone(office, as_):
    case = office.assigned(office.raised())
    other = office.assigned(office.raised())
    letter = case.letters.first().public_id
    assert as_("jiang").get(reverse("cases:letter", args=[case.public_id, letter])).status_code == 200
    assert as_("jiang").get(reverse("cases:letter", args=[other.public_id, letter])).status_code == 404
    assert as_("shen").get(reverse("cases:letter", args=[case.public_id, letter])).status_code == 404


def test_the_page_tells_three_facts_apart_and_never_calls_unsettled_settled(office, as_):
    receipt = office.raised()
    case = office.served(receipt)
    closing.say_not_settled(concern=receipt.concern, note="还是凉的")
    text = text_of(as_("jiang").get(reverse("cases:case", args=[case.public_id])))
    assert "不认可" in text
    assert "没有解决" in text
    assert "答复了，没说解决" in text_of(as_("jiang").get(reverse("cases:list")))


def test_what_cannot_be_done_says_why(office, as_):
    case = busy(office)
    page = as_("jiang").get(reverse("cases:case", args=[case.public_id]))
    why = {act.verb: act.why_not for act in page.context["barred"]}
    assert "extend" in why
    assert all(why.values())
    assert not (
        {act.verb for act in page.context["barred"]}
        & {link.url.rsplit("/", 2)[-2] for link, _first in page.context["acts"]}
    )


def test_long_days_and_lists_cost_no_more_questions_than_short_ones(office, as_, django_assert_max_num_queries):
    """The database is asked as often for twelve cases as for two: a few questions for the frame, and a few of each room that has rows here."""
    addresses = [reverse(DAY) + "?view=office", reverse("cases:list")]
    counts = []
    for more in (2, 10):
        for _number in range(more):
            at_the_counter(office)
        for address in addresses:
            as_("liang").get(address)
            with django_assert_max_num_queries(60) as asked:
                as_("liang").get(address)
            counts.append(len(asked.captured_queries))
    assert Case.objects.count() == 12
    assert counts[:2] == counts[2:]


def test_the_rail_counts_what_waits_for_each_post(office, as_):
    assert [waiting(as_, name) for name in ("liang", "song", "fazhi")] == [0, 0, 0]
    submitted(office)
    case = busy(office)
    unit = office.example.units["bureau/政策法规股"].public_id
    worker = office.example.actors["jiang"]
    handling.consult(
        actor=worker, case_id=case.pk, version=Case.objects.get(pk=case.pk).version, unit=unit, question="依据？"
    )
    office.raised()
    assert [waiting(as_, name) for name in ("liang", "fazhi")] == [1, 1]
    assert waiting(as_, "song") >= 2, "a draft and a request for time"


def waiting(as_, username: str) -> int:
    """The number beside Today."""
    return as_(username).get(reverse(DAY)).context["site"].rail[0].count


def test_who_ends_an_appointment_hears_how_many_cases_lie_on_the_post(office, as_):
    case = office.assigned(office.raised())
    appointment = Appointment.objects.get(account__username="jiang").public_id
    page = as_("admin").get(reverse("organisations:end-appointment", args=[appointment])).content.decode()
    assert case.public_id not in page
    assert case.title not in page
    work = open_cases(case.handler.reference)
    assert [(one.number, one.next_due is not None) for one in work] == [(1, True)]
