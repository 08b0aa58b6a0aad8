"""Sealing and opening: what a thief of the database, a curious colleague, and the person concerned would notice."""

from __future__ import annotations

import datetime as dt
import logging
import re
from pathlib import Path

import pytest
from django.db import connection

import huiyin
from huiyin.kernel import ledger, store, vault
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.kernel.vault import addresses, crypto, proving
from huiyin.kernel.vault.addresses import addresses_to_prove
from huiyin.kernel.vault.models import CaseKey, IdentityOpening, SealedIdentity, SealedText

pytestmark = pytest.mark.django_db(transaction=True)

AT = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
ZHANG = vault.Identity(
    name="张小芳",
    phone="13912345678",
    email="xiaofang@example.cn",
    address="幸福路12号3单元501室",
    national_id="11010519491231002X",
    note="晚上八点后打",
)
HANDLER = {"actor": "post:2k4x9m7p3vwt", "actor_label": "教务处承办人"}


def sealed(identity: vault.Identity = ZHANG, about: str = "concern:abc") -> SealedIdentity:
    prepared = vault.prepare(identity)
    with store.write():
        row = vault.keep(prepared, about=about, at=AT)
        ledger.record(verb="cases.submit", actor="petitioner", about=about, at=AT, commits=[row])
    return SealedIdentity.objects.get(pk=row.pk)


def opened(row: SealedIdentity, fields: list[str], purpose: str = "约时间当面谈") -> vault.Identity:
    with store.write():
        return vault.open_fields(sealed=row, purpose=purpose, fields=fields, at=AT, **HANDLER)


def everything_stored() -> bytes:
    """Every table of the vault, outbox and ledger, as a thief of the database would read it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("vault_", "ledger_", "outbox_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [
                    repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
                ]
    return "\n".join(found).encode()


def test_only_the_wanted_fields_come_out():
    assert opened(sealed(), ["phone"]) == vault.Identity(phone="13912345678")


def test_the_database_alone_tells_nothing_of_the_person():
    row = sealed()
    opened(row, ["name", "phone"])
    stored = everything_stored()
    for value in (ZHANG.name, ZHANG.phone, ZHANG.email, ZHANG.address, ZHANG.national_id, ZHANG.note):
        assert value.encode() not in stored
        assert repr(value.encode())[2:-1].encode() not in stored


def test_the_same_person_twice_leaves_nothing_in_common():
    one, other = sealed(about="concern:one"), sealed(about="concern:other")
    for field in ("public_id", "ciphertext", "wrapped_key"):
        assert getattr(one, field) != getattr(other, field)


def test_a_short_name_and_a_long_address_are_sealed_at_the_same_length():
    short = sealed(vault.Identity(name="王五"))
    long = sealed(vault.Identity(name="王五", address="幸福路12号"))
    assert len(short.ciphertext) == len(long.ciphertext)


def test_a_seal_moved_into_another_row_does_not_open():
    one, other = sealed(), sealed(vault.Identity(name="李四"))
    other.ciphertext, other.wrapped_key = one.ciphertext, one.wrapped_key
    with pytest.raises(crypto.SealBrokenError):
        opened(other, ["name"])


@pytest.mark.parametrize("place", [0, 30, -1])
def test_one_changed_byte_does_not_open(place):
    row = sealed()
    damaged = bytearray(row.ciphertext)
    damaged[place] ^= 1
    row.ciphertext = bytes(damaged)
    with pytest.raises(crypto.SealBrokenError):
        opened(row, ["name"])


def test_the_person_sees_who_looked_when_and_what_for():
    row = sealed()
    opened(row, ["phone", "name"], purpose="  约时间  当面谈 ")
    (line,) = vault.openings(row)
    assert (line.post, line.at, line.purpose, line.fields) == ("教务处承办人", AT, "约时间 当面谈", ("name", "phone"))
    assert Entry.objects.filter(verb="vault.open", actor=HANDLER["actor"], about="concern:abc").count() == 1
    assert ledger.verify().ok


@pytest.mark.parametrize("purpose", ["", "   ", "看看", "查 一"])
def test_without_a_purpose_nothing_opens_and_nothing_is_written(purpose):
    row = sealed()
    with pytest.raises(BadInput, match=r"purpose"):
        opened(row, ["name"], purpose=purpose)
    assert not IdentityOpening.objects.exists()


@pytest.mark.parametrize("fields", [[], ["ciphertext"], ["name", "password"]])
def test_unknown_fields_are_refused(fields):
    with pytest.raises(BadInput):
        opened(sealed(), fields)


def test_looking_outside_of_a_write_is_impossible():
    with pytest.raises(store.OutsideWriteError):
        vault.open_fields(sealed=sealed(), purpose="约时间当面谈", fields=["name"], at=AT, **HANDLER)


def test_a_look_that_is_not_recorded_did_not_happen():
    row = sealed()
    with pytest.raises(ZeroDivisionError), store.write():  # noqa: PT012
        vault.open_fields(sealed=row, purpose="约时间当面谈", fields=["name"], at=AT, **HANDLER)
        raise ZeroDivisionError
    assert vault.openings(row) == []


def test_a_page_may_know_what_is_kept_without_opening():
    row = sealed(vault.Identity(phone="13912345678"))
    assert [field for field in vault.FIELDS if vault.has(row, field)] == ["phone"]
    assert vault.openings(row) == []


def test_a_correction_leaves_nothing_of_the_old_contact_and_keeps_the_reference():
    row = sealed()
    before = bytes(row.ciphertext)
    prepared = vault.prepare(ZHANG.corrected(phone="13800000000"), row.public_id)
    with store.write():
        vault.replace(sealed=row, prepared=prepared, actor="petitioner", at=AT)
    row.refresh_from_db()
    assert row.reference == f"vault:{prepared.public_id}"
    assert opened(row, ["phone"]).phone == "13800000000"
    assert before not in [bytes(other.ciphertext) for other in SealedIdentity.objects.all()]
    assert ledger.verify().ok


def test_a_correction_sealed_for_another_record_is_refused():
    row = sealed()
    with pytest.raises(Refused), store.write():
        vault.replace(sealed=row, prepared=vault.prepare(ZHANG), actor="petitioner", at=AT)


def test_erased_is_erased_and_the_ledger_still_verifies():
    row = sealed()
    opened(row, ["name"])
    with store.write():
        vault.erase(sealed=row, actor="system:retention", at=AT)
    row.refresh_from_db()
    assert (bytes(row.ciphertext), bytes(row.wrapped_key), row.kept) == (b"", b"", [])
    assert vault.addresses_of([row.public_id], "email") == {}
    with pytest.raises(Refused):
        opened(row, ["name"])
    assert len(vault.openings(row)) == 1  # who had looked stays visible
    assert ledger.verify().ok


def test_the_outbox_gets_an_address_for_its_channel_alone():
    row = sealed(vault.Identity(name="张小芳", email="xiaofang@example.cn"))
    assert vault.addresses_of([row.public_id], "email") == {}, "nobody has shown yet that it is theirs"
    with store.write():
        proof, code = proving.ask(sealed=row, channel="email", at=AT)
        ledger.record(verb="cases.ask-proof", actor="petitioner", about="concern:abc", at=AT, commits=[proof])
    assert addresses_to_prove([proof.public_id], "email") == {proof.public_id: "xiaofang@example.cn"}
    assert addresses_to_prove([proof.public_id], "sms") == {}
    with store.write():
        assert not proving.answer(proof=proof, typed=f"{int(code) ^ 1:06}", at=AT)
        assert proving.answer(proof=proof, typed=code, at=AT)
        proof.refresh_from_db()
        ledger.record(verb="cases.prove-address", actor="petitioner", about="concern:abc", at=AT, commits=[proof])
    assert addresses_to_prove([proof.public_id], "email") == {}
    assert vault.addresses_of([row.public_id, "nobody"], "email") == {row.public_id: "xiaofang@example.cn"}
    assert vault.addresses_of([row.public_id], "sms") == {}
    assert vault.addresses_of([row.public_id], "name") == {}


def test_only_the_outbox_and_the_search_index_read_without_an_opening():
    package = Path(huiyin.__file__).parent
    users = {
        str(path.relative_to(package).parent)
        for path in package.rglob("*.py")
        if "tests" not in path.parts
        and re.search(
            r"for_masking|vault\.address\b|vault\.addresses|vault import .*addresses|vault.*import.* _unsealed",
            path.read_text(),
        )
    }
    assert users <= {"kernel/vault", "cases/search", "settings"}


def test_what_is_masked_for_the_index_goes_with_an_erasure():
    row = sealed()
    assert vault.mask("我是张小芳", addresses.for_masking(row.public_id)) == "我是×"
    with store.write():
        vault.erase(sealed=row, actor="system:retention", at=AT)
    assert addresses.for_masking(row.public_id) is None


def test_a_traceback_or_log_line_holds_no_name(caplog):
    logging.getLogger("huiyin.test").warning("%s %r", ZHANG, vault.prepare(ZHANG).kept)
    assert "name" in caplog.text
    assert "张小芳" not in caplog.text
    assert "139" not in caplog.text


def test_sealed_texts_of_a_case_open_until_its_key_is_dropped():
    with store.write():
        texts = [vault.seal_text(text=words, about="case:abc", at=AT) for words in ("校长打人", "他还说" * 500)]
        ledger.record(verb="cases.seal", actor="petitioner", about="case:abc", at=AT, commits=texts)
    assert [vault.read_text(text) for text in SealedText.objects.order_by("id")] == ["校长打人", "他还说" * 500]
    assert CaseKey.objects.count() == 1
    assert "校长".encode() not in everything_stored()
    with store.write():
        vault.erase_texts(about="case:abc", actor="system:retention", at=AT)
    with pytest.raises(Refused):
        vault.read_text(SealedText.objects.first())
    with pytest.raises(Refused), store.write():
        vault.seal_text(text="又来", about="case:abc", at=AT)
    assert ledger.verify().ok


def test_another_key_file_is_noticed(settings, tmp_path):
    assert vault.key_fits()
    sealed()
    assert vault.key_fits()
    settings.HUIYIN_KEY_FILE = tmp_path / "another.key"
    assert not vault.key_fits()
