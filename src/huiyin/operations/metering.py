"""For a monitor (Prometheus): the machine's figures, and how often and how long pages are asked for. Off until the administrator asks for it.

Pages are counted by the name of their route, never by an address that names a case; what is open to everybody is one name
for all of it, and so are the rooms of support and of sealed reports: nobody is to read from a number that somebody wrote just now.
"""

from __future__ import annotations

import hmac
import time as stopwatch
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.values import ValueClass

from .figures import Figures

SEALED_ROOMS = {"support", "confidential"}
METHODS = {"GET", "HEAD", "POST"}
OWN_MACHINE = {"127.0.0.1", "::1"}
PROXIED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA")
LOOPBACK = "loopback"
SECONDS = "huiyin_request_seconds"

_pages = CollectorRegistry(auto_describe=False)
_requests = Counter("huiyin_requests", "Pages asked for", ("route", "method", "status"), registry=_pages)
_seconds = Histogram(
    SECONDS,
    "Time until the answer was ready",
    ("route",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_pages,
)


class Counted:
    """Middleware, outermost, there only where a monitor is let in: one count and one duration a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = stopwatch.perf_counter()
        response = self.get_response(request)
        route = route_of(request)
        method = request.method if request.method in METHODS else "other"
        _requests.labels(route, method, f"{response.status_code // 100}xx").inc()
        _seconds.labels(route).observe(stopwatch.perf_counter() - began)
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the staff page; `public` for what is open to everybody, `none` for what is not there."""
    match = request.resolver_match
    if match is None:
        return "none"
    if getattr(match.func, "access_verb", None) is None or match.app_name in SEALED_ROOMS:
        return "public"
    return match.view_name


def may_read(request: HttpRequest) -> bool:
    """With the token; or, where the administrator said `loopback`, from this machine and through no proxy."""
    if settings.METRICS == LOOPBACK:
        proxied = settings.BEHIND_PROXY or any(name in request.META for name in PROXIED)
        return not proxied and request.META.get("REMOTE_ADDR", "") in OWN_MACHINE
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return (
        bool(settings.METRICS) and scheme == "Bearer" and hmac.compare_digest(token.encode(), settings.METRICS.encode())
    )


def exposition(figures: Figures) -> bytes:
    """Everything in the text format."""
    machine = CollectorRegistry(auto_describe=False)
    machine.register(_Machine(figures))
    return generate_latest(machine) + generate_latest(_all_processes())


def by_route() -> list[tuple[str, int, float]]:
    """Name of the route, how often, seconds on the average; the most asked for first."""
    told: dict[str, dict[str, float]] = {}
    for family in _all_processes().collect():
        for sample in family.samples:
            if sample.name in (f"{SECONDS}_count", f"{SECONDS}_sum"):
                told.setdefault(sample.labels["route"], {})[sample.name] = sample.value
    rows = [(route, int(one[f"{SECONDS}_count"]), one[f"{SECONDS}_sum"]) for route, one in told.items()]
    return sorted(((route, times, total / max(times, 1)) for route, times, total in rows), key=lambda row: -row[1])


def _all_processes() -> CollectorRegistry:
    """Several web processes count into files of a folder that they share (`serving`); one counts for itself."""
    if ValueClass.__name__ != "MmapedValue":
        return _pages
    together = CollectorRegistry(auto_describe=False)
    multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


class _Machine(Collector):
    """The figures under the names that a monitor asks for. Ages and waits in seconds."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    def collect(self) -> Iterator[Metric]:
        it = self.figures
        yield _gauge("notices", "Notices that wait or were given up", "state", waiting=it.notices_waiting, given_up=it.notices_given_up)  # fmt: skip
        yield _gauge("clocks", "Time limits", "state", running=it.clocks_running, owed_late=it.clocks_owed_late, failing=it.consequences_failing)  # fmt: skip
        yield _gauge("disk_bytes", "Where the state lies", "part", free=it.disk_free, size=it.disk_size)
        yield _gauge("ledger_unsequenced", "Entries that wait for their place in the tree", value=it.unsequenced)
        for name, what, moment in (
            ("oldest_notice_seconds", "Age of the oldest notice that is owed", it.oldest_notice),
            ("worker_heartbeat_seconds", "Age of the worker's last sign of life", it.sign_of_life),
            ("watcher_seconds", "Age of the watcher's last look", it.watched),
            ("backup_seconds", "Age of the last backup", it.last_backup),
        ):
            if moment is not None:
                yield _gauge(name, what, value=(it.at - moment).total_seconds())
        if it.next_clock is not None:
            wait = (it.next_clock - it.at).total_seconds()
            yield _gauge("next_clock_seconds", "Until the sweep must look at a clock; below 0: late", value=wait)
        if it.found is not None:
            kinds = ("consequences", "reminders", "unwatched", "alarms", "callouts", "notices", "worker", "jobs")
            overdue = {**dict.fromkeys(kinds, 0), **{one.what: one.number for one in it.found}}
            yield _gauge("overdue", "What the watcher found that should have happened by itself", "what", **overdue)
        yield self._jobs()

    def _jobs(self) -> Metric:
        family = GaugeMetricFamily("huiyin_job_well", "1: the job does its rounds", labels=("job",))
        for job in self.figures.jobs:
            family.add_metric([job.name], float(not job.silent and not job.failing))
        return family


def _gauge(name: str, what: str, label: str = "", value: float | None = None, **parts: float) -> Metric:
    family = GaugeMetricFamily(f"huiyin_{name}", what, labels=(label,) if label else ())
    for part, number in parts.items():
        family.add_metric([part], number)
    if value is not None:
        family.add_metric([], value)
    return family
