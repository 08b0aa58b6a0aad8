"""Who may read a report about whom, decided before a word of it is taken; which results there are; how long one waits. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from huiyin.organisations.access.exclusion import Tree, excluded_posts, next_clear_organisation

SUBJECT = "sealed-report"  # of its clocks
# Own numbers of days, which no law gives: proposals.
LOOK_DAYS, LOOK_KEY = 5, "confidential:look"
STAND_DAYS, STAND_KEY = 30, "confidential:stand"
RESULT_DAYS, RESULT_KEY = 15, "confidential:result"
RECEIPT_DAYS, RECEIPT_KEY = 10, "confidential:receipt"
# Of retaliation: who is being harmed waits for days, not for weeks.
HARM_FORWARD_DAYS, HARM_FORWARD_KEY = 1, "confidential:harm-forward"
HARM_LOOK_DAYS, HARM_LOOK_KEY = 1, "confidential:harm-look"
PROTECT_DAYS, PROTECT_KEY = 3, "confidential:protect"
HARM_STAND_DAYS, HARM_STAND_KEY = 7, "confidential:harm-stand"
HARM_RESULT_DAYS, HARM_RESULT_KEY = 7, "confidential:harm-result"
LONGEST = 20_000
LONGEST_WORDS = 4_000
SHORTEST_PASSPHRASE = 12
MOST_FILES = 5
NAME_WAITS = 7  # days in which a second reader adds their part; our own number, no law gives it
MOST_ACCUSED = 20

FEWEST_CUSTODIANS, MOST_CUSTODIANS = 3, 7

# What an organ can have found. "False" is none of them: a false accusation needs a finding of intent, outside of this program (art. 39).
OUTCOMES = ("proven", "partly", "not_proven")
# What is answered to who asked for protection (2020 rules art. 49: on application).
GRANTED = "granted"
PROTECTIONS = (GRANTED, "granted_partly", "not_granted")


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a report is about, in public ids: the office, its posts. `whole`: somebody above there, or it is not said; `houses`: further
    offices of which nobody may know.
    """

    home: str
    about: tuple[str, ...] = ()
    whole: bool = False
    houses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """The readers of an organisation who can open a seal today, as posts. `organ`: it may look into a report itself."""

    organisation: int
    organ: bool
    posts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a report goes, and which posts of the desk may open it."""

    organisation: int
    posts: frozenset[int]


def barred(tree: Tree, accused: Iterable[int], houses: Iterable[int] = ()) -> frozenset[int]:
    """Every post that must not learn of it. `houses`: offices of which, with all below them, nobody may: it is about somebody above there,
    the reporter does not say whom, or harm is done to them in that office.
    """
    found: set[int] = set()
    for post in accused:
        found |= excluded_posts(tree, post)
    under = frozenset(place for home in houses for place in _house(tree, home))
    for node in tree.posts.values():
        if node.organisation_id in under:
            found |= excluded_posts(tree, node.id)
    return frozenset(found)


def may_go_higher(*, closed: bool, late: bool, protections: Sequence[str]) -> bool:
    """Whether who reported retaliation takes it to the next office now: a day has passed, less was granted than asked, or it is over there.

    `protections`: what was answered to them, the oldest first.
    """
    return closed or late or bool(protections and protections[-1] != GRANTED)


def way(
    tree: Tree, desks: Collection[Desk], home: int, closed: frozenset[int], passed: Collection[int] = ()
) -> Way | None:
    """The nearest organ on the way up whose readers may know; else the nearest desk that forwards sealed; None: the outside body.

    `closed`: who is barred; `passed`: desks that are left out (it comes from there).
    """
    by_home = {desk.organisation: desk for desk in desks if desk.organisation not in passed}
    forwards: Way | None = None
    for place in _way_up(tree, home, closed):
        here = [by_home[one] for one in (place, *_organs_of(tree, by_home, place)) if one in by_home]
        for desk in here:
            able = desk.posts - closed
            if able and desk.organ:
                return Way(desk.organisation, able)
            if able and forwards is None:
                forwards = Way(desk.organisation, able)
    return forwards


def shares_wrong(offices: Sequence[int], needed: int) -> str:
    """What is wrong with custodians of these offices, of whom `needed` open a key: `posts`, `needed`, or nothing.

    No office alone may hold as many shares as are needed: so there are two of them at least.
    """
    if not FEWEST_CUSTODIANS <= len(offices) <= MOST_CUSTODIANS:
        return "posts"
    if not 2 <= needed <= len(offices):
        return "needed"
    return "posts" if max(Counter(offices).values()) >= needed else ""


def _way_up(tree: Tree, home: int, closed: frozenset[int]) -> Iterable[int]:
    place: int | None = home
    while place is not None:
        yield place
        place = next_clear_organisation(tree, place, closed)


def _organs_of(tree: Tree, desks: Mapping[int, Desk], place: int) -> list[int]:
    return sorted(node.id for node in tree.organisations.values() if node.parent == place and _organ(desks, node.id))


def _organ(desks: Mapping[int, Desk], organisation: int) -> bool:
    return organisation in desks and desks[organisation].organ


def _house(tree: Tree, home: int) -> frozenset[int]:
    under = {home}
    while more := {node.id for node in tree.organisations.values() if node.parent in under} - under:
        under |= more
    return frozenset(under)
