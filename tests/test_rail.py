"""The numbers beside the rooms: of every member of staff the same in one question as each room alone would say."""

from __future__ import annotations

import pytest

from huiyin.bulletins.queries import bulletins
from huiyin.cases import sections
from huiyin.cases.queries import day, reviews
from huiyin.duty.queries import boards
from huiyin.instructions import queries as instructions
from huiyin.kernel.counting import Count, ask
from huiyin.leaders.queries import board
from huiyin.organisations.access import Actor
from huiyin.prevention.actions import registering
from huiyin.prevention.actions.registering import Found
from huiyin.prevention.queries import hazards
from huiyin.receptions.queries import receptions
from huiyin.supervision import queries as supervision
from huiyin.tasks import queries as tasks
from huiyin.tasks.tests.conftest import give
from tests.test_day_of_all_rooms import one_of_each

__all__ = ["give"]
pytestmark = pytest.mark.django_db


def counts_of(actor: Actor) -> list[Count]:
    return [
        day.waiting_count(actor), reviews.waiting(actor), tasks.waiting(actor), instructions.waiting(actor),
        receptions.waiting(actor), supervision.waiting(actor), hazards.waiting(actor), boards.waiting(actor), bulletins.waiting(actor),
        board.late_count(actor),
    ]  # fmt: skip


def of_the_day(actor: Actor) -> list[Count]:
    return [there(actor) for _source, there in sections._day if there is not None]


def test_to_compose_a_number_asks_the_database_nothing(office, django_assert_num_queries):
    """What is composed is kept: an answer in it would be of yesterday."""
    with django_assert_num_queries(0):
        for actor in office.example.actors.values():
            for count in (*counts_of(actor), *of_the_day(actor)):
                count.compose(*count.about)


def test_everybody_reads_in_one_question_what_each_room_would_list(office, give, django_assert_num_queries):
    one_of_each(office, give)
    head = office.example.posts["bureau/局长"].public_id
    registering.register(actor=office.example.actors["jiang"], found=Found("外墙掉砖", "北墙", "ordinary", head))
    for actor in office.example.actors.values():
        counts = counts_of(actor)
        with django_assert_num_queries(1):
            numbers = ask(counts)
        assert numbers[:-1] == tuple(listed(count) for count in counts[:-1]), actor.post_title


def test_what_is_counted_beforehand_hides_nothing_of_the_day(office, give):
    """A room that is not asked, because its sets are empty, would have had nothing to say."""
    quiet, full = 0, 0
    for more in (0, 1):
        if more:
            one_of_each(office, give)
        for actor in office.example.actors.values():
            shown = sections.day_entries(actor)
            whole = {(entry.group, entry.item.url) for source, _there in sections._day for entry in source(actor)}
            assert whole <= {(entry.group, entry.item.url) for entry in shown}, actor.post_title
            quiet, full = quiet + (not any(ask(of_the_day(actor)))), full + bool(whole)
    assert quiet, "somebody whose rooms are not asked"
    assert full, "somebody whose rooms have something"


def listed(count: Count) -> int:
    """By reading the rows; the last place counts what is late at this very moment, which rows alone do not tell."""
    found = [row for rows in count.compose(*count.about) for row in rows.values_list()]
    return len(set(found) if count.once else found)
