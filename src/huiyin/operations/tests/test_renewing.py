"""Somebody has seen the key: everything sealed changes keys, nothing is lost on the way, and what people hold goes on to be true."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from huiyin.kernel import ledger, store
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.ledger import signing
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault import crypto, keys, moving, words
from huiyin.kernel.vault.models import SealedIdentity, SealedText
from huiyin.kernel.vault.queries import read_text
from huiyin.kernel.vault.tests.test_vault import AT, ZHANG, opened, sealed
from huiyin.operations import actions, keyguard, renewing
from huiyin.operations.models import Installation
from huiyin.operations.testing.whole import WholeProgram
from huiyin.organisations import seeds
from huiyin.organisations.models import Account, CodeApp

SEED, TEXT, ELSEWHERE = b"twenty bytes of seed", "锅炉房的合同", b"s" * 32


@pytest.fixture
def old(transactional_db, tmp_path: Path, settings) -> keys.InstallationKey:
    """The key of an installation of its own, with something sealed of each kind."""
    key = keys.InstallationKey(keys.current().master)
    home = tmp_path / "home"
    home.mkdir()
    settings.SECRET_KEY, settings.HUIYIN_KEY_FILE, settings.HUIYIN_HOME = settings.SECRET_KEY, tmp_path / "key", home
    keys.restore(settings.HUIYIN_KEY_FILE, key)
    keyguard.note(key, home)
    actions.note_installation(example=False)
    actions.confirm_words(" ".join(words.to_words(key)))
    account = Account.objects.create(username="liang", display_name="梁")
    app = CodeApp(account=account, sealed_seed=seeds.sealed(SEED, account), confirmed=True)
    app.save()
    sealed()
    with store.write():
        text = vault.seal_text(text=TEXT, about="case:abc", at=AT)
        adopted = moving.adopt(ELSEWHERE, purpose="receipt-codes", origin="elsewhere", at=AT)
        ledger.record(verb="cases.seal", actor="petitioner", about="case:abc", at=AT, commits=[account, text, adopted])
    return key


def renewed() -> int:
    return renewing.renew(backup=lambda: None)


def all_is_there() -> bool:
    """Each sealed thing opens with the key of now, and the ledger holds."""
    assert opened(SealedIdentity.objects.get(), ["name"]).name == ZHANG.name
    assert read_text(SealedText.objects.select_related("case_key").get()) == TEXT
    assert seeds.seed_of(CodeApp.objects.select_related("account").get()) == SEED
    assert ELSEWHERE in moving.sub_keys("receipt-codes")
    report = ledger.verify()
    assert report.ok, report
    return True


def test_everything_opens_with_the_new_key_and_nothing_with_the_old(old):
    codes, log = old.derive("receipt-codes"), signing.public_key()
    assert renewed() == 4
    new = keys.current()
    assert new.master != old.master
    assert all_is_there()
    row = SealedIdentity.objects.get()
    with pytest.raises(crypto.SealBrokenError):
        crypto.unseal(bytes(row.wrapped_key), old.derive("vault-wrapping"), f"key:{row.public_id}")
    assert new.derive("receipt-codes") == codes, "codes and receipts that people hold rest on it"
    assert signing.public_key() == log
    assert new.derive("backup") != old.derive("backup")
    installation = Installation.objects.get()
    assert installation.words_confirmed_at is None, "the words on paper are those of before"
    assert [one["fingerprint"] for one in installation.retired_keys] == [keys.fingerprint(old)]


def test_the_new_words_alone_bring_the_whole_key_back_and_it_can_be_renewed_again(old, settings):
    renewed()
    renewed()
    key = keys.current()
    from_paper = words.from_words(" ".join(words.to_words(key)), keys.fingerprint(key))
    assert keyguard.recovered(from_paper, settings.HUIYIN_HOME).root == old.master == key.root
    settings.HUIYIN_KEY_FILE.unlink()
    keys.restore(settings.HUIYIN_KEY_FILE, from_paper)
    keyguard.complete(settings.HUIYIN_HOME)
    keyguard.check()
    assert all_is_there()
    assert len(Installation.objects.get().retired_keys) == 2
    with pytest.raises(keys.KeyFileError):
        keyguard.recovered(old, settings.HUIYIN_HOME)


def test_one_row_that_does_not_open_is_named_and_nothing_is_changed(old, settings):
    row = SealedText.objects.get().case_key
    whole = bytes(row.wrapped_key)
    row.__class__.objects.update(wrapped_key=whole[:-1] + bytes([whole[-1] ^ 1]))
    before = bytes(SealedIdentity.objects.get().wrapped_key)
    with pytest.raises(BadInput, match=r"vault\.CaseKey"):
        renewed()
    assert bytes(SealedIdentity.objects.get().wrapped_key) == before
    assert keys.current() == old
    keyguard.check()
    coming = keys.read(keyguard.coming())
    row.__class__.objects.update(wrapped_key=whole)
    renewed()
    assert keys.current() == coming, "begun again with the same one"
    assert all_is_there()


def test_what_was_broken_off_after_its_write_is_ended_by_the_next_command(old, settings):
    renewed()
    new, path = keys.current(), settings.HUIYIN_KEY_FILE
    path.rename(keyguard.coming())  # as it lay the moment after the write
    keys.restore(path, old)
    keyguard.note(old, settings.HUIYIN_HOME)
    keyguard.check()
    assert keys.current() == new
    assert not keyguard.coming().exists()
    assert all_is_there()


def test_without_a_backup_nothing_begins(old):
    def no_room() -> None:
        raise Conflict("no room")

    with pytest.raises(Conflict):
        renewing.renew(backup=no_room)
    assert not renewing.begun()


def test_no_column_with_a_wrapped_key_is_forgotten():
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField) and field.name in ("wrapped_key", "sealed_seed")
    }
    assert found == {(label, how.field) for label, how in renewing.ALL.items()}


@pytest.mark.whole
def test_a_whole_installation_stops_changes_its_key_and_goes_on_and_backups_open_with_the_words_of_their_time(
    example_of_its_own: WholeProgram, tmp_path: Path
) -> None:
    program, before, after = example_of_its_own, tmp_path / "before.age", tmp_path / "after.age"
    if "HUIYIN_TEST_DATABASE" in program.environment and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    old_words = program.huiyin("key", "words").stdout
    program.start("--no-worker")
    refused = program.huiyin("key", "renew", "--backup", str(before), check=False)
    assert refused.returncode == 2
    assert not before.exists()
    program.stop()
    program.huiyin("key", "renew", "--backup", str(before), "--later")
    assert json.loads(program.huiyin("ledger", "verify", "--json").stdout)["ok"] is True
    told = program.huiyin("doctor", "--json", check=False).stdout
    assert "retired" in told
    program.start("--no-worker")
    program.stop()
    program.huiyin("backup", str(after))
    new_words = program.huiyin("key", "words").stdout
    for file, spelt in ((before, old_words), (after, new_words)):
        other = WholeProgram(tmp_path / file.stem)
        restored = other.huiyin("restore", str(file), "--words", "--json", words=_typed(spelt))
        assert json.loads(restored.stdout)["ledger"]["ok"] is True
        if "HUIYIN_TEST_DATABASE" in program.environment:
            return  # one database: the second has nowhere to go
    assert other.huiyin("restore", str(before), "--to", str(tmp_path / "there"), check=False).returncode == 2


def _typed(printed: str) -> str:
    return "".join(f"{line.split()[1]}\n" for line in printed.splitlines()[:24]) + "\n"
