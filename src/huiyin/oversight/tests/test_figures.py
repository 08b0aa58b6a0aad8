"""Figures: three facts kept apart, small numbers held back, sealed cases in none of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from huiyin.cases.actions import closing
from huiyin.cases.models import Case, Exclusion
from huiyin.cases.tests.conftest import Office, days, office  # noqa: F401
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Account
from huiyin.organisations.tests.conftest import forward  # noqa: F401
from huiyin.oversight import jobs, queries
from huiyin.oversight.models import Counted
from huiyin.oversight.rules import guarded


def parts(found: queries.Figures) -> dict[str, int | None]:
    return {part.key: part.number.value for _, bar in found.bars for part in bar}


def many(office: Office, number: int) -> None:  # noqa: F811
    """So many more cases of the office, as a database would have them after some months."""
    first = office.fresh(office.raised())
    for _ in range(number - 1):
        first.pk = None
        first.public_id = Case._meta.get_field("public_id").get_default()
        first.save(force_insert=True)


def steps_of(office: Office) -> list[dict[str, Any]]:  # noqa: F811
    return Counted.objects.get(organisation=office.example.organisations["bureau"]).steps


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([0, 0], [0, 0]),
        ([10, 20], [10, 20]),
        ([3, 20, 30], [None, None, 30]),  # 3 could be reckoned from the total
        ([3, 4, 30], [None, None, 30]),
        ([4], [None]),
        ([4, 0], [None, 0]),
        ([5, 6], [5, 6]),
    ],
)
def test_no_small_number_can_be_read_or_reckoned(numbers, shown):
    assert [one.value for one in guarded(numbers)] == shown


def test_handled_agreed_and_checked_are_three_facts(office: Office):  # noqa: F811
    many(office, 6)
    receipt = office.raised()
    office.served(receipt)
    closing.say_settled(concern=receipt.concern)
    jobs.count()
    counted = Counted.objects.get(organisation=office.example.organisations["bureau"]).numbers
    assert (counted["came_in"], counted["in_time"] + counted["late"]) == (7, 1)
    assert (counted["agreed_own_word"], counted["agreed_signed_slip"], counted["checked_kept"]) == (1, 0, 0)
    shown = queries.of_all()
    assert shown.came_in.value == 7
    assert parts(shown)["in_time"] is None  # one person


@pytest.mark.parametrize("hide", ["misconduct", "excluded"])
def test_a_sealed_case_moves_no_count(office: Office, hide):  # noqa: F811
    many(office, 8)
    jobs.count()
    before = queries.of_all()
    case = office.fresh(office.raised())
    if hide == "misconduct":
        Case.objects.filter(pk=case.pk).update(kind="misconduct")
    else:
        Exclusion.objects.create(case=case, post=office.example.posts[office.handler_post])
    jobs.count()
    after = queries.of_all()
    assert (after.bars, after.offices, after.steps) == (before.bars, before.offices, before.steps)


def test_missed_dates_are_counted_by_step(office: Office, days):  # noqa: F811
    many(office, 1)
    days(40)
    jobs.count()
    assert any(step["late"] for step in steps_of(office))


def test_what_was_done_in_time_and_written_down_later_is_counted_in_time(office: Office, days):  # noqa: F811
    """The machine was off on the day, and took it for missed."""
    many(office, 1)
    days(40)
    clock = Clock.objects.filter(missed_at__isnull=False, waits_on="office", ended_at=None).earliest("id")
    with store.write():
        clocks.meet(clock, at=clock.due_at)
        ledger.record(verb="test.meet", actor="system:test", about=clock.about, at=time.now(), commits=[clock])
    jobs.count()
    [counted] = [step for step in steps_of(office) if step["name"] == clock.name]
    assert (counted["in_time"], counted["late"]) == (1, 0)


def test_staff_see_their_own_reach_and_the_public_the_whole(office: Office, client: Client):  # noqa: F811
    many(office, 9)
    jobs.count()
    page = client.get("/how-it-goes")
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    assert client.get("/figures/").status_code == 302
    client.force_login(Account.objects.get(username=office.head))
    assert office.example.organisations["bureau"].name in client.get("/figures/").content.decode()
    other = next(actor for actor in office.example.actors.values() if "head" in actor.roles and actor.organisation_id == office.example.organisations["school"].pk)  # fmt: skip
    assert queries.of_actor(other).offices == ()
    Counted.objects.all().delete()
    assert client.get("/how-it-goes").status_code == 200
