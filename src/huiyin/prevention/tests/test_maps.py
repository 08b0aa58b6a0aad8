"""Drawings of the premises: what is dangerous is marked where it is, by a press or by two numbers, and seen there."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huiyin.kernel import files
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.files.models import Attachment
from huiyin.prevention.actions import mapping, reporting
from huiyin.prevention.actions.mapping import Point
from huiyin.prevention.actions.reporting import Seen
from huiyin.prevention.marks import ROOM, apart
from huiyin.prevention.models import CampusMap, Hazard
from huiyin.prevention.queries import maps
from huiyin.web.pointing import WIDTH

from .conftest import School


def upload(width: int = 1440, height: int = 960, name: str = "plan.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def keeps(school: School, title: str = "校园平面图", **size: int) -> CampusMap:
    return mapping.add_map(actor=school.actor("shen"), title=title, picture=files.inspect(upload(**size)))


def marks(school: School, hazard: Hazard, point: Point | None, who: str = "gao") -> Hazard:
    hazard.refresh_from_db()
    return mapping.mark_hazard(actor=school.actor(who), hazard_id=hazard.public_id, version=hazard.version, point=point)


def sees(school: School, who: str, drawing: CampusMap, **more: bool) -> list[str]:
    return [row.hazard.title for row in maps.drawing(school.actor(who), drawing.public_id, **more).rows]


def test_s15_a_press_on_the_drawing_marks_the_hazard_where_it_was_pressed(school: School, signed_in) -> None:
    drawing, hazard = keeps(school), school.registered()
    address = reverse("prevention:mark", args=[hazard.public_id])
    client = signed_in("gao")
    shown = client.get(address).content.decode()
    assert reverse("prevention:map-picture", args=[drawing.public_id]) in shown
    answer = client.post(address, {"version": hazard.version, "at.x": WIDTH // 4, "at.y": "120"})
    assert answer.url == reverse("prevention:hazard", args=[hazard.public_id])
    on_page = client.get(answer.url).content.decode()
    on_map = client.get(reverse("prevention:map", args=[drawing.public_id])).content.decode()
    hazard.refresh_from_db()
    assert (hazard.on_map, hazard.across, hazard.down) == (drawing, 2500, 2500)
    assert "translate(180 120)" in on_page
    assert "translate(180 120)" in on_map
    assert hazard.events.last().data == {"map": "校园平面图"}


def test_the_keyboard_gives_two_numbers(school: School, signed_in) -> None:
    keeps(school)
    hazard = school.registered()
    address = reverse("prevention:mark", args=[hazard.public_id])
    client = signed_in("gao")
    neither = client.post(address, {"version": hazard.version, "at.x": "0", "at.y": "0"})
    assert neither.status_code == 422
    client.post(address, {"version": hazard.version, "at.x": "0", "at.y": "0", "across": "75", "down": "10"})
    hazard.refresh_from_db()
    assert (hazard.across, hazard.down) == (7500, 1000)
    client.post(address, {"version": hazard.version, "off": "1"})
    hazard.refresh_from_db()
    assert (hazard.on_map, hazard.across) == (None, None)


def test_where_the_office_has_a_drawing_the_place_is_asked_right_after_registering(school: School, signed_in) -> None:
    said = {
        "title": "井盖松",
        "place": "操场南",
        "severity": "ordinary",
        "owner": school.post("总务处副主任"),
        "interim": "",
    }
    client = signed_in("gao")
    first = client.post(reverse("prevention:new"), said)
    assert first.url == reverse("prevention:hazard", args=[Hazard.objects.get().public_id])
    keeps(school)
    second = client.post(reverse("prevention:new"), said)
    assert second.url == reverse("prevention:mark", args=[Hazard.objects.first().public_id])


def test_what_is_reported_at_a_sheet_is_marked_where_the_sheet_hangs(school: School) -> None:
    drawing, desk = keeps(school), school.actor("zheng")
    spot = reporting.open_spot(actor=desk, name="食堂")
    mapping.mark_spot(actor=desk, spot_id=spot.public_id, point=Point(drawing.public_id, 0.3, 0.6))
    row, _code = reporting.report(spot_id=spot.public_id, seen=Seen("插座没有盖子"))
    hazard = reporting.accept(actor=desk, report_id=row.public_id, found=school.found())
    assert (hazard.on_map, hazard.across, hazard.down) == (drawing, 3000, 6000)


def test_the_map_shows_what_is_open_and_on_asking_all_of_a_year(school: School) -> None:
    drawing = keeps(school)
    point = Point(drawing.public_id, 0.5, 0.5)
    ordinary = marks(school, school.registered(title="一般的"), point)
    grave = marks(school, school.registered(title="重大的", severity="grave", interim="sign"), point)
    mended = marks(school, school.registered(title="修好的"), point)
    school.looked(school.mended(mended))
    school.registered(title="没标的")
    page = maps.drawing(school.actor("gao"), drawing.public_id)
    assert [row.hazard for row in page.rows] == [grave, ordinary], "the gravest first"
    assert [row.hazard.title for row in page.nowhere] == ["没标的"]
    assert sees(school, "gao", drawing, year=True) == ["重大的", "一般的", "修好的"]


def test_marks_at_one_place_do_not_cover_each_other_and_stay_on_the_drawing() -> None:
    placed = apart([(360.0, 240.0)] * 20 + [(0.0, 0.0)] * 3 + [(720.0, 480.0)], (720, 480))
    assert placed[0] == (360, 240)
    assert all(0 < x < 720 and 0 < y < 480 for x, y in placed)
    far = [abs(complex(*one) - complex(*other)) for n, one in enumerate(placed) for other in placed[:n]]
    assert min(far) >= ROOM


def test_a_newer_picture_keeps_the_marks_and_the_older_one_is_erased(school: School) -> None:
    drawing = keeps(school)
    hazard = marks(school, school.registered(), Point(drawing.public_id, 0.5, 0.5))
    older = Attachment.objects.get(public_id=drawing.file)
    changed = mapping.change_map(
        actor=school.actor("shen"), map_id=drawing.public_id, version=drawing.version, title="校园平面图（新）",
        picture=files.inspect(upload(800, 800)),
    )  # fmt: skip
    older.refresh_from_db()
    hazard.refresh_from_db()
    assert (changed.width, changed.height, changed.title) == (800, 800, "校园平面图（新）")
    assert older.erased_at is not None
    assert (hazard.on_map_id, hazard.across) == (drawing.pk, 5000)
    with pytest.raises(Conflict):
        mapping.remove_map(actor=school.actor("shen"), map_id=drawing.public_id, version=drawing.version)


def test_a_drawing_that_was_taken_away_costs_the_mark_and_nothing_else(school: School, signed_in) -> None:
    drawing = keeps(school)
    point = Point(drawing.public_id, 0.5, 0.5)
    hazard = marks(school, school.registered(), point)
    mapping.remove_map(actor=school.actor("shen"), map_id=drawing.public_id, version=drawing.version)
    hazard.refresh_from_db()
    assert mapping.point_of(hazard) is None
    with pytest.raises(BadInput):
        marks(school, hazard, point)
    assert school.registered(point=point).on_map is None, (
        "a phone had it still: what was found is registered all the same"
    )
    client = signed_in("gao")
    assert client.get(reverse("prevention:hazard", args=[hazard.public_id])).status_code == 200
    assert client.get(reverse("prevention:map", args=[drawing.public_id])).status_code == 404


def test_who_may(school: School) -> None:
    drawing, hazard = keeps(school), school.registered()
    point = Point(drawing.public_id, 0.5, 0.5)
    with pytest.raises(Refused):
        marks(school, hazard, point, "jiang")
    assert sees(school, "he", drawing) == [], "who heads the office above reads it"
    other = mapping.add_map(actor=school.actor("he"), title="机关平面", picture=files.inspect(upload()))
    with pytest.raises(BadInput):
        marks(school, hazard, Point(other.public_id, 0.5, 0.5))
    with pytest.raises(Refused):
        maps.visible(school.actor("gao"), other.public_id)
    with pytest.raises(Refused):
        mapping.add_map(actor=school.actor("school-admin"), title="再一张", picture=files.inspect(upload()))


@pytest.mark.parametrize(
    ("title", "file", "what"),
    [
        ("", upload(), "写"),
        ("平面", SimpleUploadedFile("plan.txt", "平面图".encode()), "图"),
        ("校园平面图", upload(), "名"),
    ],
)
def test_a_wrong_drawing_is_refused_with_what_to_do(
    school: School, signed_in, title: str, file: SimpleUploadedFile, what: str
) -> None:
    keeps(school)
    client = signed_in("shen")
    answer = client.post(reverse("prevention:new-map"), {"title": title, "picture": file})
    assert answer.status_code == 422
    assert what in answer.content.decode()
    assert CampusMap.objects.count() == 1


def test_an_office_without_a_drawing_reads_what_to_do(school: School, signed_in) -> None:
    client = signed_in("shen")
    page = client.get(reverse("prevention:campus")).content.decode()
    assert reverse("prevention:new-map") in page


def test_the_drawing_comes_no_larger_than_it_is_shown(school: School, signed_in) -> None:
    drawing = keeps(school, width=4000, height=2000)
    client = signed_in("gao")
    answer = client.get(reverse("prevention:map-picture", args=[drawing.public_id]))
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert picture.size == (2 * WIDTH, WIDTH)
    assert Client().get(reverse("prevention:map-picture", args=[drawing.public_id])).status_code in (302, 404)
