"""The solver in a process of its own: its memory goes with it, a crash of it stops no clock, and pages come first."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable

from pydantic import TypeAdapter

from .solving.problem import Answer, Problem

COMMAND = [sys.executable, "-m", "huiyin.duty.solving"]
PATIENCE = 60.0  # seconds beyond those of the problem, after which it is killed


def solved(problem: Problem, heard: Callable[[str], None]) -> Answer:
    """`unknown` where the process ended without an answer. `heard`: each stage that begins."""
    asked, stage = TypeAdapter(Problem).dump_json(problem), ""
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603  # our own
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Timer(problem.seconds + PATIENCE, process.kill)
        late.start()
        try:
            process.stdin.write(asked)
            process.stdin.close()
            for line in process.stdout:
                said = json.loads(line)
                if "answer" in said:
                    return TypeAdapter(Answer).validate_python(said["answer"])
                if said["stage"] != stage:
                    stage = said["stage"]
                    heard(stage)
        except BrokenPipeError:
            pass
        finally:
            late.cancel()
            process.kill()
    return Answer("unknown")
