"""The page of who is competent: everybody reads it, an administrator keeps it, and it goes out and in as a workbook."""

from __future__ import annotations

import html
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from huiyin.cases.models import Exclusion
from huiyin.cases.queries.competent import competent_for
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Competence

pytestmark = pytest.mark.django_db
TABLE = "cases:competences"


def signed_in(name: str) -> Client:
    client = Client()
    client.post(reverse("organisations:sign-in"), {"username": name, "password": PASSWORD})
    return client


def test_a_clerk_reads_it_in_both_orders_with_the_text_behind_each_row(office):
    clerk = signed_in("liang")
    for order in ("", "?by=level"):
        page = clerk.get(reverse(TABLE) + order).content.decode()
        assert "柳塘镇人民政府权责清单第12项" in page
        assert "《教师法》第三十九条" in page
        assert "competences/new" not in page
    row = Competence.objects.get(organisation=office.example.organisations["bureau"], category="05")
    assert clerk.get(reverse("cases:competence", args=[row.public_id])).status_code == 404


def test_an_administrator_adds_changes_and_ends_rows_and_all_of_it_stays_in_the_history(office):
    admin, bureau = signed_in("admin"), office.example.organisations["bureau"]
    given = {"organisation": bureau.public_id, "category": "04.01", "source": "局规定第9号", "note": "校园欺凌"}
    assert admin.post(reverse("cases:competence-new"), {**given, "source": ""}).status_code == 422
    assert admin.post(reverse("cases:competence-new"), given).status_code == 302
    row = Competence.objects.get(organisation=bureau, category="04.01")
    address = reverse("cases:competence", args=[row.public_id])
    said = {"category": "04.01", "source": "局规定第10号", "note": "校园欺凌"}
    assert admin.post(address, said).status_code == 302
    new = Competence.objects.get(organisation=bureau, category="04.01", until_on=None)
    end = reverse("cases:competence-end", args=[new.public_id])
    assert admin.post(end, {"until_on": new.from_on.isoformat()}).status_code == 302
    page = admin.get(reverse(TABLE)).content.decode()
    assert "局规定第9号" in page
    assert "局规定第10号" in page
    township = Competence.objects.filter(organisation=office.example.organisations["township"])[0]
    assert admin.get(reverse("cases:competence", args=[township.public_id])).status_code == 404  # not below the bureau


def test_the_table_goes_out_and_comes_in_again_all_of_it_or_nothing(office):
    admin = signed_in("admin")
    book = load_workbook(BytesIO(admin.get(reverse("cases:competences-table")).content))
    sheet = book.worksheets[0]
    mine = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "临禾县教育局"]
    assert ("临禾县教育局", "01.06") in [row[:2] for row in mine]
    sheet.delete_rows(2, sheet.max_row)
    for row in mine:
        sheet.append([*row[:5], "局规定第12号" if row[1] == "01.06" else row[5], row[6]])
    sheet.append(["临禾县教育局", 4.02, "", "体罚", "", "局规定第12号", ""])
    before = Competence.objects.count()
    sheet.append(["没有这个单位", "99", "", "", "", "", "三月"])
    wrong = admin.post(reverse("cases:competences-import"), {"file": _file(book)})
    assert wrong.status_code == 422
    assert "没有这个单位" in wrong.content.decode()
    assert Competence.objects.count() == before
    sheet.delete_rows(sheet.max_row)
    assert admin.post(reverse("cases:competences-import"), {"file": _file(book)}).status_code == 302
    assert Competence.objects.count() == before + 2
    assert Competence.objects.get(category="04.02").note == "体罚"
    assert Competence.objects.filter(category="01.06").count() == 2
    again = admin.post(reverse("cases:competences-import"), {"file": _file(book)})
    assert again.status_code == 302
    assert Competence.objects.count() == before + 2


def test_s16_sorting_proposes_the_competent_office_and_one_click_passes_it_on_there(office, do, as_):
    case = office.fresh(office.raised(text="校门外的路灯坏了两个月，放学看不见路。"))
    assert do("liang", case, "register", category="06.01").status_code == 302
    case.refresh_from_db()
    township = office.example.organisations["township"]
    page = as_("liang").get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert "柳塘镇人民政府权责清单第12项" in page
    kept = {"category": "06.01", "kind": "claim", "title": "路灯", "claim_channel": "6", "competent": "on"}
    assert do("liang", case, "sort", **kept).status_code == 422, "the data say another office: not without a reason"
    theirs = {**kept, "competent": ""}
    assert do("liang", case, "sort", **theirs).status_code == 302
    page = as_("liang").get(reverse("cases:case", args=[case.public_id])).content.decode()
    there = re.search(r'href="([^"]+/transfer/\?[^"]+)"', page)  # the first is the one that is proposed
    form = as_("liang").get(html.unescape(there[1])).content.decode()
    assert f'value="{township.public_id}" selected' in form
    assert "权责清单第12项" in form


def test_who_decides_otherwise_says_why_and_the_person_reads_it(office, do, as_):
    case = office.fresh(office.raised())
    assert do("liang", case, "register", category="06.01").status_code == 302
    case.refresh_from_db()
    kept = {"category": "06.01", "kind": "claim", "title": "路灯", "claim_channel": "6", "competent": "on"}
    assert do("liang", case, "sort", **kept, otherwise="路灯装在学校围墙上").status_code == 302
    event = case.events.get(verb="sort")
    assert (event.note, event.public) == ("路灯装在学校围墙上", True)
    assert event.data["by_data"] == ["柳塘镇人民政府"]


def test_an_office_that_must_not_know_is_never_proposed_and_no_row_is_said_to_be_none(office, do, as_):
    case = office.fresh(office.raised())
    mayor = office.example.posts["township/镇长"]
    Exclusion.objects.create(case=case, post=mayor)
    assert do("liang", case, "register", category="06.01").status_code == 302
    case.refresh_from_db()
    assert "柳塘镇人民政府" not in {row.name for row in competent_for(case).best + competent_for(case).others}
    page = as_("liang").get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert "权责清单第12项" not in page
    Competence.objects.all().update(until_on="2020-01-01")
    page = as_("liang").get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert reverse(TABLE) in page


def _file(book) -> SimpleUploadedFile:
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("rows.xlsx", out.getvalue())
