"""The head can't sign what the law forbids, nor what lacks what it demands; a legal reviewer's word lets a clause pass, and it is then only printed."""

from __future__ import annotations

import pytest

from huiyin.kernel import time
from huiyin.plans import actions, marks, rules
from huiyin.plans.models import Answer, Overruling, PlanVersion, Status
from huiyin.plans.schema import Clause, PlanDocument, Step

UNLAWFUL = "家长到县里上访的，由年级组长到车站劝返，送回本校。"


@pytest.fixture
def with_clause(draft) -> PlanVersion:
    """The draft with an unlawful clause in its part on the response, and a step that was made from it."""
    document = draft.text
    at = next(number for number, part in enumerate(document.parts) if part.part == "response")
    part = document.parts[at]
    clause = Clause(key="bring-back", text=UNLAWFUL)
    parts = [*document.parts]
    parts[at] = part.model_copy(update={"clauses": (*part.clauses, clause)})
    step = Step(key="go-to-station", action="年级组长去车站", role=document.roles[0].key, clause="bring-back")
    return changed(draft, document.model_copy(update={"parts": tuple(parts), "steps": (*document.steps, step)}))


def changed(version: PlanVersion, document: PlanDocument) -> PlanVersion:
    PlanVersion.objects.filter(pk=version.pk).update(document=document.model_dump(mode="json"))
    version.refresh_from_db()
    return version


def sign(district, version: PlanVersion) -> PlanVersion:
    return actions.approve(actor=district.actors["xiaozhang"], version_id=version.public_id, seen=version.version)


def answered(district, version: PlanVersion, answer: str) -> None:
    (mark,) = marks.report(version.text).blocking(())
    at = time.now()
    Overruling.objects.create(
        plan=version.plan, plan_version=version, rule=mark.rule, key=mark.key, text=mark.text, text_hash=mark.fingerprint,
        asked_by="post:a", asked_title="总务处副主任", asked_at=at, asked_why="引用的是旧稿。",
        reviewer=district.posts["school/校长"], answer=answer, reason="已核对。", answered_by="post:b",
        answered_title="法律顾问", answered_name="林", answered_at=at,
    )  # fmt: skip


def test_an_unlawful_clause_is_not_signed_and_the_place_and_the_remedy_are_said(district, with_clause):
    with pytest.raises(actions.StillMarked) as refused:
        sign(district, with_clause)
    (mark,) = refused.value.marks
    assert (mark.rule, mark.key, mark.blocks) == ("L-01", "bring-back", True)
    assert mark.text in str(refused.value)
    assert mark.part in str(refused.value)
    assert mark.part
    assert refused.value.remedy
    with_clause.refresh_from_db()
    assert with_clause.status == Status.DRAFT


def test_what_a_legal_reviewer_overruled_is_signed_and_no_step_comes_of_it(district, with_clause):
    answered(district, with_clause, Answer.OVERRULED)
    signed = sign(district, with_clause)
    assert signed.status == Status.APPROVED
    said = signed.plan.overrulings.values_list("key", "text")
    assert rules.left_out(signed.text, said) == {"go-to-station"}
    assert any(clause.text == UNLAWFUL for part in signed.text.parts for clause in part.clauses)


def test_a_mark_that_the_legal_reviewer_let_stand_still_refuses(district, with_clause):
    answered(district, with_clause, Answer.STANDS)
    with pytest.raises(actions.StillMarked):
        sign(district, with_clause)


def test_other_words_than_those_that_were_overruled_are_asked_about_anew(district, with_clause):
    answered(district, with_clause, Answer.OVERRULED)
    worse = UNLAWFUL.replace("送回本校", "连夜押回")
    text = with_clause.text.model_dump_json().replace(UNLAWFUL, worse)
    with pytest.raises(actions.StillMarked):
        sign(district, changed(with_clause, PlanDocument.model_validate_json(text)))


def test_a_plan_that_lacks_what_the_law_demands_is_not_signed(district):
    blank = actions.create_blank(actor=district.actors["shen"], kind="fire", title="消防应急预案")
    with pytest.raises(actions.StillMarked) as refused:
        sign(district, blank)
    assert {"organisation", "prevention", "response", "support", "recovery"} <= set(refused.value.missing)
    assert not refused.value.marks
