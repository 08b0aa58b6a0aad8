"""Lengths of time within which somebody must act. How long something lasts, how often it comes, or how long ago it was is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lines import Line
from .markers import chinese_value
from .understood import FoundLimit

_NUMBER = r"(?:(?<![\d.])\d{1,4}(?:\.\d{1,2})?|(?<![一二两三四五六七八九十百])[一二两三四五六七八九十百]{1,6})"
_UNIT = r"(?:个?\s*工作日|个?\s*(?:半)?\s*小时|个?钟头|分钟|分(?![管工别之])|刻钟|[hH](?![A-Za-z])|min|秒钟?|个?自然日|日|天|个?星期|周|个?月|年)"
_LENGTH = rf"(?:(?P<minutes>\d{{1,2}})分钟?(?=\d{{1,2}}秒))?(?:(?P<low>{_NUMBER})\s*个?(?:小时|分钟|日|天)?\s*[-~—–至到]\s*)?(?P<number>{_NUMBER}|半)\s*(?P<unit>{_UNIT})(?P<half>半钟?)?"
_WITHIN = re.compile(rf"{_LENGTH}\s*(?:之\s*内|以\s*内|内)(?![容部外涵科存设侧])")
_AT_MOST = re.compile(
    rf"(?:不(?:得|能|应|可|宜)?(?:超过|多于|迟于|晚于)|最(?:迟|晚|长)(?:不(?:得)?超过)?|至迟|控制在|限(?:期|时)?(?:在)?|提前)[^,。;:、\d一二两三四五六七八九十半]{{0,6}}{_LENGTH}"
)
_DO_BY = re.compile(
    rf"{_LENGTH}\s*(?:到达|到位|赶到|赶赴|到场|抵达|报告|上报|完成|办结|答复|回复|响应|集结|撤离完毕|疏散完毕)"
)
_LOOKS_BACK = re.compile(
    r"(?:前|近|最近|过去|未来|今后|连续|持续|每|累计|之前的|隔|满|逾|超过|返校前|开学前|入校前)\s*$"
)
_LOOKS_BACK_AFTER = re.compile(
    r"\s*(?:[,的]?(?:有无|是否|曾|到过|去过|有.{0,6}(?:史|经历|接触)|出现|连续|累计|无新|未(?:再|发生|出现)|气温|降雨|空气|天气|降水|不得(?![超迟晚多少])|不准|不予|返(?:校|回|乡)(?:的)?(?:人员|学生|师生)|不能|不再|取消|禁止|暂停|保持|发生过|没有|的?[^,。;]{0,4}(?:平均|总量))|的?(?:活动|行程|旅居|行动)轨迹)"
)
_LASTS = re.compile(
    r"(?:会议|讲话|课|课时|讲座|保存|保留|留存|锻炼|洗手|佩戴|时长|为期|历时|用时约|观察|隔离|有效期|冲洗|储存|留样|任期|聘期|高温|煮沸|加热|演练时间)[^,。;]{0,6}$"
)


@dataclass(frozen=True, slots=True)
class _Length:
    minutes: int | None
    days: int | None
    working: bool


def limits(paragraphs: list[list[Line]]) -> list[FoundLimit]:
    """The limits in the paragraphs of one plan, each at the line in which it begins."""
    out: list[FoundLimit] = []
    for paragraph in paragraphs:
        text = "".join(line.text for line in paragraph)
        starts = [0]
        for line in paragraph:
            starts.append(starts[-1] + len(line.text))
        taken: list[tuple[int, int]] = []
        for rule in (_WITHIN, _AT_MOST, _DO_BY):
            for found in rule.finditer(text):
                if any(found.start() < end and start < found.end() for start, end in taken):
                    continue
                length = _length(found)
                if length is None or not _asks(found, text, within=rule is _WITHIN):
                    continue
                taken.append(found.span())
                at = next(place for place in range(len(paragraph)) if found.start() < starts[place + 1])
                out.append(
                    FoundLimit(found[0].strip(), paragraph[at].number, length.minutes, length.days, length.working)
                )
    return sorted(out, key=lambda limit: limit.line)


def _asks(found: re.Match[str], text: str, within: bool) -> bool:
    """Somebody must act in it: it neither looks back nor says how long something lasts."""
    before, after = text[: found.start()], text[found.end() :]
    if (within and _LOOKS_BACK.search(before[-8:])) or _LOOKS_BACK_AFTER.match(after):
        return False
    if not within and re.search(r"(?:每|隔|持续|连续|未来)\s*$", before[-4:]):
        return False
    if _is_moment(found, before, within):
        return False
    return within or not _LASTS.search(before[-16:])


def _is_moment(found: re.Match[str], before: str, within: bool) -> bool:
    """A day of a month, a month of a year or a time of day, and no length."""
    unit = re.sub(r"\s", "", found["unit"])
    if unit == "日" and re.search(r"月\s*$", before):
        return True
    if unit in ("月", "年") and not within:
        return True
    return unit == "分" and bool(re.search(r"[时点:]\s*$", before))


def _length(found: re.Match[str]) -> _Length | None:
    unit = re.sub(r"\s", "", found["unit"])
    written = found["number"]
    if written == "半":
        number = 0.5
    elif written[0].isdecimal():
        number = float(written)
    else:
        number = float(chinese_value(written) or 0)
    if found["half"]:
        number += 0.5
    if "半" in unit:
        number += 0.5
        unit = unit.replace("半", "")
    if found["minutes"]:  # 2分30秒
        return _Length(int(found["minutes"]) + round(number / 60 + 0.01), None, False)
    return _in_units(number, unit.lstrip("个"))


def _in_units(number: float, unit: str) -> _Length | None:
    if not 0 < number <= 1000:
        return None
    working = unit == "工作日"
    days = {"工作日": 1, "自然日": 1, "日": 1, "天": 1, "星期": 7, "周": 7, "月": 30, "年": 365}.get(unit)
    if days is not None:
        whole = number * days
        return (
            _Length(None, int(whole), working) if whole == int(whole) else _Length(round(whole * 1440), None, working)
        )
    minutes = {"小时": 60, "钟头": 60, "h": 60, "H": 60, "刻钟": 15, "秒": 1 / 60, "秒钟": 1 / 60}.get(unit, 1)
    return _Length(max(1, round(number * minutes)), None, False)
