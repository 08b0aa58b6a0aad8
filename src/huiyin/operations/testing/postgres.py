"""A throw-away PostgreSQL for one run: `python -m huiyin.operations.testing.postgres -- COMMAND…`.

Uses the newest server installed on the machine, in a temporary folder, on a free port of this machine alone, and takes
it away at the end. PostgreSQL refuses to run as root, so under root it runs as `postgres` or `nobody`.

It syncs like a real one where that is the subject (`throw_away()`, as proofs and benchmarks ask for it). A command that it is started
for, such as the tests of one process, can't tell: nobody cuts its power, and what it reads and refuses is the same.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAME = "huiyin"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "on",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "logging_collector": "off",
}
_UNSYNCED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off"}


class NoPostgresError(RuntimeError):
    """No usable server is installed; the message says what to install."""


def newest_binaries() -> Path:
    """The folder of the newest installed server's programs."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda path: int(path.parts[-3].split(".")[0]),
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    raise NoPostgresError("no PostgreSQL server is installed; type: tools/need.sh postgresql")


def run(program: str, *arguments: str) -> None:
    """Run a program of the newest server's (`psql`, `pg_dump`); what it says is heard when it fails."""
    done = subprocess.run(
        [newest_binaries() / program, *arguments], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoPostgresError(f"{program} failed: {done.stderr.strip()}")


@contextmanager
def throw_away(*, syncs: bool = True) -> Iterator[str]:
    """Start one, yield its address (`postgresql://…`), stop it and remove its folder. `syncs`: whether it would survive a cut of the power."""
    binaries = newest_binaries()
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-", dir="/tmp"))  # sockets need a short path
    user = _user_to_run_as()
    server = None
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        port = _free_port()
        _initialise(binaries, folder, user)
        server = _start(binaries, folder, port, user, _SETTINGS if syncs else _SETTINGS | _UNSYNCED)
        _wait_until_it_answers(binaries, port, server)
        yield f"postgresql://{NAME}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _user_to_run_as() -> pwd.struct_passwd | None:
    """None when we are an ordinary user ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgresError("running as root, and there is no user `postgres` or `nobody` to run PostgreSQL as")


def _identity(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _initialise(binaries: Path, folder: Path, user: pwd.struct_passwd | None) -> None:
    done = subprocess.run(
        [binaries / "initdb", "-D", folder / "data", "-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        **_identity(user),
    )
    if done.returncode:
        raise NoPostgresError(f"initdb failed: {done.stderr.strip()}")


def _start(
    binaries: Path, folder: Path, port: int, user: pwd.struct_passwd | None, settings: dict[str, str]
) -> subprocess.Popen[bytes]:
    own = {"port": str(port), "unix_socket_directories": str(folder)}
    options = [part for name, value in (settings | own).items() for part in ("-c", f"{name}={value}")]
    log = open(folder / "server.log", "wb")  # noqa: SIM115  # the server keeps it
    with log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *options],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_identity(user),
        )


def _wait_until_it_answers(binaries: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(150):
        if server.poll() is not None:
            raise NoPostgresError("PostgreSQL ended right after its start")
        asked = subprocess.run(
            [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "1"],
            check=False,
            env=_environment(),
        )
        if asked.returncode == 0:
            return
        try:
            server.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    raise NoPostgresError("PostgreSQL did not answer within 30 seconds")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": ends sessions, writes what it must
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(143)


def main(arguments: list[str]) -> int:
    """Run a command with `HUIYIN_TEST_DATABASE` naming a fresh server; answer the command's exit status."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    signal.signal(signal.SIGTERM, _leave)
    try:
        with throw_away(syncs=False) as address:
            if not command:
                sys.stdout.write(f"{address}\nPress Ctrl-C to take it away.\n")
                sys.stdout.flush()
                signal.pause()
            return subprocess.run(command, env={**os.environ, "HUIYIN_TEST_DATABASE": address}, check=False).returncode
    except NoPostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
