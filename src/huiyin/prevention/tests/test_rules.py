"""How old, where again, who may look."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.prevention import rules


def test_a_bar_of_the_chart_holds_its_days_and_both_ends():
    bars = rules.ages(
        [(0, "grave"), (7, "ordinary"), (8, "ordinary"), (15, "greater"), (31, "grave"), (400, "ordinary")]
    )
    assert [(bar.least, bar.most, bar.counts) for bar in bars] == [
        (0, 7, (1, 0, 1)),
        (8, 15, (0, 1, 1)),
        (16, 30, (0, 0, 0)),
        (31, 90, (1, 0, 0)),
        (91, None, (0, 0, 1)),
    ]


@given(st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(rules.SEVERITIES))))
def test_every_open_hazard_stands_in_one_bar(open_ones):
    assert sum(bar.total for bar in rules.ages(open_ones)) == len(open_ones)


def test_a_place_comes_again_from_the_second_hazard_on():
    assert rules.repeats(["水房", "四楼", "水房 ", "", "校门", "水房", "四楼"]) == (("水房", 3), ("四楼", 2))


def test_only_a_grave_one_is_guarded_at_once_and_goes_up():
    for severity in rules.SEVERITIES:
        assert rules.guarded_at_once(severity) is rules.goes_up(severity) is (severity == "grave")
