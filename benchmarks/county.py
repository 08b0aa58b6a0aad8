"""A county with 2,000 offices: the supervisor's page, a leader's board, list and search, as whole pages through Django's
test client, and the job that counts its figures.

HUIYIN_BENCH_CASES="1000,100000,1000000" as for the lists; HUIYIN_BENCH_OFFICES (2000). Every tenth case is late; every
twentieth is the bureau's, and one leader answers for all of those.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks import installation, raw, submissions
from benchmarks.figures import Figure, percentile
from benchmarks.lists import _later
from benchmarks.seeding import COMMON, Office, Seeder

SIZES = [int(size) for size in os.environ.get("HUIYIN_BENCH_CASES", "1000,100000").split(",")]
OFFICES = int(os.environ.get("HUIYIN_BENCH_OFFICES", "2000"))
REPEATS = int(os.environ.get("HUIYIN_BENCH_REPEATS", "40"))
LATE_EVERY = 10
LED_EVERY = 20
SUPERVISOR, LEADER = "ducha", "song"  # of the county; of the bureau


def main() -> list[Figure]:
    return installation.in_its_own("county")


def measure() -> list[Figure]:
    return list(_figures())


@dataclass
class Spread(Seeder):
    """Cases go round the schools, one after the other; each twentieth is the bureau's."""

    spread: list[Office] = field(default_factory=list)

    def _office(self, number: int) -> Office:
        return self.offices[0] if number % LED_EVERY == 0 else self.spread[number % len(self.spread)]


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
        _signs(connection)
        _leads(connection, seeder)
        print(f"{size} cases in {len(seeder.spread)} offices in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        for what, who, path, query in _looks(seeder):
            times = _pages(who, path, query)
            name = f"{what}, {size:,} cases, {len(seeder.spread):,} offices"
            medians.setdefault(what, statistics.median(times))
            yield Figure(f"{name}: p50", percentile(times, 0.5) * 1000, "ms")
            yield Figure(f"{name}: p95", percentile(times, 0.95) * 1000, "ms", 50)
            if size != SIZES[0]:
                yield Figure(f"{name}: p50 against {SIZES[0]:,}", statistics.median(times) / medians[what], "×", 3)
    yield from _counting(SIZES[-1])


def _looks(seeder: Spread) -> list[tuple[str, str, str, dict[str, str]]]:
    """What, who, address, query: first pages, one reason, the newest first, and pages deep inside."""
    from huiyin.leaders.models import Lead

    led = Lead.objects.filter(until=None).order_by("due_at", "id")
    deep = led[led.count() // 2].public_id
    return [
        *((f"supervisor: {what}", SUPERVISOR, "/supervision/", query) for what, query in _queries()),
        ("leader's board: page", LEADER, "/leaders/", {}),
        ("leader's board: deep page", LEADER, "/leaders/", {"after": deep}),
        ("county: list", SUPERVISOR, "/cases/", {}),
        ("county: search for a common word", SUPERVISOR, "/cases/", {"q": COMMON}),
        ("county: search", SUPERVISOR, "/cases/", {"q": seeder.vocabulary[300]}),
    ]


def _counting(size: int) -> Iterator[Figure]:
    """The job that counts every office's figures, once an hour, while others write."""
    from huiyin.oversight import jobs

    for name, job in (("figures", jobs.count), ("yearly report", jobs.count_years)):
        began = time.perf_counter()
        job()
        yield Figure(f"counting of the {name}, {size:,} cases", time.perf_counter() - began, "s")


def _queries() -> list[tuple[str, dict[str, str]]]:
    """The first page, one reason, the newest first, and a page deep inside."""
    from huiyin.supervision.models import Sign

    scope = f"b{installation.EXAMPLE.organisations['county'].pk}"
    found = Sign.objects.filter(scope=scope, reason="any").order_by("since", "case_id")
    deep = found[found.count() // 2].case.public_id
    return [
        ("page", {}),
        ("one reason", {"reason": "late"}),
        ("newest first", {"order": "new"}),
        ("deep page", {"after": deep}),
    ]


def _seeder(connection: object) -> Spread:
    """One real submission to take the rows from, and so many schools below the bureau to spread them over."""
    from django.test import Client

    from huiyin.cases.models import Case
    from huiyin.organisations.models import Organisation

    client = Client()
    [client.cookies["huiyin_draft"]] = submissions.drafts(1)
    answer = client.post("/raise/check", {"true": "on"})
    assert answer.status_code == 302, answer.status_code
    school = Organisation.objects.get(pk=installation.EXAMPLE.organisations["school"].pk)
    above = school.path.removesuffix(f"{school.pk}/")
    offices = []
    for number in range(OFFICES):
        school.pk, school.head_post = None, None
        school.public_id = Organisation._meta.get_field("public_id").get_default()
        school.name = school.short_name = f"第{number}小学"
        school.path = f"/new/{number}/"
        school.save(force_insert=True)
        school.path = f"{above}{school.pk}/"
        school.save(update_fields=["path"])
        scopes = [f"o{school.pk}", *(f"b{key}" for key in school.path.strip("/").split("/"))]
        offices.append(Office(school.pk, scopes))
    bureau = Organisation.objects.get(pk=installation.EXAMPLE.organisations["bureau"].pk)
    own = Office(bureau.pk, [f"o{bureau.pk}", *(f"b{key}" for key in bureau.path.strip("/").split("/"))])
    return Spread(connection, [own], Case.objects.get().pk, spread=offices)  # type: ignore[arg-type]


def _signs(connection: object) -> None:
    """What the acts themselves would have left: every tenth case late, for each scope above it, since some day of a year."""
    connection.execute("DELETE FROM supervision_sign")  # type: ignore[attr-defined]
    for reason in ("late", "any"):
        connection.execute(  # type: ignore[attr-defined]
            "INSERT INTO supervision_sign (scope, case_id, reason, since)"
            " SELECT scope, case_id, ?, datetime('now', '-' || (1 + case_id * 7919 % 525600) || ' minutes')"
            " FROM cases_casescope WHERE case_id % ? = 0 AND scope LIKE 'b%'",
            [reason, LATE_EVERY],
        )
    connection.execute("ANALYZE")  # type: ignore[attr-defined]


def _leads(connection: object, seeder: Spread) -> None:
    """The leader answers for all of the bureau's cases, each with the date that the office owes next."""
    from huiyin.organisations.models import Account

    [post] = Account.objects.get(username=LEADER).appointments.values_list("post_id", flat=True)
    connection.execute("DELETE FROM leaders_lead")  # type: ignore[attr-defined]
    connection.execute(  # type: ignore[attr-defined]
        "INSERT INTO leaders_lead (public_id, case_id, post_id, since, named_by, next_step, version, stage, due_at)"
        " SELECT 'l' || c.id, c.id, ?, datetime('now'), 'system:bench', '', 0, 'handling', k.due_at"
        " FROM cases_case c JOIN clocks_clock k ON k.id = c.id + 10000000 WHERE c.organisation_id = ?",
        [post, seeder.offices[0].organisation],
    )
    connection.execute("ANALYZE")  # type: ignore[attr-defined]


def _pages(who: str, path: str, query: dict[str, str]) -> list[float]:
    from django.test import Client

    from huiyin.organisations.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=who))
    times = []
    for number in range(REPEATS + 3):
        began = time.perf_counter()
        answer = client.get(path, query)
        assert answer.status_code == 200, answer.status_code
        assert query.get("q") or b'class="hy-list' in answer.content or b"hy-led" in answer.content, (path, query)
        if number >= 3:
            times.append(time.perf_counter() - began)
    return times
