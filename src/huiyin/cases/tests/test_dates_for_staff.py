"""Dates that packs word to the person read in the third person on pages of staff."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.cases.dates_for_staff import title_for_staff
from huiyin.procedures import loading

from .test_staff_job import text_of

TO_THE_PERSON = re.compile("您|我们")


def test_no_date_of_a_pack_says_you_to_staff():
    for pack in map(loading.load, loading.names()):
        for deadline in pack.deadlines:
            words = deadline.title
            told = title_for_staff(deadline.id, {"zh-hans": words.zh_hans, "en": words.en})
            assert not TO_THE_PERSON.search(told["zh-hans"]), f"{pack.name}: {deadline.id} has no words for staff"
            assert not re.search(r"\b(your?|us|our)\b", told["en"], re.IGNORECASE) or "you have it" in told["en"]


@pytest.mark.django_db
def test_staff_read_what_the_person_may_do(office, as_):
    case = office.served(office.raised())
    for address in (reverse("cases:case", args=[case.public_id]), reverse("cases:list")):
        text = text_of(as_("jiang").get(address))
        assert "来访人可以申请复查" in text
        assert "您可以申请复查" not in text
