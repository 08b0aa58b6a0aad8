"""The example's sealed report: a discipline office reads, somebody has reported, and it is accepted."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.organisations.example import Example

from .actions import handling, keys, naming, reporting
from .actions.reporting import Handed

PASSPHRASE = "huiyin example seal"  # noqa: S105  # the banner says that it is example data


def build_example_reports(example: Example) -> None:
    """At the discipline office of the township, a week ago."""
    secretary, posts = example.actors["jiwei"], example.posts
    with time.moved(-dt.timedelta(days=40)):
        naming.name_reader(actor=secretary, post_id=posts["discipline/纪委书记"].public_id)
        keys.make_key(actor=secretary, passphrase=PASSPHRASE)
    with time.moved(-dt.timedelta(days=7)):
        words = "镇里三次采购办公桌椅都没有比价，都是同一家送的货，验收单上的签字不是验收人本人签的。"
        about = (posts["township/信访专干"].public_id,)
        handed = Handed(example.organisations["township"].public_id, about, False, words)
        report, _code = reporting.hand_in(handed=handed, once="example")
    with time.moved(-dt.timedelta(days=5)):
        unlocked = keys.unlock(actor=secretary, passphrase=PASSPHRASE)
        answer = "已受理。我们会调取三次采购的比价记录和验收单；您手里如果有照片，可以从这里补交。"
        handling.accept(actor=secretary, report_id=report.public_id, unlocked=unlocked, text=answer)
