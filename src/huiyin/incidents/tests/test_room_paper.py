"""Power is about to fail: what is open is printed out of the room, and what was written on it comes back by its rows, with a photo beside."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.incidents.actions import counting, ending, entering, papering, starting, stepping
from huiyin.incidents.actions.entering import Typed
from huiyin.incidents.actions.starting import What
from huiyin.incidents.models import Count, LogEntry, RoomSheet
from huiyin.incidents.tests.test_pictures import shot
from huiyin.kernel import files, ledger, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.files.models import Attachment
from huiyin.operations.testing.rooms import text_of
from huiyin.plans.paper import rows
from huiyin.plans.paper.rows import RowId

ZONE = time.zone_of("Asia/Shanghai")


@pytest.fixture
def printed(school):
    """The sheets of a print, by kind."""

    def print_it(incident, who="zheng"):
        made = papering.print_room(actor=school.actor(who), incident_id=incident.public_id)
        return {sheet.kind: sheet for sheet in made}

    return print_it


def enter(school, incident, sheet, row, who="zheng", **more):
    typed = Typed(sheet.code, row, time.now(), **more)
    return entering.enter_row(actor=school.actor(who), incident_id=incident.public_id, typed=typed)


def test_what_is_open_is_on_paper_and_each_row_comes_back_as_what_it_is(school, printed):
    incident = school.started()
    first = incident.steps.filter(state="running").first()
    stepping.mark_step(actor=school.actor("gao"), incident_id=incident.public_id, step_id=first.public_id, done=True)
    counting.count_class(
        actor=school.actor("gao"), incident_id=incident.public_id, group="厨房", heads=counting.Heads(7)
    )
    sheets = printed(incident)
    assert first.key not in sheets["card"].rows, "what is done is not asked for once more"
    assert set(sheets["card"].rows) == set(
        incident.steps.filter(state__in=("waiting", "running")).values_list("key", flat=True)
    )
    assert {sheet.code[0] for sheet in sheets.values()} == {rows.ROOM}
    enter(school, incident, sheets["card"], 1)
    assert incident.steps.get(key=sheets["card"].rows[0]).state == "done"
    kitchen = sheets["classes"].rows.index(incident.groups.get(name="厨房").public_id) + 1
    enter(school, incident, sheets["classes"], kitchen, heads=entering.Heads(6, missing=1))
    assert Count.objects.filter(group__name="厨房", present=6, came_by="paper").exists()
    enter(school, incident, sheets["classes"], len(sheets["classes"].rows), heads=entering.Heads(2), group="门卫室")
    line = enter(school, incident, sheets["log"], 3, text="发电机启动了")
    assert line.data["paper"] == str(RowId(sheets["log"].code, 3))
    with pytest.raises(Conflict):
        enter(school, incident, sheets["log"], 3, text="发电机启动了")
    assert ledger.verify().ok


def test_a_sheet_belongs_to_the_emergency_out_of_which_it_was_printed(school, printed):
    incident = school.started()
    sheet = printed(incident)["log"]
    other = starting.start(actor=school.actor("gao"), what=What(plan=school.plan.public_id, another=True))
    with pytest.raises(Refused):
        enter(school, other, sheet, 1, text="x")
    with pytest.raises(Refused):
        enter(school, incident, sheet, 1, who="qingxi", text="x")
    with pytest.raises(Refused):
        papering.print_room(actor=school.actor("dudao"), incident_id=incident.public_id)


def test_without_a_plan_the_log_and_the_head_count_go_to_paper_all_the_same(school, printed):
    incident = starting.start(actor=school.actor("shen"), what=What(kind="food"))
    sheets = printed(incident)
    assert set(sheets) == {"classes", "log"}
    assert enter(school, incident, sheets["log"], 1, text="送医两人").came_by == "paper"
    head = {"actor": school.actor("xiaozhang"), "incident_id": incident.public_id}
    ending.stand_down(**head, reason="都好了")
    ending.end(**head, note="都好了")
    with pytest.raises(Conflict):
        printed(incident)
    assert enter(school, incident, sheets["log"], 2, text="补记").came_by == "paper"


def test_the_printed_page_says_where_its_code_leads_and_the_code_leads_there(school, signed_in, printed):
    incident, zheng = school.started(), signed_in("zheng")
    papers = reverse("incidents:papers", args=[incident.public_id])
    assert reverse("incidents:print-room", args=[incident.public_id]) in text_of(zheng.get(papers))
    page = zheng.post(reverse("incidents:print-room", args=[incident.public_id]), follow=True)
    shown = text_of(page)
    sheets = {sheet.kind: sheet for sheet in RoomSheet.objects.all()}
    for kind, row in (("card", 1), ("classes", 2), ("log", 20)):
        assert str(RowId(sheets[kind].code, row)) in shown
    assert incident.steps.get(key=sheets["card"].rows[0]).action in shown
    code = next(one["code"] for one in page.context["sheets"] if one["sheet"].kind == "log")
    said = parse_qs(urlsplit(code).query)["number"][0].split("/")
    version = school.plan.current
    assert said == [
        school.plan.public_id,
        f"v{version.number}",
        incident.number,
        "log",
        "1-20",
        str(RowId(sheets["log"].code)),
    ]
    found = zheng.get(f"{urlsplit(code).path}?{urlsplit(code).query}")
    assert found.url == reverse("incidents:paper", args=[incident.public_id, sheets["log"].code])
    assert "hy-paperrow" in text_of(zheng.get(found.url))


def test_an_exercise_says_on_each_of_its_sheets_that_it_is_one(school, played, signed_in):
    page = signed_in("zheng").post(reverse("incidents:print-room", args=[played.public_id]), follow=True)
    shown = text_of(page)
    assert len(re.findall("hy-drillbar", shown)) == 2 * RoomSheet.objects.count()
    assert "【演练】" in shown or "[演练]" in shown


def test_the_photo_of_a_sheet_stands_beside_its_rows_and_what_was_typed_stays(school, printed, signed_in):
    incident = school.started()
    sheet = printed(incident)["log"]
    zheng = signed_in("zheng")
    address = reverse("incidents:paper", args=[incident.public_id, sheet.code])
    local = incident.started_at.astimezone(ZONE)
    typed = {"day": local.date().isoformat(), "at_1": local.strftime("%H:%M"), "text_1": "铃响"}
    beside = zheng.post(address, typed | {"do": "photo", "photos": [shot()]})
    assert beside.status_code == 200
    [picture] = Attachment.objects.filter(about=incident.reference)
    source = reverse("incidents:file", args=[incident.public_id, picture.public_id])
    assert f'src="{source}"' in text_of(beside)
    assert "铃响" in text_of(beside)
    assert not LogEntry.objects.filter(came_by="paper").exists(), "nothing is entered before somebody says so"
    assert b"".join(zheng.get(source)).startswith(b"\x89PNG")
    assert zheng.post(address, typed).status_code == 302
    assert f'src="{source}"' in text_of(zheng.get(address))
    kept = LogEntry.objects.get(said=papering.PHOTO)
    assert (kept.data["sheet"], kept.files) == (str(RowId(sheet.code)), [picture.public_id])
    assert zheng.post(address, {"do": "photo"}).status_code == 422
    program = SimpleUploadedFile("photo.png", b"MZ\x90\x00", "image/png")
    assert zheng.post(address, {"do": "photo", "photos": [program]}).status_code == 422


def test_photos_go_when_what_was_learned_of_people_is_destroyed(school, printed, later):
    incident = school.started()
    sheet = printed(incident)["log"]
    photo = {"actor": school.actor("zheng"), "incident_id": incident.public_id, "code": sheet.code}
    papering.keep_photo(**photo, pictures=[files.inspect(shot())])
    head = {"actor": school.actor("xiaozhang"), "incident_id": incident.public_id}
    ending.stand_down(**head, reason="火已灭")
    ending.end(**head, note="火已灭")
    later(60 * 24 * 40)
    assert not Attachment.objects.filter(about=incident.reference, erased_at=None).exists()
    with pytest.raises(Conflict):
        papering.keep_photo(**photo, pictures=[files.inspect(shot(2))])
