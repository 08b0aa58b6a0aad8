"""A process of its own: a problem on standard input, lines of progress on standard output, the answer as the last line."""

from __future__ import annotations

import json
import os
import sys

from pydantic import TypeAdapter

from .problem import Answer, Problem
from .sharing import solve

NICE = 10  # pages and clocks come first


def main() -> None:
    os.nice(NICE)
    told = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what the solver prints by itself is no answer

    def tell(stage: str, value: int, bound: int) -> None:
        told.write(json.dumps({"stage": stage, "value": value, "bound": bound}) + "\n")

    answer = solve(TypeAdapter(Problem).validate_json(sys.stdin.read()), tell)
    told.write(json.dumps({"answer": TypeAdapter(Answer).dump_python(answer, mode="json")}) + "\n")


if __name__ == "__main__":
    main()
