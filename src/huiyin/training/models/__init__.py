"""What is stored of training: programmes, their lessons, which appointment took part in which, and which posts need which, and quizzes with counts."""

from .needs import Need, PostKind
from .programmes import Audience, How, Lesson, Programme, Status, Taken, Topic
from .quizzes import Quiz

__all__ = ["Audience", "How", "Lesson", "Need", "PostKind", "Programme", "Quiz", "Status", "Taken", "Topic"]
