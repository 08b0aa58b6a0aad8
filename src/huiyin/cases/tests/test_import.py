"""Importing what another system kept: every row a case or a named reject, and a second time nothing."""

from __future__ import annotations

import csv
import datetime as dt
import json
import time as stopwatch
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection

from huiyin.cases.actions import taking_up
from huiyin.cases.importing import dates, reading
from huiyin.cases.importing.columns import ColumnMap, read_mapping
from huiyin.cases.models import Case, CaseEvent, Concern, Reply
from huiyin.cases.models.case import Bucket
from huiyin.cases.search.queries import find
from huiyin.cli import main
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault import addresses
from huiyin.organisations.models import Organisation

from .conftest import Office
from .messages import messages

ZONE = ZoneInfo("Asia/Shanghai")
HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
ROW = ["188007", "A00074795", "咨询道路命名", "2019/2/14 20:00:00", "规划初步成果已经公示。", "", ""]
ANSWERED = ["2549", "A00045581", "物业管理有问题", "2019/4/25 9:32:09", "小区停车乱。", "网友“A00045581”：您好！", "2019/5/10 14:56:53"]  # fmt: skip


def table(path: Path, *rows: list[str], head: list[str] = HEAD, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """`huiyin cases import … --json` on the test's database; answers its JSON."""
    monkeypatch.setattr("huiyin.operations.upgrade.bring_up_to_date", lambda *_: None)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, status: int = 0) -> dict:
        assert main(["cases", *map(str, arguments), "--json"]) == status
        out = capsys.readouterr().out
        return json.loads(out) if status == 0 else {}

    return call


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019/2/4 9:05:07", "2019-02-04T09:05:07"),
        ("2020-01-06T12:09:38", "2020-01-06T12:09:38"),
        ("2019年2月14日", "2019-02-14T00:00:00"),
        ("2019年2月14日 8时30分", "2019-02-14T08:30:00"),
        ("2019年02月14日　下午3:05", "2019-02-14T15:05:00"),
        ("２０１９．２．１４", "2019-02-14T00:00:00"),
        ("2019.2.14 星期四 08:30", "2019-02-14T08:30:00"),
        ("20190214", "2019-02-14T00:00:00"),
        ("2019-02-14 12:30 AM", "2019-02-14T00:30:00"),
        ("43510.5", "2019-02-14T12:00:00"),
        (43510.354166666664, "2019-02-14T08:30:00"),
        (20190214.0, "2019-02-14T00:00:00"),
        (dt.date(2019, 2, 14), "2019-02-14T00:00:00"),
        (dt.datetime(2019, 2, 14, 8, 30), "2019-02-14T08:30:00"),
    ],
)
def test_a_moment_is_read_in_every_form(written, meant):
    assert dates.read(written, ZONE).replace(tzinfo=None).isoformat() == meant


def test_a_zone_in_the_cell_counts():
    assert dates.read("2019-02-14T00:00:00Z", ZONE) == dt.datetime(2019, 2, 14, 8, tzinfo=ZONE)


@pytest.mark.parametrize("written", ["昨天", "2019/13/1", "2019/2/30", "3/4/2019", "12", 7.0, "2019/2/14 25:00", True])
def test_what_is_no_moment_is_not_guessed(written):
    with pytest.raises(dates.NoDateError):
        dates.read(written, ZONE)


def test_a_mapping_may_say_which_of_two_numbers_is_the_day():
    assert dates.read("3/4/2019", ZONE, "dmy").date() == dt.date(2019, 4, 3)
    assert dates.read("3/4/2019", ZONE, "mdy").date() == dt.date(2019, 3, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_text_is_read_in_the_encodings_of_offices(tmp_path, encoding):
    words = (
        "村裡的自來水已經三天沒有了，請問什麼時候能修好？"
        if encoding == "big5"
        else "村里的自来水已经三天没有了，请问什么时候能修好？"
    )
    head = ["留言主題", "留言詳情"] if encoding == "big5" else ["留言主题", "留言详情"]
    read = reading.read_table(table(tmp_path / "a.csv", ["水", words], head=head, encoding=encoding), ColumnMap())
    assert read.rows[0].cells == ("水", words)


def test_a_file_becomes_cases_once(db, tmp_path, run):
    file = table(tmp_path / "a.csv", ROW, ANSWERED)
    assert run("import", file) == {"read": 2, "imported": 2, "already": 0, "rejected": [], "rejects_file": None}
    before = list(Case.objects.values()), CaseEvent.objects.count(), ledger.verify().entries
    assert run("import", file)["already"] == 2
    assert (list(Case.objects.values()), CaseEvent.objects.count(), ledger.verify().entries) == before

    waiting, answered = Case.objects.get(title=ROW[2]), Case.objects.get(title=ANSWERED[2])
    assert (waiting.bucket, answered.bucket) == (Bucket.BEFORE, Bucket.DONE)
    assert waiting.received_at == dt.datetime(2019, 2, 14, 20, tzinfo=ZONE)
    assert answered.handled_at == Reply.objects.get().issued_at == dt.datetime(2019, 5, 10, 14, 56, 53, tzinfo=ZONE)
    assert [(clock.subject_id, clock.own_rule, clock.law) for clock in Clock.objects.all()] == [
        (waiting.public_id, True, {})
    ]
    assert not Notice.objects.exists()
    assert ledger.verify().ok


def test_the_same_message_in_another_file_is_there_already_and_other_words_are_another_case(db, tmp_path, run):
    run("import", table(tmp_path / "a.csv", ROW))
    other = [*ROW[:4], "另一件事，编号碰巧一样。", "", ""]
    again = run("import", table(tmp_path / "b.csv", other, ROW, encoding="gb18030"))
    assert (again["imported"], again["already"]) == (1, 1)


def test_repeats_inside_one_file_stay_apart_with_an_id_and_without(db, tmp_path, run):
    unnamed = ["", "", "", "", "食堂饭菜凉。", "", ""]
    file = table(tmp_path / "a.csv", ROW, ROW, unnamed, unnamed)
    assert run("import", file)["imported"] == 4
    assert run("import", file)["already"] == 4


def test_rejects_name_row_column_and_reason_and_come_back_mended(db, tmp_path, run):
    bad_date = [*ROW[:3], "前天", *ROW[4:]]
    no_words = ["9", "", "", "2019/1/1", "", "", ""]
    backwards = [*ANSWERED[:6], "2019/4/24"]
    no_time = [*ANSWERED[:6], ""]
    future = [*ROW[:3], "2999/1/1", *ROW[4:]]
    too_many = [*ROW, "多出来的"]
    file = table(tmp_path / "a.csv", ROW, bad_date, [], no_words, backwards, no_time, future, too_many)
    answer = run("import", file)
    assert answer["read"] == answer["imported"] + answer["already"] + len(answer["rejected"]) == 7
    assert [(one["row"], one["column"]) for one in answer["rejected"]] == [
        (3, "留言时间"), (5, "留言详情"), (6, "答复时间"), (7, "答复时间"), (8, "留言时间"), (9, ""),
    ]  # fmt: skip
    assert all(one["reason"] for one in answer["rejected"])

    rejected = Path(answer["rejects_file"])
    assert rejected.stat().st_mode & 0o077 == 0
    rows = list(csv.reader(rejected.read_text("utf-8-sig").splitlines()))
    assert rows[0][:7] == HEAD
    assert len(rows) == 7
    rows[1][0], rows[1][3] = "188008", "2019/2/12"
    with rejected.open("w", encoding="utf-8-sig", newline="") as mended:
        csv.writer(mended).writerows(rows)
    again = run("import", rejected)
    assert (again["imported"], len(again["rejected"])) == (1, 5)
    heads = next(csv.reader(Path(again["rejects_file"]).read_text("utf-8-sig").splitlines()))
    assert len(heads) == len(set(heads)) == 10
    assert "多出来的" in Path(again["rejects_file"]).read_text("utf-8-sig")


def test_a_broken_quotation_is_one_reject_and_the_rest_is_read(db, tmp_path, run):
    lines = ["留言编号,留言详情", '1,"好"了"', "2,路灯坏了。"]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    answer = run("import", tmp_path / "a.csv")
    assert (answer["read"], answer["imported"], answer["rejected"][0]["row"]) == (2, 1, 2)


def test_a_workbook_with_a_title_above_the_table_and_rejects_in_its_own_form(db, tmp_path, run):
    book = openpyxl.Workbook()
    for line in (
        ["2019年留言汇总"],
        [],
        HEAD,
        [188007, *ROW[1:3], dt.datetime(2019, 2, 14, 20), *ROW[4:]],
        ["x", "", "题", "?"],
    ):
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    answer = run("import", tmp_path / "a.xlsx")
    assert (answer["imported"], [(one["row"], one["column"]) for one in answer["rejected"]]) == (1, [(5, "留言时间")])
    sheet = openpyxl.load_workbook(answer["rejects_file"]).active
    assert [cell.value for cell in sheet[2]][:4] == ["x", None, "题", "?"]
    assert run("import", table(tmp_path / "b.csv", ROW))["already"] == 1  # 188007 as a number and as text is one id


def test_a_mapping_file_names_unknown_columns(db, tmp_path, run, capsys):
    file = table(tmp_path / "a.csv", ["路灯坏了。", "3/4/2019"], head=["群众说了什么", "哪天"])
    assert main(["cases", "import", str(file)]) == 2
    assert "群众说了什么" in capsys.readouterr().err
    assert not Organisation.objects.exists()
    mapping = tmp_path / "map.toml"
    mapping.write_text('day_order = "dmy"\n[columns]\ntext = "群众说了什么"\nreceived = "哪天"\n')
    assert run("import", file, "--mapping", mapping)["imported"] == 1
    assert Case.objects.get().received_at.astimezone(ZONE).date() == dt.date(2019, 4, 3)


@pytest.mark.parametrize(
    "content", ["[columns]\nwords = 'x'", "columns = 3", "[columns]\ntext = 1", "order='dmy'", "[["]
)
def test_a_wrong_mapping_is_refused(tmp_path, content):
    (tmp_path / "m.toml").write_text(content)
    with pytest.raises(BadInput):
        read_mapping(tmp_path / "m.toml")


def test_the_writers_id_is_in_the_vault_alone(db, tmp_path, run):
    run("import", table(tmp_path / "a.csv", ANSWERED))
    concern = Concern.objects.get()
    assert addresses.for_masking(concern.identity).name == "A00045581"
    assert not concern.named
    for name in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{name}"')
            assert all("A00045581" not in str(value) for row in cursor.fetchall() for value in row), name


def test_an_office_above_one_root_holds_what_came_without_an_office_and_takes_no_concerns(
    office: Office, tmp_path, run
):
    run("import", table(tmp_path / "a.csv", ROW))
    holder = Case.objects.get(channel="import").organisation
    assert (holder.name, holder.closed_at is not None) == ("imported", True)
    assert run("figures", "--org", "imported")["cases"] == 1


def bring_to_bureau(office: Office, tmp_path: Path, run, *rows: list[str]) -> Organisation:
    bureau = office.example.organisations[office.at]
    run("import", table(tmp_path / "a.csv", *rows), "--to", bureau.public_id)
    return bureau


def test_what_was_open_is_taken_up_and_its_time_begins_today(office: Office, tmp_path, run):
    bring_to_bureau(office, tmp_path, run, ROW)
    case = Case.objects.get(channel="import")
    desk = office.example.actors[office.desk]
    taking_up.take_up(actor=desk, case_id=case.pk, version=case.version)
    case.refresh_from_db()
    assert (case.bucket, case.received_at.year) == (Bucket.NEW, 2019)
    clocks = Clock.objects.filter(subject_id=case.public_id)
    assert clocks.get(name=taking_up.SORT_CLOCK).status == "met"
    running = clocks.filter(status="running")
    assert running
    assert all(clock.due_at > time.now() for clock in running)
    assert ledger.verify().ok


def test_what_was_open_is_laid_down_with_a_reason_and_is_not_handled(office: Office, tmp_path, run):
    bring_to_bureau(office, tmp_path, run, ROW)
    case = Case.objects.get(channel="import")
    desk = office.example.actors[office.desk]
    with pytest.raises(BadInput):
        taking_up.lay_down(actor=desk, case_id=case.pk, version=case.version, reason=" ")
    taking_up.lay_down(actor=desk, case_id=case.pk, version=case.version, reason="2019年已当面答复")
    case.refresh_from_db()
    assert (case.bucket, case.handled_at) == (Bucket.DONE, None)


def test_what_nobody_sorts_is_told_above_once(office: Office, tmp_path, run, days):
    rows = [[str(number), "", "", "2019/1/1", f"第{number}件旧事。", "", ""] for number in range(5)]
    bring_to_bureau(office, tmp_path, run, *rows)
    Notice.objects.all().delete()
    days(31)
    assert CaseEvent.objects.filter(verb="missed", case__channel="import").count() == 5
    assert Notice.objects.filter(template="cases/missed", key__startswith="sort_before").count() == 1


def test_imported_words_are_found_in_their_own_office(office: Office, tmp_path, run):
    nickname = ["3", "柳河渡口", "问食堂", "2019/1/1", "食堂饭菜凉。", "网友“柳河渡口”：您好！", "2019/1/2"]
    bureau = bring_to_bureau(office, tmp_path, run, ROW, ANSWERED, nickname)
    keys = find("停车", f"o{bureau.pk}")
    assert list(Case.objects.filter(pk__in=keys).values_list("title", flat=True)) == [ANSWERED[2]]
    assert len(find("饭菜", f"o{bureau.pk}")) == 1
    assert find("柳河", f"o{bureau.pk}") == []  # never by person


@pytest.mark.skipif(connection.vendor != "sqlite", reason="all of them are brought in once, in the run on SQLite")
def test_all_real_messages(db, run):
    folder = messages()
    seen: dict[str, dict] = {}
    for name in ("messages_with_replies.xlsx", "messages_with_likes.xlsx", "labelled_gb18030.csv", "labelled.csv", "sample_with_empty_rows.xlsx"):  # fmt: skip
        seen[name] = run("import", folder / name, "--to", "imported")
        assert seen[name]["read"] == seen[name]["imported"] + seen[name]["already"] + len(seen[name]["rejected"])
    assert [seen[name]["read"] for name in sorted(seen)] == [2878, 500, 2879, 1891, 495]
    assert Case.objects.count() == sum(answer["imported"] for answer in seen.values())
    assert seen["labelled_gb18030.csv"]["imported"] == 500
    assert not any(answer["rejected"] for answer in seen.values())

    expected = json.loads((folder / "reply_times.json").read_text())
    figures = run("figures")
    assert {name: figures[name] for name in expected} == expected
    assert not Notice.objects.exists()
    assert set(Clock.objects.values_list("name", flat=True)) == {taking_up.SORT_CLOCK}
    for name in seen:
        assert run("import", folder / name, "--to", "imported")["imported"] == 0


def test_empty_rows_cost_nothing(db):
    began = stopwatch.perf_counter()
    read = reading.read_table(messages() / "sample_with_empty_rows.xlsx", ColumnMap())
    assert len(read.rows) == 495
    assert stopwatch.perf_counter() - began < 5  # a busy machine; a reader that builds 65,000 rows takes longer


def test_no_write_of_an_import_keeps_others_waiting(db, tmp_path, run, monkeypatch):
    """Batches follow the machine: what is held is the write lock, and rows are prepared outside of it."""
    from huiyin.cases.actions import bringing_in

    inside: list[bool] = []
    monkeypatch.setattr(bringing_in, "prepare", _watching(bringing_in.prepare, inside))
    run("import", table(tmp_path / "a.csv", *[[str(number), *ROW[1:]] for number in range(40)]))
    assert inside == [False] * 40


def _watching(prepare, inside: list[bool]):
    def call(*arguments):
        inside.append(store.in_write())
        return prepare(*arguments)

    return call
