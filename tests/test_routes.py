"""Route by role by state: what each address answers to whom, in one table that people read (docs/routes.md).

A change of the table is made on purpose: look at what changed, then write it with HUIYIN_WRITE_ROUTES=1 and commit it.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.announcements.actions import writing
from huiyin.bulletins.actions import beginning
from huiyin.callouts.actions import trials
from huiyin.cases.actions import asking_offices, handling, posting
from huiyin.cases.models import Case, Consultation, Exclusion
from huiyin.cases.tests.conftest import Office
from huiyin.confidential.actions import custody, keys
from huiyin.confidential.actions import naming as appointing
from huiyin.confidential.actions import reporting as sealing
from huiyin.confidential.models import Recovery, Report
from huiyin.duty.actions import rostering, settling
from huiyin.duty.actions.settling import Says
from huiyin.duty.models import DAYS
from huiyin.incidents.actions import speaking, starting
from huiyin.kernel import files, time
from huiyin.kernel.tests.walks import WHOLE, drawn
from huiyin.onpaper.actions import making
from huiyin.onpaper.actions.sheets import print_day
from huiyin.onpaper.models import DaySheet, MorningSet
from huiyin.organisations.models import Account, Appointment, LeadingGroup, SchoolClass, SchoolTerm
from huiyin.plans import actions as plans
from huiyin.plans import marks
from huiyin.prevention.actions import keeping, mapping, registering, reporting, rounds
from huiyin.prevention.actions.registering import Found
from huiyin.prevention.example import DRAWING
from huiyin.retention.tests.scenes import old_archive, to_be_destroyed
from huiyin.support.actions import asking, naming
from huiyin.training.actions import holding, listing, planning, quizzing

from . import pages
from .pages import Route, routes, seen, signed_in

pytestmark = pytest.mark.django_db

Seen = tuple[int, str, str]  # what `pages.seen` gives
PARTS = 4  # so that the processes of a run share it
WRITE = bool(os.environ.get("HUIYIN_WRITE_ROUTES"))

TABLE = Path(__file__).resolve().parent.parent / "docs" / "routes.md"
PEOPLE = {
    "nobody": "",
    "administrator": "admin",
    "registrar": "tang",
    "handler": "jiang",
    "leader": "song",
    "head": "he",
    "supervisor": "dudao",
    "legal-reviewer": "fazhi",
    "discipline": "jiwei",
    "other office": "xiaozhang",
    "superior office": "ducha",
    "excluded": "liang",
}
IN_HANDLING = "in handling"
STATES = ("new", IN_HANDLING, "answered", "withdrawn")
HEAD = """# Who gets what

Every address of the staff pages, opened (GET) by one post of each role of the county bureau in the example district, by a school's
head (other office), by the county's supervisor (superior office), and by the head of the reception, who is excluded from the cases
looked at. Addresses of cases with a case in them are opened for cases that are {states}, those of other rooms for one that is in
handling; one number where the answer is the same for all. 302 is the
way to the sign-in page or on to another page, 404 stands for what is not there and for what one may not see alike, 405 for addresses
that take a form alone. Written by `tests/test_routes.py`, which fails when this table is no longer true.

"""


def test_every_address_says_whom_it_is_for():
    silent = [route.name for route in routes() if route.verb == "?" and not route.name.startswith("web:")]
    assert not silent, "decorate the view with organisations.access.public or needs(verb)"


@pytest.fixture
def things(office: Office) -> dict[str, dict[str, str]]:
    """State -> parameter values, by route where a name alone does not say what it is."""
    from huiyin.cases.actions import closing

    new, handled, answered, gone = (office.raised() for _ in STATES)
    case = office.assigned(handled)
    unit = office.example.units["bureau/政策法规股"].public_id
    handling.consult(
        actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, unit=unit, question="合法吗？"
    )
    case.refresh_from_db()
    school = office.example.organisations["school"].public_id
    asked = asking_offices.consult_office(
        actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, organisation=school,
        question="谁管？", show_words=False, due_on=time.today("Asia/Shanghai") + dt.timedelta(days=9),
    )  # fmt: skip
    office.answered(answered)
    on_paper = posting.ask(
        actor=office.example.actors["jiang"], case_id=case.pk, letter_id=case.letters.first().public_id,
        concern_id=handled.concern.public_id,
    )  # fmt: skip
    closing.withdraw(concern=gone.concern)
    plan = plans.create_from_starter(actor=office.example.actors["jiang"], name="fire")
    plans.add(
        actor=office.example.actors["jiang"], version_id=plan.public_id, collection="clauses", into=plan.text.parts[0].key,
        values={"text": "家长到县里上访的，由工作人员到车站劝返。"},
    )  # fmt: skip
    plan.refresh_from_db()
    (marked,) = marks.report(plan.text).blocking(())
    mark = plans.ask_overruling(
        actor=office.example.actors["jiang"], version_id=plan.public_id, rule=marked.rule, fingerprint=marked.fingerprint,
        why="引用的是旧稿。", reviewer=office.example.posts["bureau/法制审核员"].public_id,
    )  # fmt: skip
    brought = plans.bring(
        actor=office.example.actors["jiang"], content="消防应急预案\n一、组织机构\n总指挥：甲\n二、应急处置\n1、立即报警。\n".encode(), name="a.txt"
    )  # fmt: skip
    word = plans.ask_review(
        actor=office.example.actors["jiang"], version_id=plan.public_id, due_on=time.today("Asia/Shanghai"),
        post=office.example.posts["bureau/分管副局长"].public_id,
    )  # fmt: skip
    trial = trials.begin(actor=office.example.actors["he"], cause="incident")
    incident = starting.start(
        actor=office.example.actors["jiang"], what=starting.What(kind="building", title="外墙掉砖")
    )
    words = {"incident_id": incident.public_id, "text": "请绕行北门。"}
    statement = speaking.draft_statement(actor=office.example.actors["jiang"], audience="press", **words)
    speaking.approve_statement(
        actor=office.example.actors["he"], statement_id=statement.public_id, nobody_is_recognised=True, **words
    )
    hazard = registering.register(
        actor=office.example.actors["jiang"],
        found=Found("外墙掉砖", "北墙", "ordinary", office.example.posts["bureau/基教股股长"].public_id),
    )
    drawing = mapping.add_map(
        actor=office.example.actors["jiang"], title="机关平面图",
        picture=files.inspect(SimpleUploadedFile("plan.png", DRAWING.read_bytes())),
    )  # fmt: skip
    spot = reporting.open_spot(actor=office.example.actors["liang"], name="一楼大厅")
    reported, _code = reporting.report(spot_id=spot.public_id, seen=reporting.Seen("地砖松动"))
    desk = office.example.posts["bureau/基教股股长"].public_id
    inspection = rounds.plan_inspection(
        actor=office.example.actors["jiang"],
        planned=rounds.Planned("starter:fire", "北楼", "month", time.today("Asia/Shanghai"), desk, desk),
    )
    boiler = keeping.Thing("boiler", "锅炉", "后院", desk, "检验", time.today("Asia/Shanghai") + dt.timedelta(days=30))
    equipment = keeping.add_equipment(actor=office.example.actors["jiang"], thing=boiler)
    settling.add_kind(
        actor=office.example.actors["liang"], says=Says("夜班", DAYS, dt.time(18), dt.time(7, 30), leader=False)
    )
    today = time.today("Asia/Shanghai")
    roster = rostering.begin(actor=office.example.actors["liang"], first_day=today, last_day=today)
    rostering.publish(actor=office.example.actors["song"], roster_id=roster.public_id, version=0)
    programme = planning.begin(
        actor=office.example.actors["jiang"],
        begun=planning.Begun("安全教育", today, today + dt.timedelta(days=300), desk, "office"),
    )
    listing.print_list(actor=office.example.actors["jiang"], lesson_id=programme.lessons.all()[0].public_id)
    answered_lesson = programme.lessons.filter(audience="staff")[0]
    question = quizzing.Question("q1", "先做什么？", ["喊人", "等"], 1)
    quizzing.set_quiz(
        actor=office.example.actors["jiang"], lesson_id=answered_lesson.public_id, questions=[question], needed=1
    )
    holding.hold(
        actor=office.example.actors["jiang"],
        lesson_id=answered_lesson.public_id,
        version=0,
        held=holding.Held(today, 5),
    )
    bulletin = beginning.begin(actor=office.example.actors["jiang"], event=beginning.Event("fire", time.now()))
    naming.name_supporter(
        actor=office.example.actors["he"], post_id=office.example.posts["bureau/基教股股长"].public_id
    )
    bureau = office.example.organisations["bureau"].public_id
    support, _code = asking.ask(organisation_id=bureau, asked=asking.Asked("家里出了事。"))
    sealed, recovery = _sealed_report(office)
    notice = writing.write(
        actor=office.example.actors["jiang"], wanted=writing.Wanted("停水", "周六停水。", today, today, everybody=True)
    )
    day_sheet = print_day(actor=office.example.actors["jiang"])
    morning = lies_ready(day_sheet)
    register, waits = to_be_destroyed(office, today)
    found = {}
    for state, receipt in zip(STATES, (new, handled, answered, gone), strict=True):
        case = office.fresh(receipt)
        Exclusion.objects.create(case=case, post_id=office.example.actors["liang"].post_id)
        letter = case.letters.first()
        found[state] = {
            "cases": case.public_id,
            "concern_id": receipt.concern.public_id,
            "letter_id": letter.public_id if letter else "nothing2here",
            "file_id": "nothing2here",
            "name": "message" if state == IN_HANDLING else "accept",
            "cases:consultation": Consultation.objects.exclude(unit=None).get().public_id,
            "cases:asked": asked.public_id,
            "post": on_paper.public_id,
            "plans": plan.plan.public_id,
            "plans:review": word.public_id,
            "plans:mark": mark.public_id,
            "plans:source": brought.public_id,
            "plans:found": brought.public_id,
            "key": plan.text.parts[0].key,
            "collection": "roles",
            "incidents": incident.public_id,
            "statement_id": statement.public_id,
            "hazards": hazard.public_id,
            "bulletins": bulletin.public_id,
            "training": programme.lessons.all()[0].public_id,
            "training:answer": answered_lesson.public_id,
            **{f"training:{name}": programme.public_id for name in ("programme", "printed", "plan")},
            "support": support.public_id,
            "sealed-reports": sealed.public_id,
            "confidential:custody": recovery.public_id,
            "on-paper": day_sheet.public_id,
            "onpaper:morning": morning.public_id,
            "callouts:trial": trial.public_id,
            "cause": "incident",
            "archive:of_incident": incident.public_id,
            "notices": notice.public_id,
            "kind": "claim",
            **{f"retention:{name}": register.public_id for name in ("register", "register_pdf")},
            "retention:hold_hazard": hazard.public_id,
            "retention:hold_announcement": notice.public_id,
            "retention:hold_holding": old_archive(office).public_id,
            "two-hands": waits.public_id,
            "duty:roster": roster.public_id,
            **{f"duty:{name}": roster.shifts.get().public_id for name in ("shift", "here", "book")},
            "prevention:sort": reported.public_id,
            **{f"prevention:{name}": drawing.public_id for name in ("map", "map-picture", "map-printed", "change-map")},
            "prevention:mark-spot": spot.public_id,
            **{f"prevention:{name}": equipment.public_id for name in ("thing", "thing-paper")},
            "prevention:inspection": inspection.public_id,
            "prevention:checklist": inspection.checklist.public_id,
            **{f"prevention:{name}": inspection.rounds.get().public_id for name in ("round", "round-printed")},
            "prevention:report-picture": reported.public_id,
            "verb": "note",
            "position": 1,
            "number": "1",
        }
    return found


def lies_ready(sheet: DaySheet) -> MorningSet:
    """The set of a morning, as the worker leaves it."""
    row = MorningSet.objects.create(
        organisation=sheet.organisation, post=sheet.post, day=sheet.day, sheet=sheet, tries=1, held_until=time.now()
    )
    making.take_over(row=row, ready=making.put_ready(row, b"%PDF-1.7"))
    return row


def _sealed_report(office: Office) -> tuple[Report, Recovery]:
    """At the discipline office of the township, on its clerk; and custodians who are asked for the reader's key."""
    secretary, posts = office.example.actors["jiwei"], office.example.posts
    appointing.name_reader(actor=secretary, post_id=posts["discipline/纪委书记"].public_id)
    key = keys.make_key(actor=secretary, passphrase="三月的柳絮 gold teapot")
    unlocked = keys.unlock(actor=secretary, passphrase="三月的柳絮 gold teapot")
    keepers = [posts[place].public_id for place in ("township/镇长", "county/分管副县长", "bureau/局长")]
    custody.split(actor=secretary, unlocked=unlocked, post_ids=keepers, needed=2)
    recovery = custody.begin(
        actor=secretary, key_id=key.public_id, reason="口令丢了", passphrase="四月的柳絮 gold teapot"
    )
    about = (posts["township/信访专干"].public_id,)
    handed = sealing.Handed(office.example.organisations["township"].public_id, about, False, "采购没有招标。")
    return sealing.hand_in(handed=handed, once="drawn")[0], recovery


def values_of(route: Route, office: Office, thing: dict[str, str]) -> dict[str, object]:
    """The bureau's own things for the addresses of organisations, the case for those of cases."""
    bureau = office.example.organisations["bureau"]
    school = office.example.organisations["school"]
    own = {
        "person": Account.objects.get(username="jiang").public_id,
        "appointments": Appointment.objects.filter(account__username="jiang")[0].public_id,
        "organisations": bureau.public_id,
        "units": office.example.units["bureau/基础教育股"].public_id,
        "posts": office.example.posts["bureau/基教股股长"].public_id,
        "groups": LeadingGroup.objects.get().public_id,
        "terms": SchoolTerm.objects.filter(organisation=school)[0].public_id,
        "classes": SchoolClass.objects.filter(organisation=school)[0].public_id,
    }
    blank = {name: 1 if name in route.counted else "x" for name in route.parameters}
    address = route.at(**blank)
    first = address.split("/")[1]
    place = next(
        (part for part in ("terms", "classes") if f"/{part}/" in address), "person" if first == "people" else first
    )
    values: dict[str, object] = {
        name: blank[name] if name == "version" else thing.get(name, blank[name]) for name in route.parameters
    }
    if route.name.startswith("procedures:"):
        values["name"] = "xinfang-2022"
    if route.name == "incidents:part":
        values["names"] = "log"
    if "organisation" in values:
        values["organisation"] = school.public_id
    if "public_id" in values:
        values["public_id"] = thing.get(route.name) or own.get(place) or thing.get(place) or thing["cases"]
    return values


def staff_routes() -> list[Route]:
    return sorted((route for route in routes() if route.verb not in (None, "?")), key=lambda route: route.name)


@pytest.mark.skipif(not (WHOLE or WRITE), reason="the long walk: `make proof`, or HUIYIN_WRITE_ROUTES=1")
def test_the_table_is_true_in_every_state(office: Office, things: dict[str, dict[str, str]]):
    clients = everybody()
    lines = [f"| address | verb | {' | '.join(clients)} |", f"|---|---|{'---|' * len(clients)}"]
    for route in staff_routes():
        states = STATES if route.name.startswith("cases:") and route.parameters else (IN_HANDLING,)
        cells = []
        for client in clients.values():
            answers = [answered(client, route.at(**values_of(route, office, things[state]))) for state in states]
            cells.append(answers[0] if len(set(answers)) == 1 else " / ".join(answers))
        lines.append(f"| {route.name} | {route.verb} | {' | '.join(cells)} |")
    table = HEAD.format(states=", ".join(STATES)) + "\n".join(lines) + "\n"
    if WRITE:
        TABLE.write_text(table)
    written = TABLE.read_text().splitlines()
    changed = [(old, new) for old, new in zip(written, table.splitlines(), strict=False) if old != new]
    assert table == TABLE.read_text(), f"docs/routes.md is no longer true, first: {changed[:3]}"


def everybody() -> dict[str, Client]:
    return {title: signed_in(who) if who else Client() for title, who in PEOPLE.items()}


def table() -> dict[str, tuple[str, list[list[str]]]]:
    """Address -> verb, and for each of `PEOPLE` the answers by state: one where it is the same in all."""
    rows = [line.strip("| ").split(" | ") for line in TABLE.read_text().splitlines() if line.startswith("| ")][1:]
    return {name: (verb, [cell.split(" / ") for cell in cells]) for name, verb, *cells in rows}


def answered(client: Client, address: str) -> str:
    return str(undone(client, "get", address)[0])


def undone(client: Client, method: str, address: str) -> Seen:
    """One request whose effects are taken back."""
    client.cookies.pop("messages", None)  # what an earlier form left to be said
    return pages.undone(client, lambda: seen(getattr(client, method)(address)))


def test_every_address_stands_in_the_table_and_nothing_else_does():
    assert [(route.name, route.verb) for route in staff_routes()] == [(name, row[0]) for name, row in table().items()]


@pytest.mark.parametrize("part", range(PARTS))
def test_who_may_not_gets_what_is_not_there(office: Office, things: dict[str, dict[str, str]], part: int):
    """Each address, opened and sent by everybody, with a case that is in handling.

    It answers as the table says. A form sent to an address that one may not open is refused like it; who is not signed in is
    led to the sign-in page. A 404 for a thing that is there is the 404 for one that is not, byte for byte (`make test`
    goes a part of the way and compares every third of what was refused, on PostgreSQL every sixth; `make proof` all).
    """
    clients, told, state = everybody(), table(), STATES.index(IN_HANDLING)
    refused = compared = 0
    for number, route in enumerate(staff_routes()[part::PARTS]):
        values = values_of(route, office, things[IN_HANDLING])
        for person, (title, client) in enumerate(clients.items()):
            if not drawn(number + person, 2):
                continue
            opened, sent = (undone(client, method, route.at(**values)) for method in ("get", "post"))
            answers = told[route.name][1][person]
            assert str(opened[0]) == answers[state if len(answers) > 1 else 0], (title, route.name)
            assert max(opened[0], sent[0]) < 500, (title, route.name)
            if title == "nobody":
                assert opened[0] == sent[0] == 302, route.name
                assert opened[1].startswith("/sign-in/"), route.name
            elif opened[0] == 404:
                assert sent[0] in (404, 405), (title, route.name, sent[0])
            if "public_id" in values and 404 in (opened[0], sent[0]):
                refused += 1
                if drawn(refused, 3):
                    compared += same_as_absent(client, route, values, {"get": opened, "post": sent})
    assert compared > (100 if WHOLE else 2)
    assert Case.objects.filter(exclusions__isnull=False).exists()


def same_as_absent(client: Client, route: Route, values: dict[str, object], found: dict[str, Seen]) -> int:
    """How many of the answers were 404, each the same as for a thing that is not there."""
    refused = [method for method, answer in found.items() if answer[0] == 404]
    for method in refused:
        missing = undone(client, method, route.at(**values | {"public_id": "nothing2here"}))
        own = str(
            values["public_id"]
        )  # the page repeats the address that was asked for; a running emergency stands on all
        absent = missing[2].replace("nothing2here", "").replace(own, "")
        assert found[method][2].replace(own, "") == absent, route.name
        assert missing[:2] == found[method][:2], route.name
    return len(refused)
