"""A built wheel holds everything that pages need: who installs it needs no Node, no gettext, no compiler."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "huiyin"

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from the files that git knows and the built assets, with no Node on the path."""
    if not (PACKAGE / "web" / "assets" / "build" / "huiyin.css").is_file():
        pytest.fail("type `make assets` first")
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    built = [
        str(path.relative_to(ROOT)) for path in (PACKAGE / "web" / "assets" / "build").rglob("*") if path.is_file()
    ]
    for name in filter(None, [*names, *built]):
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(out), str(source)],
        env={"PATH": "/usr/bin-without-node", "HOME": str(source), "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return zipfile.ZipFile(next(out.glob("huiyin-*.whl")))


def test_it_holds_what_pages_need(wheel: zipfile.ZipFile) -> None:
    held = set(wheel.namelist())
    wanted = {f"huiyin/{path.relative_to(PACKAGE)}" for path in PACKAGE.rglob("*.html")}
    wanted |= {f"huiyin/{path.relative_to(PACKAGE).with_suffix('.mo')}" for path in PACKAGE.rglob("*.po")}
    wanted |= {f"huiyin/{path.relative_to(PACKAGE)}" for path in (PACKAGE / "procedures").rglob("*.toml")}
    wanted |= {
        "huiyin/web/assets/build/huiyin.css",
        "huiyin/web/assets/build/huiyin.js",
        "huiyin/web/assets/build/LICENSES.txt",
    }
    untracked = subprocess.run(
        ["git", "ls-files", "-z", "--others", "src"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    beside = {name.removeprefix("src/") for name in untracked.decode().split("\0")}
    wanted -= {name for name in wanted if name in beside and not name.endswith(".mo")}
    wanted -= {name for name in wanted if name.endswith(".mo") and name.removesuffix(".mo") + ".po" in beside}
    assert sorted(wanted - held) == []
    assert any(name.endswith("LICENSE") for name in held)


def test_the_command_runs_from_it(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Unpacked elsewhere, in front of the source: `huiyin demo` builds, and the pages' files are collected."""
    site = tmp_path / "site"
    wheel.extractall(site)
    program = (
        "import huiyin, sys; assert huiyin.__file__.startswith(sys.argv[1]), huiyin.__file__;"
        "from huiyin.cli import main; status = main(['demo']);"
        "from huiyin.operations import upgrade; upgrade.collect_static(); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(site)],
        env={"PYTHONPATH": str(site), "HUIYIN_HOME": str(tmp_path / "home"), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert list((tmp_path / "home" / "static").rglob("huiyin*.css"))
