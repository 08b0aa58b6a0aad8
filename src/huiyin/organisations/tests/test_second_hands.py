"""Who could be the second person is asked inside of a write: as often for a large office as for a small one."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.kernel import time
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.access import Place, machine
from huiyin.organisations.actions.people import appoint, create_account
from huiyin.organisations.example import build_example_district
from huiyin.organisations.models import Account
from huiyin.organisations.queries.two_hands import seconds


def test_a_hundred_colleagues_are_one_question_and_who_asked_or_left_is_none_of_them(db):
    example = built_once("district", build_example_district)
    bureau, head = example.organisations["bureau"], example.posts["bureau/局长"]
    he, tang = example.actors["he"], example.actors["tang"]
    place = Place(bureau.pk, bureau.path)

    def asked() -> tuple[set[str], int]:
        with CaptureQueriesContext(
            connection,
        ) as questions:
            found = seconds("retention_destroy", place, without=he.account_id)
        return {one.public_id for one in found}, len(questions)

    posts, few = asked()
    assert head.public_id not in posts
    assert tang.reference.partition(":")[2] in posts
    for number in range(8):
        made = create_account(actor=machine("test"), username=f"deputy{number}", display_name="副").account
        appoint(
            actor=machine("test"), account=made.public_id, post=head.public_id, deputy=True,
            from_on=time.today("Asia/Shanghai") - dt.timedelta(days=1),
        )  # fmt: skip
    again, many = asked()
    assert many == few
    assert head.public_id in again, "by a deputy"
    Account.objects.filter(pk=tang.account_id).update(is_active=False)
    assert tang.reference.partition(":")[2] not in asked()[0]
