"""The quiz of a lesson for who sets it (with counts), for who answers it, and which ones are open to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.kernel import time
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.training import rules
from huiyin.training.actions.parts import may_hold
from huiyin.training.actions.quizzing import is_open
from huiyin.training.models import Audience, Lesson, Quiz, Status, Taken

from .programmes import visible


@dataclass(frozen=True, slots=True)
class QuizPage:
    """`counts`: for who sees to the lesson or plans; None where there is no quiz."""

    lesson: Lesson
    quiz: Quiz | None
    counts: rules.Counts | None


def running(lesson: Lesson) -> Quiz | None:
    return Quiz.objects.filter(lesson=lesson, ended_at=None).first()


def to_set(actor: Actor, public_id: str) -> QuizPage:
    """For who may set it; dropped lessons have none."""
    lesson = visible(actor, public_id)
    if not may_hold(actor, lesson) or lesson.status == Status.DROPPED:
        raise Refused
    quiz = running(lesson)
    return QuizPage(lesson, quiz, rules.counts(quiz.shown, len(quiz.questions)) if quiz else None)


def to_answer(actor: Actor, public_id: str) -> tuple[Lesson, Quiz]:
    """An open quiz of the own house."""
    lesson = visible(actor, public_id)
    quiz = running(lesson)
    if quiz is None or not may(actor, "training_answer", lesson) or not is_open(lesson):
        raise Refused
    return lesson, quiz


def can_answer(actor: Actor, lesson: Lesson) -> bool:
    return may(actor, "training_answer", lesson) and is_open(lesson) and running(lesson) is not None


def open_to(actor: Actor) -> tuple[Lesson, ...]:
    """Lessons of the own house whose quiz is open and which the asker has not taken, in this post."""
    found = Lesson.objects.filter(
        organisation_id=actor.organisation_id, status=Status.HELD, quizzes__ended_at=None, quizzes__isnull=False,
        programme__last_on__gte=time.today(actor.zone),
    )  # fmt: skip
    taken = Taken.objects.filter(appointment_id=actor.appointment_id, wrong=None).values("lesson_id")
    found = found.exclude(audience=Audience.PUPILS).exclude(pk__in=taken)
    return tuple(found.select_related("organisation", "programme").distinct().order_by("-held_on", "id"))
