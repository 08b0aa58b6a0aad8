"""What is stored of training: programmes, their lessons, which appointment took part in which, and which posts need which, quizzes with counts, corrections, and lists to sign."""

from .corrections import Correction
from .lists import SignList
from .needs import Need, PostKind
from .programmes import Audience, How, Lesson, Programme, Status, Taken, Topic
from .quizzes import Quiz

__all__ = [
    "Audience",
    "Correction",
    "How",
    "Lesson",
    "Need",
    "PostKind",
    "Programme",
    "Quiz",
    "SignList",
    "Status",
    "Taken",
    "Topic",
]
