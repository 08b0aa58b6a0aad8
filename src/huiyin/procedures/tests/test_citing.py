"""Articles as people cite them."""

from __future__ import annotations

import pytest

from huiyin.kernel.clocks.citing import cite
from huiyin.procedures import loading


@pytest.mark.parametrize(
    ("source", "simplified", "english"),
    [
        ("art. 34", "第34条", "art. 34"),
        ("art. 31(6), 34", "第31条第6项、第34条", "art. 31(6), 34"),
        ("art. 31(1)-(4)", "第31条第1至4项", "art. 31(1)-(4)"),
        ("art. 23¶2-3", "第23条第2至3款", "art. 23¶2-3"),
        ("art. 40, 43-45", "第40条、第43至45条", "art. 40, 43-45"),
        ("art. 22 (the sender sets it)", "第22条", "art. 22"),
        ("art. 23¶3 (I)", "第23条第3款", "art. 23¶3"),
        ("教师法 art. 39", "《教师法》第39条", "教师法 art. 39"),
        (
            "Directive (EU) 2019/1937 art. 9(1)(f)",
            "《Directive (EU) 2019/1937》第9条(1)(f)",
            "Directive (EU) 2019/1937 art. 9(1)(f)",
        ),
        ("own rule; art. 40, 43", "", ""),
    ],
)
def test_articles(source, simplified, english):
    assert cite(source, "zh-hans") == simplified
    assert cite(source, "zh-hant") == simplified.replace("条", "條").replace("项", "項")
    assert cite(source, "en") == english


def test_no_date_of_any_pack_is_cited_with_an_english_remark():
    for name in loading.names():
        for deadline in loading.load(name).deadlines:
            cited = cite(deadline.source, "zh-hans")
            assert "art." not in cited, (name, deadline.id, deadline.source, cited)
