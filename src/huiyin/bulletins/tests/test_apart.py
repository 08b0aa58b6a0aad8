"""What is about the head or a leader: in the office nobody but who began it knows of it; the office above has it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.bulletins.actions import beginning, doubting
from huiyin.bulletins.actions.beginning import Event
from huiyin.bulletins.handover import open_reports
from huiyin.bulletins.models import Bulletin, Level
from huiyin.bulletins.queries import figures
from huiyin.bulletins.tests.test_reporting import page_of
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput
from huiyin.kernel.outbox.models import Notice
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment

PAGES = ("bulletins:list", "agenda:week", "bulletins:figures", "bulletins:new", "cases:day", "incidents:list")
DATED = ("cases:day", "agenda:week")
HOUSE = ("xiaozhang", "fang", "zheng", "shen", "school-admin")
CHANGES = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*|\d{4}-\d\d-\d\dT\d\d:\d\d')


def looks(signed_in) -> dict[tuple[str, str], str]:
    """What everybody in the house sees."""
    return {
        (name, page): CHANGES.sub("", text_of(signed_in(name).get(reverse(page)))) for name in HOUSE for page in PAGES
    }


def apart(chain) -> Bulletin:
    event = Event("sexual", time.now(), time.now(), "教学楼", apart=True)
    return beginning.begin(actor=chain.actor("gao"), event=event)


def test_in_the_office_all_looks_as_if_it_were_not_there(chain, signed_in, later):
    before = looks(signed_in)
    bulletin = apart(chain)
    chain.sent(bulletin, who="gao")
    assert looks(signed_in) == before
    later(125)
    after = looks(signed_in)
    undated = [key for key in before if key[1] not in DATED]
    assert [after[key] for key in undated] == [before[key] for key in undated], "what is late is not told in the office"
    assert not any("性侵害" in after[name, page] for name in HOUSE for page in DATED)
    for name in HOUSE:
        assert signed_in(name).get(page_of(bulletin)).status_code == 404, name
    house = [
        post.reference
        for key, post in chain.example.posts.items()
        if key.startswith("school/") and key != "school/教导主任"
    ]
    assert not Notice.objects.filter(to__in=house).exists()
    assert chain.began(who="zheng").number.endswith("-001"), "no number is missing"


def test_the_office_above_has_it_and_who_began_it_goes_on_with_it(chain, signed_in, later):
    bulletin = apart(chain)
    assert signed_in("gao").get(page_of(bulletin)).status_code == 200
    assert signed_in("he").get(page_of(bulletin)).status_code == 404, "not sent yet"
    chain.sent(bulletin, who="gao")
    assert signed_in("he").get(page_of(bulletin)).status_code == 200
    later(125)
    assert "A report is LATE" in chain.notices("bureau/局长"), "the police were not told"
    assert figures.table(chain.actor("dudao")).together.bulletins == 1
    assert figures.table(chain.actor("xiaozhang")).together.bulletins == 0
    assert ledger.verify().ok


def test_who_began_it_leaves_and_the_office_above_owes_it(chain):
    bulletin = apart(chain)
    assert [one.number for one in open_reports(chain.actor("gao").reference)] == [0], (
        "an administrator reads these numbers"
    )
    held = Appointment.objects.get(account__username="gao")
    end_appointment(actor=chain.actor("school-admin"), appointment=held.public_id)
    owners = set(Clock.objects.filter(subject_id=bulletin.public_id).values_list("owner", flat=True))
    assert owners == {chain.example.posts["bureau/局长"].reference}
    assert Level.objects.get().organisation == chain.example.organisations["bureau"]
    assert ledger.verify().ok


def test_other_kinds_are_not_kept_from_the_office(chain):
    with pytest.raises(BadInput):
        beginning.begin(actor=chain.actor("gao"), event=Event("fire", time.now(), apart=True))


def test_what_is_doubted_after_who_began_it_left_comes_to_nobody_in_the_house(chain, signed_in):
    bulletin = apart(chain)
    chain.sent(bulletin, who="gao")
    for held in Appointment.objects.filter(account__username="gao", ended_at=None):
        end_appointment(actor=chain.actor("school-admin"), appointment=held.public_id)
    before = looks(signed_in)
    doubting.doubt(
        actor=chain.actor("he"), bulletin_id=bulletin.public_id, report=1, what="时间对不上", basis="门卫记录"
    )
    assert looks(signed_in) == before
    assert Clock.objects.get(name__startswith="doubt-").owner == chain.example.posts["bureau/局长"].reference
