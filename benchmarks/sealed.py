"""Whether time tells that there is a sealed report: pages of those who must not know, in turn with it and without it.

Requests of the two worlds are interleaved, so that what else the machine does falls on both; the figure is the ratio of the medians. What is
the same to the byte and to the question is a test (`tests/test_same_questions.py`); only the noise of a machine is measured here.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import installation
from benchmarks.figures import Figure

REPEATS = int(os.environ.get("HUIYIN_BENCH_REPEATS", "40"))
PAGES = (
    ("zhenzhang", "/today/"),
    ("zhenzhang", "/sealed-reports/"),
    ("zhenzhang", "/cases/?q=招标"),
    ("", "/sealed-report/"),
    ("", "/"),
)
WRONG = "22223333444"


def main() -> list[Figure]:
    return installation.in_its_own("sealed")


def measure() -> list[Figure]:
    return list(_figures())


def _figures() -> Iterator[Figure]:
    from django.conf import settings
    from django.test import Client

    from huiyin.confidential.actions import keys, naming, reporting
    from huiyin.confidential.models import Report
    from huiyin.organisations.models import Account

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    example = installation.EXAMPLE
    reader, posts = example.actors["jiwei"], example.posts
    naming.name_reader(actor=reader, post_id=posts["discipline/纪委书记"].public_id)
    keys.make_key(actor=reader, passphrase="a passphrase of the benchmark")
    home, about = example.organisations["township"].public_id, (posts["township/信访专干"].public_id,)
    handed = reporting.Handed(home, about, False, "三次采购都没有比价。")
    reporting.hand_in(handed=handed, once="benchmark")
    assert Report.objects.exists()
    clients: dict[str, Client] = {}
    for who, _path in PAGES:
        clients[who] = Client()
        if who:
            clients[who].force_login(Account.objects.get(username=who))
    for who, path in PAGES:
        yield _ratio(f"{path} of {who or 'a visitor'}", lambda who=who, path=path: clients[who].get(path))
    yield _ratio("a wrong code", lambda: clients[""].post("/sealed-report/mine/", {"do": "find", "code": WRONG}))


def _ratio(what: str, ask: Any) -> Figure:
    with_it: list[float] = []
    without: list[float] = []
    for number in range(REPEATS):
        for there in (True, False) if number % 2 else (False, True):
            (with_it if there else without).append(_timed(ask, there=there))
    return Figure(
        f"with a sealed report against without, {what}", statistics.median(with_it) / statistics.median(without), "×"
    )


def _timed(ask: Any, *, there: bool) -> float:
    """Seconds. Both worlds inside of a transaction that is undone, so that this costs both the same."""
    from django.db import transaction

    from huiyin.confidential.models import Report

    with transaction.atomic():  # noqa: TID251  # undone whole
        with transaction.atomic():  # noqa: TID251  # the same work in both worlds; in one of them it is taken back
            Report.objects.all().delete()
            transaction.set_rollback(there)
        began = time.perf_counter()
        answer = ask()
        took = time.perf_counter() - began
        assert answer.status_code in (200, 422), answer.status_code
        transaction.set_rollback(True)
    return took
