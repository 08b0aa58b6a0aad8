"""The checker itself: the packs that are shipped pass; each way of breaking one is found, by name, and told as a story."""

from __future__ import annotations

import copy
import tomllib

import pytest

from huiyin.procedures import check, load, names
from huiyin.procedures.checker import RULES, library, problems_of
from huiyin.procedures.checker.silence import walks
from huiyin.procedures.checker.tracks import products
from huiyin.procedures.loading import PACKS
from huiyin.procedures.schema import Pack

RAW = tomllib.loads((PACKS / "xinfang-2022@1.toml").read_text(encoding="utf-8"))
SCHOOL = tomllib.loads((PACKS / "school-internal@1.toml").read_text(encoding="utf-8"))
DISCIPLINE = tomllib.loads((PACKS / "discipline-2020@1.toml").read_text(encoding="utf-8"))


def problems(raw):
    return check(Pack.model_validate(raw))


def rules(raw):
    return {p.rule for p in problems(raw)}


def first_problem(raw):
    pack = Pack.model_validate(raw)
    return next(problems_of(pack, library([pack])), None)


def broken(raw, change):
    mutant = copy.deepcopy(raw)
    change(mutant)
    return mutant


def the(raw, table, **wanted):
    return next(x for x in raw[table] if all(x.get(k) == v for k, v in wanted.items()))


def without(raw, table, **wanted):
    raw[table].remove(the(raw, table, **wanted))


@pytest.mark.parametrize("name", names())
def test_every_shipped_pack_is_sound(name):
    assert check(load(name)) == []


def no_exits(raw):
    raw["transitions"] = [t for t in raw["transitions"] if t["from"] != ["channelled"]]


def refuse_only_what_is_ours(raw):
    for verb in ("refuse", "transfer", "assign_down", "refer_up"):
        the(raw, "transitions", verb=verb)["when"]["competent"] = True


def reviewed_for_ever(raw):
    """The review's decision comes back to the reviewer, and nobody else gets it."""
    the(raw, "transitions", verb="return_to_office").update(to="review_issued")
    the(raw, "transitions", verb="serve", to="second_review_open").update(to="in_review")


def no_clock_in_accepted(raw):
    for d in raw["deadlines"]:
        d["on"] = [s for s in d["on"] if s != "accepted"]


def only_the_unverified_clock(raw):
    for d in raw["deadlines"]:
        if d["id"] != "simple_decide":
            d["on"] = [s for s in d["on"] if s != "registered"]
            if d["on"] == ["*"]:
                d["on"] = ["sorted"]
        else:
            d["starts"] = ["begin", "register", "return_agreed", "reopen", "accept_objection", "take_on_referral"]
            del d["when"]
            d["on"] = ["registered"]
            d["missed"]["then"] = "supervise"


MUTANTS = [
    # rule, pack, what is done to it
    ("unknown-reference", RAW, lambda r: r.update(starts_in="nowhere")),
    ("unknown-reference", RAW, lambda r: the(r, "deadlines", id="close").update(meets=["isue_reply"])),
    ("unknown-reference", RAW, lambda r: the(r, "transitions", verb="accept")["when"].update(competnt=True)),
    ("untranslated-title", RAW, lambda r: the(r, "states", id="in_handling")["title"].update({"zh-hant": " "})),
    ("missing-source", RAW, lambda r: the(r, "deadlines", id="close").pop("source")),
    ("missing-source", RAW, lambda r: the(r, "deadlines", id="close").pop("verified")),
    (
        "unreachable-state",
        RAW,
        lambda r: the(r, "transitions", verb="to_legal_body").update(to="channelled"),
    ),
    ("dead-end", RAW, no_exits),
    ("dead-end", RAW, refuse_only_what_is_ours),
    (
        "no-answer-reachable",
        RAW,
        reviewed_for_ever,
    ),
    ("waiting-without-clock", RAW, no_clock_in_accepted),
    ("waiting-without-clock", RAW, lambda r: without(r, "deadlines", id="report_back")),
    ("unverified-only-clock", RAW, only_the_unverified_clock),
    ("unverified-on", RAW, lambda r: the(r, "deadlines", id="simple_close").pop("off_by_default")),
    ("clock-without-owner", RAW, lambda r: the(r, "deadlines", id="close").pop("owner")),
    ("clock-without-consequence", RAW, lambda r: the(r, "deadlines", id="close").pop("missed")),
    ("clock-never-met", RAW, lambda r: the(r, "deadlines", id="close").pop("meets")),
    ("clock-never-starts", RAW, lambda r: the(r, "deadlines", id="close").pop("starts")),
    ("consequence-ends-in-silence", RAW, lambda r: the(r, "deadlines", id="report_back")["missed"].pop("then")),
    ("consequence-ends-in-silence", RAW, lambda r: the(r, "deadlines", id="supervise")["missed"].pop("then")),
    ("consequence-ends-in-silence", RAW, lambda r: the(r, "deadlines", id="ask_review")["missed"].pop("verb")),
    ("miss-untold", RAW, lambda r: the(r, "deadlines", id="close")["missed"].pop("notices")),
    ("asked-without-clock", RAW, lambda r: without(r, "deadlines", id="consultation")),
    ("org-longer-than-law", RAW, lambda r: the(r, "deadlines", id="answer_own").update(length=61)),
    ("org-longer-than-law", RAW, lambda r: the(r, "deadlines", id="reopened").update(never_longer_than={"length": 30})),
    ("org-longer-than-law", RAW, lambda r: the(r, "deadlines", id="answer_own").pop("never_longer_than")),
    ("org-longer-than-law", SCHOOL, lambda r: the(r, "deadlines", id="decision").update(length=50)),
    ("org-longer-than-law", SCHOOL, lambda r: the(r, "deadlines", id="decision")["extends"].update(max=40)),
    ("extension-unbound", RAW, lambda r: the(r, "deadlines", id="close")["extends"].update(approver="handler")),
    ("final-uninformed", RAW, lambda r: the(r, "transitions", verb="refuse").update(notices=[])),
    ("final-uninformed", RAW, lambda r: the(r, "transitions", to="opinion_stands").update(notices=[])),
    ("person-untold", RAW, lambda r: the(r, "transitions", verb="issue_reply").update(notices=[])),
    ("person-untold", RAW, lambda r: r.update(begin_notices=[])),
    ("transition-without-actor", RAW, lambda r: the(r, "transitions", verb="accept").pop("who")),
    ("decision-without-recourse", RAW, lambda r: the(r, "transitions", verb="issue_reply").pop("recourse")),
    (
        "refusal-without-door-up",
        RAW,
        lambda r: the(r, "transitions", verb="refuse").update(recourse=["competent_office"]),
    ),
    (
        "refusal-without-door-up",
        RAW,
        lambda r: the(r, "transitions", verb="refuse").update(requires=["competent_body"]),
    ),
    ("self-review", RAW, lambda r: the(r, "transitions", verb="issue_review").update(who="approver")),
    ("self-review", RAW, lambda r: the(r, "transitions", verb="issue_review").update(not_by=[])),
    ("self-review", RAW, lambda r: the(r, "recourse", id="superior_corrects").update(to="own-office")),
    ("self-review", SCHOOL, lambda r: the(r, "transitions", verb="issue_review").update(not_by=["assign"])),
    ("right-cut-short", RAW, lambda r: the(r, "deadlines", id="ask_review")["on"].remove("closed")),
    (
        "right-cut-short",
        DISCIPLINE,
        lambda r: the(r, "transitions", verb="close", to="closed").update({"from": ["fed_back"]}),
    ),
    ("one-hand-opens-sealed", DISCIPLINE, lambda r: the(r, "states", id="department").pop("hands")),
    ("report-reaches-reported", RAW, lambda r: the(r, "transitions", verb="accept").pop("when")),
    (
        "report-reaches-reported",
        DISCIPLINE,
        lambda r: the(r, "transitions", verb="accept")["when"].pop("conflict_free"),
    ),
    ("report-reaches-reported", DISCIPLINE, lambda r: the(r, "transitions", verb="clear_name").update(requires=[])),
    ("no-outside-body", RAW, lambda r: r.pop("outside_body")),
    ("no-outside-body", DISCIPLINE, lambda r: r.update(outside_body=False)),
    ("receiver-untold", RAW, lambda r: the(r, "transitions", verb="object").update(notices=["objected_told"])),
    (
        "receiver-untold",
        RAW,
        lambda r: the(r, "transitions", verb="ask_review").update(notices=["review_request_told"]),
    ),
    ("person-untold", RAW, lambda r: the(r, "transitions", verb="start_mediation").update(notices=[])),
    ("miss-untold", RAW, lambda r: the(r, "deadlines", id="person_reply")["missed"].pop("notices")),
    ("demand-unmet", RAW, lambda r: without(r, "deadlines", id="triage")),
    ("demand-unmet", RAW, lambda r: the(r, "deadlines", id="triage").update(length=16)),
    (
        "demand-unmet",
        RAW,
        lambda r: the(r, "transitions", verb="issue_reply", when={"kind": "suggestion"}).update(recourse=["review"]),
    ),
    ("demand-unmet", RAW, lambda r: the(r, "transitions", verb="issue_second_review").update(not_by=["issue_review"])),
    ("demand-unmet", SCHOOL, lambda r: r["parallel"].pop()),
    ("ambiguous-verb", RAW, lambda r: the(r, "transitions", verb="mediation_ends", to="carrying_out").pop("when")),
    ("leader-never-named", RAW, lambda r: the(r, "leader_required", id="group").pop("role")),
    ("leader-never-named", RAW, lambda r: the(r, "leader_required", id="group").update(role="registrar")),
    ("leader-never-named", RAW, lambda r: the(r, "leader_required", id="wages").pop("clock")),
    ("leader-never-named", RAW, lambda r: the(r, "leader_required", id="wages").pop("categories")),
    ("leader-never-named", RAW, lambda r: the(r, "deadlines", id="leader_named").update(unit="working-days")),
    ("leader-never-named", RAW, lambda r: the(r, "deadlines", id="leader_named").update(meets=["assign"])),
    ("leader-never-named", RAW, lambda r: the(r, "transitions", verb="appoint_leader").update({"from": ["accepted"]})),
    ("missing-source", RAW, lambda r: the(r, "leader_required", id="group").pop("source")),
    ("unknown-reference", RAW, lambda r: the(r, "leader_required", id="group").update(when={"crowd": True})),
    ("unreachable-transition", RAW, lambda r: the(r, "transitions", verb="adopt")["when"].update(channel=6)),
]


@pytest.mark.parametrize(("rule", "raw", "change"), MUTANTS, ids=[f"{n}-{m[0]}" for n, m in enumerate(MUTANTS)])
def test_each_rule_catches_what_it_is_for(rule, raw, change):
    assert rule in rules(broken(raw, change))


def test_every_rule_is_shown_to_catch_something():
    assert {rule for rule, _raw, _change in MUTANTS} == set(RULES)


def test_a_problem_is_told_as_a_story():
    found = problems(broken(RAW, lambda r: without(r, "deadlines", id="report_back")))
    story = next(p.message for p in found if p.rule == "waiting-without-clock")
    titles = [load("xinfang-2022").state(s).title.zh_hans for s in ("received", "sorted", "transferred")]
    assert all(title in story for title in titles)
    assert [story.index(title) for title in titles] == sorted(story.index(title) for title in titles)


def test_a_case_that_would_wait_for_a_leader_for_ever_is_told_as_a_story():
    found = problems(broken(SCHOOL, lambda r: the(r, "leader_required", id="group").pop("clock")))
    story = next(p.message for p in found if p.rule == "leader-never-named")
    assert story.startswith("“多人提出同一件事”")


def test_two_tracks_are_checked_together():
    """A silent state on one track is found in the product where the other track is silent or ended too."""
    silent = Pack.model_validate(broken(RAW, lambda r: without(r, "deadlines", id="report_back")))
    school = load("school-internal")
    found = list(products(school, walks(school, unverified=False), {"xinfang-2022": walks(silent, unverified=False)}))
    assert found
    assert "transferred" in found[0].path


def test_a_school_number_may_not_be_longer_than_the_statutory_one_beside_it():
    shorter_law = broken(RAW, lambda r: the(r, "deadlines", id="close").update(length=10))
    found = check([Pack.model_validate(SCHOOL), Pack.model_validate(shorter_law)])
    assert "deadlines.decision.length" in {p.path for p in found if p.rule == "org-longer-than-law"}


@pytest.mark.parametrize("name", names())
def test_traditional_characters_are_traditional(name):
    from opencc import OpenCC

    converter = OpenCC("s2hk")
    for place, words in texts(load(name)):
        assert converter.convert(words.zh_hant) == words.zh_hant, place


def texts(pack):
    from huiyin.procedures.checker.references import _words

    return list(_words(pack))
