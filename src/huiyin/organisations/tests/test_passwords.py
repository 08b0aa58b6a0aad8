"""What no password is made of, and what the log says of signing in."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cli import main
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.organisations import actions
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Account
from huiyin.organisations.passwords import is_own_words
from huiyin.organisations.signing_in import mark

from .telephone import set_up_app
from .test_pages import signed_in, try_password

NAMES = ["临禾县教育局", "柳塘镇中心学校", "Linhe Bureau", "shenjing"]


@pytest.mark.parametrize(
    "password",
    [
        "临禾县教育局2026", "linhexianjiaoyuju", "Linhe-2026-2026", "LINHE!!jiaoyuju", "lhxjyj20261128", "liutang1234567",
        "shenjing12345", "ｌｉｎｈｅ２０２６２０２６", "zhongxinxuexiao1", "bureau-linhe-1", "linhe2026abc",
    ],
)  # fmt: skip
def test_the_offices_own_words_are_no_password(password):
    assert is_own_words(password, NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "three unrelated words",
        "linhe horse battery staple",
        "correcthorsebattery",
        "2026112820261128",
        "雨过天青云破处",
    ],
)
def test_whoever_thinks_of_something_else_is_left_alone(password):
    assert not is_own_words(password, NAMES)


@pytest.mark.django_db
def test_it_is_the_tree_as_it_stands_that_is_asked(district):
    shen = district.actors["shen"]
    with pytest.raises(BadInput, match=r"名称|names"):
        actions.change_password(actor=shen, old=PASSWORD, new="linhe2026jiaoyuju")
    actions.change_password(actor=shen, old=PASSWORD, new="something else entirely")


@pytest.fixture
def lines(caplog) -> list[str]:
    caplog.set_level(logging.INFO, "huiyin.signing_in")
    return caplog.messages


@pytest.mark.django_db
def test_each_signing_in_stands_in_the_log_and_nobody_in_it(district, lines, caplog, forward, capsys):
    set_up_app(signed_in("jiang"))
    caplog.clear()
    client = Client(REMOTE_ADDR="203.0.113.66")
    assert try_password(client, "jiang", "not her password") == 422
    assert try_password(client, "nobody-of-this-name", "x") == 422
    assert try_password(client, "jiang", PASSWORD) == 302
    client.post(reverse("organisations:second"), {"code": "000000"})
    signed_in("shen")
    said = [re.sub(r"mark=[0-9a-f]{12}$", "mark", message) for message in caplog.messages]
    assert said == [
        "failed way=password mark",
        "failed way=password mark",
        "failed way=code mark",
        "passed way=password mark",
    ]
    text = " ".join(caplog.messages)
    for secret in ("jiang", "shen", "nobody", "203.0.113", Account.objects.get(username="jiang").public_id, "000000"):
        assert secret not in text
    marks = [message.rpartition("=")[2] for message in caplog.messages]
    assert marks[0] == marks[2] != marks[1], "one account's lines of a day belong together"

    assert main(["people", "marks", "Jiang", "--days", "2"]) == 0
    assert marks[0] in capsys.readouterr().out, "whoever has the key and a reason finds them"
    forward(24 * 3600)
    assert mark("jiang", time.now().date()) != marks[0], "tomorrow it is another one"
