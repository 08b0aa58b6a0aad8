"""Sets that lie ready each morning by themselves: once, sealed, for their own post alone, and told where there is none."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse

from huiyin.kernel import calendars, ledger, outbox, time
from huiyin.kernel.files import jobs as files
from huiyin.kernel.files import storage
from huiyin.onpaper import jobs, rules
from huiyin.onpaper.actions import making
from huiyin.onpaper.models import DaySheet, Making, Morning, MorningSet, PaperRow
from huiyin.onpaper.queries.mornings import Troubles, troubles
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.models import Appointment

ZONE = "Asia/Shanghai"
SIX, SOON, SEVEN = dt.time(6, 0), dt.time(6, 31), dt.time(7, 0)


def day(*, working: bool) -> dt.date:
    """The next such day from tomorrow on."""
    found = time.today(ZONE)
    while True:
        found += dt.timedelta(days=1)
        if calendars.working_day(found, "CN").working_day == working:
            return found


@contextmanager
def at(on: dt.date, clock: dt.time):
    with time.moved(dt.datetime.combine(on, clock, time.zone_of(ZONE)) - time.now()):
        yield


def post_of(school, name: str) -> str:
    return school.example.actors[name].reference.partition(":")[2]


def wished(school, client, *names: str, hour: str = "7", days: str = "working"):
    sent = {"posts": [post_of(school, name) for name in names], "hour": hour, "days": days}
    return client.post(reverse("onpaper:wish"), sent)


def made() -> int:
    done = 0
    while jobs.make(time.now()):
        done += 1
    return done


def told(school, name: str) -> list[str]:
    found = outbox.inbox([school.example.actors[name].reference], language="en")
    return [one.subject for one in found if one.about.startswith("morning-set:")]


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def shown(client, row: MorningSet):
    return client.get(reverse("onpaper:morning", args=[row.public_id]))


def test_the_set_lies_ready_before_its_hour_once_and_one_tap_opens_it(school, signed_in):
    case = school.assigned(school.raised(text="食堂的饭是凉的，孩子李小明闹肚子。"))
    assert wished(school, signed_in("zheng"), "shen").status_code == 302
    on = day(working=True)
    with at(on, SIX):
        assert made() == 0
    with at(on, SOON):
        assert made() == 1
        assert made() == 0
        row = MorningSet.objects.get()
        page = text_of(signed_in("shen").get(reverse("onpaper:today")))
        assert reverse("onpaper:morning", args=[row.public_id]) in page
        answer = shown(signed_in("shen"), row)
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert shown(signed_in("zheng"), row).status_code == 404, "what is due for a post is its own"
        words = words_of(answer.content)
    with at(on, dt.time(23, 0)):
        assert made() == 0
    for one in ("今日和今晚值班", "119", "最初几分钟", row.sheet.number):
        assert one in words, one
    for one in ("李小明", "食堂", case.title):
        assert one not in words, one
    assert told(school, "shen") == ["The set of today lies ready"]
    with storage.open_file(row.stored) as file:
        assert not file.read().startswith(b"%PDF"), "it lies sealed"
    verbs = [entry.verb for entry in ledger.Entry.objects.filter(verb__startswith="onpaper.").order_by("id")]
    assert verbs == ["onpaper.wish", "onpaper.print_day", "onpaper.morning"]
    assert ledger.verify().ok


def test_what_was_written_on_it_is_typed_in_as_on_any_other(school, signed_in):
    wished(school, signed_in("zheng"), "shen")
    with at(day(working=True), SEVEN):
        made()
        sheet = DaySheet.objects.get()
        local = time.now().astimezone(time.zone_of(ZONE))
        sent = {"row": "12", "on": local.strftime("%Y-%m-%d"), "time": local.strftime("%H:%M"), "text": "发电机已开。"}
        assert signed_in("gao").post(reverse("onpaper:sheet", args=[sheet.public_id]), sent).status_code == 302
    assert PaperRow.objects.get().text == "发电机已开。"


@pytest.mark.parametrize(("days", "number"), [("working", 0), ("every", 1)])
def test_on_days_off_only_who_wishes_it_gets_one(school, signed_in, days, number):
    wished(school, signed_in("zheng"), "shen", days=days)
    with at(day(working=False), SEVEN):
        assert made() == number


def test_a_worker_that_was_away_makes_it_later_on_its_day_and_never_the_day_after(school, signed_in):
    wished(school, signed_in("zheng"), "shen", hour="22", days="every")
    on = day(working=True)
    with at(on, dt.time(23, 50)):
        assert made() == 1
    with at(on + dt.timedelta(days=1), dt.time(0, 10)):
        assert made() == 0


def test_a_worker_that_dies_leaves_nothing_half_and_another_one_makes_the_same_set(
    school, signed_in, settings, tmp_path
):
    settings.MORNING_FOLDER = tmp_path
    wished(school, signed_in("zheng"), "shen")
    on = day(working=True)
    with at(on, SOON):
        left = making.begin(time.now())
        assert left is not None
        (tmp_path / f".{on.isoformat()}-{left.sheet.number}.pdf.part").write_bytes(b"%PDF half")
        assert jobs.make(time.now()) == 0, "another worker is at it"
        assert "onpaper/morning/" not in text_of(signed_in("shen").get(reverse("onpaper:today")))
    with at(on, dt.time(6, 40)):
        assert made() == 1
        row = MorningSet.objects.get()
        content = shown(signed_in("shen"), row).content
        # The first one wakes up after all: nothing is made twice, and nobody is told twice.
        making.take_over(row=left, ready=making.put_ready(left, b"%PDF late"))
        assert shown(signed_in("shen"), row).content == content
    assert row.sheet == left.sheet
    assert DaySheet.objects.count() == 1
    assert told(school, "shen") == ["The set of today lies ready"]


def test_one_that_breaks_off_each_time_is_told_to_its_post_and_to_the_doctor(school, signed_in):
    wished(school, signed_in("zheng"), "shen")
    on = day(working=True)
    for minute in (0, 10, 20):
        with at(on, dt.time(7, minute)):
            assert making.begin(time.now()) is not None
            assert told(school, "shen") == []
    with at(on, dt.time(7, 30)):
        assert made() == 0
        assert MorningSet.objects.get().state == Making.FAILED
        assert told(school, "shen") == ["The set of today could not be made ready"]
        assert "生成中断" in text_of(signed_in("shen").get(reverse("onpaper:today")))
        assert troubles(time.now()) == Troubles(failed=1, not_in_folder=0)
    with at(on, dt.time(9, 0)):
        assert made() == 0
    assert ledger.verify().ok


def test_a_post_that_loses_its_holder_meanwhile_is_tried_again_and_then_told(school, signed_in):
    wished(school, signed_in("zheng"), "shen")
    on = day(working=True)
    held = Appointment.objects.filter(post__public_id=post_of(school, "shen"))
    with at(on, SOON):
        row = making.begin(time.now())
        assert row is not None
        held.update(ended_at=time.now(), until_on=on)
    for minute in (40, 45):
        with at(on, dt.time(6, minute)):
            assert made() == 1
    with at(on, dt.time(6, 55)):
        assert made() == 0
        assert MorningSet.objects.get().failure
        assert "没有办件人员" in text_of(signed_in("zheng").get(reverse("onpaper:today")))


def test_nothing_is_made_for_a_post_that_nobody_holds(school, signed_in):
    wished(school, signed_in("zheng"), "shen")
    Appointment.objects.filter(post__public_id=post_of(school, "shen")).update(
        ended_at=time.now(), until_on=time.today(ZONE)
    )
    with at(day(working=True), SEVEN):
        assert made() == 0
    assert not DaySheet.objects.exists()


def test_the_folder_of_the_operator_has_it_whole_and_it_goes_after_three_days(school, signed_in, settings, tmp_path):
    settings.MORNING_FOLDER = tmp_path
    wished(school, signed_in("zheng"), "shen")
    on = day(working=True)
    with at(on, SOON):
        made()
        row = MorningSet.objects.get()
        [paper] = tmp_path.iterdir()
        assert paper.name == f"{on.isoformat()}-{row.sheet.number}.pdf"
        assert paper.read_bytes() == shown(signed_in("shen"), row).content
        assert troubles(time.now()) == Troubles(failed=0, not_in_folder=0)
    with at(on + dt.timedelta(days=rules.KEPT_DAYS - 1), dt.time(23, 0)):
        files.sweep_orphans()
        assert jobs.forget(time.now()) == 0
        assert shown(signed_in("shen"), row).status_code == 200
    with at(on + dt.timedelta(days=rules.KEPT_DAYS + 2), SEVEN):
        assert jobs.forget(time.now()) == 1
        assert jobs.forget(time.now()) == 0
        assert shown(signed_in("shen"), row).status_code == 409
    assert list(tmp_path.iterdir()) == []
    assert storage.length(row.stored) is None


def test_a_folder_that_takes_nothing_keeps_nobody_from_the_set_and_is_told(school, signed_in, settings, tmp_path: Path):
    settings.MORNING_FOLDER = tmp_path / "away"
    wished(school, signed_in("zheng"), "shen")
    with at(day(working=True), SOON):
        made()
        assert shown(signed_in("shen"), MorningSet.objects.get()).status_code == 200
        assert "打印文件夹" in text_of(signed_in("shen").get(reverse("onpaper:today")))
        assert troubles(time.now()) == Troubles(failed=0, not_in_folder=1)
    bodies = [one.body for one in outbox.inbox([school.example.actors["shen"].reference], language="en")]
    assert any("did not take it" in one for one in bodies)


def test_who_comes_to_the_post_afterwards_does_not_read_what_was_due_before(school, signed_in):
    wished(school, signed_in("zheng"), "shen")
    on = day(working=True)
    with at(on, SOON):
        made()
    row = MorningSet.objects.get()
    with at(on + dt.timedelta(days=1), SEVEN):
        assert shown(signed_in("shen"), row).status_code == 200
        Appointment.objects.filter(post__public_id=post_of(school, "shen")).update(from_on=on + dt.timedelta(days=1))
        assert shown(signed_in("shen"), row).status_code == 404


def test_only_the_desk_and_the_head_wish_and_only_for_posts_of_the_office(school, signed_in):
    assert wished(school, signed_in("shen"), "shen").status_code == 404
    assert wished(school, signed_in("zheng"), "jiang").status_code == 422, "a post of another office"
    assert wished(school, signed_in("zheng"), "shen", hour="23").status_code == 422
    assert not Morning.objects.exists()
    assert wished(school, signed_in("xiaozhang"), "shen", "zheng").status_code == 302
    page = text_of(signed_in("zheng").get(reverse("onpaper:today")))
    assert "7:00" in page
    assert wished(school, signed_in("zheng")).status_code == 302
    with at(day(working=True), SEVEN):
        assert made() == 0, "it is wished for no more"
    assert ledger.verify().ok
