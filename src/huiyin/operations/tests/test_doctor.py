"""The doctor names what is wrong, and finds nothing wrong where nothing is."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from huiyin.operations.doctor.finding import TITLES
from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole


def findings(program: WholeProgram) -> dict[str, str]:
    """About -> weight, the worst one where there are several."""
    said = json.loads(program.huiyin("doctor", "--json", check=False).stdout)
    found: dict[str, str] = {}
    for finding in said["findings"]:
        if found.get(finding["about"]) != "bad":
            found[finding["about"]] = finding["weight"]
        assert finding["weight"] == "good" or finding["remedy"], finding
    assert said["ok"] == ("bad" not in found.values())
    return found


def test_a_running_example_is_well_and_a_dead_worker_is_named(example_of_its_own: WholeProgram) -> None:
    program = example_of_its_own
    program.start()
    found = findings(program)
    assert [about for about, weight in found.items() if weight == "bad"] == []
    assert set(found) <= set(TITLES), "each has a title in the language of the installation"
    assert {"notices", "time limits"} <= set(found)

    program.stop()
    program.offset += dt.timedelta(minutes=5)
    program.clock.write_text(str(program.offset.total_seconds()))
    assert findings(program)["worker"] == "bad"


def test_each_thing_that_is_wrong_is_named(example_of_its_own: WholeProgram) -> None:
    program = example_of_its_own
    key = Path(program.environment["HUIYIN_KEY_FILE"])
    key.chmod(0o644)
    program.home.chmod(0o755)
    os.utime(program.home / "key.fingerprint", (4_000_000_000, 4_000_000_000))
    found = findings(program)
    assert {about for about in ("key", "folder", "clock", "worker") if found[about] == "bad"} == {
        "key",
        "folder",
        "clock",
        "worker",
    }


def test_a_lost_key_file_is_said_and_none_is_made_in_its_place(example_of_its_own: WholeProgram) -> None:
    program = example_of_its_own
    key = Path(program.environment["HUIYIN_KEY_FILE"])
    words = program.huiyin("key", "words").stdout
    held = key.read_text()
    key.unlink()
    refused = program.huiyin("serve", "--port", str(program.port), check=False)
    assert refused.returncode == 2
    assert "huiyin key restore" in refused.stderr
    assert not key.exists()

    typed = "".join(f"{line.split()[1]}\n" for line in words.splitlines() if line.strip()[0].isdigit())
    program.huiyin("key", "restore", words=typed)
    assert key.read_text() == held
    assert key.stat().st_mode & 0o077 == 0


def test_a_real_installation_without_backup_and_unproved_words_is_not_well(
    installation_from_nothing: WholeProgram,
) -> None:
    program = installation_from_nothing
    begun = program.huiyin(
        *("setup", "--name", "临禾县第一小学", "--kind", "school", "--language", "en"),
        *("--outside-body", "临禾县纪委监委", "--outside-body-channel", "12388"),
        *("--administrator", "chen=陈", "--administrator", "lin=林"),
    ).stdout
    assert "chen" in begun
    found = findings(program)
    assert (found["backup"], found["key"]) == ("bad", "bad")

    printed = [line.split()[1] for line in begun.splitlines() if line.strip()[:1].isdigit()]
    backwards = program.huiyin("key", "confirm", words="\n".join(reversed(printed)) + "\n", check=False)
    assert backwards.returncode != 0
    program.huiyin("key", "confirm", words="\n".join(printed) + "\n")
    assert findings(program)["key"] == "good"


@pytest.mark.parametrize(
    "lacks",
    [
        pytest.param(("--administrator", "chen=陈"), id="one administrator alone"),
        pytest.param(("--administrator", "chen=陈", "--administrator", "Chen=陈"), id="the same one twice"),
    ],
)
def test_set_up_needs_two_administrators(installation_of_its_own: WholeProgram, lacks: tuple[str, ...]) -> None:
    done = installation_of_its_own.huiyin(
        *("setup", "--name", "X", "--kind", "school", "--outside-body", "Y", "--outside-body-channel", "Z", *lacks),
        check=False,
    )
    assert done.returncode == 2
    assert installation_of_its_own.rows("SELECT count(*) FROM organisations_account") == [(0,)]


def test_where_nothing_is_installed_it_is_said_once_and_nothing_is_made_there(
    installation_from_nothing: WholeProgram,
) -> None:
    program = installation_from_nothing
    for nowhere in (program.home / "mistyped", program.home.with_name("empty")):
        if nowhere.name == "empty":
            nowhere.mkdir()
        program.environment["HUIYIN_HOME"] = str(nowhere)
        said = json.loads(program.huiyin("doctor", "--json", check=False).stdout)
        [finding] = said["findings"]
        assert (said["ok"], finding["about"], str(nowhere) in finding["what"]) == (False, "folder", True)
        assert "HUIYIN_HOME" in finding["remedy"]
        assert not nowhere.exists() or not list(nowhere.glob("*.sqlite3")), "to ask makes no database"
