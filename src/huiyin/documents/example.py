"""The example's letters: two offices have put their own words into them, before the first one went out."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.organisations.example import Example

from .actions import save_template
from .queries import CODE_LANGUAGE
from .rules import EVERY_KIND

BUREAU = {
    "letterhead": "临禾县教育局",
    "code": "临教信",
    "contact": "{office} {address} 电话{phone} {hours}",
}
SCHOOL = {"letterhead": "柳塘镇中心学校", "code": "柳中信", "contact": "{office} {address} 电话{phone} {hours}"}
REPLY = {
    "opening": "您{received_on}提出的诉求，我们已经办理，现将结果答复如下。",
    "extra": "看不明白的地方，可以到一楼接待室来问，也可以打{phone}；不影响您请求复查。",
    "closing": "特此答复。",
}


def build_example_wording(example: Example) -> None:
    """To be told before the cases: a letter keeps the words with which it went out."""
    with time.moved(dt.timedelta(days=-150)):
        for key, head, words in (("bureau", "he", BUREAU), ("school", "xiaozhang", SCHOOL)):
            _saved(example, key, head, EVERY_KIND, words)
        _saved(example, "bureau", "he", "reply", REPLY)


def _saved(example: Example, key: str, head: str, kind: str, words: dict[str, str]) -> None:
    save_template(
        actor=example.actors[head], organisation=example.organisations[key], kind=kind, language=CODE_LANGUAGE, version=0, pieces=words
    )  # fmt: skip
