"""What runs by itself: counting anew, so that no page has to."""

from __future__ import annotations

from dataclasses import asdict

from huiyin.cases.queries import tallies
from huiyin.kernel import store, time

from .models import Counted


def count() -> None:
    """All organisations at once. The counting reads and holds nobody up; a few rows are written."""
    at = time.now()
    numbers, titles = tallies.of_cases(), tallies.titles()
    steps: dict[int, list[dict[str, object]]] = {}
    for step in tallies.of_steps():
        line = {"name": step.name, "title": titles[step.name], "in_time": step.in_time, "late": step.late}
        steps.setdefault(step.organisation, []).append(line)
    rows = [
        Counted(organisation_id=key, at=at, numbers=asdict(tally), steps=steps.get(key, []))
        for key, tally in numbers.items()
    ]
    with store.write():
        Counted.objects.exclude(organisation_id__in=numbers).delete()
        Counted.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["organisation"], update_fields=["at", "numbers", "steps"]
        )
