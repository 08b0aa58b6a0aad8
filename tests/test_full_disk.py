"""The whole program on a disk that is really full, and on one that really fails: what people get, and what holds afterwards.

Mounts a small file system of its own, which only root may; elsewhere these tests say so and are left out.
"""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from huiyin.operations.testing.small_disk import MayNotMountError, SmallDisk, mounted
from huiyin.operations.testing.whole import WholeProgram
from proof.people import Answer, Broken, Browser, Load, Person, look_up
from proof.staff import PASSWORD

pytestmark = pytest.mark.whole

# What is read in an emergency or at the counter.
READ = ("/today/", "/cases/", "/duty/", "/duty/print/", "/duty/rosters/", "/plans/", "/incidents/", "/sheets/")
_CASE = re.compile(r'href="(/cases/[a-z0-9]{12}/)')
_PLAN = re.compile(r'href="(/plans/[a-z0-9]{12}/)"')
_ROSTER = re.compile(r'href="(/duty/rosters/[a-z0-9]{12}/)"')


@pytest.fixture
def disk(
    installation_from_nothing: WholeProgram, example_of_this_run: Path | None, tmp_path: Path
) -> Iterator[SmallDisk]:
    """Asked for before the program starts; taken away when it has ended."""
    if example_of_this_run is None:
        pytest.skip("the database lies elsewhere")
    program = installation_from_nothing
    try:
        with mounted(program.home, tmp_path / "disk.img") as disk:
            program.begin_like(example_of_this_run)
            program.environment["HUIYIN_LANGUAGE"] = "en"
            try:
                yield disk
            finally:
                program.stop()
    except MayNotMountError as error:
        pytest.skip(str(error))


class Town:
    """Who is there: a petitioner with a receipt, one in the middle of the form, a headmaster who is signed in."""

    def __init__(self, program: WholeProgram) -> None:
        self.program = program
        bureau = program.rows("SELECT public_id FROM organisations_organisation WHERE kind = 'county-bureau'")[0][0]
        load = Load(program.port, 1, bureau)
        load.going.set()
        self.before = Person(load, self.browser(), "之前")
        self.before.raise_and_follow(messages=1)
        self.midway = Person(load, self.browser(), "写到一半")
        for page, fields in self.answers(bureau).items():
            self.midway._filled(f"/raise/{page}", fields)
        self.midway.browser.get("/raise/check")
        self.staff = self.browser()
        self.staff.get("/sign-in/")
        assert self.staff.post("/sign-in/", {"username": "xiaozhang", "password": PASSWORD}).status == 302
        self.staff.cookies["huiyin_language"] = "en"  # not the account's

    def browser(self) -> Browser:
        browser = Browser(self.program.port, "127.0.0.1")
        browser.cookies["huiyin_language"] = "en"
        return browser

    def answers(self, bureau: str) -> dict[str, dict[str, str]]:
        return {
            "about": {"staff": "no"},
            "where": {"organisation": bureau},
            "what": {"text": self.midway.shown.words + "".join(map(chr, range(0x4E00, 0x4E00 + 1900)))},  # needs room
            "details": {"place": "", "happened": "", "wish": ""},
            "files": {},
            "name": {"naming": "anonymous"},
            "reach": {"contact_by": "page", "phone": "", "email": "", "address": ""},
        }

    def hand_in(self) -> Answer:
        return self.midway.browser.post("/raise/check", {"true": "on"})

    def say(self, text: str) -> Answer:
        return self.before.browser.post("/status/say", {"text": text})

    def reads_everything(self, red: str) -> None:
        """Every page that is only read opens, and says in red what is the matter."""
        opened = {path: self.staff.get(path) for path in READ}
        for page, link in (("/cases/", _CASE), ("/plans/", _PLAN), ("/duty/rosters/", _ROSTER)):
            found = link.findall(opened[page].text)
            assert found, (page, re.findall(r'href="([^"]*)"', opened[page].text))
            path = found[0]
            opened[path] = self.staff.get(path)
        for path, page in opened.items():
            assert page.status == 200, f"{path}: {page.status}"
            assert red in page.text or "/print" in path or "/sheets/" in path, path
        assert look_up(self.before.browser, self.before.shown.code).status in (200, 503)
        assert self.before.shown.words in self.before.browser.get("/status/").text

    def is_kept(self) -> None:
        """What was acknowledged before is there, and the ledger verifies."""
        page = look_up(self.browser(), self.before.shown.code)
        assert self.before.shown.words in page.text
        assert all(said in page.text for said in self.before.shown.said)
        assert self.program.huiyin("ledger", "verify", check=False).returncode == 0


def said_in_the_log(program: WholeProgram, *words: str) -> bool:
    lines = program.log.read_text().splitlines()
    return any(all(word in line for word in words) for line in lines)


def test_a_full_disk_takes_nothing_says_so_and_goes_on_by_itself_when_there_is_room(
    disk: SmallDisk, installation_from_nothing: WholeProgram
) -> None:
    program = installation_from_nothing
    program.start()
    town = Town(program)
    assert "almost full" in town.staff.get("/today/").text
    said: list[str] = []

    def not_taken() -> bool:
        """The write-ahead log has room of its own for a while: what goes into it is taken, and must be there later."""
        answer = town.say(f"第{len(said)}句")  # takes less room than a concern
        if answer.status == 503:
            assert "The machine&#x27;s disk is full" in answer.text
            assert "This has not been handed in yet" in answer.text
            return disk.fill() == 0
        said.append(f"第{len(said)}句")
        return False

    with closing(sqlite3.connect(program.home / "huiyin.sqlite3")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM cases_case").fetchall()  # keeps the log from beginning again
        disk.fill()
        program.wait_for("the disk to be full for the database too", not_taken)
        answer = town.hand_in()
        assert (answer.status, "You have no receipt yet" in answer.text) == (503, True)
        assert "disk is full" in answer.text
        stranger = town.browser()
        stranger.get("/sign-in/")
        answer = stranger.post("/sign-in/", {"username": "he", "password": PASSWORD})
        assert answer.status == 302 or (answer.status == 503 and "disk is full" in answer.text)
        assert PASSWORD not in answer.text
        town.reads_everything("The machine&#x27;s disk is full")
        program.wait_for("the worker to say it", lambda: said_in_the_log(program, "huiyin.worker", "DiskFull"))
        program.wait_for("the watcher to say it", lambda: said_in_the_log(program, "huiyin.watcher", "DiskFull"))
    disk.make_room()
    program.wait_for("it to be taken by itself", lambda: town.hand_in().status == 302)
    assert "hy-slip__code" in town.midway.browser.get("/receipt/").text
    program.wait_for("the watcher to see it", lambda: "disk is full" not in town.staff.get("/today/").text)
    town.before.shown.said.extend(said)
    town.is_kept()


def test_a_photograph_on_a_full_disk_is_refused_and_nothing_typed_is_lost(
    disk: SmallDisk, installation_from_nothing: WholeProgram
) -> None:
    program = installation_from_nothing
    program.start()
    town = Town(program)
    picture = io.BytesIO()
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(picture, "JPEG", quality=95)
    photograph = ("chosen", "canteen.jpg", picture.getvalue())

    def upload() -> Answer:
        return town.midway.browser.upload("/raise/files", photograph)

    def not_taken() -> bool:
        disk.fill()
        return upload().status == 503

    program.wait_for("no room for the photograph", not_taken)
    answer = upload()
    assert "disk is full" in answer.text
    assert not list((program.home / "files").rglob("*.part")), "nothing half-written is left"
    disk.make_room()
    program.wait_for("the photograph to be taken", lambda: upload().status == 302)
    assert "canteen.jpg" in town.midway.browser.get("/raise/files").text
    page = town.midway.browser.get("/raise/check").text
    assert town.midway.shown.words in page, "what was typed before is still there"
    program.wait_for("it to be handed in", lambda: town.hand_in().status == 302)
    assert "hy-slip__code" in town.midway.browser.get("/receipt/").text


@pytest.mark.parametrize("ended", ["orderly", "killed"])
def test_it_starts_on_a_disk_that_can_only_be_read_and_takes_what_comes_once_it_can_be_written(
    disk: SmallDisk, installation_from_nothing: WholeProgram, ended: str
) -> None:
    """After an orderly end no log is left beside the database, after a power cut there is one: both are read whole."""
    program = installation_from_nothing
    program.start()
    town = Town(program)
    if ended == "orderly":
        program.stop()
        with closing(sqlite3.connect(program.home / "huiyin.sqlite3")) as last:
            last.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # as the last one who closes the database does
        assert not (program.home / "huiyin.sqlite3-wal").exists()
    else:
        program.kill()
    program.wait_for("nobody to write", lambda: disk.let("ro"))
    before = {path: path.read_bytes() for path in program.home.glob("huiyin.sqlite3*")}
    program.start_reading()
    town.reads_everything("disk can only be read")
    for answer in (town.say("还有一句"), town.hand_in()):
        assert answer.status == 503
        assert "disk can only be read" in answer.text
    stranger = town.browser()
    stranger.get("/sign-in/")
    answer = stranger.post("/sign-in/", {"username": "he", "password": PASSWORD})
    assert answer.status in (422, 503)
    assert "disk can only be read" in answer.text, "and not that the password is wrong"
    assert said_in_the_log(program, "THE DISK CAN ONLY BE READ")
    assert "can only be read" in program.huiyin("doctor", "--json", check=False).stdout
    assert {path: path.read_bytes() for path in program.home.glob("huiyin.sqlite3*") if "shm" not in path.name} == {
        path: data for path, data in before.items() if "shm" not in path.name
    }
    assert disk.let("rw")

    def taken() -> bool:
        try:
            return town.hand_in().status == 302
        except Broken:  # it is just beginning again
            return False

    program.wait_for("it to begin again by itself", taken)
    program.wait_for("the worker to run", lambda: "disk can only be read" not in town.staff.get("/today/").text)
    town.is_kept()


def test_a_disk_that_fails_can_be_read_on_and_nothing_is_taken(
    disk: SmallDisk, installation_from_nothing: WholeProgram
) -> None:
    """As the kernel does it when a block can't be written: read-only from one moment to the next, under open files."""
    program = installation_from_nothing
    program.start()
    town = Town(program)
    disk.fail()
    answer = town.say("还有一句")
    assert answer.status == 503
    assert "disk can only be read" in answer.text
    answer = town.hand_in()
    assert (answer.status, "You have no receipt yet" in answer.text) == (503, True)
    town.reads_everything("disk can only be read")
    program.wait_for("the worker to say it", lambda: said_in_the_log(program, "huiyin.worker", "DiskReadOnly"))
    program.wait_for("the watcher to say it", lambda: said_in_the_log(program, "huiyin.watcher", "DiskReadOnly"))
    found = program.huiyin("doctor", "--json", check=False)
    assert "can only be read" in found.stdout
