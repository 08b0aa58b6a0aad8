"""Programmes to begin from, written for this project. What is taught may follow from an article, and then names it; how often and
by when is in no law that was seen, and is always the office's own (本单位自定).

`<name>.toml`: title, the month with which the year begins, lessons; `questions.toml`: questions by topic. Traditional Chinese is made by words when it is asked for.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import traditional
from huiyin.kernel.errors import BadInput

FOLDER = Path(__file__).resolve().parent
ORDER = ("school", "office")


@dataclass(frozen=True, slots=True)
class Planned:
    """A lesson of a template. `months`: by the end of which it is proposed to be held."""

    topic: str
    title: str
    audience: str
    for_whom: str
    months: tuple[int, ...]
    law: str
    about: str


@dataclass(frozen=True, slots=True)
class Starter:
    name: str
    title: str
    begins: int
    lessons: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """With one right choice; `right` counts from 1."""

    text: str
    choices: tuple[str, ...]
    right: int


@cache
def load(name: str, language: str = "zh-hans") -> Starter:
    """In Simplified or Traditional Chinese. BadInput where there is none of that name."""
    if name not in ORDER:
        raise BadInput("starter", _("There is no such template."), _("Choose one of the list."))
    found = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    say = traditional.by_words if language == "zh-hant" else str
    lessons = tuple(
        Planned(
            one["topic"], say(one["title"]), one["audience"], say(one.get("for_whom", "")), tuple(one["months"]),
            say(one.get("law", "")), say(one["about"]),
        )
        for one in found["lessons"]
    )  # fmt: skip
    return Starter(name, say(found["title"]), found["begins"], lessons)


def every_one(language: str = "zh-hans") -> tuple[Starter, ...]:
    return tuple(load(name, language) for name in ORDER)


@cache
def questions(topic: str, language: str = "zh-hans") -> tuple[Question, ...]:
    """Questions to begin a quiz from; none where a topic has none."""
    found = tomllib.loads((FOLDER / "questions.toml").read_text(encoding="utf-8")).get(topic, [])
    say = traditional.by_words if language == "zh-hant" else str
    return tuple(Question(say(one["text"]), tuple(say(each) for each in one["choices"]), one["right"]) for one in found)
