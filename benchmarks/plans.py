"""How well plan documents are understood, against the hand marks of the test documents and of our own, and how fast."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure

JUDGED = {
    "parts, top level": "top parts",
    "parts, all levels": "parts of both levels",
    "roles, line": "roles",
    "limits, line and length": "time limits with their length",
}
PAGES = 50
LINES_A_PAGE = 30


ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("HUIYIN_TEST_DATA") or ROOT.parent / "shared" / "data") / "plans"


def main() -> list[Figure]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings.test")
    import django

    django.setup()
    return [*(_agreement() if FOLDER.is_dir() else ()), *_own(), _speed()]


def _agreement() -> Iterator[Figure]:
    from huiyin.plans.tests.documents import read_all, score

    read = read_all(FOLDER)
    with tempfile.TemporaryDirectory() as out:
        scores, placed = score(read, FOLDER, Path(out))
    for key, what in JUDGED.items():
        precision, recall, f1 = scores[f"{key} / all"]
        yield Figure(f"{len(read)} plan documents, {what}: precision", precision)
        yield Figure(f"{len(read)} plan documents, {what}: recall", recall)
        yield Figure(f"{len(read)} plan documents, {what}: F1", f1, goal=0.9, better="more")
    yield Figure(f"{len(read)} plan documents, lines with a place", placed, goal=0.95, better="more")


def _own() -> Iterator[Figure]:
    """Our own documents, which are part of the repository: those that the rules were made on, and those kept aside until the end."""
    from huiyin.plans.tests.marked import agreement, load

    for half, which in (("tuned", "made on"), ("aside", "kept aside at first")):
        documents = load(half)
        found = agreement(documents)
        of = f"{len(documents)} own documents {which}"
        tallies = {
            "top parts": found.top,
            "parts of both levels": found.both,
            "roles": found.roles,
            "time limits with their length": found.limits,
        }
        for what, tally in tallies.items():
            yield Figure(f"{of}, {what}: F1", tally.f1, goal=0.85, better="more")
        yield Figure(f"{of}, lines with a place", found.placed / found.lines, goal=0.95, better="more")


def _speed() -> Figure:
    from huiyin.plans.reading import read
    from huiyin.plans.understanding import understand

    page = "\n".join(
        "（一）学校应当在30分钟内报告教育局，组长由校长担任，成员由各处室负责人组成。" for _line in range(LINES_A_PAGE)
    )
    words = "应急预案\n" + "\n".join(f"第{number}章 应急处置\n{page}" for number in range(1, PAGES + 1))
    understand(read(b"a\n", "warm.txt"))
    started = time.perf_counter()
    understand(read(words.encode(), "plan.txt"))
    return Figure(f"a plan of {PAGES} pages", time.perf_counter() - started, "s", goal=5)
