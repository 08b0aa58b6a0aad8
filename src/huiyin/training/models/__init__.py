"""What is stored of training: programmes, their lessons, and which appointment took part in which."""

from .programmes import Audience, How, Lesson, Programme, Status, Taken, Topic

__all__ = ["Audience", "How", "Lesson", "Programme", "Status", "Taken", "Topic"]
