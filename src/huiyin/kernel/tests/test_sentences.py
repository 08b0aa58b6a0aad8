"""What happened and what to do stand one after the other as the language writes it."""

from __future__ import annotations

import pytest

from huiyin.kernel.errors import BadInput, HuiyinError, in_sentences


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (("这个文件打不开。", "请另选一个。"), "这个文件打不开。请另选一个。"),
        (("没有收下：", "太大了。", "请分开寄。"), "没有收下：太大了。请分开寄。"),
        (("The file can't be opened.", "Choose another."), "The file can't be opened. Choose another."),
        (("请填写", "电话"), "请填写 电话"),
        (("Not found.", ""), "Not found."),
        (("", "Choose another."), "Choose another."),
    ],
)
def test_chinese_sentences_stand_without_a_gap(said: tuple[str, ...], line: str):
    assert in_sentences(*said) == line


def test_an_error_names_its_place_before_both():
    assert HuiyinError("磁盘满了。", "请稍后再试。").sentences == "磁盘满了。请稍后再试。"
    assert str(BadInput("电话", "位数不对。", "应有11位。")) == "电话: 位数不对。应有11位。"
