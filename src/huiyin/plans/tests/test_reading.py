"""What is read from a file is what a person sees on the paper; what can't be read is refused by name, with a way out."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest
from django.utils import translation
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import BadInput
from huiyin.plans.reading import read
from huiyin.plans.reading.counting import written

from . import papers

PLAN = "一、组织机构\n组长：校长\n\n二、信息报告，两小时内报告教育局。\n"
TRADITIONAL = "一、組織機構\n組長：校長\n\n二、資訊報告，兩小時內報告教育局。\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (PLAN, "utf-8", "utf-8"),
        (PLAN, "utf-8-sig", "utf-8-sig"),
        (PLAN, "gb18030", "gb18030"),
        (PLAN, "utf-16", "utf-16"),
        (PLAN, "utf-16-le", "utf-16-le"),
        (PLAN, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "gb18030", "gb18030"),
    ],
)
def test_each_encoding_of_an_office_is_found(text: str, encoding: str, found: str) -> None:
    got = read(text.encode(encoding), "预案.txt")
    assert (list(got.lines), got.encoding) == (text.split("\n")[:-1], found)


def test_an_encoding_may_be_named_and_a_few_damaged_bytes_are_shown_at_their_line() -> None:
    assert read(TRADITIONAL.encode("big5"), "a.txt", "big5").lines[1] == "組長：校長"
    damaged = read((PLAN * 20).encode("utf-8").replace("校".encode(), b"\xe6\xa0", 1), "a.txt")
    assert (damaged.encoding, damaged.damaged) == ("utf-8", (2,))


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["a.txt", "a.md", "a.docx", "a.pdf", "a.doc", "a"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    with contextlib.suppress(BadInput):
        text = read(content, name)
        assert len(text.lines) == len(text.numbers) == len(text.outline) == len(text.rows)


def test_markdown_says_its_headings_and_rows() -> None:
    text = read("# 消防预案\n\n## 职责\n| 总指挥 | 校长 |\n|---|---|\n**报告**\n".encode(), "a.md")
    assert (text.outline, text.rows, text.bold) == ((1, 0, 2, 0, 0, 0), (0, 0, 0, 1, 2, 0), {6})


def test_word_numbers_are_counted_as_word_counts_them() -> None:
    content = papers.numbered(
        [(0, "总则"), (1, "目的"), (1, "依据"), (2, "细则"), (None, "正文"), (0, "组织"), (1, "机构"), (2, "成员")]
    )
    assert read(content, "a.docx").numbers == ("一、", "（一）", "（二）", "1.1", "", "二、", "（一）", "2.1")


@pytest.mark.parametrize(("anew", "number"), [(True, "一、"), (False, "三、")])
def test_a_second_list_goes_on_or_starts_anew(anew: bool, number: str) -> None:
    content = papers.numbered([(0, "甲"), (0, "乙"), (None, "—"), (0, "丙")], second_list_starts_anew=anew)
    assert read(content, "a.docx").numbers[-1] == number


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (101, "chineseCountingThousand", "一百零一"),
        (12, "ideographDigital", "一二"),
        (3, "ideographTraditional", "丙"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (2, "decimalEnclosedCircle", "②"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (5, "unknown", "5"),
    ],
)
def test_a_number_is_written_in_the_format_of_the_list(number: int, form: str, expected: str) -> None:
    assert written(number, form) == expected


def test_every_paragraph_counts_and_a_merged_cell_once() -> None:
    document = docx.Document()
    document.add_heading("组织机构", 1)
    document.add_paragraph()
    table = document.add_table(3, 2)
    for row in range(3):
        table.cell(row, 1).text = f"成员{row}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "领导小组"
    table.cell(2, 0).text = "联络员"
    document.add_paragraph("正文").add_run("加粗").bold = True
    text = read(papers.saved(document), "a.docx")
    assert text.lines == ("组织机构", "", "领导小组", "成员0", "成员1", "联络员", "成员2", "正文加粗")
    assert (text.outline[0], text.rows, text.bold) == (1, (0, 0, 1, 1, 2, 3, 3, 0), {1})


def test_boxes_and_tracked_insertions_are_read_and_deletions_are_not() -> None:
    document = docx.Document()
    w = nsdecls("w")
    paragraph = document.add_paragraph("报告")._p
    paragraph.append(parse_xml(f"<w:ins {w}><w:r><w:t>教育局</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {w}><w:r><w:delText>公安局</w:delText></w:r></w:del>"))
    paragraph.append(
        parse_xml(
            f"<w:r {w}><w:pict><w:txbxContent><w:p><w:r><w:t>值班电话</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )
    )
    assert read(papers.saved(document), "a.docx").lines == ("报告教育局", "值班电话")


def test_footnotes_and_what_pages_say_at_their_edges_stand_behind_the_text_of_a_word_file() -> None:
    text = read(papers.with_notes(["预案", "一、目的"], ["见消防法。"], "内部资料", "第 1 页"), "a.docx")
    assert text.lines == ("预案", "一、目的", "见消防法。", "内部资料")
    assert text.notes == {3, 4}


def test_lines_at_the_edges_of_the_pages_of_a_pdf_are_known() -> None:
    pages = [["Handbook", *text.split(), f"- {number} -"] for number, text in enumerate(("a b c", "d e f", "g h i"), 1)]
    assert read(papers.pdf(*pages), "a.pdf").margins == {1, 5, 6, 10, 11, 15}


def test_a_pdf_is_read_line_by_line_and_a_page_without_text_is_named() -> None:
    text = read(papers.pdf(["Fire plan", "Call 119"], []), "a.pdf")
    assert (text.lines, text.silent_pages) == (("Fire plan", "Call 119"), (2,))


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 300_000_000)
    return out.getvalue()


def _with_entities() -> bytes:
    out = io.BytesIO(papers.numbered([(None, "正文")]))
    tenfold = (f"&e{n};" * 10 for n in range(8))
    entities = "".join(f'<!ENTITY e{n} "{more}">' for n, more in enumerate(tenfold, 1))
    body = f'<!DOCTYPE d [<!ENTITY e0 "x">{entities}]><w:document {nsdecls("w")}><w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p></w:body></w:document>'
    packed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, body if part.filename == "word/document.xml" else old.read(part))
    return packed.getvalue()


def _locked() -> bytes:
    content = bytearray(papers.numbered([(None, "正文")]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            struct.pack_into("<H", content, at + place, 1)
            at = content.find(mark, at + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "name", "remedy"),
    [
        (b"", "a.txt", "Choose"),
        (b"\n \n", "a.txt", "Choose"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.docx", "without a password"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.doc", ".docx"),
        (b"{\\rtf1 }", "a.txt", ".docx"),
        (zlib.compress(b"x" * 900), "a.docx", "anew"),
        (papers.pdf(["x"]), "a.txt", "Rename"),
        (papers.pdf(["x"]), "a.docx", "Rename"),
        (papers.numbered([(None, "x")]), "a.pdf", "Rename"),
        (papers.numbered([(None, "x")])[:2000], "a.docx", "anew"),
        (papers.pdf([]), "a.pdf", "recognised"),
        (b"%PDF-1.7\nnothing", "a.pdf", "anew"),
        (_bomb, "a.docx", "Split"),  # made where it is tested: it takes longer than all that is collected beside it
        (_with_entities(), "a.docx", "anew"),
        (_locked(), "a.docx", "password"),
        (b"x" * 31_000_000, "a.txt", "Split"),
        (b"x\n" * 60_000, "a.txt", "Split"),
        (bytes(range(256)) * 40, "a.txt", "UTF-8"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_way_out(
    content: bytes | Callable[[], bytes], name: str, remedy: str
) -> None:
    content = content() if callable(content) else content
    with translation.override("en"), pytest.raises(BadInput) as refused:
        read(content, name)
    assert refused.value.place == name
    assert remedy in str(refused.value.remedy)
