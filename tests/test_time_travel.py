"""The whole program on a database of its own, with a clock that is moved by weeks: what people would have got."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from huiyin.kernel.calendars import regions
from huiyin.operations.testing.whole import WholeProgram
from proof.kills import build_district
from proof.people import Browser, Load, Person, look_up

pytestmark = pytest.mark.whole

TABLES = Path(regions.__file__).with_name("data") / "cn"
ZONE = ZoneInfo("Asia/Shanghai")
CLOCKS = "SELECT name, due_on, provisional, missed_at, due_at FROM clocks_clock WHERE subject_id = ? AND waits_on != 'petitioner'"
NOTICES = (
    "SELECT template, \"to\", owed_at, state FROM outbox_notice WHERE about = ? AND channel = 'in-app' ORDER BY id"
)


@pytest.fixture
def program(installation_of_its_own: WholeProgram) -> WholeProgram:
    build_district(installation_of_its_own)
    installation_of_its_own.start()
    return installation_of_its_own


def raised(program: WholeProgram, language: str = "") -> tuple[Person, str]:
    """Somebody hands in a concern in the browser; answers the person and the case's number."""
    bureau = program.rows("SELECT public_id FROM organisations_organisation WHERE kind = 'county-bureau'")[0][0]
    load = Load(program.port, 1, bureau)
    load.going.set()
    browser = Browser(program.port, "127.0.0.1")
    if language:
        browser.cookies["huiyin_language"] = language
    person = Person(load, browser, "等着答复")
    person.raise_and_follow(messages=0)
    program.catch_up()
    return person, program.rows("SELECT public_id FROM cases_case ORDER BY id DESC LIMIT 1")[0][0]


def page(program: WholeProgram, person: Person, language: str) -> str:
    """The status page, as the person opens it later with the code alone, in a language."""
    browser = Browser(program.port, "127.0.0.2")
    browser.cookies["huiyin_language"] = language
    answer = look_up(browser, person.shown.code)
    assert answer.status == 200
    return answer.text


def moment(value: object) -> dt.datetime:
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, dt.datetime)
    return found.replace(tzinfo=found.tzinfo or dt.UTC)


def to(program: WholeProgram, due: dt.datetime, **after: float) -> None:
    program.fast_forward(seconds=(due + dt.timedelta(**after) - program.now()).total_seconds())


def test_what_people_get_when_nobody_moves(program: WholeProgram) -> None:
    """Before the date whoever owes it is reminded; after it the superior is told, and the person reads it in their language."""
    person, case = raised(program)
    about = f"case:{case}"
    mails = len(program.mails())
    (asked,) = program.mails()
    assert str(asked["To"]) == person.email, "a code goes to the address at once"
    person.confirm_address(str(asked["Subject"]).split()[0])
    due = {row[0]: moment(row[4]) for row in program.rows(CLOCKS, case)}
    last = max(due.values())
    to(program, last, hours=-20)
    reminders = [row for row in program.rows(NOTICES, about) if row[0] == "cases/reminder"]
    assert reminders, "reminded before the date"
    assert all(moment(row[2]) < last for row in reminders)
    to(program, last, days=3)
    missed = [row for row in program.rows(NOTICES, about) if row[0] == "cases/missed"]
    superior = program.rows("SELECT public_id FROM organisations_post WHERE title = '分管副局长'")[0][0]
    assert f"post:{superior}" in {row[1] for row in missed}, "the handler's superior is told"
    assert {row[3] for row in missed} == {"delivered"}
    for language, words in (("zh-hans", "分管副局长"), ("zh-hant", "分管副局长"), ("en", "missed")):
        text = page(program, person, language)
        assert words.lower() in text.lower(), language
        assert f'lang="{ {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}[language] }"' in text
    later = program.mails()[mails:]
    assert later, "the person is told by e-mail"
    assert all(person.email in str(mail["To"]) for mail in later)
    assert all(person.shown.words not in mail.get_body().get_content() for mail in later if mail.get_body())  # type: ignore[union-attr]
    assert program.huiyin("ledger", "verify", check=False).returncode == 0


def test_a_worker_that_slept_for_a_week_does_once_what_was_due(program: WholeProgram) -> None:
    """No worker for weeks: when one comes back each date is missed once, told once, and counted from its own day."""
    _person, case = raised(program)
    program.stop()
    program.start("--no-worker")
    program.offset += dt.timedelta(days=30)
    program.clock.write_text(str(program.offset.total_seconds()))
    assert not [row for row in program.rows(CLOCKS, case) if row[3]]
    program.stop()
    program.start()
    late = [row for row in program.rows(CLOCKS, case) if row[3]]
    assert late
    (slept,) = program.rows("SELECT max(woken_late_by) FROM clocks_clock WHERE subject_id = ?", case)[0]
    assert slept > 7 * 86400, "the week is the machine's, and it says so"
    lines = program.rows(
        "SELECT e.data FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id WHERE c.public_id = ? AND e.verb = 'missed'",
        case,
    )
    told = [json.loads(row[0])["clock"] for row in lines]
    assert len(told) == len(set(told)) == len(late)
    assert all(moment(row[4]) < program.now() - dt.timedelta(days=7) for row in late[:1]), (
        "the lawful day, not the day it woke"
    )


def test_a_year_that_arrives_shows_what_moves_before_it_moves(program: WholeProgram, tmp_path: Path) -> None:
    """A date in a year that is not announced is provisional; the notice that makes its day a holiday shows the move first, then the page has it."""
    year = max(program.now().year, *(int(table.stem) for table in TABLES.glob("[12]*.json"))) + 1
    to(program, dt.datetime(year - 1, 12, 31, 10, tzinfo=ZONE))
    person, case = raised(program)
    before = {row[0]: dt.date.fromisoformat(str(row[1])) for row in program.rows(CLOCKS, case) if row[2]}
    assert before, f"dates of {year} are provisional"
    name, due = max(before.items(), key=lambda item: item[1])
    days = [{"name": "元旦", "date": f"{year}-01-01", "isOffDay": True}]
    days += [{"name": "春节", "date": str(due + dt.timedelta(days=number)), "isOffDay": True} for number in range(3)]
    file = tmp_path / f"{year}.json"
    file.write_text(
        json.dumps({"year": year, "papers": ["https://www.gov.cn/example"], "days": days}, ensure_ascii=False)
    )
    shown = program.huiyin("calendar", "load", str(file), check=False, words="\n")
    assert due.isoformat() in shown.stdout, "first it says which dates move"
    assert {row[0]: dt.date.fromisoformat(str(row[1])) for row in program.rows(CLOCKS, case)}[name] == due
    program.huiyin("calendar", "load", str(file), "--apply")
    program.fast_forward(minutes=2)
    after = {row[0]: (dt.date.fromisoformat(str(row[1])), row[2]) for row in program.rows(CLOCKS, case)}[name]
    assert after[0] > due + dt.timedelta(days=2)
    assert not after[1], "no longer provisional"
    text = page(program, person, "zh-hans")
    assert f"{after[0].month}月{after[0].day}日" in text
    assert program.huiyin("ledger", "verify", check=False).returncode == 0
