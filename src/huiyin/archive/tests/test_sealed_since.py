"""A case that has a dossier turns out to be a report about a person: what was made of it before tells nobody what is sealed now."""

from __future__ import annotations

import datetime as dt

import pytest

from huiyin.archive import jobs
from huiyin.archive.actions import making, transferring
from huiyin.archive.dossiers.packing import Packed
from huiyin.archive.models import Dossier
from huiyin.archive.queries import transfers
from huiyin.cases.models import Case
from huiyin.cases.taxonomy import load_taxonomy
from huiyin.cases.tests.conftest import Office
from huiyin.confidential.actions import resealing
from huiyin.confidential.rules import Whom
from huiyin.confidential.tests.conftest import district  # noqa: F401  # the fixture itself
from huiyin.confidential.tests.test_resealing import everything
from huiyin.confidential.tests.test_retaliation import organ
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Conflict
from huiyin.kernel.files import storage
from huiyin.operations.testing.rooms import signed_in_as, text_of

from .conftest import made, settled
from .packages import files_of, text_of_pdf

WORDS, PAPER = "锅炉房的承包合同没有招标。", "发票在第三页背面。"


@pytest.fixture
def office(district) -> Office:  # noqa: F811
    load_taxonomy()
    organ(district)
    return Office(district.example)


def sealed(office: Office, case: Case) -> None:
    """Seen for what it is after it ended."""
    case.refresh_from_db()
    deputy = office.example.posts["bureau/分管副局长"].public_id
    whom = Whom(office.example.organisations["bureau"].public_id, (deputy,), whole=False)
    resealing.reseal(actor=office.example.actors["liang"], case_id=case.pk, version=case.version, whom=whom)


def test_a_package_that_lies_here_goes_at_once_with_its_key_and_a_new_one_is_the_pointer(
    office, settings, django_capture_on_commit_callbacks
):
    liang = office.example.actors["liang"]
    case = settled(office, text=WORDS, paper=PAPER.encode())
    row, content = made(case, liang)
    assert "没有招标" in text_of_pdf(files_of(content)["data/dossier.pdf"]), "what is looked for can be found before"
    assert storage.length(row.stored) is not None
    with django_capture_on_commit_callbacks(execute=True):
        sealed(office, case)
    assert storage.length(row.stored) is None
    row.refresh_from_db()
    assert (bytes(row.wrapped_key), row.stored) == (b"", "")
    for planted in (WORDS, PAPER):
        assert planted.encode() not in everything(settings)
    with pytest.raises(Conflict):
        making.take(actor=liang, dossier_id=row.public_id)
    assert ledger.verify().ok

    _row, content = made(case, liang)
    files = files_of(content)
    told = (
        text_of_pdf(files["data/dossier.pdf"]) + files["data/record.json"].decode() + files["data/ledger.json"].decode()
    )
    assert "没有招标" not in told
    assert not [path for path in files if path.startswith("data/originals/")]


def test_one_that_was_being_made_comes_to_nothing_and_can_be_made_again(office):
    liang = office.example.actors["liang"]
    case = settled(office, text=WORDS)
    asked = making.ask_of_case(actor=liang, case_id=case.public_id)
    held = making.begin(time.now())
    assert held is not None
    sealed(office, case)
    whole = Packed(WORDS.encode(), "a" * 64, "b" * 64, 1)
    row = making.take_over(dossier=held, packed=whole, sealed=making.seal(held, whole.content), originals=0)
    assert (row.pk, row.state, row.stored) == (asked.pk, "failed", "")
    assert row.failure
    assert jobs.make(time.now()) == 0
    assert making.ask_of_case(actor=liang, case_id=case.public_id).state == "waiting"


def on_a_list(office: Office, row: Dossier) -> str:
    return transferring.prepare(actor=office.example.actors["he"], to="县档案馆", dossiers=[row.public_id]).public_id


def test_it_leaves_a_list_that_is_not_signed_and_the_page_names_copies_that_are_outside(office):
    liang, he = office.example.actors["liang"], office.example.actors["he"]
    waits, gone = settled(office, text=WORDS), settled(office, text="另一件。")
    lists = [on_a_list(office, made(case, liang)[0]) for case in (waits, gone)]
    today = time.today("Asia/Shanghai")
    transferring.receive(actor=he, transfer_id=lists[1], receipt="档字9号", on=today, by="县档案馆")
    desk = signed_in_as("liang")
    pages = [text_of(desk.get(f"/cases/{case.public_id}/do/seal/")) for case in (waits, gone)]
    assert "制作过案卷" in pages[0]
    assert "档字9号" in pages[1]
    assert "档字9号" not in pages[0]
    for case in (waits, gone):
        sealed(office, case)
    rows = [Dossier.objects.get(case=case).items.get().held for case in (waits, gone)]
    assert rows == [False, True], "what the archive has signed for stays provable"
    assert transfers.transfer(he, lists[0])[1] == ()
    assert transfers.desk(he).transfers
    with time.moved(dt.timedelta(days=1)):
        transferring.receive(actor=he, transfer_id=lists[0], receipt="档字10号", on=today, by="县档案馆")
    assert ledger.verify().ok
