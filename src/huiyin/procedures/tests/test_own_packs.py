"""New law is a new file: an installation brings its own packs, and none is used before the checker has passed it."""

from __future__ import annotations

import json
import os

import pytest

from huiyin.cli import main
from huiyin.kernel.errors import BadInput
from huiyin.procedures import load, loading, names, versions
from huiyin.procedures.loading import PACKS

TEXT = (PACKS / "xinfang-2022@1.toml").read_text(encoding="utf-8")
CORRECTED = TEXT.replace("version = 1", "version = 2", 1)


@pytest.fixture
def folder(tmp_path, settings):
    settings.PACK_FOLDERS = [tmp_path]
    return tmp_path


def test_a_sound_pack_is_the_newest_version_at_once_and_the_old_one_stays(folder):
    assert versions("xinfang-2022") == [1]
    (folder / "xinfang-2022@2.toml").write_text(CORRECTED, encoding="utf-8")
    assert versions("xinfang-2022") == [1, 2]
    assert (load("xinfang-2022").version, load("xinfang-2022", 1).version) == (2, 1)


def test_an_unsound_pack_is_refused_with_the_story_and_nobody_gets_it(folder, capsys):
    broken = CORRECTED.replace('owner = "handler"', "", 1)
    (folder / "xinfang-2022@2.toml").write_text(broken, encoding="utf-8")
    assert load("xinfang-2022").version == 1
    with pytest.raises(BadInput) as refused:
        load("xinfang-2022", 2)
    assert refused.value.message == loading.refused()[0].problems[0].message
    assert main(["procedures", "check", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    mine = [pack for pack in told["packs"] if pack["version"] == 2]
    assert [problem["rule"] for problem in mine[0]["problems"]] == ["clock-without-owner"]


def test_a_mended_file_is_looked_at_again(folder):
    file = folder / "xinfang-2022@2.toml"
    file.write_text("name = ", encoding="utf-8")
    assert versions("xinfang-2022") == [1]
    file.write_text(CORRECTED, encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert load("xinfang-2022").version == 2


def test_a_new_procedure_may_name_shipped_ones_and_is_refused_with_the_one_it_leans_on(folder):
    mine = TEXT.replace('name = "xinfang-2022"', 'name = "letters-2027"', 1)
    (folder / "letters-2027@1.toml").write_text(mine, encoding="utf-8")
    school = (PACKS / "school-internal@1.toml").read_text(encoding="utf-8").replace("xinfang-2022", "letters-2027")
    school = school.replace("version = 1", "version = 2", 1)
    (folder / "school-internal@2.toml").write_text(school, encoding="utf-8")
    assert {"letters-2027"} <= set(names())
    assert load("school-internal").version == 2
    (folder / "letters-2027@1.toml").write_text(mine.replace('owner = "handler"', "", 1), encoding="utf-8")
    assert "letters-2027" not in names()
    assert load("school-internal").version == 1
    assert {own.file.name for own in loading.refused()} == {"letters-2027@1.toml", "school-internal@2.toml"}


def test_what_is_shipped_is_never_replaced_and_a_file_is_named_after_its_contents(folder):
    (folder / "xinfang-2022@1.toml").write_text(TEXT.replace("length = 60", "length = 600"), encoding="utf-8")
    (folder / "xinfang@2.toml").write_text(CORRECTED, encoding="utf-8")
    assert load("xinfang-2022", 1) == loading.read(PACKS / "xinfang-2022@1.toml")
    assert versions("xinfang-2022") == [1]
    assert {own.problems[0].rule for own in loading.refused()} == {"shipped-already", "misnamed"}
