"""How well the check of plans finds what was marked by hand: precision and recall for the whole and for each rule, false marks
on lawful clauses that invite one, and on official texts; the same for clauses of our own that were kept aside; and how fast.
The documents are not part of the repository (`HUIYIN_TEST_DATA`).
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("HUIYIN_TEST_DATA") or ROOT.parent / "shared" / "data") / "plans"
GOAL = 0.9
PAGES, SIGNS_A_PAGE = 50, 900


class Tally:
    """What was marked by hand, found, and marked besides."""

    def __init__(self) -> None:
        self.wanted: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.false: Counter[str] = Counter()
        self.found_by_any = self.false_by_any = self.right = self.right_by_any = 0
        self.inviting = self.fired = self.on_official = self.unsure = 0

    def add(self, gold: dict[str, Any], marks: list[dict[str, Any]]) -> None:
        """Count one document, as the folder's own scorer does."""
        wanted = gold["unlawful"] + gold["warn"]
        for one in wanted:
            near = [mark for mark in marks if _overlap(one["lines"], mark["lines"])]
            self.wanted[one["rule"]] += 1
            self.found[one["rule"]] += any(_agree(one, mark) for mark in near)
            self.found_by_any += bool(near)
        for mark in marks:
            near = [one for one in wanted if _overlap(one["lines"], mark["lines"])]
            neutral = any(_overlap(one["lines"], mark["lines"]) for one in gold["doubtful"])
            same = any(_agree(one, mark) for one in near)
            self.right += same
            self.right_by_any += bool(near)
            self.false[mark["rule"]] += not same and not neutral
            self.false_by_any += not near and not neutral
            self.unsure += not mark["sure"]
        self.on_official += len(marks) if gold.get("official") else 0
        for one in gold["hard_negatives"]:
            self.inviting += 1
            self.fired += any(
                mark["rule"] == one["rule_not_to_fire"]
                and _overlap(one["lines"], mark["lines"])
                and not any(_agree(other, mark) and _overlap(other["lines"], mark["lines"]) for other in wanted)
                for mark in marks
            )


def _overlap(one: list[int], other: list[int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _agree(wanted: dict[str, Any], mark: dict[str, Any]) -> bool:
    return mark["rule"] == wanted["rule"] or mark["rule"] in wanted.get("alt_rules", ())


def tally(folder: Path = FOLDER) -> Tally:
    """Check every document of the folder. Word copies of a text count with it once."""
    from huiyin.plans.checking.command import check
    from huiyin.plans.reading import read_file

    counted = Tally()
    for file in sorted(folder.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        if not gold.get("copy_of"):
            checked = json.loads(json.dumps(check(read_file(folder / gold["file"])).as_json()))
            counted.add(gold, checked["unlawful"])
    return counted


def figures(counted: Tally) -> Iterator[Figure]:
    """The figures of a tally."""
    wanted = counted.wanted.total()
    yield Figure("plans: unlawful clauses found, by their rule", counted.found.total() / wanted, "", GOAL, "more")
    marked = counted.right + counted.false.total()
    yield Figure("plans: marks that are right, by their rule", counted.right / marked, "", GOAL, "more")
    yield Figure("plans: unlawful clauses found, any rule", counted.found_by_any / wanted, "", GOAL, "more")
    marked = counted.right_by_any + counted.false_by_any
    yield Figure("plans: marks that are right, any rule", counted.right_by_any / marked, "", GOAL, "more")
    yield Figure("plans: inviting lawful clauses marked", counted.fired / counted.inviting, "", 0.05)
    yield Figure("plans: marks on official texts", counted.on_official, "", 0)
    yield Figure("plans: marks told as a question", counted.unsure)
    for rule in sorted(counted.wanted | counted.false):
        yield Figure(f"plans: {rule} found of {counted.wanted[rule]}", counted.found[rule])
        if counted.false[rule]:
            yield Figure(f"plans: {rule} marked wrongly", counted.false[rule])


def own() -> Iterator[Figure]:
    """Clauses of our own. The rules were finished before those kept aside were run, and mended a little afterwards."""
    from huiyin.plans.tests import clauses

    for name, wanted in (("kept aside", clauses.kept_aside()), ("made on", clauses.made_on())):
        score = clauses.score(wanted)
        what = f"plans: {len(wanted)} clauses of our own, {name}:"
        yield Figure(f"{what} found by their rule", score.by_rule, "", 0.8, "more")
        yield Figure(f"{what} found by any rule", score.by_any, "", GOAL, "more")
        yield Figure(f"{what} lawful ones marked by the rule they invite", score.false_by_rule, "", 0.05)


def speed() -> Figure:
    """The whole check of a file about complaints, in a process that has just begun."""
    from huiyin.plans import starters
    from huiyin.plans.checking.command import check
    from huiyin.plans.reading import read
    from huiyin.plans.text import plain

    words = "".join(plain(starters.load(name)) for name in ("group-visit", *starters.names()))
    text = read(words[: PAGES * SIGNS_A_PAGE].encode(), "plan.txt")
    started = time.process_time()
    check(text)
    return Figure(f"plans: check of {PAGES} pages, time of the processor", time.process_time() - started, "s", 5)


def main() -> list[Figure]:
    """Without the documents: speed, and the clauses of our own."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings.test")
    django.setup()
    return [speed(), *own(), *(figures(tally()) if FOLDER.is_dir() else ())]
