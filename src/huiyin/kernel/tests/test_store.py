"""Several writes under one commit: each is told the truth about its own, and about nothing before it is on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, connections

from huiyin.kernel import store
from huiyin.kernel.errors import BadInput, Unavailable
from huiyin.kernel.limits.models import Count

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once() -> Callable[..., list[object]]:
    """Lets several pieces of work wait behind a write that is held, then lets go; answers what each was told, in order."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL commits together by itself")

    def run(*works: Callable[[], object]) -> list[object]:
        told: list[object] = [None] * len(works)

        def wait_for(place: int, work: Callable[[], object]) -> None:
            try:
                told[place] = store.together(work)
            except Exception as error:
                told[place] = error
            finally:
                connections.close_all()

        with store._threads:
            threads = [threading.Thread(target=wait_for, args=entry) for entry in enumerate(works)]
            for number, thread in enumerate(threads, start=1):
                thread.start()
                while len(store._queue) < number and thread.is_alive():
                    pass
        for thread in threads:
            thread.join(20)
        return told

    return run


def kept(name: str) -> Callable[[], str]:
    def work() -> str:
        Count.objects.create(bucket=name, key=name, slot=1, count=1, expires_at="2026-11-24T00:00:00Z")
        return name

    return work


def names() -> set[str]:
    return set(Count.objects.values_list("bucket", flat=True))


def test_those_that_wait_go_to_disk_with_one_commit(at_once) -> None:
    commits: list[int] = []
    seen_inside: list[int] = []

    def counting(name: str) -> Callable[[], str]:
        def work() -> str:
            seen_inside.append(threading.get_ident())
            store.after_commit(lambda: commits.append(len(names())))
            return kept(name)()

        return work

    assert at_once(*(counting(name) for name in "abc")) == ["a", "b", "c"]
    assert names() == {"a", "b", "c"}
    assert len(set(seen_inside)) == 1, "one thread kept them all"
    assert commits == [3, 3, 3], "nobody was told before all were on disk"


def test_one_that_fails_takes_nothing_from_the_others(at_once) -> None:
    def fails() -> None:
        kept("half")()
        raise BadInput("text", "not usable")

    told = at_once(kept("a"), fails, kept("b"))
    assert told[0] == "a"
    assert isinstance(told[1], BadInput)
    assert told[2] == "b"
    assert names() == {"a", "b"}


def test_one_that_fails_alone_leaves_nothing(at_once) -> None:
    def fails() -> None:
        kept("half")()
        raise BadInput("text", "not usable")

    [told] = at_once(fails)
    assert isinstance(told, BadInput)
    assert names() == set()
    assert store.together(kept("later")) == "later"


def test_a_disk_that_fails_fails_all_of_them_and_nobody_is_told_otherwise(at_once) -> None:
    def full() -> None:
        raise OperationalError("database or disk is full")

    told = at_once(kept("a"), full, kept("b"))
    assert all(isinstance(one, Unavailable) for one in told)
    assert names() == set()
    assert store.together(kept("later")) == "later"


def test_more_than_fit_under_one_commit_are_all_kept(at_once) -> None:
    wanted = [f"n{number}" for number in range(store.MOST_TOGETHER * 2 + 1)]
    assert at_once(*(kept(name) for name in wanted)) == wanted
    assert names() == set(wanted)


def test_it_is_no_part_of_another_write() -> None:
    with store.write(), pytest.raises(store.OutsideWriteError):
        store.together(kept("a"))


def test_what_could_not_get_the_lock_is_not_kept_later(monkeypatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL needs no lock")

    def unreadable() -> tuple[int, int]:
        raise PermissionError("write.lock")

    with monkeypatch.context() as broken:
        broken.setattr(store, "_open_lock_files", unreadable)
        with pytest.raises(PermissionError):
            store.together(kept("lost"))
    assert store.together(kept("later")) == "later"
    assert names() == {"later"}


def test_a_wake_up_that_fails_does_not_make_what_is_on_disk_a_failure() -> None:
    def work() -> str:
        store.after_commit(lambda: 1 / 0)
        return kept("a")()

    assert store.together(work) == "a"
    assert names() == {"a"}
