"""Every tree of three organisations and three posts, one by one: who is excluded, and who takes the matter instead.

The rule is written here a second time, as sentences about one post, and compared with what the gate computes.
"""

from __future__ import annotations

from itertools import product

import pytest

from huiyin.organisations.access import OrganisationNode, PostNode, Tree, excluded_posts, next_clear_organisation

SHAPES = {"one above the other": (None, 0, 1), "two under one": (None, 0, 0)}
HELD = {"three people": (0, 1, 2), "one person holds two of them": (0, 0, 1)}
POSTS = range(3)
SUBJECT = 0


def trees(parents, holders):
    """Each way to place three posts in the offices, to let them report to each other, and to name heads."""
    for homes in product(range(3), repeat=3):
        choices = [(None, *(post for post in POSTS if homes[post] == office)) for office in range(3)]
        for reports, heads in product(product((None, *POSTS), repeat=3), product(*choices)):
            posts = {n: PostNode(n, homes[n], reports[n], holders=frozenset({holders[n]})) for n in POSTS}
            offices = {n: OrganisationNode(n, parents[n], heads[n]) for n in range(3)}
            yield Tree(posts, offices)


def above(tree, post):
    """The posts over a post, as far up as the line goes."""
    line, here = [], tree.posts[post].reports_to
    while here is not None and here not in line:
        line.append(here)
        here = tree.posts[here].reports_to
    return line


def offices_above(tree, office):
    line, here = [], tree.organisations[office].parent
    while here is not None:
        line.append(here)
        here = tree.organisations[here].parent
    return line


def must_not_know(tree, post):
    """In words: see design, "Who may do what"."""
    person = tree.posts[SUBJECT].holders
    subjects = [n for n in POSTS if tree.posts[n].holders & person]
    return any(is_subject_below_or_superior(tree, n, s) for n in POSTS for s in subjects if shares(tree, n, post))


def shares(tree, one, other):
    return one == other or bool(tree.posts[one].holders & tree.posts[other].holders)


def is_subject_below_or_superior(tree, post, subject):
    home = tree.posts[subject].organisation_id
    leads = [office for office in range(3) if tree.organisations[office].head_post == subject]
    there = [n for n in POSTS if {tree.posts[n].organisation_id, *offices_above(tree, tree.posts[n].organisation_id)} & set(leads)]  # fmt: skip
    below = post == subject or subject in above(tree, post) or post in there or set(above(tree, post)) & set(there)
    line = []
    for superior in above(tree, subject):
        if tree.posts[superior].organisation_id != home:
            break
        line.append(superior)
    return bool(below) or post in line or tree.organisations[home].head_post == post


@pytest.mark.parametrize("parents", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("holders", HELD.values(), ids=HELD)
def test_who_must_not_know_and_who_takes_it(parents, holders):
    seen = 0
    for tree in trees(parents, holders):
        seen += 1
        excluded = excluded_posts(tree, SUBJECT)
        assert excluded == {post for post in POSTS if must_not_know(tree, post)}, tree
        home = tree.posts[SUBJECT].organisation_id
        heads = {office: tree.organisations[office].head_post for office in offices_above(tree, home)}
        clear = [office for office, head in heads.items() if head is not None and head not in excluded]
        assert next_clear_organisation(tree, home, excluded) == (clear[0] if clear else None), tree
    assert seen > 10_000
