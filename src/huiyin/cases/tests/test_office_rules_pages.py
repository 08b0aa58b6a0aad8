"""The office's own dates and the calendar, as administrators, heads and handlers meet them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.kernel import ledger, time
from huiyin.kernel.calendars.models import LoadedYear
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Organisation

KEY = "xinfang-2022:assign"
LIMITED = "xinfang-2022:register"
UNVERIFIED = "xinfang-2022:simple_decide"


def signed_in(name: str) -> Client:
    client = Client(REMOTE_ADDR="198.51.100.7", headers={"accept-language": "en"})
    answer = client.post(reverse("organisations:sign-in"), {"username": name, "password": PASSWORD})
    assert answer.status_code == 302
    client.cookies["huiyin_language"] = "en"
    return client


@pytest.fixture
def bureau(office) -> Organisation:
    return office.example.organisations["bureau"]


def filled(bureau: Organisation, **changes: str) -> dict[str, str]:
    plain = {"version": str(bureau.version), "roll_over_office": "stay", "roll_over_petitioner": "move"}
    return plain | {name.replace("__", ":").replace("0", "-"): value for name, value in changes.items()}


def test_a_new_number_is_shown_before_it_is_saved_and_holds_for_new_dates_alone(office, bureau):
    before = office.accepted(office.raised())
    running = office.clock(before, "assign")
    page = reverse("cases:own-dates", args=[bureau.public_id])
    client = signed_in("he")
    data = {**filled(bureau), KEY: "1"}
    shown = client.post(page, {**data, "look": "1"})
    assert shown.status_code == 200
    assert "1 working day" in shown.content.decode()
    assert Organisation.objects.get(pk=bureau.pk).clock_numbers == bureau.clock_numbers
    assert client.post(page, {**data, "save": "1"}).status_code == 302
    assert Organisation.objects.get(pk=bureau.pk).clock_numbers[KEY] == 1
    assert Clock.objects.get(pk=running.pk).due_on == running.due_on
    after = office.clock(office.accepted(office.raised()), "assign")
    assert (after.length, after.own_rule) == (1, True)
    assert after.length != running.length
    assert ledger.verify().ok
    stale = client.post(page, {**data, KEY: "2", "save": "1"})
    assert stale.status_code == 409, "somebody who read the page before is told"


def test_a_number_above_the_law_is_refused_with_the_article(office, bureau):
    client = signed_in("admin")
    page = reverse("cases:own-dates", args=[bureau.public_id])
    answer = client.post(page, {**filled(bureau), LIMITED: "90", "save": "1"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "the law allows at most" in text
    assert "art. 22" in text or "art. 23" in text
    assert Organisation.objects.get(pk=bureau.pk).clock_numbers == bureau.clock_numbers


def test_an_unverified_date_is_off_says_so_and_can_be_turned_on_and_off_again(office, bureau):
    client = signed_in("admin")
    page = reverse("cases:own-dates", args=[bureau.public_id])
    text = client.get(page).content.decode()
    assert "not verified law" in text
    assert f'name="{UNVERIFIED}"' in text
    assert client.post(page, {**filled(bureau), UNVERIFIED: "on", "save": "1"}).status_code == 302
    fresh = Organisation.objects.get(pk=bureau.pk)
    assert fresh.clock_numbers["on"] == [UNVERIFIED]
    assert client.post(page, {**filled(fresh), "save": "1"}).status_code == 302
    assert "on" not in Organisation.objects.get(pk=bureau.pk).clock_numbers


def test_rest_days_are_chosen_for_each_side_with_both_dates_shown(office, bureau):
    client = signed_in("admin")
    page = reverse("cases:own-dates", args=[bureau.public_id])
    assert "If it stays" in client.get(page).content.decode()
    data = {**filled(bureau), "roll_over_office": "move", "roll_over_petitioner": "stay"}
    assert client.post(page, {**data, "save": "1"}).status_code == 302
    fresh = Organisation.objects.get(pk=bureau.pk)
    assert (fresh.roll_over_office, fresh.roll_over_petitioner) == (True, False)


def test_who_may_not_set_dates_finds_no_page(office, bureau):
    page = reverse("cases:own-dates", args=[bureau.public_id])
    assert signed_in("jiang").get(page).status_code == 404
    school = office.example.organisations["school"]
    assert signed_in("he").get(reverse("cases:own-dates", args=[school.public_id])).status_code == 404, (
        "own office only"
    )


def test_every_language_has_every_word_of_the_page(office, bureau):
    client = signed_in("admin")
    page = reverse("cases:own-dates", args=[bureau.public_id])
    for language, word in (("zh-hans", "单位自己定的期限"), ("zh-hant", "單位自己定的期限"), ("en", "own dates")):
        client.cookies["huiyin_language"] = language
        assert word in client.get(page).content.decode()


YEAR = time.today("Asia/Shanghai").year + 1
NOTICE = {
    "year": YEAR,
    "papers": ["https://www.gov.cn/example"],
    "days": [{"name": "元旦", "date": f"{YEAR}-01-{day:02}", "isOffDay": True} for day in range(1, 32)],
}


def upload(client: Client, content: bytes):
    return client.post(reverse("cases:calendar-load"), {"file": SimpleUploadedFile("year.json", content)})


def test_a_day_is_looked_up_and_a_year_without_notice_says_that_it_is_provisional(office):
    client = signed_in("jiang")
    page = client.get(reverse("cases:calendar"), {"day": "2026-10-10"}).content.decode()
    assert "Adjusted working day" in page
    assert "provisional" in client.get(reverse("cases:calendar"), {"day": "2090-10-04"}).content.decode()
    assert client.get(reverse("cases:calendar"), {"day": "2027-02-30"}).status_code == 422
    assert "Load a year" not in page
    assert upload(client, b"{}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_shown_with_what_would_move_and_then_loaded(office, days):
    days((dt.date(YEAR - 1, 12, 30) - time.today("Asia/Shanghai")).days)
    case = office.accepted(office.raised())
    sealed = office.accepted(office.raised())
    Case.objects.filter(pk=sealed.pk).update(kind="misconduct")
    before = office.clock(case, "assign")
    assert before.due_on.year == YEAR
    client = signed_in("admin")
    shown = upload(client, json.dumps(NOTICE).encode())
    assert shown.status_code == 200
    assert not LoadedYear.objects.exists()
    assert case.public_id not in shown.content.decode(), "administrators read no case"
    assert {one.number for one in shown.context["moves"]} == {1}, "a sealed case adds nothing"
    content = shown.context["form"]["content"].value()
    assert client.post(reverse("cases:calendar-apply"), {"content": content}).status_code == 302
    assert LoadedYear.objects.get().year == YEAR
    assert Clock.objects.get(pk=before.pk).due_on > before.due_on
    assert "in force already" in upload(client, json.dumps(NOTICE).encode()).content.decode()


def test_a_file_that_is_no_notice_says_so_at_its_field(office):
    client = signed_in("admin")
    for content in (b"not json", b"\xff\xfe", b"[]", json.dumps({**NOTICE, "days": []}).encode()):
        answer = upload(client, content)
        assert answer.status_code == 422
        assert "govuk-error" in answer.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_hold_in_a_browser(live_server, page, check_page, office, bureau):
    dates = live_server.url + reverse("cases:own-dates", args=[bureau.public_id])
    page.goto(live_server.url + reverse("organisations:sign-in") + "?next=" + reverse("cases:calendar"))
    page.get_by_label("登录名").fill("admin")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + reverse("cases:calendar"))
    check_page()
    page.locator("input[type=file]").set_input_files({
        "name": "year.json", "mimeType": "application/json", "buffer": json.dumps(NOTICE).encode()
    })  # fmt: skip
    page.locator("form[enctype] button").click()
    check_page()
    page.goto(dates)
    check_page()
    page.locator(f'[name="{KEY}"]').fill("1")
    page.locator('[name="look"]').click()
    check_page()
    page.locator('[name="save"]').click()
    page.wait_for_url(dates)
    assert Organisation.objects.get(pk=bureau.pk).clock_numbers[KEY] == 1
