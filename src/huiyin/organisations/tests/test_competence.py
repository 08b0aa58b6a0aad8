"""Who is competent, by the data: by subject first, by level then, and never an office that must not learn of it."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.organisations import actions, queries
from huiyin.organisations.access import machine
from huiyin.organisations.actions import Competent
from huiyin.organisations.competence import Office, Rule, covering, propose
from huiyin.organisations.models import Competence

TODAY = dt.date(2026, 11, 25)
COUNTY, BUREAU, SCHOOL, OTHER_SCHOOL, TOWNSHIP = 1, 2, 3, 4, 5
OFFICES = {
    COUNTY: Office(COUNTY, "/1/", 3),
    BUREAU: Office(BUREAU, "/1/2/", 2),
    SCHOOL: Office(SCHOOL, "/1/2/3/"),
    OTHER_SCHOOL: Office(OTHER_SCHOOL, "/1/2/4/"),
    TOWNSHIP: Office(TOWNSHIP, "/1/5/", 1),
}
RULES = [
    Rule(1, COUNTY, ""),
    Rule(2, BUREAU, "01.01"),
    Rule(3, SCHOOL, "01.01", "柳塘"),
    Rule(4, OTHER_SCHOOL, "01.01", "清溪"),
    Rule(5, TOWNSHIP, "06.01", "柳塘"),
    Rule(6, BUREAU, "05"),
]


def asked(category: str, here: int, words: str = "", excluded: tuple[int, ...] = ()) -> tuple[list[int], list[int]]:
    found = propose(
        RULES, OFFICES, category=category, here=OFFICES[here].path, words=words, day=TODAY, excluded=excluded
    )
    return [fit.rule.office for fit in found.best], [fit.rule.office for fit in found.others]


@pytest.mark.parametrize(
    ("category", "here", "words", "best", "others"),
    [
        ("01.01", SCHOOL, "", [SCHOOL], [BUREAU, OTHER_SCHOOL, COUNTY]),  # its own matter
        ("01.01", BUREAU, "", [SCHOOL, OTHER_SCHOOL], [BUREAU, COUNTY]),  # the school first, then the bureau
        ("01.01", BUREAU, "清溪中心校的食堂", [OTHER_SCHOOL], [SCHOOL, BUREAU, COUNTY]),  # the place says which
        ("05.01", SCHOOL, "柳塘", [BUREAU], [COUNTY]),  # wages are the bureau's, wherever it is said
        ("06.01", COUNTY, "", [TOWNSHIP], [COUNTY]),
        ("06.01", SCHOOL, "", [TOWNSHIP], [COUNTY]),  # another branch, where the own one has nothing nearer
        ("08", SCHOOL, "", [COUNTY], []),
    ],
)
def test_the_nearest_subject_counts_first_and_the_lowest_office_then(category, here, words, best, others):
    assert asked(category, here, words) == (best, others)


def test_whatever_the_table_says_the_proposal_is_one_and_names_nobody_who_must_not_know():
    """Few rows or many, in any order: the same answer; never an excluded, closed or ended one; the lowest of its rank."""
    drawn = random.Random(7)
    paths = ["/1/", "/1/2/", "/1/2/3/", "/1/2/4/", "/1/5/", "/1/5/6/"]
    for _turn in range(400):
        offices = {
            key: Office(key, path, drawn.randrange(4), takes=drawn.random() > 0.2) for key, path in enumerate(paths)
        }
        rules = [
            Rule(
                number, drawn.randrange(len(paths)), drawn.choice(["", "01", "01.01", "06"]), drawn.choice(["", "柳塘"]),
                TODAY - dt.timedelta(days=drawn.randrange(-2, 3)),
                drawn.choice([None, TODAY - dt.timedelta(days=1), TODAY]),
            )
            for number in range(drawn.randrange(8))
        ]  # fmt: skip
        excluded = drawn.sample(range(len(paths)), 2)
        words = drawn.choice(["", "柳塘的路"])
        here = drawn.choice(paths)
        known = {"category": "01.01", "here": here, "words": words, "day": TODAY, "excluded": excluded}
        found = propose(rules, offices, **known)
        drawn.shuffle(rules)
        assert propose(rules, offices, **known) == found
        named = [fit.rule.office for fit in (*found.best, *found.others)]
        assert len(named) == len(set(named)), "an office is named once, by its nearest row"
        for fit in (*found.best, *found.others):
            assert fit.rule.office not in excluded
            assert offices[fit.rule.office].takes
            assert fit.rule.holds(TODAY)
            assert fit.rule.category in covering("01.01")
        usable = [
            r for r in rules
            if r.office not in excluded and offices[r.office].takes and r.holds(TODAY) and r.category in covering("01.01")
        ]  # fmt: skip
        assert bool(found.best) == bool(usable), "no data is said, never made up"
        assert not found.others or found.best


def test_a_row_is_changed_by_ending_it_and_the_ledger_has_each_step(district):
    bureau = district.organisations["bureau"]
    row = Competence.objects.get(organisation=bureau, category="05")
    says = Competent("05", "《教师法》第三十九条", "教师工资", "")
    changed = actions.change_competence(actor=district.actors["admin"], competence=row.public_id, says=says)
    row.refresh_from_db()
    assert row.until_on is not None
    assert row.until_on < changed.from_on
    assert row.source != changed.source
    found = queries.who_is_competent(bureau, "05.01")
    assert [one.public_id for one in found.best] == [changed.public_id]
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"organisations.add_competence", "organisations.change_competence"} <= verbs


def test_a_row_needs_a_text_and_somebody_who_may_write_it(district):
    bureau, county = (district.organisations[name].public_id for name in ("bureau", "county"))
    with pytest.raises(BadInput, match=r"."):
        actions.add_competence(actor=machine("test"), organisation=bureau, says=Competent("04", " "))
    with pytest.raises(Refused):  # the bureau's administrator is none of the county's
        actions.add_competence(actor=district.actors["admin"], organisation=county, says=Competent("04", "县规定"))
    with pytest.raises(Refused):
        actions.add_competence(actor=district.actors["liang"], organisation=bureau, says=Competent("04", "局规定"))
    with pytest.raises(BadInput):  # one row for a subject and area at a time
        actions.add_competence(actor=machine("test"), organisation=bureau, says=Competent("05", "局规定"))


def test_an_ended_row_is_proposed_no_more(district):
    township = district.organisations["township"]
    row = Competence.objects.get(organisation=township, category="06.01")
    actions.end_competence(actor=machine("test"), competence=row.public_id, until_on=row.from_on)
    found = queries.who_is_competent(district.organisations["county"], "06.01")
    assert [one.category for one in found.best] == ["06"], "the wider row of the same office is left"
