"""A drawn tenth of what `make proof` takes out of the packs, and that nothing in a pack is left out of that drawing."""

from __future__ import annotations

import pytest

from proof import packs as proof

PACKS = proof.raw_packs()
DRAWN = proof.shuffled(PACKS)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_taken_out_of_a_pack_is_noticed(seed: int) -> None:
    assert proof.unnoticed(DRAWN[seed::20], PACKS) == []


def test_every_clock_notice_and_door_is_among_them() -> None:
    names = {str(mutant) for mutant in DRAWN}
    assert len(names) == len(DRAWN)
    for name, raw in PACKS.items():
        for table in ("deadlines", "notices", "recourse"):
            assert {f"{name}: {table}.{number}" for number in range(len(raw[table]))} <= names
