"""A person goes straight to a higher office: received there, told who is competent, and what they want is done."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import levels, sealing, sorting
from huiyin.cases.models import Concern
from huiyin.cases.models.concern import Level
from huiyin.kernel import ledger
from huiyin.kernel.errors import Conflict
from huiyin.organisations.models import Competence

from .conftest import Office
from .test_public_raise import code_on, go, pages

pytestmark = pytest.mark.django_db
ROAD = "06.01"
BLAME = re.compile("越级|over the head|straight to the higher")


def told(county: Office) -> str:
    return Competence.objects.get(organisation=county.example.organisations["township"], category=ROAD).public_id


def raised(county: Office, level: str) -> Concern:
    return Concern.objects.get(pk=county.raised(told=told(county), level=level, place="柳塘镇").concern.pk)


def handed_in(client: Client, county: Office, level: str) -> str:
    """On the public form, page by page, as without a script. Answers the code."""
    form = pages(county.example, "county")
    assert client.post("/raise/about", form["about"]).status_code == 302
    assert client.post("/raise/where", form["where"]).headers["Location"] == "/raise/level"
    asked = client.get("/raise/level").content.decode()
    assert f'value="{ROAD}"' in asked
    answer = client.post("/raise/level", {"subject": ROAD}).content.decode()
    assert "柳塘镇人民政府" in answer
    assert "权责清单第12项" in answer
    assert not BLAME.search(answer)
    sent = {"told": told(county), "level": level}
    assert client.post("/raise/level", sent).headers["Location"] == "/raise/what"
    for page in ("what", "details", "files", "name", "reach", "check"):
        assert client.post(f"/raise/{page}", form[page]).status_code == 302
    return code_on(client)


def test_it_is_received_there_and_the_choice_can_be_changed_until_the_office_has_acted(client, county):
    code = handed_in(client, county, Level.JOINT)
    concern = Concern.objects.get()
    assert concern.case.organisation == county.example.organisations["county"]
    assert (concern.level, concern.told.organisation.short_name) == (Level.JOINT, "柳塘镇政府")
    client.post("/receipt/", {"last_four": code[-4:]})
    status = client.get("/status/").content.decode()
    assert "权责清单第12项" in status
    assert client.post("/status/level", {"level": Level.PASSED}).status_code == 302
    concern.refresh_from_db()
    assert concern.level == Level.PASSED
    assert ledger.verify().ok


def test_who_does_not_know_the_subject_goes_on_and_nobody_is_told_anything(client, county):
    form = pages(county.example, "county")
    for page in ("about", "where"):
        client.post(f"/raise/{page}", form[page])
    assert client.post("/raise/level", {"subject": "unknown"}).headers["Location"] == "/raise/what"
    go(client, {page: form[page] for page in ("what", "details", "files", "name", "reach", "check")})
    assert (Concern.objects.get().told, Concern.objects.get().level) == (None, "")


def test_passed_on_by_the_acts_that_the_page_offers_and_the_code_goes_along(county, do, as_):
    concern = raised(county, Level.PASSED)
    case = concern.case
    desk = as_("fuhe")
    assert "柳塘镇人民政府" in desk.get(reverse("cases:day")).content.decode(), "due today, on the day list"
    assert do("fuhe", case, "register", category=ROAD).status_code == 302
    case.refresh_from_db()
    keeps = {"category": ROAD, "kind": "claim", "title": "路", "claim_channel": "6", "competent": "on"}
    assert do("fuhe", case, "sort", **keeps).status_code == 422, "otherwise than the person wants: not without a reason"
    assert do("fuhe", case, "sort", **{**keeps, "competent": ""}).status_code == 302
    page = desk.get(reverse("cases:case", args=[case.public_id])).content.decode()
    link = re.search(r'id="level".*?href="([^"]+/transfer/\?[^"]+)"', page, re.S)
    given = dict(pair.split("=") for pair in html.unescape(link[1]).split("?")[1].split("&"))
    case.refresh_from_db()
    assert do("fuhe", case, "transfer", organisation=given["organisation"], reason="镇里管").status_code == 302
    concern.refresh_from_db()
    assert concern.case.organisation == county.example.organisations["township"]
    assert concern.level_acted_at is not None
    with pytest.raises(Conflict):
        levels.choose_level(concern=concern, level=Level.HERE)
    assert ledger.verify().ok


def test_who_stays_is_decided_here_and_an_accepted_case_is_not_passed_on_any_more(county):
    concern = raised(county, Level.HERE)
    case = sorting.register(
        actor=county.example.actors["fuhe"], case_id=concern.case_id, version=concern.case.version, category=ROAD
    )
    wanted = sorting.Sorting("claim", ROAD, "路", 6, otherwise="本人希望由县里办")
    case = sorting.sort(actor=county.example.actors["fuhe"], case_id=case.pk, version=case.version, sorting=wanted)
    sorting.accept(actor=county.example.actors["zhou"], case_id=case.pk, version=case.version, conflict_free=True)
    concern.refresh_from_db()
    assert concern.level_acted_at is not None


def test_the_clerk_at_the_counter_takes_the_choice_down(county, as_):
    desk = as_("fuhe")
    page = desk.get(reverse("cases:new")).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    sent = {
        "once": once, "channel": "visit", "received_at": "2026-01-05", "text": "路灯坏了", "read_back": "on",
        "level": Level.PASSED,
    }  # fmt: skip
    assert desk.post(reverse("cases:new"), sent).status_code == 422, "to which office is not said"
    assert desk.post(reverse("cases:new"), {**sent, "told": told(county)}).status_code == 200
    assert Concern.objects.get().level == Level.PASSED


def test_a_sealed_concern_shows_no_way_that_it_would_have_gone(county, as_, client):
    receipt = county.raised(told=told(county), level=Level.PASSED)
    case = county.fresh(receipt)
    sealing.seal(
        actor=county.example.actors["fuhe"],
        case_id=case.pk,
        version=case.version,
        seal_number="2026-1",
        forwarded_to="县纪委",
    )
    concern = Concern.objects.get()
    assert (concern.told, concern.level) == (None, "")
    assert "权责清单第12项" not in as_("fuhe").get(reverse("cases:day")).content.decode()
    client.post("/s", {"code": receipt.code})
    assert "权责清单第12项" not in client.get("/status/").content.decode()


def test_who_goes_to_the_lowest_office_is_asked_nothing_more(client, county):
    form = pages(county.example, "school")  # a primary school stands below it, at the same level
    client.post("/raise/about", form["about"])
    assert client.post("/raise/where", form["where"]).headers["Location"] == "/raise/what"


def test_only_an_office_below_is_told_of(county):
    bureau = Competence.objects.filter(organisation=county.example.organisations["bureau"])[0].public_id
    school = Office(county.example, at="school")
    concern = Concern.objects.get(pk=school.raised(told=bureau, level=Level.PASSED).concern.pk)
    assert (concern.told, concern.level) == (None, "")
