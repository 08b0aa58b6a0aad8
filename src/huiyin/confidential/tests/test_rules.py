"""Nobody whom a report concerns gets a seal of it: every tree of up to five posts, every accused, every shape of offices."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from huiyin.confidential import rules
from huiyin.organisations.access.exclusion import OrganisationNode, PostNode, Tree


@dataclass(frozen=True)
class Shape:
    """`above[i]`: whom post i reports to; `house[i]`: its office; `person[i]`: who holds it; `parent[h]`: the office above office h."""

    above: tuple[int | None, ...]
    house: tuple[int, ...]
    person: tuple[int, ...]
    parent: tuple[int | None, ...]
    head: tuple[int, ...]

    def tree(self) -> Tree:
        posts = {
            i: PostNode(i, self.house[i], self.above[i], self.head[self.house[i]] == i, frozenset({self.person[i]}))
            for i in range(len(self.above))
        }
        return Tree(posts, {h: OrganisationNode(h, self.parent[h], self.head[h]) for h in range(len(self.parent))})


def shapes() -> Iterator[Shape]:
    """Every way in which up to five posts report to one another, each line inside an office or up to another one; each post held by
    somebody of its own, or two of them by one person."""
    for size in range(1, 6):
        for above in itertools.product(*(range(i) for i in range(1, size))):
            for crosses in itertools.product((False, True), repeat=size - 1):
                house, parent, head = [0], [None], [0]
                for i in range(1, size):
                    if crosses[i - 1]:
                        parent.append(house[above[i - 1]])
                        head.append(i)
                        house.append(len(parent) - 1)
                    else:
                        house.append(house[above[i - 1]])
                for twin in (None, *itertools.combinations(range(size), 2)):
                    person = [twin[0] if twin and i == twin[1] else i for i in range(size)]
                    yield Shape((None, *above), tuple(house), tuple(person), tuple(parent), tuple(head))


def concerned(shape: Shape, accused: int) -> set[int]:
    """Said once more, without the code under test: they, all below them, those above them in the same office, as persons."""
    posts = range(len(shape.above))

    def of_persons(some: set[int]) -> set[int]:
        return {i for i in posts if shape.person[i] in {shape.person[j] for j in some}}

    def chain(i: int) -> list[int]:
        found = []
        while (up := shape.above[i]) is not None:
            found.append(up)
            i = up
        return found

    def under(h: int, top: int) -> bool:
        return h == top or (shape.parent[h] is not None and under(shape.parent[h], top))

    found = set()
    for one in of_persons({accused}):
        led = [h for h in range(len(shape.head)) if shape.head[h] == one]
        found |= {
            one,
            *(i for i in posts if one in chain(i)),
            *(i for i in posts if any(under(shape.house[i], h) for h in led)),
        }
        found |= {i for i in chain(one) if shape.house[i] == shape.house[one]} & {
            i for i in chain(one) if all(shape.house[j] == shape.house[one] for j in chain(one)[: chain(one).index(i)])
        }  # fmt: skip
        found.add(shape.head[shape.house[one]])
    return of_persons(found)


def test_for_every_tree_of_up_to_five_posts_and_every_accused_nobody_concerned_is_on_the_way():
    tried = 0
    for shape in shapes():
        tree = shape.tree()
        desks = [
            rules.Desk(h, True, frozenset(i for i, home in enumerate(shape.house) if home == h)) for h in range(len(shape.parent))
        ]  # fmt: skip
        for accused in range(len(shape.above)):
            closed = rules.barred(tree, [accused])
            assert closed == concerned(shape, accused), (shape, accused)
            for of_harm in (closed, rules.barred(tree, [accused], [shape.house[accused]])):
                for posts in passed_on(tree, desks, shape.house[accused], of_harm):
                    assert not posts & of_harm, (shape, accused)
            whole = rules.barred(tree, [], [shape.house[accused]])
            assert {i for i, home in enumerate(shape.house) if home == shape.house[accused]} <= whole
            assert not rules.barred(tree, [accused], [shape.house[accused]]) < whole, (
                "of retaliation nobody of the office, nor below it"
            )
            tried += 1
    assert tried > 15_000


def passed_on(tree: Tree, desks: list[rules.Desk], home: int, closed: frozenset[int]) -> Iterator[frozenset[int]]:
    """The readers of each desk that it can come to: handed in or resealed there, then forwarded, left by a reader who withdraws, or taken
    higher by who is harmed, again and again until nobody is left."""
    passed: list[int] = []
    while (found := rules.way(tree, desks, home, closed, passed)) is not None:
        yield found.posts
        passed.append(found.organisation)


def test_of_retaliation_no_office_that_is_in_it_is_ever_on_the_way():
    """The office in which the harm is done, the one that the complaint was about, and all below them; the organ itself, too."""
    for shape in (one for one in shapes() if len(set(one.person)) == len(one.person)):
        tree = shape.tree()
        desks = [
            rules.Desk(h, True, frozenset(i for i, home in enumerate(shape.house) if home == h)) for h in range(len(shape.parent))
        ]  # fmt: skip
        for accused, complained in itertools.product(range(len(shape.above)), range(len(shape.parent))):
            home = shape.house[accused]
            closed = rules.barred(tree, [accused], [home, complained])
            inside = {i for i, house in enumerate(shape.house) if house in (home, complained)}
            assert inside <= closed
            for posts in passed_on(tree, desks, home, closed):
                assert not posts & (closed | inside), (shape, accused, complained)


def district(organ: bool = True) -> tuple[Tree, list[rules.Desk]]:
    """County (0) over a bureau (1) over a school (2); a discipline office (3) under the county. Posts: the head of each and one below."""
    posts = {
        n: PostNode(n, n // 2, n - 1 if n % 2 else None, n % 2 == 0, frozenset({n})) for n in range(8)
    }  # fmt: skip
    houses = {
        0: OrganisationNode(0, None, 0),
        1: OrganisationNode(1, 0, 2),
        2: OrganisationNode(2, 1, 4),
        3: OrganisationNode(3, 0, 6),
    }
    desks = [rules.Desk(3, True, frozenset({6, 7}))] if organ else []
    return Tree(posts, houses), [rules.Desk(1, False, frozenset({3})), *desks]


def test_an_organ_higher_up_comes_before_an_office_that_only_forwards():
    tree, desks = district()
    closed = rules.barred(tree, [5])
    assert rules.way(tree, desks, 2, closed) == rules.Way(3, frozenset({6, 7}))
    tree, desks = district(organ=False)
    assert rules.way(tree, desks, 2, closed) == rules.Way(1, frozenset({3}))
    assert rules.way(tree, desks, 2, closed, passed=[1]) is None


def test_where_the_head_of_all_is_meant_there_is_nobody():
    tree, desks = district()
    assert rules.way(tree, desks, 0, rules.barred(tree, [0])) is None


@pytest.mark.parametrize(
    ("offices", "needed", "wrong"),
    [
        ([1, 1, 2], 3, ""), ([1, 1, 2], 2, "posts"), ([1, 2, 3], 2, ""), ([1, 1, 1], 2, "posts"), ([1, 2], 2, "posts"),
        ([1, 2, 3], 1, "needed"), ([1, 2, 3], 4, "needed"), ([1, 1, 2, 2], 3, ""), (list(range(8)), 2, "posts"),
    ],
)  # fmt: skip
def test_no_office_alone_opens_a_key(offices, needed, wrong):
    assert rules.shares_wrong(offices, needed) == wrong
