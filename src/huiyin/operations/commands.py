"""This room's part of the `huiyin` command."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import beginnings, safekeeping
from .moving import commands as moving


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this room's commands."""
    serve = commands.add_parser("serve", help="start the server and the worker, and keep them running")
    serve.add_argument("--host", default="127.0.0.1", help="0.0.0.0 = open to the network (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--processes", type=int, default=1, help="web server processes (default 1)")
    serve.add_argument("--threads", type=int, default=4, help="threads of each (default 4)")
    serve.add_argument("--no-worker", action="store_true", help="a worker runs elsewhere")
    serve.add_argument("--certificate", type=Path, help="HTTPS: the certificate with its chain (PEM)")
    serve.add_argument("--key", type=Path, help="HTTPS: its key (PEM, PKCS #8)")
    serve.add_argument(
        "--example-when-empty", action="store_true", help="build the example district when nothing is set up"
    )
    serve.set_defaults(run=run_serve, needs_database=False)  # brings it up to date itself, aloud

    worker = commands.add_parser("worker", help="run what runs by itself: clocks, notices, the ledger's sequence")
    worker.set_defaults(run=run_worker)

    beginnings.register(commands)
    safekeeping.register(commands)
    moving.register(commands)


def run_serve(options: argparse.Namespace) -> int:
    from .serving import Serving, serve

    serve(
        Serving(
            host=options.host,
            port=options.port,
            processes=options.processes,
            threads=options.threads,
            with_worker=not options.no_worker,
            certificate=options.certificate,
            certificate_key=options.key,
            example_when_empty=options.example_when_empty,
        )
    )
    return 0


def run_worker(options: argparse.Namespace) -> int:
    from .worker import run_until_told

    run_until_told()
    return 0
