"""An installation of its own for each benchmark, in a temporary folder: `python -m benchmarks.installation MODULE` measures there."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from huiyin.operations.testing import postgres

EXAMPLE: Any = None  # the example's organisations and people, once made ready


def in_its_own(module: str, database: str = "sqlite") -> list[Figure]:
    """Run `module.measure()` in a process and an installation of its own; answers its figures. `database`: or "postgresql"."""
    with (
        tempfile.TemporaryDirectory(prefix="huiyin-bench-", dir=os.environ.get("HUIYIN_BENCH_FOLDER")) as folder,
        postgres.throw_away() if database == "postgresql" else nullcontext("") as server,
    ):
        environment = {
            **os.environ,
            "HUIYIN_HOME": f"{folder}/home",
            "HUIYIN_KEY_FILE": f"{folder}/key",
            "DJANGO_SETTINGS_MODULE": f"huiyin.settings.{'cluster' if server else 'embedded'}",
            "HUIYIN_DATABASE": server,
        }
        answer = Path(folder) / "figures.json"
        subprocess.run(
            [sys.executable, "-m", "benchmarks.installation", module, str(answer)], env=environment, check=True
        )
        return [Figure(**kept) for kept in json.loads(answer.read_text())]


def make_ready() -> None:
    """The tables and the example's organisations; no cases."""
    global EXAMPLE
    import django

    Path(os.environ["HUIYIN_HOME"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from django.core.management import call_command

    from huiyin.cases.taxonomy import load_taxonomy
    from huiyin.organisations.example import build_example_district

    call_command("migrate", verbosity=0)
    load_taxonomy()
    EXAMPLE = build_example_district()


@contextmanager
def serving(port: int, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """The whole program in processes of its own, as `huiyin serve` starts it; yields when it answers."""
    import http.client
    import time

    process = subprocess.Popen(
        [sys.executable, "-m", "huiyin.cli", "serve", "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        for _attempt in range(1200):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    from benchmarks import installation  # this module under its own name: `__main__` is another

    installation.make_ready()
    measured = importlib.import_module(f"benchmarks.{sys.argv[1]}").measure()
    Path(sys.argv[2]).write_text(json.dumps([asdict(figure) for figure in measured]))
