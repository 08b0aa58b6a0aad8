"""A marked clause: mended by a button, or sent to a legal reviewer who is somebody else and whose reason lets the head sign."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.plans import actions, marks
from huiyin.plans.models import Overruling, Status

from .test_pages import at, signed_in, text
from .test_signing import UNLAWFUL, with_clause

__all__ = ["with_clause"]


@pytest.fixture
def found(with_clause) -> dict[str, str]:
    """What a form sends about the marked clause."""
    (mark,) = marks.report(with_clause.text).blocking(())
    assert mark.text in UNLAWFUL
    return {"rule": mark.rule, "fingerprint": mark.fingerprint}


def test_a_mark_is_shown_with_why_and_article_and_the_lawful_clause_is_put_by_one_button(with_clause, found):
    writer = signed_in("shen")
    assert at(with_clause, "check") in text(writer.get(at(with_clause, "version")))
    page = text(writer.get(at(with_clause, "check")))
    assert "由年级组长到车站劝返" in page
    assert "宪法" in page
    assert "书面回执" in page, "what to write instead"
    assert writer.post(at(with_clause, "check"), {"do": "put_instead", **found}).status_code == 302
    with_clause.refresh_from_db()
    assert "劝返" not in str(with_clause.document)
    assert "送回本校" not in str(with_clause.document), "the whole sentence"
    assert not marks.report(with_clause.text).blocking(())
    assert writer.post(at(with_clause, "check"), {"do": "put_instead", **found}).status_code == 409


def test_a_legal_reviewer_who_is_somebody_else_decides_with_a_reason_and_then_the_head_signs(
    district, with_clause, found
):
    writer, reviewer, head = signed_in("shen"), signed_in("fazhi"), signed_in("xiaozhang")
    decide = at(with_clause, "decide")
    sign = {"do": "approve", "seen": with_clause.version}
    assert head.post(decide, sign).status_code == 409, "the mark stops the signature, and the page says so"
    page = text(writer.get(at(with_clause, "check")))
    post = re.search(r'<option value="(\w+)"[^>]*>[^<]*法制审核员', page).group(1)
    assert writer.post(at(with_clause, "check"), {"do": "ask", **found, "reviewer": post, "why": ""}).status_code == 422
    asked = {"do": "ask", **found, "reviewer": post, "why": "引用的是旧稿里的话。"}
    assert writer.post(at(with_clause, "check"), asked).status_code == 302
    mark = Overruling.objects.get()
    assert Notice.objects.filter(to=mark.reviewer.reference).exists()
    address = reverse("plans:mark", args=[mark.public_id])
    assert address in text(reviewer.get(reverse("plans:list"))), "it waits for the reviewer"
    assert address not in text(head.get(reverse("plans:list")))
    assert address in text(reviewer.get(reverse("cases:day"))), "and on the day list"
    assert 'name="answer"' not in text(writer.get(address))
    assert writer.post(address, {"answer": "overruled", "reason": "自己说的"}).status_code == 404
    with pytest.raises(Refused):
        actions.overrule(actor=district.actors["shen"], mark_id=mark.public_id, answer="overruled", reason="自己说的")
    assert reviewer.post(address, {"answer": "overruled", "reason": ""}).status_code == 422
    assert (
        reviewer.post(address, {"answer": "overruled", "reason": "这一条写的是旧稿，正文已废止。"}).status_code == 302
    )
    assert Clock.objects.get(subject_kind="plan-mark").status == "met"
    assert head.post(decide, sign).status_code == 302
    with_clause.refresh_from_db()
    assert with_clause.status == Status.APPROVED
    assert "这一条写的是旧稿" in text(writer.get(at(with_clause, "version"))), "the reason stands with the plan"
    assert ledger.verify().ok
