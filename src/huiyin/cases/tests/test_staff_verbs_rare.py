"""Pages of verbs that an office seldom needs: papers of other bodies, sealing, erasing, what was open before."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.actions import closing
from huiyin.cases.models import Case
from huiyin.cli import main
from huiyin.kernel import ledger
from huiyin.organisations.models import TwoHands

from .staff_scenes import at_the_counter, code, passed_on, registered, sorted_
from .test_staff_job import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verb", "who", "data"),
    [
        ("object", "xinfang", {}),
        ("report_up", "he", {}),
        ("to_legal_body", "he", {}),
        ("adopt", "jiang", {}),
    ],
)
def test_plain_steps(office, do, verb, who, data):
    case = {
        "object": lambda: passed_on(office),
        "report_up": lambda: office.assigned(office.raised()),
        "to_legal_body": lambda: sorted_(office, channel=1),
        "adopt": lambda: office.assigned(
            office.raised(text="建议加一个木工组，我来教。"), kind="suggestion", channel=None
        ),
    }[verb]()
    assert do(who, case, verb, text="", **data).status_code == 422
    assert do(who, case, verb, text="说清楚了，11月24日", **data).status_code == 302
    assert case.events.filter(verb=verb, note="说清楚了，11月24日").exists()
    assert ledger.verify().ok


@pytest.fixture
def imported(office, tmp_path, monkeypatch):
    """Brings two unanswered rows of another system into the bureau."""
    monkeypatch.setattr("huiyin.operations.upgrade.bring_up_to_date", lambda *_: None)
    table = tmp_path / "old.csv"
    rows = [f"{number},A0007,咨询热水{number},2019/2/14 20:00:00,热水九点就停。,," for number in (1, 2)]
    table.write_text(
        "\n".join(["留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间", *rows]), encoding="utf-8"
    )
    bureau = office.example.organisations["bureau"]
    assert main(["cases", "import", str(table), "--to", bureau.public_id, "--json"]) == 0
    return list(Case.objects.filter(organisation=bureau))


def test_what_was_open_before_is_taken_up_or_laid_down(imported, do, as_):
    first, second = imported
    page = as_("liang").get(reverse("cases:case", args=[first.public_id]))
    offered = [link.url.rstrip("/").rsplit("/", 1)[-1] for link, _first in page.context["acts"]]
    assert offered[0] == "take_up"
    assert "sort" not in offered
    assert do("liang", first, "take_up").status_code == 302
    assert do("liang", second, "lay_down", reason="").status_code == 422
    assert do("liang", second, "lay_down", reason="2019年已电话答复").status_code == 302
    assert [Case.objects.get(pk=case.pk).bucket for case in imported] == ["new", "done"]


def test_words_are_erased_only_from_what_has_ended(office, do, as_):
    receipt = office.raised()
    case = office.served(receipt)
    concern = receipt.concern.public_id
    assert do("song", case, "erase", concern=concern, ground="本人11月24日申请").status_code == 422
    closing.say_settled(concern=receipt.concern)
    assert do("song", case, "close", reason="来访人认可").status_code == 302
    assert do("song", case, "erase", concern=concern, ground="").status_code == 422
    assert do("song", case, "erase", concern=concern, ground="本人11月24日申请").status_code == 302
    waits = TwoHands.objects.get()
    page = as_("song").get(reverse("cases:case", args=[case.public_id])).content.decode()
    address = reverse("organisations:two-hands-one", args=[waits.public_id])
    assert "伙食费问了" in page
    assert address in page
    as_("song").post(address, {"do": "confirm"})
    assert "伙食费问了" in as_("song").get(reverse("cases:case", args=[case.public_id])).content.decode(), (
        "not by who asked"
    )
    as_("he").post(address, {"do": "confirm"})
    assert "伙食费问了" not in as_("song").get(reverse("cases:case", args=[case.public_id])).content.decode()
    assert ledger.verify().ok


def test_sealing_leaves_no_page_behind_for_others(office, do, as_):
    case = registered(office)
    assert do("liang", case, "seal", seal_number="", forwarded_to="县纪委").status_code == 422
    assert do("liang", case, "seal", seal_number="封2026-3", forwarded_to="县纪委").status_code == 302
    absent = as_("he").get(reverse("cases:case", args=["nothing2here"]))
    answer = as_("he").get(reverse("cases:case", args=[case.public_id]))
    assert (answer.status_code, text_of(answer)) == (404, text_of(absent))


def test_what_comes_at_the_schools_counter_can_be_sorted_too(office, do):
    """No procedure of a school knows a register: the pages offer it all the same."""
    office.at, office.desk = "school", "zheng"
    case = at_the_counter(office).concern.case
    assert do("zheng", case, "register", category=code()).status_code == 302
    assert (
        do(
            "zheng", case, "sort", category=code(), kind="claim", claim_channel="6", title="热水", competent="on"
        ).status_code
        == 302
    )
    assert do("xiaozhang", case, "accept", conflict_free="on", note="").status_code == 302
