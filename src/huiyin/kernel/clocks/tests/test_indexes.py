"""No question of every minute or of every page reads the whole table of clocks."""

from __future__ import annotations

import pytest
from django.db import connection

from huiyin.kernel import time
from huiyin.kernel.clocks import jobs, queries, recomputing
from huiyin.kernel.clocks.models import Clock

from .test_clocks import begin

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans an empty table by reading it"),
]


def test_every_open_clock_is_found_by_an_index() -> None:
    """A million open clocks: none of the questions of every minute may read the whole table."""
    now = time.now()
    questions = {
        "sweep": jobs._due(now).order_by("wake_at"),
        "late": queries._owed(["post:x"]).filter(due_at__lt=now).order_by("due_at"),
        "subject": Clock.objects.filter(subject_kind="case", subject_id="x"),
        "stale": recomputing.stale(),
        "failing": Clock.objects.filter(failed_at__isnull=False),
    }
    for name, question in questions.items():
        plan = question.explain()
        assert "USING INDEX" in plan, (name, plan)
        assert "SCAN clocks_clock\n" not in plan + "\n", (name, plan)


def test_what_a_post_owes_in_one_room_is_found_by_an_index_even_where_all_that_is_open_is_one_posts() -> None:
    """The database then thinks that the post's part is the whole table: each page of a bureau read a million clocks."""
    for number in range(40):
        begin(subject_id=f"c{number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    of_rooms = Clock.objects.filter(owner=Clock.objects.all()[0].owner, ended_at=None).values_list("pk")
    for question in (
        of_rooms.filter(subject_kind="hazard", name__in=("mend", "check")),
        of_rooms.filter(subject_kind__in=("shift", "roster")),
        of_rooms.filter(subject_kind="bulletin"),
    ):
        assert "USING COVERING INDEX clock_owner_kind" in question.explain(), question.explain()
