"""What leaves the house says that there is something new, and nothing of what."""

from __future__ import annotations

import pytest

from huiyin.cases.actions import handling
from huiyin.kernel.outbox.letters import compose
from huiyin.kernel.outbox.models import Notice

QUESTION = "您愿意来看厨房吗？"


@pytest.mark.parametrize(
    ("language", "subject"), [("zh-hans", "有新情况"), ("zh-hant", "有新情況"), ("en", "something new")]
)
def test_a_notice_to_the_petitioner_has_neither_contents_nor_address_nor_code(office, language, subject):
    receipt = office.raised(contact_by="email", language=language)
    case = office.assigned(receipt)
    Notice.objects.all().delete()
    handling.ask_person(actor=office.example.actors["jiang"], case_id=case.pk, version=case.version, question=QUESTION)
    notice = Notice.objects.get(template="cases/petitioner")
    letter = compose(notice)
    assert subject in letter.subject
    whole = letter.subject + letter.body + str(notice.context)
    for secret in (QUESTION, receipt.code, "林秀英", "lin@example.test", "13800001111", "食堂饭菜凉", "http"):
        assert secret not in whole


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_notice_to_staff_names_the_date_in_the_readers_language(office, days, language):
    office.raised()
    days(20)
    for notice in Notice.objects.exclude(template="cases/petitioner"):
        letter = compose(notice, language)
        title = notice.context["title"][language]
        assert title in letter.subject
        assert notice.context["case"] in letter.body
    assert Notice.objects.filter(template="cases/missed").exists()
