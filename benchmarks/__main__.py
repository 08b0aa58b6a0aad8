"""`python -m benchmarks [NAME…]`: run the named benchmarks, or all; exit 1 when a goal is missed."""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import sys
import time

import benchmarks
from benchmarks.figures import Figure

NO_BENCHMARKS = {"__main__", "figures"}


def names() -> list[str]:
    """Modules that measure: those with a `main()`."""
    found = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in NO_BENCHMARKS]
    return [name for name in sorted(found) if hasattr(importlib.import_module(f"benchmarks.{name}"), "main")]


def run(name: str) -> list[Figure]:
    """One benchmark, with its time said on stderr."""
    started = time.perf_counter()
    figures = list(importlib.import_module(f"benchmarks.{name}").main())
    print(f"{name}: {time.perf_counter() - started:.1f} s", file=sys.stderr)
    return figures


def table(figures: list[Figure]) -> str:
    """Aligned lines: what, value with unit, goal, verdict."""
    rows = [("what", "measured", "goal", "")]
    for figure in figures:
        goal = "" if figure.goal is None else f"{'≤' if figure.better == 'less' else '≥'} {figure.goal:g} {figure.unit}"
        rows.append((figure.what, f"{figure.value:.4g} {figure.unit}".strip(), goal.strip(), figure.verdict))
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def main(wanted: list[str]) -> int:
    known = names()
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known) or 'none'}", file=sys.stderr)
        return 2
    figures = [figure for name in wanted or known for figure in run(name)]
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    )
    print(table(figures))
    return int(any(figure.verdict == "MISSED" for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
