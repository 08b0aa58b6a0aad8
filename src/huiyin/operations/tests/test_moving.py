"""One school leaves the district's installation, or comes back after an accident: nothing is lost, nothing of others goes along."""

from __future__ import annotations

import fcntl
import io
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage
import pytest

from huiyin.kernel.vault import keys
from huiyin.operations.backup import recipients
from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole

SCHOOL, OTHER = "柳塘镇中心学校", "清溪镇中心学校"
SET_UP = (
    *("setup", "--name", "另一单位", "--kind", "other", "--language", "en"),
    *("--outside-body", "临禾县纪委监委", "--outside-body-channel", "12388"),
    *("--administrator", "chen=陈", "--administrator", "lin=林"),
)
CODES = "SELECT public_id, text FROM cases_concern ORDER BY public_id"
SEALED = """
import json
from huiyin.kernel.vault import crypto, read_text
from huiyin.kernel.vault.models import SealedIdentity, SealedText
said = {row.public_id: crypto.unseal(row.ciphertext, crypto.unwrap(row.wrapped_key, row.public_id), row.public_id).decode()
        for row in SealedIdentity.objects.filter(erased_at=None)}
said |= {row.public_id: read_text(row) for row in SealedText.objects.select_related("case_key") if row.case_key.wrapped_key}
print(json.dumps(said))
"""

APP = """
from huiyin.organisations import seeds
from huiyin.organisations.models import Account, CodeApp
account = Account.objects.filter(appointments__post__unit__organisation__name=sys.argv[1]).first()
CodeApp.objects.create(account=account, sealed_seed=seeds.sealed(b"x" * 20, account), confirmed=True)
"""


PROOF = """
from huiyin.cases.models import Concern
from huiyin.kernel import ledger, store, time
from huiyin.kernel.vault import proving
from huiyin.kernel.vault.models import SealedIdentity
about = [f"concern:{one.public_id}" for one in Concern.objects.filter(case__organisation__name=sys.argv[1])]
sealed = SealedIdentity.objects.filter(about__in=about, erased_at=None).order_by("pk").first()
with store.write():
    proof, _code = proving.ask(sealed=sealed, channel="email", at=time.now())
    ledger.record(verb="cases.prove", actor="system:test", about=proof.reference, at=time.now(), commits=[proof])
print(proof.public_id)
"""


def inside(program: WholeProgram, code: str, *arguments: str) -> str:
    """What a process of that installation prints."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django, sys; django.setup()\n{code}", *arguments],
        env=program.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def said(program: WholeProgram, *arguments: str, status: int = 0) -> dict[str, Any]:
    done = program.huiyin("organisation", *arguments, "--json", check=False)
    assert done.returncode == status, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def refused(program: WholeProgram, *arguments: str) -> str:
    done = program.huiyin("organisation", *arguments, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def verified(program: WholeProgram) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(program.huiyin("ledger", "verify", "--json", check=False).stdout)
    assert answer["ok"], answer["first_bad"]
    return answer


def past_the_triggers(program: WholeProgram, *statements: str) -> None:
    """As with an editor of databases."""
    with closing(sqlite3.connect(program.home / "huiyin.sqlite3")) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            database.execute(statement)
        for _name, sql in triggers:
            database.execute(sql)
        database.commit()


def plain_members(file: Path, program: WholeProgram) -> dict[str, bytes]:
    key = keys.load_or_make(Path(program.environment["HUIYIN_KEY_FILE"]))
    _first, _newline, encrypted = file.read_bytes().partition(b"\n")
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(encrypted, [recipients.identity(key)]))) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


@pytest.fixture
def district(installation_from_nothing: WholeProgram, example_of_this_run: Path | None) -> WholeProgram:
    """The example district on SQLite, also where the tests' own database is PostgreSQL: it goes from one to the other then."""
    program = installation_from_nothing
    program.environment.pop("HUIYIN_TEST_DATABASE", None)
    if example_of_this_run is None:
        program.huiyin("demo")
    else:
        program.begin_like(example_of_this_run)
    return program


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[WholeProgram]:
    """Another machine that has been set up."""
    program = WholeProgram(tmp_path / "elsewhere")
    program.huiyin(*SET_UP)
    yield program
    program.stop()


def with_a_known_code(program: WholeProgram) -> tuple[str, str]:
    """A concern of the school and a code that opens it."""
    made = """
import json, datetime
from huiyin.cases import receipts
from huiyin.cases.models import ReceiptCode
from huiyin.kernel import store
code = receipts.draw()
with store.write():
    row = ReceiptCode.objects.filter(concern__case__organisation__name=sys.argv[1], voided_at=None).order_by("pk").first()
    row.digest = receipts.digest(code)
    row.save()
print(json.dumps([row.concern.public_id, code]))
"""
    concern, code = json.loads(inside(program, made, SCHOOL))
    return concern, code


def test_a_school_goes_to_another_installation_with_all_that_is_its_own(
    district: WholeProgram, elsewhere: WholeProgram, tmp_path: Path
) -> None:
    concern, code = with_a_known_code(district)
    inside(district, APP, SCHOOL)
    proof = inside(district, PROOF, SCHOOL).strip()
    recipient = elsewhere.huiyin("key", "recipient").stdout.strip()
    file = tmp_path / "school.age"
    exported = said(district, "export", SCHOOL, str(file), "--for", recipient)
    assert exported["unproved"] == 0
    assert exported["entries"] > 100
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".school")] == []

    shown = said(elsewhere, "restore", str(file), status=1)
    assert not shown["done"]
    assert elsewhere.rows("SELECT count(*) FROM cases_case") == [(0,)], "shown first, done with --yes alone"
    done = said(elsewhere, "restore", str(file), "--yes")
    assert done["altered"] == []
    assert done["proved"] == exported["entries"] == done["carried"]
    new, left = done["counts"]["new"], done["counts"].get("names-what-is-not-here", {})
    for label, number in exported["counts"].items():
        assert new.get(label, 0) + left.get(label, 0) + done["counts"].get("same", {}).get(label, 0) == number
    assert not {"cases.Case", "cases.Concern", "cases.ReceiptCode", "vault.SealedIdentity", "vault.SealedText"} & set(
        left
    )
    assert "organisations.Organisation.parent" in done["lacking"], "what it hung on is named"

    assert verified(elsewhere)["entries"] > 0
    found = "from huiyin.cases import receipts; print(receipts.find(sys.argv[1]).concern.public_id)"
    assert inside(elsewhere, found, code).strip() == concern
    ours, theirs = json.loads(inside(district, SEALED)), json.loads(inside(elsewhere, SEALED))
    assert theirs
    assert theirs == {name: ours[name] for name in theirs}
    seed = "from huiyin.organisations import models, seeds; print(seeds.seed_of(models.CodeApp.objects.get()).hex())"
    assert bytes.fromhex(inside(elsewhere, seed)) == b"x" * 20, "who signs in with an app goes on doing so"
    [(ended,)] = elsewhere.rows("SELECT ended_at FROM vault_addressproof WHERE public_id = ?", proof)
    assert ended, "a code that nothing here can compare is asked for anew, and does not count as a wrong one"
    [attachments] = elsewhere.rows("SELECT count(*) FROM files_attachment WHERE erased_at IS NULL")
    intact = "from huiyin.kernel.files import models, queries; print(sum(map(queries.intact, models.Attachment.objects.all())))"
    assert int(inside(elsewhere, intact)) == attachments[0] > 0
    due = "SELECT subject_id, name, due_at FROM clocks_clock WHERE status = 'running' AND subject_kind = 'case' ORDER BY public_id"
    running = {row[:2] for row in elsewhere.rows(due)}
    assert running
    assert running <= {row[:2] for row in district.rows(due)}

    assert "here already" in refused(elsewhere, "restore", str(file), "--yes")
    elsewhere.start()
    elsewhere.fast_forward(days=3)
    elsewhere.stop()
    verified(elsewhere)


def test_nothing_of_another_organisation_and_nothing_sealed_is_readable_in_it(
    district: WholeProgram, tmp_path: Path
) -> None:
    planted = "甲乙丙丁戊己"
    plant = """
from huiyin.organisations.access import machine
from huiyin.organisations.actions.tree import create_unit
from huiyin.organisations.models import Organisation
create_unit(actor=machine("people"), organisation=Organisation.objects.get(name=sys.argv[1]).public_id, name=sys.argv[2])
"""
    inside(district, plant, OTHER, planted)
    file = tmp_path / "school.age"
    said(district, "export", SCHOOL, str(file))
    members = plain_members(file, district)
    readable = b"".join(data for name, data in members.items() if not name.startswith("files/")).decode()
    assert SCHOOL in readable
    assert planted not in readable
    others = district.rows(
        "SELECT c.title FROM cases_case c JOIN organisations_organisation o ON o.id = c.organisation_id WHERE o.name = ?",
        OTHER,
    )
    assert others
    assert not [title for (title,) in others if title and title in readable]
    sealed = json.loads(inside(district, SEALED)).values()
    assert sealed
    assert not [text for text in sealed if text in readable]


def test_what_was_lost_comes_back_and_what_is_newer_or_erased_stays(district: WholeProgram, tmp_path: Path) -> None:
    file = tmp_path / "school.age"
    said(district, "export", SCHOOL, str(file))
    again = said(district, "restore", str(file))
    assert set(again["counts"]) == {"same"}, "there is nothing to do"

    rename = """
from huiyin.kernel import ledger, store, time
from huiyin.organisations.access import machine
from huiyin.organisations.actions.tree import edit_unit
from huiyin.organisations.models import GroupMember, Unit
unit = Unit.objects.filter(organisation__name=sys.argv[1]).order_by("pk").last()
edit_unit(actor=machine("people"), unit=unit.public_id, version=unit.version, name="后来的名字")
with store.write():
    row = GroupMember.objects.filter(group__organisation__name=sys.argv[1]).last()
    ledger.record(verb="organisations.edit_group", actor="system:test", about="group:x", at=time.now(), erases=[row])
    row.delete()
"""
    inside(district, rename, SCHOOL)
    events = "SELECT count(*) FROM cases_caseevent"
    before = district.rows(events)
    for stored in (district.home / "files").glob("??/*"):
        stored.unlink()
    past_the_triggers(
        district,
        "DELETE FROM cases_caseevent WHERE case_id IN (SELECT c.id FROM cases_case c JOIN organisations_organisation o"
        f" ON o.id = c.organisation_id WHERE o.name = '{SCHOOL}')",
        f"UPDATE organisations_organisation SET phone = '1', region = 'XX' WHERE name = '{SCHOOL}'",
    )
    assert not json.loads(district.huiyin("ledger", "verify", "--json", check=False).stdout)["ok"]

    shown = said(district, "restore", str(file), status=1)["counts"]
    assert shown["newer-here"] == {"organisations.Unit": 1}
    assert shown["erased-here"] == {"organisations.GroupMember": 1}
    assert shown["damaged-here"] == {"organisations.Organisation": 1}
    assert set(shown["new"]) == {"cases.CaseEvent"}
    done = said(district, "restore", str(file), "--yes")
    assert done["counts"] == shown
    assert done["files"] == len(list((district.home / "files").glob("??/*"))) > 0
    assert district.rows(events) == before
    assert district.rows("SELECT count(*) FROM organisations_unit WHERE name = '后来的名字'") == [(1,)]
    assert district.rows("SELECT region FROM organisations_organisation WHERE name = ?", SCHOOL) != [("XX",)]
    verified(district)
    assert district.rows("SELECT count(*) FROM ledger_entry WHERE verb = 'operations.restore-organisation'")[0][0] > 0
    assert not said(district, "restore", str(file))["counts"].keys() & {"new", "damaged-here"}, (
        "a second time does nothing"
    )


def test_after_the_whole_was_set_back_one_school_is_brought_forward(district: WholeProgram, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.sqlite3"
    with closing(sqlite3.connect(district.home / "huiyin.sqlite3")) as live, closing(sqlite3.connect(earlier)) as copy:
        live.backup(copy)
    later = """
from huiyin.organisations.access import machine
from huiyin.organisations.actions.tree import create_unit, edit_unit
from huiyin.organisations.models import Organisation, Unit
school = Organisation.objects.get(name=sys.argv[1])
unit = school.units.order_by("pk").first()
edit_unit(actor=machine("people"), unit=unit.public_id, version=unit.version, name="改过的名字")
create_unit(actor=machine("people"), organisation=school.public_id, name="新设的科室")
"""
    inside(district, later, SCHOOL)
    file = tmp_path / "school.age"
    said(district, "export", SCHOOL, str(file))
    for name in ("huiyin.sqlite3-wal", "huiyin.sqlite3-shm"):
        (district.home / name).unlink(missing_ok=True)
    shutil.copyfile(earlier, district.home / "huiyin.sqlite3")
    taken = """
from huiyin.organisations.access import machine
from huiyin.organisations.actions.tree import create_unit
from huiyin.organisations.models import Organisation
create_unit(actor=machine("people"), organisation=Organisation.objects.get(name=sys.argv[1]).public_id, name="别的科室")
"""
    inside(district, taken, OTHER)  # the key that the new unit had is another's now

    done = said(district, "restore", str(file), "--yes")
    assert done["counts"]["older-here"] == {"organisations.Unit": 1}
    assert done["counts"]["new"] == {"organisations.Unit": 1}
    assert done["carried"] > 0, "what was done then goes along as history"
    names = {name for (name,) in district.rows("SELECT name FROM organisations_unit")}
    assert {"改过的名字", "新设的科室", "别的科室"} <= names
    verified(district)

    past_the_triggers(district, "UPDATE ledger_carriedentry SET verb = 'something.else'")
    altered = json.loads(district.huiyin("ledger", "verify", "--json", check=False).stdout)
    assert not altered["ok"]
    [(taken_in, changed)] = district.rows(
        "SELECT c.public_id, e.public_id FROM ledger_carried c JOIN ledger_carriedentry e ON e.carried_id = c.id ORDER BY e.id LIMIT 1"
    )
    assert taken_in in altered["first_bad"]
    assert changed in altered["first_bad"]


def test_a_file_that_is_not_right_is_named_and_nothing_is_left_behind(
    district: WholeProgram, elsewhere: WholeProgram, tmp_path: Path
) -> None:
    file, secret, wrong, short = (tmp_path / name for name in ("school.age", "secret", "wrong", "short"))
    secret.write_text("correct horse battery staple\n")
    wrong.write_text("incorrect horse battery staple\n")
    short.write_text("short\n")
    assert "fewer than" in refused(district, "export", SCHOOL, str(file), "--passphrase-file", str(short))
    assert "which organisation" in refused(district, "export", "没有的单位", str(file))
    said(district, "export", SCHOOL, str(file), "--passphrase-file", str(secret))
    assert "exists already" in refused(district, "export", SCHOOL, str(file))
    assert file.stat().st_mode & 0o077 == 0

    with_secret = ("--passphrase-file", str(secret), "--yes")
    cut, other = tmp_path / "cut.age", tmp_path / "other.age"
    cut.write_bytes(file.read_bytes()[:-20_000])
    other.write_bytes(b"something else")
    assert "passphrase" in refused(elsewhere, "restore", str(file), "--passphrase-file", str(wrong))
    assert "passphrase" in refused(elsewhere, "restore", str(file))
    assert "cut or damaged" in refused(elsewhere, "restore", str(cut), *with_secret)
    assert "no export" in refused(elsewhere, "restore", str(other), *with_secret)
    assert "can't be read" in refused(elsewhere, "restore", str(tmp_path / "absent.age"), *with_secret)
    with (elsewhere.home / "organisation.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "just now" in refused(elsewhere, "restore", str(file), *with_secret)
    assert elsewhere.rows("SELECT count(*) FROM cases_case") == [(0,)]
    assert not (elsewhere.home / ".organisation").exists()
    assert said(elsewhere, "restore", str(file), *with_secret)["done"]


def test_an_export_under_writes_is_of_one_moment(
    district: WholeProgram, elsewhere: WholeProgram, tmp_path: Path
) -> None:
    writes = """
from huiyin.organisations.access import machine
from huiyin.organisations.actions.tree import create_unit, edit_unit
from huiyin.organisations.models import Organisation
school = Organisation.objects.get(name=sys.argv[1]).public_id
for number in range(100000):
    unit = create_unit(actor=machine("people"), organisation=school, name=f"科室{number}")
    edit_unit(actor=machine("people"), unit=unit.public_id, version=unit.version, name=f"改名{number}")
    print(number, flush=True)
"""
    writer = subprocess.Popen(
        [sys.executable, "-c", f"import django, sys; django.setup()\n{writes}", SCHOOL],
        env=district.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()  # it writes
        file = tmp_path / "school.age"
        recipient = elsewhere.huiyin("key", "recipient").stdout.strip()
        said(district, "export", SCHOOL, str(file), "--for", recipient)
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()
    done = said(elsewhere, "restore", str(file), "--yes")
    assert done["altered"] == [], "each row is the one of which the entries of the same moment speak"
    assert (
        elsewhere.rows("SELECT count(*) FROM organisations_unit WHERE name LIKE '科室%' OR name LIKE '改名%'")[0][0] > 0
    )
    verified(elsewhere)
