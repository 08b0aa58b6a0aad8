"""A report on a person turns up at any time, in any procedure, and after it ended."""

from __future__ import annotations

import pytest

from huiyin.procedures import load, names, versions
from huiyin.procedures.schema import Pack

ORDINARY = [
    pack
    for pack in (load(name, version) for name in names() for version in versions(name))
    if "claim" in pack.kinds and pack.name != "child-safety"  # runs beside another, which is sealed
]


@pytest.mark.parametrize("pack", ORDINARY, ids=lambda pack: pack.name)
def test_every_point_but_the_sealed_ones_leads_to_a_sealed_end(pack: Pack):
    [seal] = [one for one in pack.transitions if one.verb == "seal"]
    left_out = {state.id for state in pack.states} - pack.leaves_from(seal)
    assert left_out <= {"joined"} | {state.id for state in pack.states if state.sealed}, "a joined one has no words"
    assert pack.state(seal.to).sealed
    assert pack.state(seal.to).final
    assert seal.opens == ["discipline-2020"]
