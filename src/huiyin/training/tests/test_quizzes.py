"""Staff answers a few questions: the result for the person at once, counts for the office, and no row for who did not pass."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.ledger.models import Entry
from huiyin.operations.testing.rooms import text_of
from huiyin.training import rules, starters
from huiyin.training.actions import holding, needing, quizzing
from huiyin.training.actions.holding import Held
from huiyin.training.actions.quizzing import Question
from huiyin.training.models import Lesson, Quiz, Taken, Topic
from huiyin.training.queries import needs, quizzes
from huiyin.training.tests.conftest import FIXER, TEACHING, day

QUESTIONS = [
    Question("q1", "先做什么？", ["喊人离开，打119", "先请示"], 1),
    Question("q2", "谁可以打119？", ["值班领导", "任何人"], 2),
]
RIGHT, WRONG = {1: 1, 2: 2}, {1: 2, 2: 2}


@pytest.fixture
def lesson(school) -> Lesson:
    """Held, with two questions of which both must be right."""
    one = school.lesson(school.begun())
    quizzing.set_quiz(actor=school.actor("gao"), lesson_id=one.public_id, questions=QUESTIONS, needed=2)
    return school.held(one)


def tries(school, lesson: Lesson, chosen: dict[int, int], times: int = 1, who: str = "shen") -> quizzing.Result:
    quiz = lesson.quizzes.get(ended_at=None)
    for _time in range(times):
        result = quizzing.answer(actor=school.actor(who), quiz_id=quiz.public_id, chosen=chosen)
    return result


def page(name: str, lesson: Lesson) -> str:
    return reverse(f"training:{name}", args=[lesson.public_id])


def test_s20_staff_learns_the_lawful_ways_and_takes_the_training_by_a_few_questions(school, signed_in):
    """信访工作条例 18, 23, 35: what the window must know about complaints and their time limits."""
    needing.set_need(
        actor=school.actor("zheng"), wanted=needing.Wanted("desk", "rights", 12, school.post(TEACHING), day(60))
    )
    one = school.lesson(school.begun(), topic="rights", title="有意见怎么提")
    gao, zheng = signed_in("gao"), signed_in("zheng")
    form = text_of(gao.get(page("quiz", one)))
    assert "信访工作条例第35条" in form, "questions to begin from"
    ready = starters.questions("rights")
    said: dict[str, object] = {"needed": len(ready) - 1}
    for number, each in enumerate(ready, 1):
        said |= {
            f"q{number}_text": each.text,
            f"q{number}_choices": "\n".join(each.choices),
            f"q{number}_right": each.right,
        }
    assert gao.post(page("quiz", one), said | {"q1_right": 9}).status_code == 422
    assert gao.post(page("quiz", one), said).status_code == 302
    assert zheng.get(page("answer", one)).status_code == 404, "it was not held yet"
    school.held(one, people=20)
    assert school.told("校办主任")[-1] == "By a few questions your post takes a training that it needs"
    assert page("answer", one) in text_of(zheng.get(reverse("training:mine")))
    assert zheng.post(page("answer", one), {"a1": "1"}).status_code == 422
    wrong = {f"a{number}": each.right % len(each.choices) + 1 for number, each in enumerate(ready, 1)}
    failed = text_of(zheng.post(page("answer", one), wrong))
    assert "对了0题，共4题" in failed
    assert ready[0].choices[ready[0].right - 1] in failed
    assert not Taken.objects.exists()
    right = {f"a{number}": each.right for number, each in enumerate(ready, 1)}
    assert "您受过这项培训了" in text_of(zheng.post(page("answer", one), right))
    assert Taken.objects.get().how == "quiz"
    assert not needs.of_office(school.actor("gao"))[0].lacking
    assert page("answer", one) not in text_of(zheng.get(reverse("training:mine")))
    assert "不到5次" in text_of(gao.get(page("quiz", one)))
    assert ledger.verify().ok


def test_a_try_that_did_not_pass_names_nobody_in_any_table_of_the_room_nor_in_the_ledger(school, lesson):
    before = {model: model._default_manager.count() for model in apps.get_app_config("training").get_models()}
    last = Entry.objects.order_by("-id")[0].pk
    assert not tries(school, lesson, WRONG).passed
    assert before == {model: model._default_manager.count() for model in before}, "no row more"
    entries = Entry.objects.filter(pk__gt=last)
    assert [(one.verb, one.actor) for one in entries] == [("training.answered", "system:training")]


def test_who_passed_has_taken_it_once_in_the_post(school, lesson):
    assert tries(school, lesson, RIGHT, times=2).passed
    taken = Taken.objects.get()
    assert (taken.appointment.post.title, taken.how) == (FIXER, "quiz")
    lesson.refresh_from_db()
    assert lesson.staff == 0, "who was there is another number"


def test_counts_come_by_handfuls_and_none_below_five(school, lesson, signed_in):
    def counts() -> rules.Counts | None:
        return quizzes.to_set(school.actor("gao"), lesson.public_id).counts

    tries(school, lesson, WRONG, times=4)
    assert counts() == rules.Counts(None, None, (None, None))
    tries(school, lesson, RIGHT)
    assert counts() == rules.Counts(5, None, (None, None)), "four and one"
    tries(school, lesson, WRONG, times=4)
    assert counts() == rules.Counts(5, None, (None, None)), "the next handful is not full"
    tries(school, lesson, WRONG)
    assert counts() == rules.Counts(10, None, (None, None)), (
        "one passed and was right: neither is shown, nor told by the rest"
    )
    tries(school, lesson, RIGHT, times=5)
    assert counts() == rules.Counts(15, 6, (9, None))
    shown = text_of(signed_in("gao").get(page("quiz", lesson)))
    assert "答了15次" in shown
    assert "不显示：它或其余的不到5" in shown


def test_who_sees_to_the_lesson_reads_the_counts_and_the_house_alone_answers(school, lesson, signed_in):
    assert signed_in("shen").get(page("quiz", lesson)).status_code == 200
    assert signed_in("school-admin").get(page("quiz", lesson)).status_code == 404
    assert signed_in("school-admin").get(page("answer", lesson)).status_code == 200
    for who in ("qingxi", "dudao"):
        assert signed_in(who).get(page("answer", lesson)).status_code == 404, who
    quiz = lesson.quizzes.get()
    with pytest.raises(Refused):
        quizzing.answer(actor=school.actor("dudao"), quiz_id=quiz.public_id, chosen=RIGHT)
    with pytest.raises(Refused):
        quizzing.set_quiz(actor=school.actor("school-admin"), lesson_id=lesson.public_id, questions=QUESTIONS, needed=1)


def test_it_is_open_from_the_lesson_until_the_programme_is_over(school, lesson, later):
    fresh = school.lesson(lesson.programme)
    quiz = quizzing.set_quiz(actor=school.actor("gao"), lesson_id=fresh.public_id, questions=QUESTIONS, needed=1)
    with pytest.raises(Conflict):
        quizzing.answer(actor=school.actor("shen"), quiz_id=quiz.public_id, chosen=RIGHT)
    later(365)
    with pytest.raises(Conflict):
        tries(school, lesson, RIGHT)


def test_what_pupils_are_taught_is_answered_by_nobody(school):
    one = school.lesson(school.begun(), audience="pupils")
    quiz = quizzing.set_quiz(actor=school.actor("gao"), lesson_id=one.public_id, questions=QUESTIONS, needed=1)
    holding.hold(actor=school.actor("gao"), lesson_id=one.public_id, version=0, held=Held(day(0), 40))
    with pytest.raises(Conflict):
        quizzing.answer(actor=school.actor("shen"), quiz_id=quiz.public_id, chosen=RIGHT)


def test_set_anew_it_counts_anew_and_ended_nobody_answers(school, lesson, signed_in):
    tries(school, lesson, WRONG, times=5)
    quizzing.set_quiz(actor=school.actor("gao"), lesson_id=lesson.public_id, questions=QUESTIONS[:1], needed=1)
    old, new = Quiz.objects.order_by("id")
    assert (old.answered, new.answered) == (5, 0)
    with pytest.raises(Refused):
        quizzing.answer(actor=school.actor("shen"), quiz_id=old.public_id, chosen=RIGHT)
    assert signed_in("gao").post(page("quiz", lesson), {"do": "end"}).status_code == 302
    assert signed_in("gao").get(page("answer", lesson)).status_code == 404


@pytest.mark.parametrize(
    ("questions", "needed", "place"),
    [
        ([], 1, "q1_text"),
        (QUESTIONS, 0, "needed"),
        (QUESTIONS, 3, "needed"),
        ([Question("q1", " ", ["a", "b"], 1)], 1, "q1_text"),
        ([Question("q3", "x", ["a"], 1)], 1, "q3_choices"),
        ([Question("q1", "x", ["a", "b"], 3)], 1, "q1_right"),
        ([Question("q1", "打13812345678", ["a", "b"], 1)], 1, "q1_text"),
    ],
)
def test_what_is_wrong_with_the_questions_is_said_at_the_field(school, questions, needed, place):
    one = school.lesson(school.begun())
    with pytest.raises(BadInput) as wrong:
        quizzing.set_quiz(actor=school.actor("gao"), lesson_id=one.public_id, questions=questions, needed=needed)
    assert wrong.value.place == place


@pytest.mark.parametrize("topic", Topic.values)
def test_questions_to_begin_from_fit_the_form(topic):
    found = starters.questions(topic)
    assert 1 <= len(found) <= rules.MOST_QUESTIONS
    for one in found:
        assert 2 <= len(one.choices) <= rules.MOST_CHOICES
        assert 1 <= one.right <= len(one.choices)
        assert len(set(one.choices)) == len(one.choices)
        assert len(one.text) <= 200
        assert max(len(each) for each in one.choices) <= rules.LONGEST_CHOICE
    assert starters.questions(topic, "zh-hant")
