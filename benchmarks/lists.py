"""The staff's list and search at 1,000, 100,000 and 1,000,000 cases, as whole pages through Django's test client, and the
sweep of as many open clocks with a thousand due.

HUIYIN_BENCH_CASES="1000,100000,1000000" measures all three (default: the first two; a million takes some minutes to make).
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Iterator

from benchmarks import installation, raw, submissions
from benchmarks.figures import Figure, percentile
from benchmarks.seeding import COMMON, Office, Seeder

SIZES = [int(size) for size in os.environ.get("HUIYIN_BENCH_CASES", "1000,100000").split(",")]
REPEATS = int(os.environ.get("HUIYIN_BENCH_REPEATS", "40"))
SMALL_EVERY = 500  # one case in so many belongs to the small office
DUE = 1000


def main() -> list[Figure]:
    return installation.in_its_own("lists")


def measure() -> list[Figure]:
    return list(_figures())


def _figures() -> Iterator[Figure]:
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    connection = raw.open_like_django()
    seeder = _seeder(connection)
    medians: dict[str, float] = {}
    for size in SIZES:
        began = time.perf_counter()
        seeder.grow_to(size, _later)
        print(f"{size} cases in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        for who, label in ((_reader("bureau"), "bureau"), (_reader("school"), "small office")):
            for query, what in (("", "list"), (COMMON, "search for a common word"), (seeder.vocabulary[300], "search")):
                times = _pages(who, query)
                name = f"{label}: {what}, {size:,} cases"
                medians.setdefault(f"{label}: {what}", statistics.median(times))
                yield Figure(f"{name}: p50", percentile(times, 0.5) * 1000, "ms")
                yield Figure(f"{name}: p95", percentile(times, 0.95) * 1000, "ms", 50)
                if size != SIZES[0]:
                    smallest = medians[f"{label}: {what}"]
                    yield Figure(f"{name}: p50 against {SIZES[0]:,}", statistics.median(times) / smallest, "×", 3)
    yield from _sweep(connection, SIZES[-1])


def _seeder(connection: object) -> Seeder:
    """One real submission to take the rows from; two offices: the bureau has nearly all, a school the rest."""
    from django.test import Client

    from huiyin.cases.models import Case

    client = Client()
    [client.cookies["huiyin_draft"]] = submissions.drafts(1)
    answer = client.post("/raise/check", {"true": "on"})
    assert answer.status_code == 302, answer.status_code
    example = installation.EXAMPLE
    bureau, school = example.organisations["bureau"], example.organisations["school"]
    scopes = [[f"o{one.pk}", *(f"b{key}" for key in one.path.strip("/").split("/"))] for one in (school, bureau)]
    offices = [Office(school.pk, scopes[0], SMALL_EVERY), Office(bureau.pk, scopes[1])]
    return Seeder(connection, offices, Case.objects.get().pk)  # type: ignore[arg-type]


def _reader(key: str) -> str:
    """Somebody who sees every case of that organisation."""
    from huiyin.cases.queries.lists import scope_of

    wanted = f"o{installation.EXAMPLE.organisations[key].pk}"
    return next(str(name) for name, actor in installation.EXAMPLE.actors.items() if scope_of(actor) == wanted)


def _pages(who: str, query: str) -> list[float]:
    from django.test import Client

    from huiyin.organisations.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=who))
    times = []
    for number in range(REPEATS + 3):
        began = time.perf_counter()
        answer = client.get("/cases/", {"q": query} if query else {})
        assert answer.status_code == 200, answer.status_code
        assert query or b'class="hy-list' in answer.content, who
        if number >= 3:
            times.append(time.perf_counter() - began)
    return times


def _later(number: int) -> tuple[str, str, str]:
    """Due in a year: open, and none of the sweep's business yet."""
    day = dt.date.today() + dt.timedelta(days=365 + number % 30)  # noqa: TID251, DTZ011  # the benchmark's own side
    return day.isoformat(), f"{day} 15:59:59", f"{day} 16:00:00"


def _sweep(connection: object, size: int) -> Iterator[Figure]:
    """A thousand of the clocks become due; each must be missed with all that follows, in whatever number of writes."""
    from huiyin.kernel.clocks import jobs

    past = dt.date.today() - dt.timedelta(days=1)  # noqa: TID251, DTZ011
    connection.execute(  # type: ignore[attr-defined]
        "UPDATE clocks_clock SET due_on = ?, due_at = ?, wake_at = ?, started_at = ? WHERE id IN"
        " (SELECT id FROM clocks_clock WHERE wake_at IS NOT NULL ORDER BY id DESC LIMIT ?)",
        [past.isoformat(), f"{past} 15:59:59", f"{past} 16:00:00", f"{past - dt.timedelta(days=60)} 00:00:00", DUE],
    )
    _tracks_for_due(connection, past)
    began = time.perf_counter()
    done = jobs.sweep()
    taken = time.perf_counter() - began
    from huiyin.kernel.clocks.models import Clock

    failed = Clock.objects.filter(failed_at__isnull=False).count()
    yield Figure(f"sweep of {size:,} open clocks, {done} due", taken, "s", 5)
    yield Figure("sweep: consequences that failed", failed, "", 0)
    began = time.perf_counter()
    jobs.sweep()
    yield Figure(f"sweep of {size:,} open clocks, none due", (time.perf_counter() - began) * 1000, "ms")


def _tracks_for_due(connection: object, past: dt.date) -> None:
    """The consequences ask for the case's track: each of the due ones gets its own."""
    connection.execute(  # type: ignore[attr-defined]
        "INSERT INTO cases_track (case_id, pack, pack_version, state, entered_at, background)"
        " SELECT c.id, t.pack, t.pack_version, t.state, t.entered_at, t.background FROM clocks_clock k"
        " JOIN cases_case c ON c.public_id = k.subject_id"
        " JOIN cases_track t ON t.id = CAST(k.track AS INTEGER)"
        " WHERE k.id > 10000000 AND k.due_on <= ?",
        [past.isoformat()],
    )
    connection.execute(  # type: ignore[attr-defined]
        "UPDATE clocks_clock SET track = (SELECT t.id FROM cases_track t JOIN cases_case c ON c.id = t.case_id"
        " WHERE c.public_id = clocks_clock.subject_id) WHERE id > 10000000 AND due_on <= ?",
        [past.isoformat()],
    )
