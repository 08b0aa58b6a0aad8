"""Whom a report is about, and whoever stands under or over them there, never learns of it. Checked over small trees."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.organisations.access import (
    Actor,
    OrganisationNode,
    PostNode,
    Tree,
    excluded_posts,
    may,
    next_clear_organisation,
)


@st.composite
def trees(draw):
    """Up to four organisations in a tree, up to nine posts that report anywhere (even in circles), shared holders."""
    size = draw(st.integers(1, 4))
    parents = [None] + [draw(st.integers(0, number - 1)) for number in range(1, size)]
    count = draw(st.integers(1, 9))
    posts = {
        number: PostNode(
            id=number,
            organisation_id=draw(st.integers(0, size - 1)),
            reports_to=draw(st.none() | st.integers(0, count - 1)),
            holders=draw(st.frozensets(st.integers(0, 5), max_size=2)),
        )
        for number in range(count)
    }
    heads = {
        home: draw(st.none() | st.sampled_from([post.id for post in posts.values() if post.organisation_id == home]))
        if any(post.organisation_id == home for post in posts.values())
        else None
        for home in range(size)
    }
    organisations = {number: OrganisationNode(number, parents[number], heads[number]) for number in range(size)}
    return Tree(posts, organisations)


def chain_up(tree: Tree, post: int) -> list[int]:
    seen: list[int] = []
    above = tree.posts[post].reports_to
    while above is not None and above not in seen:
        seen.append(above)
        above = tree.posts[above].reports_to
    return seen


@settings(max_examples=400, deadline=None)
@given(trees(), st.data())
def test_nobody_under_over_or_in_person_is_left_in(tree, data):
    subject = data.draw(st.sampled_from(sorted(tree.posts)))
    excluded = excluded_posts(tree, subject)
    home = tree.posts[subject].organisation_id
    assert subject in excluded
    for post in tree.posts.values():
        if subject in chain_up(tree, post.id):
            assert post.id in excluded, "reports to the subject, over any number of steps"
        if tree.organisations[home].head_post == post.id:
            assert post.id in excluded, "heads the subject's organisation"
    above = tree.posts[subject].reports_to
    if above is not None and tree.posts[above].organisation_id == home:
        assert above in excluded, "is the subject's superior in the same organisation"
    under = {post.id for post in tree.posts.values() if subject in chain_up(tree, post.id)}
    people = {person for post in under | {subject} for person in tree.posts[post].holders}
    for post in tree.posts.values():
        assert not (post.holders & people) or post.id in excluded, "held by one of them, as a second post"


@settings(max_examples=400, deadline=None)
@given(trees(), st.data())
def test_the_matter_goes_to_the_nearest_clear_organisation_above_or_outside(tree, data):
    subject = data.draw(st.sampled_from(sorted(tree.posts)))
    excluded = excluded_posts(tree, subject)
    home = tree.posts[subject].organisation_id
    above, skipped = tree.organisations[home].parent, []
    answer = next_clear_organisation(tree, home, excluded)
    while above is not None and above != answer:
        skipped.append(above)
        above = tree.organisations[above].parent
    assert above == answer
    if answer is not None:
        assert tree.organisations[answer].head_post not in excluded
        assert tree.organisations[answer].head_post is not None
    for passed in skipped:
        head = tree.organisations[passed].head_post
        assert head is None or head in excluded


def test_a_report_about_the_head_of_a_school_goes_to_the_bureau_and_past_a_head_who_is_the_same_person():
    bureau, school = OrganisationNode(1, None, 10), OrganisationNode(2, 1, 20)
    posts = {
        10: PostNode(10, 1, holders=frozenset({100})),
        11: PostNode(11, 1, reports_to=10, holders=frozenset({101})),
        20: PostNode(20, 2, reports_to=10, holders=frozenset({200})),
        21: PostNode(21, 2, holders=frozenset({201})),  # its line of reporting was never written down
    }
    tree = Tree(posts, {1: bureau, 2: school})
    assert excluded_posts(tree, 20) == {20, 21}
    assert next_clear_organisation(tree, 2, excluded_posts(tree, 20)) == 1
    posts[10] = PostNode(10, 1, holders=frozenset({200}))  # now the head of the school leads the bureau too
    assert next_clear_organisation(tree, 2, excluded_posts(tree, 20)) is None


def test_who_is_excluded_in_one_post_is_excluded_in_every_other():
    class Report:
        organisation_id, unit_id, organisation_path = 1, None, "/1/"

        def excludes(self, post_id: int) -> bool:
            return post_id == 7

    acting_elsewhere = Actor(1, 1, 8, 1, 1, "/1/", frozenset({"registrar"}), "post:a", "", post_ids=frozenset({7, 8}))
    somebody_else = Actor(2, 2, 9, 1, 1, "/1/", frozenset({"registrar"}), "post:b", "", post_ids=frozenset({9}))
    assert not may(acting_elsewhere, "read", Report())
    assert may(somebody_else, "read", Report())
