"""Cold start and memory: from typing `huiyin serve` on an installation that exists to its first page, and what it then holds."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks import installation
from benchmarks.figures import Figure


def main() -> list[Figure]:
    return installation.in_its_own("start")


def measure() -> list[Figure]:
    figures = []
    with installation.serving(installation.free_port()):
        pass  # collects its static files: the first time alone
    began = time.perf_counter()
    with installation.serving(installation.free_port()) as process:
        figures.append(Figure("cold start to the first page", time.perf_counter() - began, "s"))
        time.sleep(2)
        held = {pid: _own_megabytes(pid) for pid in _family(process.pid)}
        figures.append(Figure(f"memory of all {len(held)} processes (unshared)", sum(held.values()), "MB"))
        figures.append(Figure("memory of the largest process (unshared)", max(held.values()), "MB"))
    return figures


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _own_megabytes(pid: int) -> float:
    """Private pages: what ending the process would give back."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000
