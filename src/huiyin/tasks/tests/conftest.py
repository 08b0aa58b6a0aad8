"""A lived-in office with a case, and a task given in it, for the tests of this room and of the rooms above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case
from huiyin.cases.tests.conftest import Office, days, office  # noqa: F401  # the fixtures themselves
from huiyin.kernel import ledger, store, time
from huiyin.organisations.tests.conftest import forward  # noqa: F401
from huiyin.tasks import actions
from huiyin.tasks.models import Task

Give = Callable[..., Task]


def in_days(number: int) -> dt.date:
    return time.today("Asia/Shanghai") + dt.timedelta(days=number)


@pytest.fixture
def give(office: Office) -> Give:  # noqa: F811
    """Gives a task as a room would: inside its own write, which commits what `give` returns."""

    def given(
        by: str = "he",
        to: str = "school",
        post: str = "",
        case: Case | None = None,
        due: int = 10,
        text: str = "把保温台换好，并报结果",
        promised: bool = False,
    ) -> Task:
        actor, at = office.example.actors[by], time.now()
        with store.write():
            held = locked(case.pk) if case else None
            made = actions.give(
                actor=actor, at=at, case=held, origin="reception", origin_id="a" * 12,
                organisation=office.example.organisations[to], post=office.example.posts[post] if post else None,
                text=text, due_on=in_days(due), promised=promised,
            )  # fmt: skip
            if held:
                note_only(Doing.by_staff(held, "note", actor, at), line=Line(public=False), rows=made.rows)
            else:
                ledger.record(
                    verb="tasks.give", actor=actor.reference, about=made.task.reference, at=at, commits=made.rows
                )
        return made.task

    return given
