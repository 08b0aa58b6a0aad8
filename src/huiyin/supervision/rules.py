"""What the law lets a superior do, which signs a case shows, and what is proposed by itself. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# Own dates of the supervising office: no article has a number for them.
LOOK_DAYS: Final = 5  # working days in which a supervisor looks at what the person asked or a rule proposes
JUDGE_DAYS: Final = 5  # working days in which it looks at the written answer
HIGHER_DAYS: Final = 10  # working days of the next post that is told, while nobody looks
HEARING_DAYS: Final = 10  # working days in which an office or a post is heard
LONGEST_DAYS: Final = 60  # no date that an office is given lies further away

# By which article of the Regulation (信访工作条例) each measure is ordered.
ARTICLES: Final[dict[str, str]] = {
    "urge": "art. 40",
    "improve": "art. 40",
    "accountability": "art. 40",
    "correct": "art. 39¶3",
    "list": "art. 39¶3",
    "interview": "art. 39¶3",
    "circulate": "art. 39¶3",
}
PROPOSALS: Final = frozenset({"improve", "accountability"})  # what the yearly report counts as proposed, and as adopted
BY_CONFERENCE: Final = frozenset({"correct", "list", "interview", "circulate"})  # the joint conference decides (39¶3)

# What an office or a post can have to answer for, with the article that says so.
GROUNDS: Final[dict[str, str]] = {
    "abuse": "art. 42",
    "omission": "art. 42",
    "wrong-law": "art. 42",
    "opinion-refused": "art. 42",
    "not-registered": "art. 43, 44",
    "pushed-away": "art. 43, 44",
    "not-told": "art. 44(3)",
    "late": "art. 45",
    "not-supported": "art. 45",
    "proposal-ignored": "art. 45",
    "harsh": "art. 46",
    "favours": "art. 46",
    "group-mishandled": "art. 46",
    "concealed": "art. 46",
    "leaked": "art. 46",
    "retaliation": "art. 46",
}
CONSEQUENCE_LAW: Final = "art. 43-46"


@dataclass(frozen=True, slots=True)
class Rule:
    """A supervision is proposed by itself, once a case, when the number of `fact` reaches `at_least`."""

    name: str
    fact: str
    at_least: int
    trigger: str


RULES: Final[tuple[Rule, ...]] = (
    Rule("missed-twice", "lawful_missed", 2, "delay"),
    Rule("overturned", "overturned", 1, "against-rules"),
)


def proposed(facts: Mapping[str, int]) -> list[Rule]:
    """The rules that these numbers of a case fulfil."""
    return [rule for rule in RULES if facts.get(rule.fact, 0) >= rule.at_least]


@dataclass(frozen=True, slots=True)
class Owed:
    """A date of the office that was missed and is still open."""

    name: str
    due_at: dt.datetime


# What happened -> the sign that it leaves, and what makes it go again.
LEAVES: Final[dict[str, str]] = {
    "return_to_office": "returned",
    "reopen": "reopened",
    "agreement_not_kept": "reopened",
}
MENDED_BY: Final[dict[str, frozenset[str]]] = {
    "returned": frozenset({"issue_reply"}),
    "reopened": frozenset({"issue_reply"}),
}
MESSAGE: Final = "answer_message"
CARRYING_OUT: Final = frozenset({"begin_carrying_out", "carry_out"})
SUPERIORS_OWN: Final = "supervise"  # what a missed date starts for who must see to it; told apart by its name


def signs(
    owed: Iterable[Owed],
    happened: Iterable[tuple[str, dt.datetime]],
    not_done: dt.datetime | None,
    asked: dt.datetime | None,
) -> dict[str, dt.datetime]:
    """Reason -> since when. `happened`: what left or mended a sign, in its order; `not_done`: when it was seen not to be
    carried out; `asked`: when the person asked the office above, while nobody has looked."""
    found: dict[str, dt.datetime] = {}
    for one in owed:
        if not one.name.startswith(SUPERIORS_OWN):
            reason = "unanswered" if one.name == MESSAGE else "not-done" if one.name in CARRYING_OUT else "late"
            found[reason] = min(found.get(reason, one.due_at), one.due_at)
    for verb, at in happened:
        for reason, mended_by in MENDED_BY.items():
            if verb in mended_by:
                found.pop(reason, None)
        if verb in LEAVES:
            found[LEAVES[verb]] = at
    if not_done is not None:
        found.setdefault("not-done", not_done)
    if asked is not None:
        found["asked"] = asked
    if found:
        found["any"] = min(found.values())
    return found


PATTERNS: Final[dict[str, str]] = {
    "return_to_office": "returned",
    "reopen": "reopened",
    "agreement_not_kept": "reopened",
    "not_settled": "dissatisfied",
    "missed": "late",
}


def too_far(due_on: dt.date, today: dt.date) -> bool:
    """Whether a date that is given lies in the past, or so far away that nobody would wait for it."""
    return not today < due_on <= today + dt.timedelta(days=LONGEST_DAYS)
