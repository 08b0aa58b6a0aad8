"""A clause is marked by what it does to people who complain, in whatever words, and let pass where it forbids or protects."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.plans.checking import sources
from huiyin.plans.checking.lawfulness import check, rules, words
from huiyin.plans.checking.lawfulness.folding import fold
from huiyin.plans.tests import clauses

TITLE = "某镇信访事项处置预案"

UNLAWFUL = [
    ("L-01", "得知有人要去省里的，在客运站把人劝下来，连夜送返原籍。"),
    ("L-02", "对三名代表安排专人昼夜陪护，随时报告其去向。"),
    ("L-03", "村里把他们的身份证统一代管，过了节再发还。"),
    ("L-04", "凡越级反映的，一律通知派出所训诫。"),
    ("L-05", "对带头签名的职工，年底不得评优，绩效扣减。"),
    ("L-06", "收到匿名信的，比对字迹，弄清是谁写的。"),
    ("L-07", "举报信转被举报人阅处，由其约见来信人。"),
    ("L-08", "未经校长同意，任何人不得拨打120。"),
    ("L-08", "一切情况待口径统一后再行上报教育局。"),
    ("L-09", "教职工不得接受记者采访，不得在家长群议论。"),
    ("L-10", "联系平台把帖子压下去，组织教师跟帖冲淡话题。"),
    ("L-11", "对来访群众逐人近距离录像，留存正面影像。"),
    ("L-12", "建立重点家长名单，写明家庭成员和社会关系。"),
    ("L-13", "不肯走的，由保安架出校门，手机暂存门卫。"),
    ("L-14", "学校在门外道路上设卡，逐一查看过往人员身份证。"),
    ("L-15", "重复来访的一律不予登记，请其离开。"),
    ("L-16", "抚恤金分两次付，家属写下永不追究的字据才给第二次。"),
    ("L-17", "屡次来访的，协调送精神病医院住院观察。"),
    ("L-18", "确保全年零上访，发生一起的单位取消评优。"),
    ("L-19", "安排可靠职工加入维权群，每日截图汇报。"),
    ("L-20", "组织学生在校门内组成人墙，挡住家长。"),
    ("L-21", "住户在厂区空地商量事情的，认定为聚众示威。"),
    ("L-22", "集体上访50人以上为特别重大信访事件（Ⅰ级）。"),
    ("L-23", "接待日志里给常来的几位备注无理取闹。"),
    ("L-24", "来访人不出示身份证原件的，不予受理。"),
    ("L-25", "答复以口头方式为主，不出具书面材料。"),
    ("L-02", "村干部每天傍晚打电话，问在外务工的那几户现在人在什么地方。"),
    ("L-05", "找他所在公司的老板谈谈，让他管好自己的员工。"),
    ("L-08", "材料里的数字对齐了再往上送，没对齐先不报。"),
    ("L-10", "请自媒体博主吃顿饭，稿子就别登了。"),
    ("L-15", "领导从后门走，前门锁好，等他们自己散。"),
    ("L-17", "翻来覆去讲同一件事的，请卫生院出个精神方面的证明。"),
    ("L-01", "到市里后立即将上访人员带回，不得因此影响教学秩序。"),
    ("L-01", "派人到车站把上访的家长接回，疏散围观群众。"),
    ("L-08", "学生外出就医须经校长批准，未经同意不得拨打120。"),
    ("L-08", "值班教师经校长同意后方可拨打120，车辆由总务处安排。"),
    ("L-13", "保安对来访人搜身，包裹一律翻查。"),
]

LAWFUL = [
    "不得派人到车站劝返群众，谁要去省里反映由他自己决定。",
    "任何时候都不准尾随来访人，也不到其住处打听。",
    "不查看手机，不扣留证件，不设卡。",
    "发现干部截访或者刁难来访人的，由纪检部门问责。",
    "不得因家长投诉而影响学生评优和资助。",
    "有人砸窗伤人，报110讲清他做了什么，由民警依法处理，他的事照样办。",
    "检举园长的信密封转县纪委，不得让园长本人经手。",
    "看见起烟就打119，无须请示任何领导。",
    "谁举报的对外保密，透露出去的要受处分。",
    "经本人书面申请，学校可以安排车辆送其返家。",
    "谈话要录音的，先征得来访人同意，结束后拷贝给他。",
    "只建事项台账，不建人员台账。",
    "来的人多，请他们选五位进屋谈，没选上的也要登记，材料照收。",
    "调解书写清两边各做什么，不影响任何一方去法院起诉。",
    "年终评比看答复质量，不按投诉件数扣分。",
    "姓名自愿填写，不留姓名的同样受理。",
    "截访行为一律禁止。",
    "截留举报信的，按违反工作纪律处理。",
    "给来访村民贴“刁民”标签的，当场批评纠正。",
    "不让来访人跑第二趟，缺什么一次说清。",
    "只登记事情，不登记人的家境。",
    "不写名字的信一样登记、一样派人核实所说的事。",
    "家长要求录音的，允许，并提醒双方都留一份。",
]

ORDINARY = [
    ("校园传染病防控预案", "对密切接触者进行隔离观察，排查行踪，登记造册，每日报告体温。"),
    ("校园传染病防控预案", "禁止外来人员进入校园，严格查验健康证明。"),
    ("消防疏散演练方案", "警戒组在火场外设置警戒线，保安维持秩序，控制出口，教师清点人数。"),
    ("防台风工作安排", "二十四小时值班，随时关注台风动向，统一口令，及时上报。"),
    ("交通事故应急预案", "立即拨打120和110，保护现场，同时向校长报告，通知家长。"),
    ("考试组织方案", "考生须出示身份证，手机统一存放，无关人员不得入内。"),
    ("食物中毒应急预案", "封存食品，查明中毒食物的来源，未经医生同意不得服药。"),
]


def rules_in(*lines: str) -> set[str]:
    return {rule for mark in check(lines) for rule in (mark.rule, *mark.also)}


@pytest.mark.parametrize(("rule", "clause"), UNLAWFUL)
def test_an_unlawful_clause_is_marked_by_its_rule(rule: str, clause: str) -> None:
    assert rule in rules_in(TITLE, "", clause)


@pytest.mark.parametrize("clause", LAWFUL)
def test_forbidding_protecting_and_asking_are_lawful(clause: str) -> None:
    assert check([TITLE, "", clause]) == []


@pytest.mark.parametrize(("title", "clause"), ORDINARY)
def test_plans_for_other_things_use_the_same_words_lawfully(title: str, clause: str) -> None:
    assert check([title, "", clause]) == []


def test_not_calling_for_help_without_leave_is_unlawful_in_every_plan() -> None:
    assert rules_in("消防应急预案", "", "未得到校长允许，不准报火警。") == {"L-08"}
    assert not rules_in("消防应急预案", "", "不得以未请示为由阻止他人报火警。")


def test_a_double_negation_orders() -> None:
    assert "L-13" in rules_in(TITLE, "", "必要时不得不由保安强行带离来访人。")


def test_what_is_listed_under_a_prohibition_is_forbidden() -> None:
    assert check([TITLE, "工作人员不得有下列行为：", "1. 截访、接返来访群众；", "2. 扣押来访人身份证；"]) == []
    assert check([TITLE, "工作人员应当做好下列工作：", "1. 截访、接返来访群众；"])


def test_a_mark_names_lines_words_article_and_a_clause_to_use_instead() -> None:
    lines = [TITLE, "", "三、現場處置", "2. 對已經到省城的，由鎮裏派車把人接", "回，交所在村看管。"]
    (mark,) = check(lines, "zh-hant")
    assert (mark.rule, mark.level, mark.lines, mark.sure) == ("L-01", "block", (4, 5), True)
    assert mark.text in "\n".join(lines)
    assert "憲法第37條" in mark.source
    assert "書面" in mark.instead


def test_damaged_text_and_removed_words_do_not_hide_a_clause() -> None:
    assert "L-01" in rules_in("小學信訪維穩預案", "?。ㄈ┲浦乖郊?，發現**人員立即就地攔截。")


def test_an_official_text_is_not_marked() -> None:
    assert (
        check(["中华人民共和国突发事件应对法", "第七十四条 公安机关可以强制隔离冲突的当事人，封锁道路，查验身份证件。"])
        == []
    )


def test_every_rule_gives_reason_article_and_clause_in_three_languages() -> None:
    assert list(rules()) == [f"L-{number:02}" for number in range(1, 26)]
    for rule in rules().values():
        for language in ("en", "zh-hans", "zh-hant"):
            assert rule.source(language)
            assert sources.in_language(rule.why, language)
            assert sources.in_language(rule.instead, language)


_SIGNS = st.sampled_from(
    [*"不得截访接回盯守身份证家长校长报警，。；：、\n \t*?（）一1①Ａ\ufffd\U0001f600", *UNLAWFUL[0][1], "台帳"]
)


@given(st.lists(st.lists(_SIGNS, max_size=40).map("".join), max_size=6))
@settings(max_examples=60, deadline=None)
def test_whatever_is_read_marks_lie_inside_and_quote_it(lines: list[str]) -> None:
    lines = [piece for line in [TITLE, *lines] for piece in line.split("\n")]
    for mark in check(lines):
        first, last = mark.lines
        assert 1 <= first <= last <= len(lines)
        assert mark.text
        assert mark.text in "\n".join(lines[first - 1 : last])


def test_the_clauses_that_the_words_were_tuned_on_are_told_apart() -> None:
    score = clauses.score(clauses.made_on())
    assert score.by_rule >= 0.85
    assert score.by_any >= 0.95
    assert score.false_by_rule < 0.05
    assert score.false_by_any < 0.07


def test_a_clause_in_words_that_nobody_knows_is_asked_about_with_what_it_reads_like() -> None:
    (mark,) = check([TITLE, "", "凡借走访慰问之便，了解该户近期打算，并报送信息组。"], "zh-hans")
    assert (mark.rule, mark.level, mark.sure) == ("L-02", "warn", False)
    assert "读起来像" in mark.why
    assert check([TITLE, "", "凡接待来访，听完以后把要点念给他听，问记得对不对。"]) == []


def test_the_sieve_loses_no_trigger() -> None:
    for one in clauses.made_on()[::9]:
        text = fold(one.text)
        let_through = set(words.possible(text))
        for trigger in words.triggers():
            if trigger not in let_through:
                assert not (trigger.act.search(text) and all(needed.search(text) for needed in trigger.needed))
