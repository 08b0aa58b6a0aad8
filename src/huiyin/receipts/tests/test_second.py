"""A second implementation that is not ours (Go's golang.org/x/mod/sumdb, in Debian) checks a running server and its receipts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from huiyin.kernel.ledger import signing

from .conftest import fetched, opened, written
from .test_log_pages import rewrite

GOPATH = Path("/usr/share/gocode")
SOURCE = Path(__file__).resolve().parent / "second" / "main.go"

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("HUIYIN_WITHOUT_GO")), reason="HUIYIN_WITHOUT_GO: no second implementation has checked receipts"
)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built without network from what the distribution ships."""
    go = shutil.which("go")
    assert go, "tools/need.sh go brings it; HUIYIN_WITHOUT_GO=1 leaves these tests out"
    assert GOPATH.is_dir(), "tools/need.sh go brings it; HUIYIN_WITHOUT_GO=1 leaves these tests out"
    folder = tmp_path_factory.mktemp("second")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GO111MODULE": "off", "GOPATH": str(GOPATH),
        "GOCACHE": str(folder / "cache"), "GOFLAGS": "", "CGO_ENABLED": "0",
    }  # fmt: skip
    subprocess.run([go, "build", "-o", str(folder / "second"), str(SOURCE)], env=environment, check=True, timeout=300)
    return folder / "second"


def run(second: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([second, *arguments], capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
def test_another_program_follows_the_log_and_checks_receipts(office, publish, second, live_server, tmp_path):
    receipts = [office.raised(text=f"第{number}件") for number in range(3)]
    office.accepted(receipts[0])
    publish()
    clients = [opened(one.code) for one in receipts]
    files = [written(tmp_path / f"{number}.json", fetched(one)) for number, one in enumerate(clients)]
    for number in range(30):
        office.raised(text=f"后来的第{number}件")
    publish()  # more than one tile, and an older checkpoint in the files
    code, said = run(second, live_server.url, str(signing.key()), *files)
    assert (code, said.split()[0]) == (0, "ok"), said
    changed = Path(files[0]).read_text().replace("第0件", "第9件")
    code, said = run(second, live_server.url, str(signing.key()), written(tmp_path / "changed.json", changed))
    assert (code, "not committed to" in said) == (1, True), said
    rewrite()
    publish()
    code, said = run(second, live_server.url, str(signing.key()), files[0])
    assert (code, "does not go on" in said) == (1, True), said
