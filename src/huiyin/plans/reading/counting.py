"""A count in the ways in which Word writes it. Pure."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def chinese(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千", short_ten: bool = True) -> str:
    """一, 十一, 二十, 一百零一. Above 9999 in plain figures: no plan counts so far."""
    if not 0 < number < 10_000:
        return str(number)
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return out[1:] if short_ten and 10 <= number < 20 else out


def _each_digit(number: int, digits: str) -> str:
    return "".join(digits[int(figure)] for figure in str(number))


def _letters(number: int) -> str:
    """a … z, aa … zz, aaa: as Word goes on, not as a spreadsheet does."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20) if number > 0 else ""


def _roman(number: int) -> str:
    out = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        out += letters * (number // value)
        number %= value
    return out


def _from(first: str, most: int) -> Callable[[int], str]:
    """Characters that stand in a row in Unicode, as the circled figures do; beyond them plain figures."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= most else str(number)


def _circled(number: int) -> str:
    for first, low, high in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if low <= number <= high:
            return chr(ord(first) + number - low)
    return str(number)


def _cyclic(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: _each_digit(number, "０１２３４５６７８９"),
    "decimalFullWidth2": lambda number: _each_digit(number, "０１２３４５６７８９"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": lambda number: _roman(number % 10_000),
    "upperRoman": lambda number: _roman(number % 10_000).upper(),
    "ordinal": lambda number: f"{number}.",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": lambda number: _each_digit(number, _DIGITS),
    "japaneseDigitalTenThousand": lambda number: _each_digit(number, _DIGITS),
    "taiwaneseDigital": lambda number: _each_digit(number, "○" + _DIGITS[1:]),
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL, "拾佰仟", short_ten=False),
    "ideographLegalTraditional": lambda number: chinese(number, _LEGAL_TRADITIONAL, "拾佰仟", short_ten=False),
    "japaneseLegal": lambda number: chinese(number, _LEGAL_TRADITIONAL, "拾佰仟", short_ten=False),
    "ideographTraditional": _cyclic(_STEMS),
    "ideographZodiac": _cyclic(_BRANCHES),
    "bullet": lambda _number: "",
    "none": lambda _number: "",
}


def written(number: int, number_format: str) -> str:
    """The number in Word's format; one that is not known here is written in plain figures."""
    return _FORMATS.get(number_format, str)(number)
