"""Every sheet that was printed is known, and named when it no longer holds: another version, holder, number, drawing or class."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin import cli
from huiyin.documents.tests.reading import read
from huiyin.kernel import files, ledger
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.organisations.access import machine
from huiyin.organisations.actions.groups import save_class
from huiyin.organisations.actions.people import edit_account, end_appointment
from huiyin.organisations.models import Account, Appointment, SchoolClass
from huiyin.plans import actions, jobs, paper, printing, reprints
from huiyin.plans.actions import Order
from huiyin.plans.models import Plan, PrintedSheet

from .conftest import in_force


def printed(district, plan: Plan, *kinds: str, roles: tuple[str, ...] = (), **more: object) -> list[PrintedSheet]:
    order = Order(kinds, roles, **more)
    return actions.print_sheets(actor=district.actors["zheng"], version_id=plan.current.public_id, order=order)


def stale(district, plan: Plan) -> dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]]:
    page = reprints.reprint_page(district.actors["zheng"], plan.public_id)
    return {
        (line.sheet.kind, line.sheet.key): [(one.why, one.posts) for one in line.reasons] for line in page.stale
    }  # fmt: skip


def told(plan: Plan) -> int:
    return sum("Printed sheets" in str(row.context) for row in Notice.objects.filter(about=plan.reference))


def test_what_was_printed_is_kept_with_who_has_it_and_can_be_made_again(district, fire_plan):
    sheets = printed(
        district, fire_plan, "card", "log", roles=("guide", "command"), copies=3, log_pages=2, holder="门卫室"
    )
    assert [(one.kind, one.key, one.copies, one.holder) for one in sheets] == [
        ("card", "command", 3, "门卫室"), ("card", "guide", 3, "门卫室"), ("log", "1", 3, "门卫室"), ("log", "2", 3, "门卫室"),
    ]  # fmt: skip
    assert not stale(district, fire_plan)
    made = read(
        paper.pdf(printing.paper_plan(fire_plan.current), [printing.sheet_id(one) for one in sheets], "zh-hans")
    )
    assert all(f"编号：{one.code}-" in made.words for one in sheets)
    assert "校长韩志学" in made.words
    step = next(step for step in fire_plan.current.text.steps if step.role == "guide")
    assert reprints.piece_in(sheets[1].code, 1) == (sheets[1], step.key)
    assert reprints.piece_in(sheets[2].code, 20)[1] == ""
    with pytest.raises(Refused):
        reprints.piece_in(sheets[2].code, 21)
    assert ledger.verify().ok


def test_a_new_version_makes_every_sheet_of_the_one_before_stale(district, fire_plan):
    printed(district, fire_plan, "log", "classes")
    draft = actions.revise(
        actor=district.actors["shen"], version_id=fire_plan.current.public_id, reasons=["drill"], note=""
    )
    assert not stale(district, fire_plan)
    in_force(district, draft)
    assert set(stale(district, fire_plan)) == {("log", "1"), ("classes", "1")}
    assert all(reasons[0][0] == "version" for reasons in stale(district, fire_plan).values())
    assert told(fire_plan) == 1  # whoever keeps the plan
    assert PrintedSheet.objects.filter(stale_at=None).count() == 0
    with pytest.raises(Conflict):
        actions.print_sheets(
            actor=district.actors["zheng"], version_id=fire_plan.current.public_id, order=Order(("log",))
        )  # fmt: skip


def test_a_holder_who_leaves_makes_the_cards_stale_on_which_they_stand_and_no_other(district, fire_plan):
    printed(district, fire_plan, "card", "log", roles=("guide", "reporter", "records"))
    post = district.posts["school/总务处副主任"]
    appointment = Appointment.objects.get(post=post, account__username="shen")
    end_appointment(actor=district.actors["school-admin"], appointment=appointment.public_id)
    assert stale(district, fire_plan) == {("card", "guide"): [("holder", ("总务处副主任",))]}
    assert told(fire_plan) == 1
    assert jobs.tell_of_stale() == 0  # told once


def test_a_number_that_changed_is_noticed_by_itself(district, fire_plan):
    printed(district, fire_plan, "card", "contacts", roles=("guide",))
    account = Account.objects.get(username="xiaozhang")
    edit_account(
        actor=district.actors["school-admin"], account=account.public_id, version=account.version, changes={"phone": "0000-5550 777"}
    )  # fmt: skip
    assert jobs.tell_of_stale() == 2
    assert stale(district, fire_plan) == {
        ("card", "guide"): [("number", ("校长",))],  # the number of whoever leads stands on each card
        ("contacts", ""): [("number", ("校长",))],
    }
    assert told(fire_plan) == 1
    assert not any(
        "777" in json.dumps(sheet.shows) and "5550" in json.dumps(sheet.shows) for sheet in PrintedSheet.objects.all()
    )


def test_a_class_and_a_mark_on_the_map_age_their_sheets(district, fire_plan):
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(picture, "PNG")
    inspected = files.inspect(SimpleUploadedFile("plan.png", picture.getvalue()))
    shen = district.actors["shen"]
    drawing = actions.add_drawing(actor=shen, plan_id=fire_plan.public_id, title="教学区", picture=inspected)
    printed(district, fire_plan, "map", "classes", "log")
    drawing = actions.mark(
        actor=shen, drawing_id=drawing.public_id, seen=drawing.version, x=0.5, y=0.25, kind="assembly", label="操场南侧"
    )
    assert stale(district, fire_plan) == {("map", "1"): [("drawings", ())]}
    school = district.organisations["school"]
    save_class(
        actor=district.actors["school-admin"], organisation=school.public_id, name="七年级（9）班", grade="七年级"
    )
    assert set(stale(district, fire_plan)) == {("map", "1"), ("classes", "1")}
    made = read(
        paper.pdf(
            printing.paper_plan(fire_plan.current),
            [printing.sheet_id(one) for one in printed(district, fire_plan, "map")],
            "zh-hans",
        )
    )
    assert "A1集合点操场南侧" in made.words
    with pytest.raises(Conflict):
        actions.unmark(actor=shen, drawing_id=drawing.public_id, seen=1, place=1)
    actions.remove_drawing(actor=shen, drawing_id=drawing.public_id, seen=drawing.version)
    assert not printing.paper_plan(fire_plan.current).drawings


def test_no_card_is_printed_that_would_call_nobody(district, fire_plan):
    post = district.posts["school/总务处副主任"]
    appointment = Appointment.objects.get(post=post, account__username="shen")
    other = Appointment.objects.filter(post=post).exclude(pk=appointment.pk).first()
    for one in filter(None, (appointment, other)):
        end_appointment(actor=district.actors["school-admin"], appointment=one.public_id)
    with pytest.raises(BadInput) as refused:
        printed(district, fire_plan, "card", roles=("guide", "reporter"))
    assert refused.value.place == "roles"
    assert "疏散引导员" in str(refused.value)
    assert printed(district, fire_plan, "card", roles=("reporter",))


def test_copies_that_came_back_are_counted(district, fire_plan):
    (sheet,) = printed(district, fire_plan, "pocket", copies=46)

    def back(number: int) -> PrintedSheet:
        return actions.take_in(
            actor=district.actors["gao"], plan_id=fire_plan.public_id, numbers={sheet.public_id: number}
        )[0]  # fmt: skip

    assert back(41).out == 5
    with pytest.raises(BadInput):
        back(6)
    assert back(5).out == 0
    page = reprints.reprint_page(district.actors["gao"], fire_plan.public_id)
    assert (len(page.valid), len(page.back)) == (0, 1)


@pytest.mark.parametrize("who", ["school-admin", "qingxi", "he", "dudao"])
def test_who_is_not_of_the_house_prints_nothing_and_sees_no_list(district, fire_plan, who):
    (sheet,) = printed(district, fire_plan, "pocket")
    actor = district.actors[who]
    for refused in (
        lambda: actions.print_sheets(actor=actor, version_id=fire_plan.current.public_id, order=Order(("log",))),
        lambda: actions.take_in(actor=actor, plan_id=fire_plan.public_id, numbers={sheet.public_id: 1}),
        lambda: reprints.reprint_page(actor, fire_plan.public_id),
        lambda: reprints.sheet(actor, sheet.code),
    ):
        with pytest.raises(Refused):
            refused()


def test_the_folder_of_an_office_is_kept_as_printed(district, fire_plan, tmp_path, capsys):
    SchoolClass.objects.all().delete()
    out = tmp_path / "folder"
    assert cli.main(["plans", "print", fire_plan.title, "--out", str(out), "--exercise", "--json"]) == 0
    assert "zh-hans/cards.pdf" in json.loads(capsys.readouterr().out)["files"]
    page = next((out / "zh-hans/cards").glob("*command.html")).read_text(encoding="utf-8")
    assert "韩志学" in page
    assert "【演练】" in page
    assert "tel:" not in page
    sheets = PrintedSheet.objects.filter(plan_version__plan=fire_plan)
    assert {one.language for one in sheets} == {"zh-hans", "zh-hant", "en"}
    assert {one.actor for one in sheets} == {machine("plans").reference}
    assert all(one.exercise for one in sheets)


def test_a_plan_that_does_not_exist_ends_with_2(district, tmp_path, capsys):
    assert cli.main(["plans", "print", "没有的预案", "--out", str(tmp_path / "x")]) == 2
    said = capsys.readouterr().err
    assert "没有的预案" in said
    assert "fire" in said
    assert not (tmp_path / "x").exists()
