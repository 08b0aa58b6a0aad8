"""Patterns and the yearly report: by office and step, small numbers held back, sealed cases in none, nobody ranked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import closing
from huiyin.cases.models import Case, Exclusion
from huiyin.cases.tests.conftest import Office, office  # noqa: F401
from huiyin.cases.tests.test_assigning import assigned
from huiyin.kernel import time
from huiyin.organisations.models import Account
from huiyin.oversight import jobs, supervising
from huiyin.oversight.models import YearCounted
from huiyin.supervision.models import Mark

from .test_figures import many


def marked(office: Office, number: int, pattern: str, step: str) -> list[Case]:  # noqa: F811
    """So many cases of the bureau to which this happened."""
    many(office, number)
    cases = list(Case.objects.order_by("-pk")[:number])
    Mark.objects.bulk_create(Mark(case=case, pattern=pattern, step=step, at=time.now()) for case in cases)
    return cases


def cells(found: supervising.Patterns) -> list[list[object]]:
    return [["<5" if cell.small else cell.value for cell in line.cells] for line in found.offices]


def test_patterns_hold_small_numbers_back(office: Office):  # noqa: F811
    marked(office, 6, "late", "handling")
    marked(office, 2, "returned", "review")
    jobs.count()
    found = supervising.patterns(office.example.actors["ducha"])
    assert cells(found) == [["<5", 0, 0, 0, 6]]  # returned, reopened, dissatisfied, extended twice, late
    assert [line.cells[4].value for line in found.steps] == [6, 0]


@pytest.mark.parametrize("hide", ["misconduct", "excluded"])
def test_what_is_sealed_is_in_no_pattern_and_no_year(office: Office, hide):  # noqa: F811
    cases = marked(office, 6, "late", "handling")
    jobs.count()
    jobs.count_years()
    year = time.today("Asia/Shanghai").year
    ducha = office.example.actors["ducha"]
    assert supervising.year_of(ducha, year).received.value == 6
    for case in cases[:1]:
        if hide == "misconduct":
            Case.objects.filter(pk=case.pk).update(kind="misconduct")
        else:
            Exclusion.objects.create(case=case, post=office.example.posts[office.handler_post])
    jobs.count()
    jobs.count_years()
    assert cells(supervising.patterns(ducha)) == [[0, 0, 0, 0, 5]]
    assert supervising.year_of(ducha, year).received.value == 5


def test_the_persons_word_is_a_number_among_others(office: Office):  # noqa: F811
    receipt = office.raised()
    office.served(receipt)
    closing.say_not_settled(concern=receipt.concern)
    jobs.count()
    assert cells(supervising.patterns(office.example.actors["ducha"])) == [[0, 0, "<5", 0, 0]]


def test_the_pages_open_for_who_may_see_figures_and_list_no_case(office: Office):  # noqa: F811
    case = marked(office, 7, "late", "handling")[0]
    jobs.count()
    jobs.count_years()
    client = Client()
    for name, status in (("ducha", 200), ("he", 200), ("jiang", 404)):
        client.force_login(Account.objects.get(username=name))
        for page in ("patterns", "yearly"):
            answer = client.get(reverse(f"oversight:{page}"))
            assert answer.status_code == status, (name, page)
            assert case.public_id not in answer.content.decode()
    client.force_login(Account.objects.get(username="ducha"))
    assert client.get(reverse("oversight:yearly"), {"year": "x" * 9}).status_code == 200


def test_the_yearly_report_counts_what_was_assigned_apart_from_what_was_sent_on(office: Office):  # noqa: F811
    assigned(office)
    jobs.count_years()
    year = time.today("Asia/Shanghai").year
    bureau = office.example.organisations["bureau"]
    numbers = YearCounted.objects.get(organisation=bureau, year=year).numbers
    assert (numbers["assigned"], numbers["sent"]) == ({"": 1}, {"": 0})
