"""Who issues a letter sees first which of its characters can't be printed, and what to do; nobody is held up by a font."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.models import Reply

from .staff_scenes import sorted_, submitted
from .test_staff_job import text_of

pytestmark = pytest.mark.django_db
LACKING = "\ue123"  # of the private use area: no face may draw it


def test_the_approver_reads_it_on_the_page_from_which_the_answer_is_issued(office, as_):
    case = submitted(office)
    Reply.objects.filter(case=case).update(facts=f"张{LACKING}说保温台已更换。")
    address = reverse("cases:verb", args=[case.public_id, "issue_reply"])
    assert "U+E123" in text_of(as_("song").get(reverse("cases:case", args=[case.public_id])))
    page = as_("song").get(address)
    assert "U+E123" in text_of(page)
    assert "fonts" in text_of(page), "the remedy"
    sent = {"version": case.version}
    assert as_("song").post(address, sent).status_code == 422, "never issued by who has not seen it"
    assert as_("song").post(address, {**sent, "unprintable": page.context["form"].lacking.seen}).status_code == 302
    assert case.letters.filter(kind="reply").exists()


def test_what_is_typed_into_a_notice_is_shown_before_the_notice_goes(office, as_):
    case = sorted_(office)
    address = reverse("cases:verb", args=[case.public_id, "accept"])
    typed = {"version": case.version, "conflict_free": "on", "note": f"请找{LACKING}老师。"}
    asked = as_("he").post(address, typed)
    assert asked.status_code == 422
    assert "U+E123" in text_of(asked)
    assert typed["note"] in asked.content.decode(), "what was typed stays"
    assert as_("he").post(address, {**typed, "unprintable": "U+E123"}).status_code == 302
    assert case.letters.filter(kind="accept").exists()


def test_an_ordinary_letter_says_nothing_of_it(office, as_):
    case = submitted(office)
    page = as_("song").get(reverse("cases:verb", args=[case.public_id, "issue_reply"]))
    assert page.context["form"].lacking is None
    assert "〓" not in text_of(page)
