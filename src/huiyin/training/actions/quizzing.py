"""Questions are put to a lesson and answered. A try leaves counts alone; who passed has taken the training; who did not is written nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.texts import written
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Appointment
from huiyin.training import rules
from huiyin.training.models import How, Lesson, Quiz, Status, Taken

from . import needing, parts


@dataclass(frozen=True, slots=True)
class Question:
    """`place`: how the field of the form is called; `right` counts from 1."""

    place: str
    text: str
    choices: Sequence[str]
    right: int


@dataclass(frozen=True, slots=True)
class Result:
    """For the person alone, kept nowhere: which answers were right."""

    right: tuple[bool, ...]
    needed: int

    @property
    def number(self) -> int:
        return sum(self.right)

    @property
    def passed(self) -> bool:
        return self.number >= self.needed


def set_quiz(*, actor: Actor, lesson_id: str, questions: Sequence[Question], needed: int) -> Quiz:
    """Questions of a lesson, in the place of those before; counting begins anew. Posts that lack the training are told once it is open."""
    at = time.now()
    with store.write():
        lesson = _lesson(actor, lesson_id)
        said = [_question(one) for one in questions]
        if not said:
            raise BadInput("q1_text", _("A quiz has at least one question."), "")
        if not 1 <= needed <= len(said):
            raise BadInput("needed", _("Give a number from 1 to %(most)d.") % {"most": len(said)}, "")
        rows: list[ledger.Committed] = list(_ended(lesson, at))
        quiz = Quiz.objects.create(
            lesson=lesson, questions=said, needed=needed, wrong=[0] * len(said), set_by=actor.reference,
            set_title=actor.post_title, set_at=at,
        )  # fmt: skip
        opened(lesson, at)
        parts.record("set_quiz", actor.reference, lesson, at, [*rows, quiz])
    return quiz


def end_quiz(*, actor: Actor, lesson_id: str) -> Lesson:
    """Nobody answers any more; what was taken by it stays."""
    at = time.now()
    with store.write():
        lesson = _lesson(actor, lesson_id)
        rows = _ended(lesson, at)
        if not rows:
            raise Conflict(_("There is no quiz any more."), _("Look at it as it stands here."))
        parts.record("end_quiz", actor.reference, lesson, at, rows)
    return lesson


def answer(*, actor: Actor, quiz_id: str, chosen: Mapping[int, int]) -> Result:
    """One try. `chosen`: number of the question -> number of the choice, both from 1. The entry of a try names no post."""
    at = time.now()
    with store.write():
        lesson = parts.locked(_lesson_of(quiz_id))  # the lesson first, as whoever sets its questions
        quiz = Quiz.objects.select_for_update(of=("self",)).filter(public_id=quiz_id, ended_at=None).first()
        if quiz is None:
            raise Refused
        require(actor, "training_answer", lesson)
        if not is_open(lesson):
            raise Conflict(
                _("This quiz is not open."), _("It is, once the lesson was held, until the programme is over.")
            )
        missing = [number for number in range(1, len(quiz.questions) + 1) if number not in chosen]
        if missing:
            raise BadInput(f"a{missing[0]}", _("Choose an answer."), "")
        result = Result(
            tuple(one["right"] == chosen[number] for number, one in enumerate(quiz.questions, 1)), quiz.needed
        )
        _count(quiz, result)
        parts.record("answered", parts.SYSTEM, lesson, at, [quiz])
        if result.passed:
            _take(actor, lesson, at)
    return result


def is_open(lesson: Lesson) -> bool:
    today = time.today(lesson.organisation.zone)
    return rules.open_quiz(lesson.status, lesson.audience, lesson.programme.last_on, today)


def opened(lesson: Lesson, at: dt.datetime) -> None:
    """Part of an action: posts that lack this training are told where they can take it."""
    if is_open(lesson) and Quiz.objects.filter(lesson=lesson, ended_at=None).exists():
        told = needing.lacking_posts(lesson.organisation, lesson.topic)
        parts.tell(lesson, _("By a few questions your post takes a training that it needs"), told, "", at)


def _take(actor: Actor, lesson: Lesson, at: dt.datetime) -> None:
    """Who passed has taken it, in the post in which they answered."""
    appointment = Appointment.objects.get(pk=actor.appointment_id)
    today = time.today(lesson.organisation.zone)
    row, new = Taken.objects.get_or_create(
        lesson=lesson, appointment=appointment, wrong=None, defaults={"on": today, "how": How.QUIZ, "at": at}
    )
    if new:
        rows = [row, *needing.follow(lesson.organisation, lesson.topic, at)]
        parts.record("passed", actor.reference, lesson, at, rows)


def _count(quiz: Quiz, result: Result) -> None:
    quiz.answered += 1
    quiz.passed += result.passed
    quiz.wrong = [number + (not right) for number, right in zip(quiz.wrong, result.right, strict=True)]
    if quiz.answered % rules.HANDFUL == 0:
        quiz.shown = {"answered": quiz.answered, "passed": quiz.passed, "wrong": quiz.wrong}
    quiz.save()


def _lesson(actor: Actor, lesson_id: str) -> Lesson:
    lesson = parts.locked(lesson_id)
    if not parts.may_hold(actor, lesson):
        raise Refused
    if lesson.status == Status.DROPPED:
        raise Conflict(_("This lesson is not held."), _("Look at it as it stands here."))
    return lesson


def _lesson_of(quiz_id: str) -> str:
    """Empty where there is none."""
    return Lesson.objects.filter(quizzes__public_id=quiz_id).values_list("public_id", flat=True).first() or ""


def _ended(lesson: Lesson, at: dt.datetime) -> list[Quiz]:
    rows = list(Quiz.objects.select_for_update(of=("self",)).filter(lesson=lesson, ended_at=None))
    for row in rows:
        row.ended_at = at
        row.save()
    return rows


def _question(one: Question) -> dict[str, object]:
    text = parts.plain(
        f"{one.place}_text", written(f"{one.place}_text", one.text, _("Write the question."), longest=200), 200
    )
    choices = [parts.plain(f"{one.place}_choices", each, rules.LONGEST_CHOICE) for each in one.choices]
    if not 2 <= len(choices) <= rules.MOST_CHOICES:
        raise BadInput(
            f"{one.place}_choices", _("A question has from 2 to %(most)d choices, a line each.") % {"most": rules.MOST_CHOICES}, ""
        )  # fmt: skip
    if not 1 <= one.right <= len(choices):
        raise BadInput(f"{one.place}_right", _("Say which line is right, by its number."), "")
    return {"text": text, "choices": choices, "right": one.right}
