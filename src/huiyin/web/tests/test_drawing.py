"""What is drawn without a template is written as a template would: nothing that somebody wrote becomes markup."""

from __future__ import annotations

from django.template import engines
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from huiyin.web import components as c

BAD = "<b>\"'&"
SHOWN = "&lt;b&gt;&quot;&#x27;&amp;"


def drawn(item: c.Item) -> str:
    with translation.override("zh-hans"):
        return engines["django"].from_string("{% load hy %}{% item one %}").render({"one": item})


def test_whatever_stands_in_a_row_is_text():
    row = c.DerivationRow(BAD, (BAD, BAD), total=True, tag=BAD, note=BAD)
    chip = c.DeadlineChip(BAD, "late", (row,), provisional=True)
    page = drawn(
        c.Item(BAD, f"/x?{BAD}", BAD, BAD, (BAD, c.Tag(BAD, "soon", "clock")), chip, c.Link("/y", BAD, note=BAD))
    )
    assert BAD not in page
    assert page.count(SHOWN) == 14


def test_a_date_opens_to_how_it_was_counted_or_is_flat():
    opens = drawn(
        c.Item("事项", "/x", "1", chip=c.DeadlineChip("还有3天", "soon", (c.DerivationRow("起算", ("1月7日",)),)))
    )
    assert '<details class="hy-chip hy-chip--soon">' in opens
    assert "，看怎么算的" in opens
    assert "<dt>起算</dt><dd>1月7日</dd>" in opens
    flat = drawn(c.Item("事项", "/x", "1", facts=(_("Skip to the content"),), chip=c.DeadlineChip("还有30天")))
    assert '<span class="hy-chip hy-chip--flat">' in flat
    assert "<span>跳到正文</span>" in flat
