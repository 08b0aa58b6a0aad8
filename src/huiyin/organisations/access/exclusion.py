"""Who must not learn that a case exists because it is about them or theirs, and who takes it instead. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PostNode:
    """A post in the tree. `holders`: ids of the accounts that hold it, deputies too."""

    id: int
    organisation_id: int
    reports_to: int | None = None
    is_head: bool = False
    holders: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class OrganisationNode:
    id: int
    parent: int | None = None
    head_post: int | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of organisations with their posts, by id."""

    posts: Mapping[int, PostNode] = field(default_factory=dict)
    organisations: Mapping[int, OrganisationNode] = field(default_factory=dict)


def excluded_posts(tree: Tree, subject_post: int) -> frozenset[int]:
    """Every post that must not see a case about `subject_post`.

    The subject; every post below the subject; the subject's superiors inside the same organisation. The subject is a
    person, so all posts of whoever holds it count as subject; and who holds an excluded post is excluded in every
    other post too. Where the subject is head, the whole organisation and all below it are below.
    """
    subjects = _held_together(tree, {subject_post}) if subject_post in tree.posts else frozenset({subject_post})
    excluded = set(subjects)
    for subject in subjects & tree.posts.keys():
        excluded |= _below(tree, subject) | _superiors(tree, subject)
    return _held_together(tree, excluded)


def next_clear_organisation(tree: Tree, organisation: int, excluded: Iterable[int]) -> int | None:
    """The nearest organisation above `organisation` whose head is known and not excluded; None: the outside body."""
    barred = frozenset(excluded)
    seen = {organisation}
    above = tree.organisations[organisation].parent
    while above is not None and above not in seen:
        node = tree.organisations[above]
        if node.head_post is not None and node.head_post not in barred:
            return above
        seen.add(above)
        above = node.parent
    return None


def _held_together(tree: Tree, posts: Iterable[int]) -> frozenset[int]:
    """The posts and every other post of whoever holds one of them."""
    chosen = frozenset(posts)
    people = frozenset(person for post in chosen & tree.posts.keys() for person in tree.posts[post].holders)
    return chosen | {node.id for node in tree.posts.values() if node.holders & people}


def _below(tree: Tree, subject: int) -> frozenset[int]:
    below = {subject}
    heads = tree.posts[subject]
    if _is_head(tree, heads):
        under = _organisations_under(tree, heads.organisation_id)
        below |= {node.id for node in tree.posts.values() if node.organisation_id in under}
    grown = True
    while grown:
        more = {node.id for node in tree.posts.values() if node.reports_to in below} - below
        below |= more
        grown = bool(more)
    return frozenset(below)


def _superiors(tree: Tree, subject: int) -> frozenset[int]:
    """Up the chain of `reports_to` while it stays inside the organisation, and the organisation's head in any case."""
    home = tree.posts[subject].organisation_id
    found = {node.id for node in tree.posts.values() if node.organisation_id == home and _is_head(tree, node)}
    chain: set[int] = set()
    above = tree.posts[subject].reports_to
    while (
        above is not None and above in tree.posts and above not in chain and tree.posts[above].organisation_id == home
    ):
        chain.add(above)
        above = tree.posts[above].reports_to
    return frozenset(found | chain)


def _is_head(tree: Tree, node: PostNode) -> bool:
    organisation = tree.organisations.get(node.organisation_id)
    return node.is_head or (organisation is not None and organisation.head_post == node.id)


def _organisations_under(tree: Tree, root: int) -> frozenset[int]:
    under = {root}
    grown = True
    while grown:
        more = {node.id for node in tree.organisations.values() if node.parent in under} - under
        under |= more
        grown = bool(more)
    return frozenset(under)
