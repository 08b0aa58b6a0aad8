"""What is stored of training: programmes, their lessons, which appointment took part in which, and which posts need which."""

from .needs import Need, PostKind
from .programmes import Audience, How, Lesson, Programme, Status, Taken, Topic

__all__ = ["Audience", "How", "Lesson", "Need", "PostKind", "Programme", "Status", "Taken", "Topic"]
