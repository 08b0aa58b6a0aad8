"""What is kept from one concern to the next never outlives a change: of the office, its people, its terms, its calendar or its packs."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.cases.standing import standing
from huiyin.kernel.calendars.models import LoadedYear
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput
from huiyin.organisations.models import Organisation, Post, SchoolTerm


@pytest.fixture
def school(office):
    office.at = "school"
    return office.example.organisations["school"]


def clocks(office) -> dict[str, Clock]:
    """Those of a concern that is raised now, by name."""
    case = office.fresh(office.raised())
    return {clock.name: clock for clock in Clock.objects.filter(subject_id=case.public_id)}


def owners(office) -> set[str]:
    return {clock.owner for clock in clocks(office).values()}


def test_two_concerns_of_a_day_get_the_same_dates_and_share_no_row(office, school):
    first, second = clocks(office), clocks(office)
    assert first.keys() == second.keys()
    for name, clock in first.items():
        other = second[name]
        assert (clock.due_on, clock.title, clock.reckoning, clock.owner) == (
            other.due_on, other.title, other.reckoning, other.owner,
        )  # fmt: skip
        assert {clock.pk, clock.public_id, clock.subject_id}.isdisjoint({other.pk, other.public_id, other.subject_id})
        assert clock.started_at < other.started_at
    assert standing(school.public_id) is standing(school.public_id)


def test_who_has_taken_over_since_answers_for_the_next_concern(office, school):
    [before] = owners(office) - {"petitioner"}
    post = Post.objects.get(public_id=before.split(":")[1])
    heir = Post.objects.create(unit=post.unit, title="新来的", roles=post.roles)
    post.closed_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    post.save()
    Organisation.objects.filter(pk=school.pk, head_post=post).update(head_post=heir)
    assert before not in owners(office)


def test_the_offices_own_number_counts_from_the_next_concern_on(office, school):
    own = {name: clock for name, clock in clocks(office).items() if clock.own_rule and clock.length > 1}
    name, clock = next(iter(own.items()))
    school.clock_numbers = {f"school-internal/{name}": clock.length - 1}
    school.save()
    assert clocks(office)[name].length == clock.length - 1


def test_a_term_that_is_entered_counts_from_the_next_concern_on(office, school):
    before = standing(school.public_id)
    SchoolTerm.objects.create(
        organisation=school, name="加课", first_day=dt.date(2031, 9, 1), last_day=dt.date(2032, 1, 20)
    )
    after = standing(school.public_id)
    assert after is not before
    assert len(after.terms) == len(before.terms) + 1


def test_a_year_that_is_loaded_counts_from_the_next_concern_on(office, school):
    before = standing(school.public_id)
    LoadedYear.objects.create(
        region="CN", year=2040, papers=[], days=[], loaded_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    assert standing(school.public_id).calendar != before.calendar


def test_a_closed_office_takes_nothing_more(office, school):
    office.raised()
    school.closed_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    school.save()
    with pytest.raises(BadInput):
        office.raised()
