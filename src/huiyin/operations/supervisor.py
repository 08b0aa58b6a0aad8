"""Starts processes, watches them, starts them again with growing pauses, and ends them together in under ten seconds."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time as monotonic
from collections.abc import Callable
from dataclasses import dataclass, field

GRACE = 8.0  # seconds that all children together get to end well
STEADY = 60.0  # a child that ran so long has its earlier failures forgotten
LONGEST_PAUSE = 30.0
LOOK_EVERY = 1.0  # seconds; a child's end wakes us at once

_WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """One process to be kept alive."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    start_again_at: float = 0.0

    def start(self) -> None:
        self.started = monotonic.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  # command lines are our own
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # its own group: Ctrl-C reaches us alone, and its remains can be ended together
            preexec_fn=_as_child,  # we have one thread
        )

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def tell(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def _as_child() -> None:
    """In the new process: take signals again, and end when the supervisor is killed."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def supervise(
    children: list[Child], *, started: Callable[[], None], look: Callable[[float], None], say: Callable[[str], None]
) -> None:
    """Run `children` until SIGTERM or SIGINT; SIGHUP is passed on. `started` is called once they have been started, `look` is called about each
    second with the monotonic clock."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    try:
        for child in children:
            child.start()
        started()
        while True:
            told = signal.sigtimedwait(_WATCHED, _next_look(children))
            number = told.si_signo if told else 0
            if number in (signal.SIGTERM, signal.SIGINT):
                break
            if number == signal.SIGHUP:
                for child in children:
                    child.tell(signal.SIGHUP)
            look(monotonic.monotonic())
            _look_after(children, say)
    finally:
        _end(children)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)


def _next_look(children: list[Child]) -> float:
    now = monotonic.monotonic()
    waits = [child.start_again_at - now for child in children if child.process is None]
    return max(0.0, min([LOOK_EVERY, *waits]))


def _look_after(children: list[Child], say: Callable[[str], None]) -> None:
    for child in children:
        if child.process is None:
            if monotonic.monotonic() >= child.start_again_at:
                child.start()
        elif child.process.poll() is not None:
            _note_end(child, child.process.returncode, say)


def _note_end(child: Child, status: int, say: Callable[[str], None]) -> None:
    child.signal_group(signal.SIGKILL)  # what it left running would keep the port
    ran = monotonic.monotonic() - child.started
    child.failures = 1 if ran >= STEADY else child.failures + 1
    pause = min(0.2 * 2.0 ** (child.failures - 1), LONGEST_PAUSE)
    child.process = None
    child.start_again_at = monotonic.monotonic() + pause
    say(f"{child.name} ended with status {status}; starting it again in {pause:.1f} s")


def _end(children: list[Child]) -> None:
    """Ask all at once, wait for all together, then end by force what is left."""
    deadline = monotonic.monotonic() + GRACE
    for child in children:
        child.tell(signal.SIGTERM)
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.0, deadline - monotonic.monotonic()))
        except subprocess.TimeoutExpired:
            child.signal_group(signal.SIGKILL)
            child.process.wait()
        child.signal_group(signal.SIGKILL)


def python(*arguments: str) -> list[str]:
    """A command line of the interpreter that runs us."""
    return [sys.executable, *arguments]
