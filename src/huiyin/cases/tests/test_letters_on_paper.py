"""Every kind of letter as it is written by its verb: numbered, dated, with the way up, and the same words on page and paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huiyin.cases.actions.letters import HEADINGS, KINDS, Part, write_letter
from huiyin.cases.actions.procedure import Doing, locked
from huiyin.cases.models import Case, Exclusion, Letter
from huiyin.cases.queries.case_page import letter_of_case
from huiyin.cases.views.public_letters import sheet_of
from huiyin.documents import actions as documents
from huiyin.documents import kinds, paper
from huiyin.documents.showing import letter_words
from huiyin.documents.tests.reading import read, squeezed
from huiyin.kernel import store, time
from huiyin.kernel.vault.models import IdentityOpening

from .test_office_rules_pages import signed_in

pytestmark = pytest.mark.django_db

NUMBER = re.compile(r"^(?P<code>.+信)(?P<mark>\D+)〔\d{4}〕(?P<count>\d+)号$")


def written(case: Case, kind: str, *parts: Part) -> Letter:
    with store.write():
        doing = Doing(locked(case.pk), "notify", "system:test", "", time.now())
        return write_letter(doing, kind, parts)


def whole_text(case: Case, letter: Letter, language: str = "zh-hans") -> str:
    """What the page says, in its order."""
    page = letter_of_case(case, letter.public_id)
    with translation.override(language):
        words = letter_words(sheet_of(page, language))
        texts = [
            words.letterhead,
            words.number,
            words.title,
            *(f"{p.heading}{p.text}" for p in words.parts),
            *words.signed,
        ]
        return squeezed("".join(map(str, texts)))


@pytest.mark.parametrize("kind", [kind.key for kind in kinds.every()])
def test_every_kind_says_the_same_on_page_and_paper_in_every_language(office, kind):
    case = office.fresh(office.raised())
    headings = [
        heading for heading in HEADINGS if heading not in ("recourse", "due", "answer_by", "report_on", "rests_on")
    ]
    letter = written(
        case,
        kind,
        *(Part(heading, f"写在{heading}下面的话。") for heading in headings),
        Part("due", "2027-01-07"),
        Part("report_on", "2027-01-05"),
    )
    assert NUMBER.match(letter.number)["mark"] == kinds.find(kind).mark
    page = letter_of_case(case, letter.public_id)
    for language in ("zh-hans", "zh-hant", "en") if kind == "extend" else ("zh-hans",):
        printed = read(paper.pdf(sheet_of(page, language), at=page.at))
        assert printed.tagged
        assert all(printed.fonts.values())
        assert printed.off_the_page == 0
        shown = whole_text(case, letter, language)
        # On the page a heading runs into its text and ends in a full stop; on paper it stands on a line of its own.
        assert _letters(shown) in _letters(printed.text.replace(f"{letter.number} 1 / 2", ""))


def _letters(text: str) -> str:
    return re.sub(r"[\s。．.、，,/]|\d+/\d+", "", text)


def test_a_reply_states_claim_facts_outcome_basis_and_the_way_up_last(office):
    case = office.answered(office.raised(), outcome="explain")
    text = read(
        paper.pdf(sheet_of(letter_of_case(case, case.letters.last().public_id), "zh-hans"), at=time.now())
    ).words
    order = [
        "您的诉求",
        "公布账目",
        "保温台已更换。",
        "有道理，但没有依据",
        "每月公布。",
        "食品安全法实施条例第28条",
        "复查",
    ]
    places = [text.index(squeezed(piece)) for piece in order]
    assert places == sorted(places)


def test_numbers_rise_within_office_kind_and_year_and_never_twice(office):
    case = office.fresh(office.raised())
    numbers = [int(NUMBER.match(written(case, "notify").number)["count"]) for _time in range(12)]
    assert numbers == sorted(set(numbers))
    assert 1 <= int(NUMBER.match(written(case, "accept").number)["count"]) <= documents.WIDEST_STEP


def test_a_case_that_somebody_must_not_know_of_takes_none_of_an_open_series(office):
    hidden, plain = office.fresh(office.raised()), office.fresh(office.raised())
    Exclusion.objects.create(case=hidden, post=office.example.posts[office.handler_post])
    letter = written(hidden, "notify")
    assert hidden.public_id in letter.number
    assert int(NUMBER.match(written(plain, "notify").number)["count"]) <= documents.WIDEST_STEP


def test_a_letter_that_went_out_says_the_same_for_ever(office):
    case = office.fresh(office.raised())
    old = written(case, "notify", Part("path", "由办公室办理。"))
    before = whole_text(case, old)
    organisation, head = office.example.organisations["bureau"], office.example.actors["he"]
    pieces = {"opening": "新写的开头，{received_on}。", "closing": "新写的结尾。"}
    documents.save_template(
        actor=head, organisation=organisation, kind="notify", language="zh-hans", version=0, pieces=pieces
    )
    assert whole_text(case, old) == before
    new = whole_text(case, written(case, "notify", Part("path", "由办公室办理。")))
    assert "新写的开头" in new
    assert "新写的结尾。" in new


def test_the_person_keeps_the_letter_as_a_file_that_no_browser_runs(office):
    receipt = office.raised()
    case = office.answered(receipt)
    letter = case.letters.last()
    address = reverse("cases:status-letter-pdf", args=[letter.public_id])
    stranger = Client()
    assert stranger.get(address).status_code != 200
    person = Client()
    person.post(reverse("cases:lookup"), {"code": receipt.code})
    answer = person.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert "林秀英" not in read(answer.content).text
    assert "林秀英：" in read(person.post(address, {"addressee": "林秀英"}).content).words
    other = office.fresh(office.raised())
    foreign = reverse("cases:status-letter-pdf", args=[written(other, "notify").public_id])
    assert person.get(foreign).status_code == 404


def test_a_name_for_the_envelope_is_opened_and_the_person_reads_it(office):
    receipt = office.raised()
    case = office.answered(receipt)
    where = [case.public_id, case.letters.last().public_id]
    worker = signed_in(office.worker)
    assert "林秀英" not in read(worker.get(reverse("cases:letter-pdf", args=where)).content).text
    assert not IdentityOpening.objects.exists()
    concern = {"concern": receipt.concern.public_id}
    answer = worker.post(reverse("cases:letter-addressed", args=where), concern)
    words = read(answer.content).words
    assert "柳塘镇石桥村18号" in words
    assert "林秀英：" in words
    opening = IdentityOpening.objects.get()
    assert case.letters.last().number in opening.purpose
    assert signed_in(office.decider).post(reverse("cases:letter-addressed", args=where), concern).status_code == 404


def test_the_receipt_prints_small_and_large_with_its_code(office):
    receipt = office.raised()
    person = Client()
    person.cookies["huiyin_draft"] = office.drafts[receipt.code].cookie
    for size, width in (("a6", 298), ("a4", 595)):
        answer = person.get(reverse("cases:receipt-pdf"), {"paper": size})
        assert answer["Content-Type"] == "application/pdf"
        printed = read(answer.content)
        assert printed.tagged
        assert printed.off_the_page == 0
        assert round(printed.width) == width
        assert squeezed(receipt.code)[:4] in printed.words.upper()
    assert Client().get(reverse("cases:receipt-pdf")).status_code == 404


def test_what_the_house_registers_has_a_mark_of_its_own():
    marks = [kind.mark for kind in kinds.every()]
    assert len(marks) == len(set(marks))
    assert {kind.key for kind in KINDS} <= {kind.key for kind in kinds.every()}
    assert not (Path(settings.HUIYIN_HOME) / "letters").exists()


def test_the_letter_of_acceptance_says_by_when_the_answer_is_due_and_by_which_rule(office):
    """条例 34: sixty days from the day of acceptance. The letter keeps the date that it named, whatever becomes of the clock."""
    case = office.accepted(office.raised())
    due = office.clock(case, "close").due_on
    sent = case.letters.get(kind="accept")
    words = _said(case, sent, "zh-hans")
    assert f"{due.year}年{due.month}月{due.day}日" in words
    assert "60日（自然日）" in words
    assert "《信访工作条例》第34条" in words
    assert "Petition Work Regulations, art. 34" in _said(case, sent, "en")
    office.clock(case, "close").delete()
    assert _said(case, sent, "zh-hans") == words


def test_where_the_law_has_no_number_the_letter_says_that_the_date_is_the_offices_own(office):
    case = office.accepted(office.raised(), kind="suggestion", channel=None)
    words = _said(case, case.letters.get(kind="accept"), "zh-hans")
    assert "本单位自己定的" in words
    assert "第34条" not in words


def _said(case, letter, language: str) -> str:
    page = letter_of_case(case, letter.public_id)
    assert page is not None
    return "\n".join(section.text for section in sheet_of(page, language).sections)
