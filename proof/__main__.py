"""`python -m proof [NAME…] [--rounds N]`: do the rounds that are still to do, then write docs/proof.md. Exit 1 when one failed."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import proof

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".proof"
WRITTEN = ROOT / "docs" / "proof.md"


def modules() -> dict[str, ModuleType]:
    """Name -> module, of those that prove something."""
    found = {
        module.name: importlib.import_module(f"proof.{module.name}")
        for module in pkgutil.iter_modules(proof.__path__)
        if module.name != "__main__"
    }
    return {name: module for name, module in sorted(found.items()) if hasattr(module, "prove")}


def done(name: str) -> dict[int, dict[str, Any]]:
    """Seed -> result of the rounds of earlier runs. A line that was cut off by a kill is left out and done again."""
    path = KEPT / f"{name}.jsonl"
    results: dict[int, dict[str, Any]] = {}
    for line in path.read_text().splitlines() if path.is_file() else []:
        try:
            result = json.loads(line)
        except ValueError:
            continue
        results[result["seed"]] = result
    return results


def run(name: str, module: ModuleType, rounds: int) -> dict[int, dict[str, Any]]:
    """Do what is still to do; each result is on disk before the next round begins."""
    results = done(name)
    KEPT.mkdir(exist_ok=True)
    with (KEPT / f"{name}.jsonl").open("a") as out:
        for seed in range(rounds):
            if results.get(seed, {}).get("ok"):
                continue
            results[seed] = one_round(module, seed)
            out.write(json.dumps(results[seed], ensure_ascii=False) + "\n")
            out.flush()
            os.fsync(out.fileno())
            print(f"{name} {seed + 1}/{rounds}: {'holds' if results[seed]['ok'] else results[seed]['why']}", flush=True)
    return {seed: result for seed, result in results.items() if seed < rounds}


def one_round(module: ModuleType, seed: int) -> dict[str, Any]:
    """The figures of one round; a claim that does not hold is a result, anything else that goes wrong ends the run."""
    started = time.perf_counter()
    try:
        figures, why = dict(module.prove(seed)), ""
    except AssertionError as error:
        figures, why = {}, str(error)[:2000]
    return {
        "seed": seed,
        "ok": not why,
        "why": why,
        "seconds": round(time.perf_counter() - started, 2),
        "figures": figures,
    }


def summary(module: ModuleType, results: dict[int, dict[str, Any]], rounds: int) -> str:
    """One part of docs/proof.md: the claim, how often it held, sums of the figures, failures by seed."""
    held = [result for result in results.values() if result["ok"]]
    lines = [
        f"## {module.TITLE}",
        "",
        module.CLAIM,
        "",
        f"Held in {len(held)} of {rounds} rounds ({sum(r['seconds'] for r in results.values()):.0f} s).",
    ]
    sums: dict[str, float] = {}
    for result in held:
        for figure, value in result["figures"].items():
            sums[figure] = sums.get(figure, 0) + value
    if sums:
        lines += [
            "",
            "| over all rounds | |",
            "|---|---:|",
            *(f"| {figure} | {value:,.10g} |" for figure, value in sums.items()),
        ]
    lines += [f"\nSeed {seed} failed: {result['why']}" for seed, result in sorted(results.items()) if not result["ok"]]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="proof", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--rounds", type=int, help="instead of each proof's own number")
    options = parser.parse_args(arguments)
    known = modules()
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        print(f"no proof {', '.join(unknown)}; there are: {', '.join(known) or 'none'}", file=sys.stderr)
        return 2
    parts, failed = [], False
    for name in options.names or known:
        rounds = options.rounds or known[name].ROUNDS
        results = run(name, known[name], rounds)
        failed |= not all(result["ok"] for result in results.values())
        parts.append(summary(known[name], results, rounds))
    if not options.names:
        write(parts)
    return int(failed)


def write(parts: list[str]) -> None:
    """docs/proof.md, whole."""
    where = f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    today = dt.datetime.now(dt.UTC).date()  # noqa: TID251  # a report says when it was written
    head = f"# Proof\n\nWritten by `make proof` on {today} ({where}). Processes are killed, not the power: what a disk does when it loses power is not shown here."
    WRITTEN.write_text("\n\n".join([head, *parts]) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
