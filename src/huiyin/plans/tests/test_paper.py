"""A plan on paper: whole, readable, one page a card; what was written on it can be typed back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from huiyin.documents.tests.reading import read, squeezed
from huiyin.kernel.errors import BadInput
from huiyin.plans import paper, printing, starters
from huiyin.plans.paper import (
    Approval,
    ClassName,
    Drawing,
    Holders,
    Mark,
    Overruled,
    PaperPlan,
    Person,
    Seat,
    folder,
    rows,
)
from huiyin.plans.schema import PlanDocument, Source, Unplaced

DAY = dt.date(2026, 11, 24)
SEAT = Holders(
    Seat("总务处副主任", (Person("沈静", "0000-5550 1234"),)), (Seat("教导主任", (Person("高强"),)), Seat("校办主任"))
)


def of_starter(name: str, language: str = "zh-hans", **facts: object) -> PaperPlan:
    return PaperPlan(starters.load(name, language), "柳塘镇中心学校", name, DAY, **facts)


def of_an_office(**facts: object) -> PaperPlan:
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(picture, "PNG")
    marks = (Mark(0.5, 0.8, "assembly", "操场南侧旗杆下"), Mark(0.1, 0.2, "exit", "一号楼东门"))
    known = {
        "version": 4,
        "approval": Approval(dt.date(2026, 9, 1), "校长", "韩志学"),
        "holders": {role.key: SEAT for role in starters.load("fire").roles},
        "drawings": (Drawing("教学区平面图", picture.getvalue(), 600, 400, marks),),
        "classes": tuple(ClassName(f"三年级（{place}）班", "三年级", f"class-{place}") for place in range(1, 21)),
    }
    return of_starter("fire", **(known | facts))


def pages(plan: PaperPlan, sheets: tuple[paper.SheetId, ...], language: str) -> dict[str, list[str]]:
    """The text of each page by the number of its sheet."""
    found: dict[str, list[str]] = {sheet.code: [] for sheet in sheets}
    with pypdfium2.PdfDocument(paper.pdf(plan, sheets, language)) as document:
        for page in document:
            text = squeezed(page.get_textpage().get_text_range())
            found[next(code for code in found if f"{code}-" in text)].append(text)
    return found


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
@pytest.mark.parametrize("name", starters.names())
def test_every_starter_is_printed_whole_with_a_page_for_each_card(name, language):
    plan = of_starter(name, language)
    sheets = paper.sheets(plan, paper.KINDS)
    found = pages(plan, sheets, language)
    everything = "".join(text for texts in found.values() for text in texts)
    assert "〓" not in everything  # no character that the faces lack
    whole = "".join(found[sheets[0].code])
    said = [piece.text for part in plan.document.parts for piece in part.clauses] + [
        role.title for role in plan.document.roles
    ]
    assert not [text for text in said if squeezed(text)[:12] not in whole]
    for sheet in sheets:
        if sheet.kind in ("card", "pocket", "classes", "log", "map"):
            assert len(found[sheet.code]) == 1, (sheet.kind, sheet.key)
    card = {sheet.key: "".join(found[sheet.code]) for sheet in sheets if sheet.kind == "card"}
    assert not [step.key for step in plan.document.steps if squeezed(step.action)[:8] not in card[step.role]]


def test_the_words_around_a_plan_are_in_the_language_that_was_asked_for():
    plan = of_an_office()
    found = pages(plan, paper.sheets(plan, ["card", "contacts", "log"], log_pages=1), "en")
    text = "".join(text for texts in found.values() for text in texts)
    assert "Actioncard:总指挥" in text
    assert "version4·approvedon1Sep2026" in text
    assert "这里是柳塘镇中心学校" in text  # what is said on the telephone stays in the language of the plan


def test_paper_is_tagged_and_nothing_runs_off_it():
    plan = of_an_office()
    sheets = paper.sheets(plan, [kind for kind in paper.KINDS if kind != "pocket"])
    made = read(paper.pdf(plan, sheets, "zh-hans"))
    assert made.tagged
    assert made.language.startswith("zh")
    assert all(made.fonts.values())
    assert made.off_the_page == 0
    assert "Table" in made.structure


def test_each_page_says_version_and_day_and_a_missing_number_is_a_line():
    plan = of_an_office()
    found = pages(plan, paper.sheets(plan, paper.KINDS), "zh-hans")
    for texts in found.values():
        assert all("第4版·2026年9月1日批准" in text for text in texts)
    tree = next(iter(pages(plan, paper.sheets(plan, ["contacts"]), "zh-hans").values()))[0]
    assert "总务处副主任沈静0000-55501234" in tree
    assert re.search("替补：教导主任高强_{8,}", tree)
    assert re.search("校办主任（岗位空着，现在没有人）", tree)


def test_class_lists_hold_classes_and_no_pupils():
    plan = of_an_office()
    sheets = paper.sheets(plan, ["classes"])
    assert [len([key for key in sheet.rows if key]) for sheet in sheets] == [18, 2]
    text = "".join(pages(plan, sheets, "zh-hans")[sheets[0].code])
    assert "三年级（1）班" in text
    assert all(word in text for word in ("应到", "不在", "病伤", "送走", "结束后销毁"))


def test_the_map_has_its_marks_and_without_a_drawing_there_is_room_for_one():
    plan = of_an_office()
    (text,) = next(iter(pages(plan, paper.sheets(plan, ["map"]), "zh-hans").values()))
    assert "A1集合点操场南侧旗杆下" in text
    assert "E2出口一号楼东门" in text
    bare = of_starter("fire")
    (text,) = next(iter(pages(bare, paper.sheets(bare, ["map"]), "zh-hans").values()))
    assert "请在这里手画" in text


@pytest.mark.parametrize("marked_by", ["key", "words"])
def test_what_was_overruled_is_printed_with_its_reason_and_is_on_no_card(marked_by):
    step = starters.load("fire").steps[0]
    mark = Overruled(
        "L-01",
        step.key if marked_by == "key" else "",
        step.action,
        "原文讲的是带走学生，不是拦人",
        "法制审核员 尹正",
        dt.date(2026, 8, 30),
    )
    plan = of_an_office(overruled=(mark,))
    sheets = paper.sheets(plan, ["plan", "card"])
    found = pages(plan, sheets, "zh-hans")
    whole = "".join(found[sheets[0].code])
    assert "原文讲的是带走学生，不是拦人" in whole
    assert "法制审核员尹正" in whole
    assert squeezed(step.action) in whole
    cards = "".join("".join(found[sheet.code]) for sheet in sheets[1:])
    assert squeezed(step.action)[:12] not in cards


def test_lines_that_found_no_place_are_printed():
    document = starters.load("fire").model_copy(
        update={"unplaced": (Unplaced(key="u1", text="此行没有归位", source=Source(first=7, last=7)),)}
    )
    plan = dataclasses.replace(of_an_office(), document=PlanDocument.model_validate(document.model_dump()))
    assert "此行没有归位" in "".join(*pages(plan, paper.sheets(plan, ["plan"]), "zh-hans").values())


def test_a_card_that_is_too_long_for_one_page_says_that_it_goes_on():
    fire = starters.load("fire").model_dump()
    long = [
        step | {"key": f"s{n}", "after": "", "action": step["action"] * 3, "role": "command"}
        for n, step in enumerate(fire["steps"])
    ]
    document = PlanDocument.model_validate(fire | {"steps": long * 1})
    plan = dataclasses.replace(of_starter("fire"), document=document)
    (texts,) = pages(plan, paper.sheets(plan, ["card"], roles=["command"]), "zh-hans").values()
    assert len(texts) > 1
    assert all(f"{number}/{len(texts)}" in text for number, text in enumerate(texts, 1))
    assert "处置卡：总指挥·续" in texts[1]


def test_sheets_for_an_exercise_say_so_on_each_page_and_ring_nobody():
    plan = of_an_office(exercise=True)
    found = pages(plan, paper.sheets(plan, paper.KINDS), "zh-hans")
    for texts in found.values():
        assert all("演练" in text and "只供演练" in text for text in texts)
    cards = [texts[0] for texts in found.values() if "处置卡：" in texts[0]]
    assert all("【演练】处置卡：" in text for text in cards)
    assert any("119（演练不打）" in text for text in cards)


@given(
    st.text(rows.ALPHABET, min_size=5, max_size=5),
    st.integers(0, 99),
    st.integers(0, 9),
    st.sampled_from(rows.ALPHABET),
)
def test_a_row_is_read_back_and_one_wrong_sign_is_noticed(sheet, row, place, sign):
    written = rows.RowId(sheet, row)
    assert rows.read(str(written)) == written
    assert rows.read(f" {str(written).lower().replace('-', ' ')} ") == written
    typed = list(str(written))
    place = place % len(typed)
    if typed[place] not in ("-", sign):
        typed[place] = sign
        with pytest.raises(BadInput) as wrong:
            rows.read("".join(typed))
        assert wrong.value.remedy


def test_two_neighbours_that_changed_places_are_noticed():
    for left, right in (("7KQ2M-07", "K7Q2M-07"), ("7KQ2M-07", "7KQ2M-70")):
        check = str(rows.RowId("7KQ2M", 7))[-1]
        assert rows.read(left + check)
        with pytest.raises(BadInput):
            rows.read(right + check)


def test_a_square_code_holds_plan_version_card_and_number():
    plan = of_an_office(site="https://huiyin.example/sheets")
    (sheet,) = paper.sheets(plan, ["card"], roles=["command"])
    text = paper.code_text(plan, sheet)
    assert text.startswith("https://huiyin.example/sheets/fire/v4/card/command/")
    assert rows.read(text) == rows.RowId(sheet.code)
    (log,) = paper.sheets(plan, ["log"])
    assert "/log/1/1-20/" in paper.code_text(plan, log)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("folder") / "fire"
    folder.write(folder.ready(out), printing.for_starter("fire", exercise=False))
    return out


def test_the_folder_opens_without_a_network(written):
    pages = sorted(written.rglob("*.html"))
    assert {path.parent.name for path in pages if path.name == "index.html"} == {"fire", "zh-hans", "zh-hant", "en"}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        addresses = re.findall(r'(?:href|src)="([^"]*)"', text)
        inside = [one for one in addresses if not one.startswith("tel:")]
        assert inside
        assert not re.search(r"https?:|//|<script|url\(", text.replace("<!doctype", ""))
        assert not [one for one in inside if not (page.parent / one).resolve().is_file()], page
    assert 'href="tel:119"' in (written / "zh-hans/cards/01-finder.html").read_text(encoding="utf-8")
    assert "http" not in (written / "folder.css").read_text()
    assert len(list(written.rglob("*.pdf"))) == 3 * len(paper.KINDS)


def test_a_place_where_something_is_stays_as_it_is(written):
    with pytest.raises(BadInput) as refused:
        folder.ready(written)
    assert refused.value.remedy
