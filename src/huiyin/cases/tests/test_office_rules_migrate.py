"""A corrected procedure for running cases: shown first, refused where a lawful date would suffer, told to everybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiyin.cli import main
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.outbox.models import Notice
from huiyin.procedures import load, loading

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (loading.PACKS / "xinfang-2022@1.toml").read_text(encoding="utf-8")


@pytest.fixture
def packs(tmp_path, settings) -> Path:
    settings.PACK_FOLDERS = [tmp_path]
    return tmp_path


def corrected(packs: Path, *changes: tuple[str, str]) -> None:
    """Version 2 of the statutory procedure, with some of its text changed."""
    text = TEXT.replace("version = 1", "version = 2", 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (packs / "xinfang-2022@2.toml").write_text(text, encoding="utf-8")
    assert not loading.refused(), loading.refused()


def deadline(name: str, old: str, new: str) -> tuple[str, str]:
    """A change inside of one deadline's table."""
    table = next(part for part in TEXT.split("[[deadlines]]") if f'\nid = "{name}"\n' in part)
    assert old in table
    return table, table.replace(old, new, 1)


SHORTER = tuple(deadline(name, "length = 60", "length = 45") for name in ("close", "reopened", "answer_own"))


def mapping(packs: Path, **changes: str | None) -> str:
    states = {state.id: state.id for state in load("xinfang-2022", 1).states} | changes
    file = packs / "mapping"
    file.write_text("[states]\n" + "".join(f'{old} = "{new}"\n' for old, new in states.items() if new), "utf-8")
    return str(file)


def run(capsys, file: str, *words: str, case: str = "") -> tuple[int, dict]:
    which = ("--case", case) if case else ("--organisation", "临禾县教育局")
    status = main([
        "procedures", "migrate", *which, "--from", "xinfang-2022@1", "--to", "xinfang-2022@2", "--mapping", file,
        "--json", *words,
    ])  # fmt: skip
    out = capsys.readouterr()
    return status, json.loads(out.out) if out.out else {"error": out.err}


def test_a_shorter_time_moves_dates_forward_visibly_and_everybody_is_told(office, packs, capsys):
    waiting = office.accepted(office.raised())
    other = office.fresh(office.raised())
    before = office.clock(waiting, "close")
    notices = Notice.objects.count()
    corrected(packs, *SHORTER)
    status, told = run(capsys, mapping(packs))
    assert status == 0
    assert {one["case"] for one in told["cases"]} == {waiting.public_id, other.public_id}
    assert told["moved"] == 0
    assert waiting.tracks.get().pack_version == "1"

    status, told = run(capsys, mapping(packs), "--apply")
    assert (status, told["moved"], told["refused"]) == (0, 2, 0)
    assert waiting.tracks.get().pack_version == "2"
    after = Clock.objects.get(pk=before.pk)
    assert (after.length, after.started_at) == (45, before.started_at)
    assert (after.due_on - before.due_on).days in range(-25, -5)
    assert after.moves[-1]["because"] == "procedure:xinfang-2022@2"
    assert Clock.objects.filter(subject_id=waiting.public_id, ended_because="cases.migrate").count() == 0
    line = waiting.events.get(verb="migrate")
    assert line.public
    assert Notice.objects.count() > notices
    assert ledger.verify().ok

    again, told = run(capsys, mapping(packs), "--apply")
    assert (again, told["cases"]) == (0, [])


def test_a_lawful_date_never_becomes_later_nor_falls_away(office, packs, capsys):
    case = office.accepted(office.raised())
    before = office.clock(case, "close")
    corrected(packs, deadline("close", "length = 60", "length = 90"))
    status, told = run(capsys, mapping(packs), "--apply")
    assert (status, told["moved"], told["refused"]) == (1, 0, 1)
    assert any(str(before.due_on) in reason for reason in told["cases"][0]["refusals"])
    assert case.tracks.get().pack_version == "1"
    assert Clock.objects.get(pk=before.pk).due_on == before.due_on


def test_a_mapping_names_every_state_and_ends_no_case(office, packs, capsys):
    corrected(packs)
    status, told = run(capsys, mapping(packs, in_handling=None), "--apply")
    assert status == 2
    assert 'in_handling = "in_handling"' in told["error"]
    status, told = run(capsys, mapping(packs, in_handling="closed"), "--apply")
    assert status == 2
    status, told = run(capsys, mapping(packs, in_handling="nowhere"), "--apply")
    assert status == 2
    assert "nowhere" in told["error"]


def test_a_missed_date_stays_missed_and_the_persons_days_stay_whole(office, packs, days, capsys):
    late = office.assigned(office.raised())
    days(75)
    served = office.served(office.raised())
    missed = office.clock(late, "close")
    window = Clock.objects.get(subject_id=served.public_id, waits_on="petitioner", name="ask_review")
    corrected(packs, *SHORTER)
    status, told = run(capsys, mapping(packs), "--apply", case=late.public_id)
    assert (status, told["moved"]) == (0, 1)
    after = Clock.objects.get(pk=missed.pk)
    assert (after.due_on, after.missed_at, after.status) == (missed.due_on, missed.missed_at, "running")

    corrected(packs, deadline("ask_review", "length = 30", "length = 20"))
    status, told = run(capsys, mapping(packs), "--apply", case=served.public_id)
    assert (status, told["moved"]) == (1, 0)
    assert Clock.objects.get(pk=window.pk).due_on == window.due_on


def test_a_clock_that_the_former_procedure_had_forgotten_starts_from_its_fact(office, packs, capsys):
    """Version 1 is taken as the corrected one: a version of ours that lacked the clock comes before it."""
    table, _same = deadline("assign", "owner", "owner")
    case = office.accepted(office.raised())
    lacking = office.clock(case, "assign")
    corrected(packs, (f"[[deadlines]]{table}", f"[[deadlines]]{table}".replace('id = "assign"', 'id = "hand_out"')))
    status, told = run(capsys, mapping(packs), "--apply")
    assert (status, told["moved"]) == (0, 1)
    assert Clock.objects.get(pk=lacking.pk).ended_because == "cases.migrate"
    started = office.clock(case, "hand_out")
    assert (started.started_at, started.status) == (lacking.started_at, "running")
