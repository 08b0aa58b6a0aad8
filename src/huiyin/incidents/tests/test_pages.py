"""The pages: two taps start it, everything is a plain form, a drill can't be mistaken on any page, outside numbers stay silent."""

from __future__ import annotations

import re

from django.urls import reverse

from huiyin.incidents.actions import ending, reviewing, speaking
from huiyin.incidents.models import Count, Incident, LogEntry
from huiyin.incidents.tests.conftest import in_force
from huiyin.incidents.views.acts import ACTS
from huiyin.incidents.views.room import PARTS
from huiyin.operations.testing.rooms import text_of

BAR = "这不是真的。不会发给上级、家长和110、119、120。"


def test_s6_two_taps_from_the_page_of_emergencies_start_the_plan(school, signed_in):
    gao = signed_in("gao")
    page = text_of(gao.get(reverse("incidents:list")))
    [first] = [link for link in re.findall(r'href="([^"]+)"', page) if "plan=" in link]
    assert "现在启动" in text_of(gao.get(first))
    done = gao.post(reverse("incidents:start"), {"plan": school.plan.public_id})
    incident = Incident.objects.get()
    assert done.url == reverse("incidents:room", args=[incident.public_id])
    room = text_of(gao.get(done.url))
    assert 'data-theme="dark"' in room
    assert 'href="tel:119"' in room
    assert BAR not in room
    again = gao.post(reverse("incidents:start"), {"plan": school.plan.public_id})
    assert again.status_code == 409
    assert done.url in text_of(again)


def test_what_is_far_off_is_folded_and_what_is_late_or_under_way_is_not(school, signed_in):
    incident = school.started()
    page = text_of(signed_in("zheng").get(reverse("incidents:room", args=[incident.public_id])))
    plain, _, folded = page[page.index('id="steps"') :].partition('id="steps-later"')
    waiting = [run for run in incident.steps.all() if f'id="step-{run.public_id}"' in folded.partition("</details>")[0]]
    shown = [run for run in incident.steps.all() if f'id="step-{run.public_id}"' in plain]
    assert waiting
    assert all(run.state == "waiting" for run in waiting)
    assert sum(run.state == "waiting" for run in shown) == 3
    assert len(waiting) + len(shown) == incident.steps.count()


def test_s21_what_is_seen_in_the_network_starts_its_plan_with_its_first_minutes(school, signed_in):
    plan = in_force(school.example, "network").plan
    gao = signed_in("gao")
    gao.post(reverse("incidents:start"), {"plan": plan.public_id, "trigger": "ransom"})
    incident = Incident.objects.get()
    assert (incident.kind, incident.level) == ("network", "wide")
    assert "拔掉网线" in text_of(gao.get(reverse("incidents:room", args=[incident.public_id])))
    assert incident.calls.filter(role="command", turn=0, post_title="校长").exists()


def test_each_page_of_the_house_shows_what_runs_in_earnest_and_no_other_house_does(school, signed_in):
    incident = school.started()
    room = reverse("incidents:room", args=[incident.public_id])
    assert room in text_of(signed_in("shen").get(reverse("tasks:list")))
    assert room not in text_of(signed_in("qingxi-zongwu").get(reverse("tasks:list")))
    assert signed_in("qingxi").get(room).status_code == 404


def test_s11_a_line_a_step_a_count_and_an_answer_are_plain_forms(school, signed_in):
    incident = school.started()
    zheng = signed_in("zheng")

    def do(verb: str, **data: str):
        return zheng.post(reverse("incidents:act", args=[incident.public_id, verb]), data)

    assert do("note", text="东门来了6位家长").status_code == 302
    assert do("step-done", step=school.step(incident, "broadcast").public_id).url.endswith("#steps")
    assert do("count", group=incident.groups.get(name="一1班").public_id, present="42").url.endswith("#heads")
    assert do("answer", call=school.call(incident, "reporter").public_id).url.endswith("#calls")
    bad = do("count", group="", present="x")
    assert bad.status_code == 422
    assert 'id="id_present"' in text_of(bad)
    assert Count.objects.get().present == 42
    for part in PARTS:
        alone = text_of(zheng.get(reverse("incidents:part", args=[incident.public_id, part])))
        assert alone.lstrip().startswith("<section"), part
    since = zheng.get(reverse("incidents:since", args=[incident.public_id, 2])).json()
    assert "东门来了6位家长" in "".join(entry["html"] for entry in since["entries"])
    assert {"heads", "steps", "calls"} <= {name for entry in since["entries"] for name in entry["changed"]}


def test_every_act_has_a_page_of_its_own(school, signed_in):
    incident = school.started()
    speaking.draft_statement(actor=school.actor("gao"), incident_id=incident.public_id, audience="parents", text="平安")
    head = signed_in("xiaozhang")
    after = {verb for verb, act in ACTS.items() if act.needs == "review"}
    for verb in ACTS:
        status = head.get(reverse("incidents:act", args=[incident.public_id, verb])).status_code
        assert status == (404 if verb in after else 200), verb
    assert head.get(reverse("incidents:act", args=[incident.public_id, "x"])).status_code == 404


def test_no_page_of_an_exercise_can_be_taken_for_the_real_thing_or_rings_anybody(school, played, signed_in):
    """Every page, whoever looks: title, bars at top and foot, frame; every line of its log; no number outside."""
    where = {"incident_id": played.public_id}
    speaking.draft_statement(actor=school.actor("gao"), **where, audience="parents", text="请来接孩子")
    speaking.give_report(actor=school.actor("gao"), **where, kind="first", text="首报", upto=1)

    def look(client, address: str) -> None:
        page = text_of(client.get(address))
        assert re.search(r"<title>【演练】", page), address
        assert page.count(BAR) == 2, address
        assert "hy-isdrill" in page, address
        assert 'href="tel:119"' not in page, address
        assert 'href="tel:120"' not in page, address
        lines = re.findall(r'<li id="line-.*?</li>', page, re.S)
        assert all("[演练]" in line for line in lines), address

    addresses = [
        reverse("incidents:room", args=[played.public_id]),
        reverse("incidents:review", args=[played.public_id]),
    ]
    addresses += [reverse("incidents:drill", args=[played.drill.public_id])]
    addresses += [
        reverse("incidents:act", args=[played.public_id, verb]) for verb, act in ACTS.items() if act.needs != "review"
    ]
    head = signed_in("xiaozhang")
    for address in addresses:
        look(head, address)
    for part in PARTS:  # fetched alone they carry the mark in their lines, and ring nobody
        alone = text_of(head.get(reverse("incidents:part", args=[played.public_id, part])))
        assert 'href="tel:119"' not in alone
    wrong = head.post(reverse("incidents:act", args=[played.public_id, "note"]), {"text": ""})
    assert text_of(wrong).count(BAR) == 2
    ending.end(actor=school.actor("fang"), **where, note="停止演练")
    late = head.post(reverse("incidents:act", args=[played.public_id, "order"]), {"text": "x"})
    assert late.status_code == 404
    for verb in ("evaluate", "review-text", "finding"):
        look(head, reverse("incidents:act", args=[played.public_id, verb]))
    reviewing.write_review(actor=school.actor("xiaozhang"), **where, course="a", well="b", badly="c")
    look(head, addresses[0])
    look(head, addresses[1])
    assert played.title in text_of(head.get(reverse("incidents:list")))


def test_the_superiors_supervisor_reads_along_without_people_and_without_buttons(school, signed_in):
    incident = school.started()
    signed_in("gao").post(
        reverse("incidents:act", args=[incident.public_id, "note"]), {"text": "接走一人", "personal": "王小明，外婆"}
    )
    page = text_of(signed_in("dudao").get(reverse("incidents:room", args=[incident.public_id])))
    assert "接走一人" in page
    assert "王小明" not in page
    assert "/note/" not in page
    assert "王小明" in text_of(signed_in("shen").get(reverse("incidents:room", args=[incident.public_id])))


def test_what_was_written_on_paper_comes_with_its_own_time(school, signed_in):
    incident = school.started()
    began = incident.started_at.astimezone(__import__("zoneinfo").ZoneInfo("Asia/Shanghai"))
    signed_in("gao").post(
        reverse("incidents:act", args=[incident.public_id, "note"]), {"text": "铃响", "at": began.strftime("%H:%M")}
    )
    line = LogEntry.objects.get(text="铃响")
    assert line.came_by == "paper"
    assert line.at <= incident.started_at


def test_s2_the_schedule_and_what_was_never_tried_are_pages(school, played, signed_in):
    shen = signed_in("shen")
    address = reverse("incidents:debt", args=[school.plan.public_id])
    assert "从来没有试过" in text_of(shen.get(address))
    assert shen.post(address, {"do": "cadence", "cadence": "school", "months": "1"}).status_code == 302
    assert shen.post(address, {"do": "test"}).status_code == 302
    assert "还有" in text_of(shen.get(reverse("incidents:drills"))) or "月" in text_of(
        shen.get(reverse("incidents:drills"))
    )
    test = text_of(signed_in("gao").get(address))
    [link] = set(re.findall(r'href="(/contact-tests/[^"]+)"', test))
    assert signed_in("gao").post(link).status_code == 302
    assert "hy-ack yes" in text_of(signed_in("gao").get(link))
