"""A round gone on a phone whose network is cut: the page closed and opened again, pictures taken, an answer of the server lost on the way;
then everything is there in order, once, and what somebody else said meanwhile is shown, not overwritten. Without HTTPS the page says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from huiyin.cases.tests.conftest import Office
from huiyin.kernel import files, time
from huiyin.kernel.files.models import Attachment
from huiyin.prevention.actions import mapping, rounds
from huiyin.prevention.actions.rounds import Given, Planned
from huiyin.prevention.models import CampusMap, Hazard, Round, Sent
from huiyin.web.testing import browser, checks

from .test_whole_job_in_browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE_KEPT = "async () => { while (!(await caches.match(location.pathname, {ignoreVary: true}))) await new Promise(again => setTimeout(again, 50)); }"
IN_ONE_BREATH = """key => {
  document.querySelector(`#i-${key} input[value=good]`).click();
  document.querySelector("button[value=finish]").click();
}"""
KEPT_TEXT = "async () => (await caches.match(location.pathname, {ignoreVary: true})).text()"


@pytest.fixture
def due(office: Office) -> Round:
    """The playground, gone by the head of a section; another post may go too."""
    post = office.example.posts["bureau/基教股股长"].public_id
    deputy = office.example.posts["bureau/分管副局长"].public_id
    wanted = Planned("starter:playground", "操场", "month", time.today("Asia/Shanghai"), post, post, deputy)
    return rounds.plan_inspection(actor=office.example.actors["jiang"], planned=wanted).rounds.get()


@pytest.fixture
def drawing(office: Office, tmp_path: Path) -> CampusMap:
    """The whole premises."""
    Image.linear_gradient("L").resize((1200, 800)).save(tmp_path / "plan.png")
    taken = files.inspect(SimpleUploadedFile("plan.png", (tmp_path / "plan.png").read_bytes()))
    return mapping.add_map(actor=office.example.actors["jiang"], title="校园平面图", picture=taken)


@pytest.fixture
def shots(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"IMG_000{number}.png" for number in (1, 2)]
    for path in made:
        Image.linear_gradient("L").save(path)
    return made


def item(page: Page, key: str) -> Locator:
    return page.locator(f"#i-{key}")


def taps(page: Page, key: str, answer: str) -> None:
    item(page, key).locator(f".hy-tri label:has([value={answer}])").click()


def waiting(page: Page, number: int, box: str = "waiting") -> None:
    expect(page.locator(f"[data-box={box}] li")).to_have_count(number, timeout=20_000)


def picture(page: Page, name: str) -> None:
    checks.check_page(page, tabs=False, dark=False)
    if os.environ.get("HUIYIN_SCREENS"):
        page.set_viewport_size({"width": 390, "height": 800})
        page.screenshot(path=Path(os.environ["HUIYIN_SCREENS"]) / f"{name}.png", full_page=True)


def finds(page: Page, key: str, note: str, *, severity: str = "ordinary", interim: str = "", where: str = "") -> None:
    """Fills in what was found; the button is not pressed yet."""
    taps(page, key, "hazard")
    page.fill(f"#note-{key}", note)
    page.fill(f"#where-{key}", where)
    page.select_option(f"#severity-{key}", severity)
    page.select_option(f"#interim-{key}", interim)


def marks(page: Page, key: str, drawing: CampusMap, across: float, down: float) -> None:
    """Presses on the drawing where it is; the page says on which one it is marked."""
    item(page, key).locator("[data-mark]").click()
    shown = page.locator(f"dialog [data-map='{drawing.public_id}'] img")
    expect(shown).to_be_visible()
    assert shown.evaluate("one => one.naturalWidth") > 0, "it is there without network"
    picture(page, "round-map-phone")
    size = shown.bounding_box()  # now: looking at the page changed the window
    assert size is not None
    shown.click(position={"x": size["width"] * across, "y": size["height"] * down})
    expect(item(page, key).locator("[data-marked]")).to_contain_text(drawing.title)


def takes(page: Page, key: str, shot: Path, number: int) -> None:
    """One picture more, as a camera gives it; the page says how many it keeps."""
    page.set_input_files(f"#picture-{key}", shot)
    expect(item(page, key).locator("[data-pictures]")).to_contain_text(str(number))


def goes(chromium: Browser, base: str, one: Round) -> tuple[Person, str]:
    """Opens the page of the round once, with network."""
    carrier = Person(chromium, base, "zh-hans", width=390).signs_in("jiang")
    address = base + reverse("prevention:round", args=[one.public_id])
    carrier.page.goto(address)
    return carrier, address


def test_s15_a_round_gone_without_network_is_there_once(
    office: Office, due: Round, drawing: CampusMap, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier, address = goes(chromium, live_server.url, due)
    page = carrier.page
    page.evaluate(PAGE_KEPT)
    assert "蒋文" not in page.evaluate(KEPT_TEXT), "a lost phone holds no name"
    keys = [one["key"] for one in due.items]
    first, found, others, begun, *rest = keys
    carrier.context.set_offline(True)
    taps(page, first, "good")
    waiting(page, 1)
    expect(item(page, first).locator("[data-kept]")).to_contain_text("还没有发出")
    finds(page, found, "东边球门晃", severity="greater", where="东侧")
    for number, shot in enumerate(shots, 1):
        takes(page, found, shot, number)
    item(page, found).locator("button[name=at]").click()
    waiting(page, 4)
    taps(page, others, "good")
    waiting(page, 5)
    finds(page, begun, "踏板松")
    takes(page, begun, shots[0], 1)
    marks(page, begun, drawing, 0.25, 0.5)
    picture(page, "round-offline-phone")
    page.close()

    rounds.go(actor=office.example.actors["song"], round_id=due.public_id, seen=[Given(others, "none", "这里没有")])
    page = carrier.page = carrier.context.new_page()
    page.goto(address)
    waiting(page, 5)
    assert page.input_value(f"#note-{begun}") == "踏板松"
    expect(item(page, begun).locator("[data-pictures]")).to_contain_text("1")
    expect(item(page, begun).locator("[data-marked]")).to_contain_text("校园平面图")
    item(page, begun).locator("button[name=at]").click()
    waiting(page, 7)
    page.locator("button[value=finish]").click()
    expect(page.locator("[data-open]")).to_be_visible()
    for key in rest[:-1]:
        taps(page, key, "good")
    waiting(page, 7 + len(rest) - 1)
    page.fill("#note", "其余都好")
    page.evaluate(IN_ONE_BREATH, rest[-1])
    expect(page.locator("[data-kept-end]")).to_be_visible()
    waiting(page, 8 + len(rest))
    assert not Sent.objects.exists()

    carrier.context.set_offline(False)
    waiting(page, 1)
    waiting(page, 1, "refused")
    expect(page.locator("[data-box=refused]")).to_contain_text("这里没有")
    assert due.answers.get(key=others).answer == "none"
    expect(item(page, others).locator("input[value=none]")).to_be_checked()
    picture(page, "round-refused-phone")
    page.locator("[data-box=refused] button").first.click()
    expect(page.locator("form[data-round]")).to_have_count(0, timeout=20_000)

    due.refresh_from_db()
    assert (due.status, due.note, due.answers.count()) == ("done", "其余都好", len(keys))
    assert due.answers.get(key=others).answer == "good"
    [one, two] = Hazard.objects.order_by("id")
    assert (one.title, one.place, one.severity) == ("东边球门晃", "操场 · 东侧", "greater")
    assert [Attachment.objects.filter(about=hazard.reference).count() for hazard in (one, two)] == [2, 1]
    assert (one.on_map, two.on_map) == (None, drawing)
    assert two.across == pytest.approx(2500, abs=60)
    assert two.down == pytest.approx(5000, abs=60)
    sent = list(Sent.objects.order_by("id"))
    assert len(sent) == len(keys) + 3 + 1, "each answer, each picture, and the end, once"
    assert [row.key for row in sent][:4] == [first, found, found, found]
    assert sent[0].at < sent[0].heard_at
    leaves_the_phone_empty(carrier)


def leaves_the_phone_empty(carrier: Person) -> None:
    page = carrier.page
    with page.expect_navigation():
        page.locator("form[data-sign-out] button").first.click()
    assert page.evaluate("async () => (await caches.keys()).filter(name => name.startsWith('huiyin-'))") == []
    assert "huiyin-kept" not in page.evaluate("async () => (await indexedDB.databases()).map(one => one.name)")


def test_an_answer_that_was_lost_on_the_way_doubles_nothing(
    office: Office, due: Round, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier, _address = goes(chromium, live_server.url, due)
    page = carrier.page
    lost = []

    def loses(route: Route) -> None:
        """The server has heard it; what it answers never arrives."""
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/send/", loses, times=1)
    key = due.items[0]["key"]
    finds(page, key, "东边球门晃")
    takes(page, key, shots[0], 1)
    item(page, key).locator("button[name=at]").click()
    expect(item(page, key).locator("a[href*='/hazards/']")).to_have_count(1, timeout=20_000)
    waiting(page, 0)
    assert lost == [200]
    hazard = Hazard.objects.get()
    assert (hazard.title, Sent.objects.count()) == ("东边球门晃", 2)
    assert Attachment.objects.filter(about=hazard.reference).count() == 1


def test_what_was_begun_stands_beside_what_somebody_else_registered_meanwhile(
    office: Office, due: Round, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier, _address = goes(chromium, live_server.url, due)
    page, key = carrier.page, due.items[0]["key"]
    finds(page, key, "西边的也晃")
    takes(page, key, shots[0], 1)
    seen = [Given(key, "hazard", "东边球门晃")]
    rounds.go(actor=office.example.actors["song"], round_id=due.public_id, seen=seen)
    page.reload()
    begun = item(page, key).locator(".hy-itemkept", has_text="西边的也晃")
    begun.locator("button").first.click()
    expect(begun).to_have_count(0)
    waiting(page, 0)
    hazard = Hazard.objects.get()
    assert "西边的也晃" in hazard.events.values_list("note", flat=True)
    assert Attachment.objects.filter(about=hazard.reference).count() == 1


def test_a_full_phone_says_so_and_what_was_typed_stays(
    office: Office, due: Round, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier, _address = goes(chromium, live_server.url, due)
    page = carrier.page
    page.evaluate(PAGE_KEPT)
    session = carrier.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": 1})
    carrier.context.set_offline(True)
    key = due.items[0]["key"]
    finds(page, key, "东边球门晃")
    item(page, key).locator("button[name=at]").click()
    expect(page.locator("[data-full]")).to_be_visible()
    expect(page.locator("form[data-busy]")).to_have_count(0)  # while it is tried there may be room again
    assert page.input_value(f"#note-{key}") == "东边球门晃"
    waiting(page, 0)
    session.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url})
    item(page, key).locator("button[name=at]").click()
    waiting(page, 1)
    expect(page.locator("[data-full]")).to_be_hidden()


def test_a_full_phone_with_network_sends_without_keeping(
    office: Office, due: Round, live_server, chromium: Browser, shots: list[Path]
) -> None:
    carrier, _address = goes(chromium, live_server.url, due)
    page, key = carrier.page, due.items[0]["key"]
    session = carrier.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": live_server.url, "quotaSize": 1})
    finds(page, key, "东边球门晃")
    page.set_input_files(f"#picture-{key}", shots)
    expect(page.locator("[data-full]")).to_be_visible()
    carrier.sends(item(page, key).locator("button[name=at]"))
    expect(item(page, key)).to_contain_text("东边球门晃")
    assert Attachment.objects.filter(about=Hazard.objects.get().reference).count() == 2


def test_signing_out_asks_about_what_was_not_sent_and_leaves_nothing(
    office: Office, due: Round, live_server, chromium: Browser
) -> None:
    carrier, address = goes(chromium, live_server.url, due)
    page = carrier.page
    page.evaluate(PAGE_KEPT)
    page.route("**/send/", lambda route: route.abort())
    taps(page, due.items[0]["key"], "good")
    waiting(page, 1)
    page.goto(live_server.url + reverse("prevention:list"))
    page.once("dialog", lambda asked: asked.dismiss())
    page.locator("form[data-sign-out] button").first.click()
    page.goto(address)
    waiting(page, 1)
    page.once("dialog", lambda asked: asked.accept())
    leaves_the_phone_empty(carrier)
    assert not Sent.objects.exists()


def test_without_https_the_page_says_that_it_cant_and_names_the_sheet(
    office: Office, due: Round, live_server, chromium: Browser
) -> None:
    plain = browser.launch(chromium.browser_type, "--host-resolver-rules=MAP school.test 127.0.0.1")
    try:
        base = live_server.url.replace("127.0.0.1", "school.test").replace("localhost", "school.test")
        carrier, _address = goes(plain, base, due)
        page = carrier.page
        assert not page.evaluate("window.isSecureContext")
        notice = page.locator("[data-insecure]")
        expect(notice).to_be_visible()
        assert notice.locator("a").get_attribute("href") == reverse("prevention:round-printed", args=[due.public_id])
        picture(page, "round-insecure-phone")
        taps(page, due.items[0]["key"], "good")
        expect(page.locator("#seen")).to_contain_text("1")
        waiting(page, 0)
        notice.locator("a").click()
        page.wait_for_url("**/print/")
        carrier.context.close()
    finally:
        plain.close()
