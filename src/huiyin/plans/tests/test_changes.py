"""One edit at a time, and back: the document is whole after each, and what stood before can be brought back from the difference."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.plans import changes
from huiyin.plans.comparing import compared, marked
from huiyin.plans.schema import PlanDocument

PLAN = PlanDocument.model_validate({
    "title": "消防应急预案",
    "kind": "fire",
    "parts": [
        {"key": "p1", "part": "duties", "title": "职责", "clauses": [{"key": "c1", "text": "校长总指挥。"}, {"key": "c2", "text": "门卫开门。"}]},
        {"key": "p2", "part": "response", "title": "处置", "clauses": [{"key": "c3", "text": "先报警。"}]},
    ],
    "roles": [{"key": "r1", "title": "总指挥"}, {"key": "r2", "title": "联络员"}],
    "levels": [{"key": "l1", "rank": 1, "title": "一级", "begins": "明火"}],
    "triggers": [{"key": "t1", "text": "看见明火", "level": "l1"}],
    "steps": [
        {"key": "s1", "action": "打119", "role": "r2", "levels": ["l1"], "within": 1, "tells": "r1"},
        {"key": "s2", "action": "到门口接车", "role": "r2", "after": "s1", "clause": "c3"},
    ],
    "contacts": [{"key": "k1", "name": "联络员", "role": "r2"}],
    "resources": [{"key": "g1", "name": "灭火器", "keeper": "r1"}],
    "unplaced": [{"key": "u1", "text": "附：电话另见表", "source": {"first": 28, "last": 28}}],
})  # fmt: skip
KEYS = [changes.key_of(piece) for piece in PLAN.pieces()]


def random_edit(document: PlanDocument, draw: random.Random, number: int) -> PlanDocument:
    keys = [changes.key_of(piece) for piece in document.pieces()]
    if not keys or draw.random() < 0.3:
        return changes.added(document, "roles", {"key": f"n{number}", "title": "新"}, after=draw.choice([*keys, ""]))
    key = draw.choice(keys)
    name, _piece = changes.found(document, key)
    verb = draw.choice(("change", "up", "down", "remove"))
    if verb == "change":
        return changes.changed(document, key, {changes.MAIN_FIELD[name]: f"改{number}"})
    return (
        changes.removed(document, key) if verb == "remove" else changes.moved(document, key, -1 if verb == "up" else 1)
    )


@given(st.integers(0, 10**6))
def test_any_row_of_edits_is_taken_back_to_the_letter(seed: int):
    draw, document, back = random.Random(seed), PLAN, []
    for number in range(draw.randint(1, 12)):
        new = random_edit(document, draw, number)
        back.append(changes.difference(document, new))
        assert changes.brought_back(new, back[-1]) == document
        document = new
    for difference in reversed(back):
        document = changes.brought_back(document, difference)
    assert document == PLAN


@pytest.mark.parametrize("key", KEYS)
def test_whatever_is_taken_out_nothing_refers_to_it_any_more(key: str):
    left = changes.removed(PLAN, key)
    assert key not in left.model_dump_json()
    with pytest.raises(changes.Gone):
        changes.found(left, key)


def test_a_clause_moves_into_the_next_part_at_the_edge_of_its_own():
    moved = changes.moved(PLAN, "c2", 1)
    assert [[one.key for one in part.clauses] for part in moved.parts] == [["c1"], ["c2", "c3"]]
    assert changes.moved(moved, "c2", -1) == PLAN


def test_an_unplaced_line_keeps_its_words_and_its_lines_where_it_is_put():
    put = changes.placed(PLAN, "u1", "clauses", {"key": "c9"}, into="p2")
    _name, piece = changes.found(put, "c9")
    assert (vars(piece)["text"], vars(piece)["source"].first) == ("附：电话另见表", 28)
    assert not put.unplaced


def test_two_versions_are_compared_piece_by_piece_with_the_words_that_changed():
    new = changes.changed(PLAN, "c3", {"text": "先打119报警。"})
    new = changes.removed(new, "r1")
    new = changes.added(new, "triggers", {"key": "t2", "text": "烟感报警"})
    new = changes.moved(new, "c2", 1)
    found = {one.key: one for one in compared(PLAN, new)}
    assert {key: one.what for key, one in found.items()} == {
        "c3": "changed",
        "r1": "removed",
        "t2": "added",
        "c2": "moved",
        "g1": "changed",  # whoever kept it is gone
        "s1": "changed",  # whom it told is gone
    }
    assert found["c3"].fields[0].after == (("先", False), ("打119", True), ("报警。", False))


def test_nothing_is_marked_where_nothing_changed():
    assert marked("一样", "一样") == ((("一样", False),), (("一样", False),))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("先登记。派人到车站劝返，送回本校。再报告。", "先登记。发给书面回执。再报告。"),
        ("1.先登记\n2.派人到车站劝返\n3.再报告", "1.先登记\n2.发给书面回执。\n3.再报告"),
        ("（一）登记；（二）派人到车站劝返；（三）报告。", "（一）登记；（二）发给书面回执。（三）报告。"),
        ("派人到车站劝返", "发给书面回执。"),
    ],
)
def test_a_sentence_is_replaced_whole_and_keeps_its_number_and_its_line(text, after):
    assert changes.sentence_replaced(text, "派人到车站劝返", "发给书面回执。") == after
