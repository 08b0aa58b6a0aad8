"""`huiyin serve`: makes ready, then starts and watches the web server, the worker and who watches the worker, behind one port."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import sys
import tempfile
import threading
import time as monotonic
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.kernel import disk
from huiyin.kernel.errors import BadInput, Unavailable

from . import console, example, first_words, upgrade
from .backup import leftovers
from .holding import Holding
from .supervisor import Child, python, supervise

CONNECTIONS = "2048"  # that one process holds at once: streams stay open (`incidents.live.hub.MOST`), pages do not


@dataclass(frozen=True, slots=True)
class Serving:
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 1
    threads: int = 4
    with_worker: bool = True
    certificate: Path | None = None
    certificate_key: Path | None = None
    example_when_empty: bool = False

    @property
    def address(self) -> str:
        scheme = "https" if self.certificate else "http"
        host = _own_address() if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  # compared, not bound
        return f"{scheme}://{host}:{self.port}/"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def serve(serving: Serving) -> None:
    """Until told to stop."""
    with override(console.language()):
        check(serving)
        upgrade.bring_up_to_date(say, whole=True)
        upgrade.collect_static()
    leftovers.sweep(settings.HUIYIN_HOME)
    if serving.example_when_empty:
        example.build_when_empty()
    children = [web_child(serving)]
    reads_only = isinstance(disk.standing(), disk.DiskReadOnly)
    if reads_only:
        with override(console.language()):
            say(_("THE DISK CAN ONLY BE READ. Plans, cards, contacts and rosters are shown; nothing is taken."))
    elif serving.with_worker:
        children.append(Child("worker", python("-m", "huiyin.cli", "worker"), _environment(serving)))
    children.append(Child("watcher", python("-m", "huiyin.operations.watching"), _environment(serving)))
    from django.db import connections

    with override(console.language()):
        words = first_words.text(serving.address)
    connections.close_all()
    holding = Holding(settings.HUIYIN_HOME, say)
    look = _until_it_can_be_written if reads_only else holding.look
    try:
        supervise(children, started=lambda: _announce(serving, words), look=look, say=say)
    except _WritableError:
        # The web server opened the database as one that nobody changes: begin again as a whole.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  # our own command line


class _WritableError(Exception):
    """The disk on which this began takes what is written again."""


def _until_it_can_be_written(now: float) -> None:
    if disk.standing() is None:
        raise _WritableError


def check(serving: Serving) -> None:
    """What would make the server fail at once is said before, in words."""
    _check_certificate(serving)
    for wrong in filter(None, (settings.OUTBOX_GATEWAYS_WRONG, settings.IDENTITY_PROVIDER_WRONG)):
        place, _colon, reason = wrong.partition(": ")
        raise BadInput(place, reason, _("Mend the file; docs/install.md has an example."))
    with socket.socket(socket.AF_INET6 if ":" in serving.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((serving.host, serving.port))
        except PermissionError as error:
            raise Unavailable(
                _("Port {port} may not be used by this user.").format(port=serving.port),
                _("Take one above 1023, for example: huiyin serve --port 8000"),
            ) from error
        except OSError as error:
            raise Unavailable(
                _("{host}:{port} can't be used: {reason}.").format(
                    host=serving.host, port=serving.port, reason=error.strerror
                ),
                _("Another program may use it (perhaps Huiyin runs already). Take another one with --port."),
            ) from error


def _check_certificate(serving: Serving) -> None:
    if (serving.certificate is None) != (serving.certificate_key is None):
        raise BadInput("--certificate, --key", _("HTTPS needs both, the certificate and its key."))
    if serving.certificate is None or serving.certificate_key is None:
        return
    for option, path in (("--certificate", serving.certificate), ("--key", serving.certificate_key)):
        if not path.is_file():
            raise BadInput(option, _("There is no file {path}.").format(path=path))
    if "BEGIN PRIVATE KEY" not in serving.certificate_key.read_text(errors="replace"):
        raise BadInput(
            "--key",
            _("{path} is not a key in PKCS #8 form.").format(path=serving.certificate_key),
            _("Turn it into one: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"),
        )


def web_child(serving: Serving) -> Child:
    """The web server's command line. Access is not logged: who visited when is nobody's business.

    Pages run in threads, as many as `--threads`; streams wait in the event loop and are many more (`CONNECTIONS`).
    """
    command = python(
        *("-m", "granian", "--interface", "rsgi", "--http", "1", "--no-ws"),
        *("--host", serving.host, "--port", str(serving.port)),
        *("--workers", str(serving.processes), "--backlog", CONNECTIONS, "--backpressure", CONNECTIONS),
        *("--workers-kill-timeout", "6", "--log-level", "error"),
    )
    if serving.certificate:
        command += ["--ssl-certificate", str(serving.certificate), "--ssl-keyfile", str(serving.certificate_key)]
        command += ["--ssl-protocol-min", "tls1.2"]  # phones of 2015 still come
    environment = {**_environment(serving), "HUIYIN_THREADS": str(serving.threads), **_counting_together(serving)}
    return Child("web server", [*command, "huiyin.rsgi:application"], environment)


def _counting_together(serving: Serving) -> dict[str, str]:
    """Where several web processes count what a monitor reads (`metering`): in memory, so that a full disk stops no page."""
    if not settings.METRICS or serving.processes == 1:
        return {}
    memory = Path("/dev/shm")  # noqa: S108  # a folder of its own in it, with a name that nobody guesses
    folder = tempfile.mkdtemp(prefix="huiyin-", dir=memory if os.access(memory, os.W_OK) else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {"PROMETHEUS_MULTIPROC_DIR": folder}


def _environment(serving: Serving) -> dict[str, str]:
    environment = {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "HUIYIN_HOME": str(settings.HUIYIN_HOME),
        "HUIYIN_KEY_FILE": str(settings.HUIYIN_KEY_FILE),
        "HUIYIN_ADDRESS": os.environ.get("HUIYIN_ADDRESS", serving.address),
    }
    if serving.certificate:
        environment["HUIYIN_HTTPS"] = "1"
    return environment


def _announce(serving: Serving, words: str) -> None:
    """Say the address once somebody answers there; in a thread, so that a slow start is watched meanwhile."""
    threading.Thread(target=_announce_when_open, args=(serving, words), daemon=True).start()


def _announce_when_open(serving: Serving, words: str) -> None:
    host = "127.0.0.1" if serving.host in ("0.0.0.0", "::") else serving.host  # noqa: S104  # compared, not bound
    for _attempt in range(600):
        try:
            with socket.create_connection((host, serving.port), timeout=1):
                say(words)
                return
        except OSError:
            monotonic.sleep(0.1)


def _own_address() -> str:
    """This machine's address in its network. Nothing is sent: connecting a UDP socket only picks a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
