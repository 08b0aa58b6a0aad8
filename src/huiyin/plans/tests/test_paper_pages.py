"""The pages of paper, as a browser without script uses them: print, the PDF, a sheet by its number, a drawing marked by pressing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huiyin.documents.tests.reading import read
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Appointment
from huiyin.plans.models import PlaceDrawing, PrintedSheet
from huiyin.plans.paper.rows import RowId

CHOSEN = {
    "kinds": ["card", "log"],
    "roles": ["guide"],
    "use": "earnest",
    "language": "zh-hans",
    "copies": "2",
    "log_pages": "1",
}


@pytest.fixture
def office(district) -> Client:
    client = Client()
    client.post(reverse("organisations:sign-in"), {"username": "zheng", "password": PASSWORD})
    return client


def at(name: str, *parts: object) -> str:
    return reverse(f"plan-paper:{name}", args=parts)


def test_sheets_are_chosen_printed_checked_and_taken_in(office, fire_plan, district):
    assert "疏散引导员" in office.get(at("choose", fire_plan.public_id)).content.decode()
    answer = office.post(at("choose", fire_plan.public_id), CHOSEN | {"holder": "门卫室"})
    page = office.get(answer["Location"]).content.decode()
    card, log = PrintedSheet.objects.order_by("id")
    assert str(RowId(card.code)) in page
    made = office.get(at("pdf-of-kind", card.run, "card"))
    assert made["Content-Disposition"].startswith("inline")
    assert "处置卡：疏散引导员" in read(made.content).words
    assert office.get(at("pdf", card.run)).status_code == 200
    found = office.get(at("sheets"), {"number": str(RowId(card.code, 1)).lower()}).content.decode()
    assert "这张纸有效" in found
    scanned = office.get(f"/sheets/{fire_plan.public_id}/v1/card/guide/1-5/{RowId(card.code)}").content.decode()
    assert "这张纸有效" in scanned
    held = Appointment.objects.get(post=district.posts["school/总务处副主任"], account__username="shen")
    end_appointment(actor=district.actors["school-admin"], appointment=held.public_id)
    assert "别用" in office.get(at("sheets"), {"number": str(RowId(card.code))}).content.decode()
    assert office.get(at("pdf", card.run)).status_code == 409
    listed = office.get(at("printed", fire_plan.public_id)).content.decode()
    assert listed.index("处置卡：疏散引导员") < listed.index("记录表")
    assert "上面的岗位换了人或者空了：总务处副主任" in listed
    assert office.post(at("printed", fire_plan.public_id), {log.public_id: "3"}).status_code == 422
    assert office.post(at("printed", fire_plan.public_id), {"all": "1"}).status_code == 302
    assert [one.out for one in PrintedSheet.objects.order_by("id")] == [0, 2]


def test_what_is_missing_is_said_and_kept(office, fire_plan):
    answer = office.post(at("choose", fire_plan.public_id), CHOSEN | {"roles": [], "holder": "门卫室"})
    assert answer.status_code == 422
    assert "请选择印谁的卡" in answer.content.decode()
    assert 'value="门卫室"' in answer.content.decode()
    assert office.get(at("sheets"), {"number": "ABC"}).status_code == 404
    assert office.get(at("sheet", "fire/v1/x")).status_code == 404


def test_a_drawing_is_marked_by_pressing_or_by_numbers(office, fire_plan):
    picture = io.BytesIO()
    Image.new("RGB", (1440, 720), "white").save(picture, "PNG")
    upload = SimpleUploadedFile("plan.png", picture.getvalue())
    answer = office.post(at("drawings", fire_plan.public_id), {"title": "教学区", "picture": upload})
    page = answer["Location"]
    office.post(page, {"seen": "1", "kind": "assembly", "label": "旗杆南侧", "at.x": "360", "at.y": "90"})
    office.post(page, {"seen": "2", "kind": "exit", "across": "10", "down": "75", "at.x": "0", "at.y": "0"})
    drawing = PlaceDrawing.objects.get()
    assert [(one["kind"], one["x"], one["y"]) for one in drawing.marks] == [
        ("assembly", 0.5, 0.25),
        ("exit", 0.1, 0.75),
    ]
    assert office.post(page, {"seen": "3", "kind": "exit"}).status_code == 422
    assert office.post(page, {"seen": "1", "kind": "exit", "across": "1", "down": "1"}).status_code == 409
    for seen in ("", "x", "9" * 5000, "٣"):
        assert office.post(page, {"seen": seen, "kind": "exit", "across": "1", "down": "1"}).status_code == 409
    assert office.get(at("picture", drawing.public_id))["Content-Type"] == "image/png"
    office.post(page, {"seen": "3", "unmark": "1"})
    assert len(PlaceDrawing.objects.get().marks) == 1
    office.post(page, {"seen": "4", "remove": "1"})
    assert office.get(page).status_code == 404
    text = SimpleUploadedFile("plan.txt", "不是图".encode())
    assert office.post(at("drawings", fire_plan.public_id), {"title": "教学区", "picture": text}).status_code == 422
