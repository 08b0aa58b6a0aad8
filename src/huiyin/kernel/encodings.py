"""Which encoding a Chinese text is likely to be in. Pure; who asks decides what to do with the answer."""

from __future__ import annotations

from collections.abc import Callable

_SAMPLE = 200_000  # bytes that tell the encoding
_SIGNS = "，。、；：？！“”（）《》　"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def marked(content: bytes) -> str:
    """The encoding that a mark at the head of the file names; empty where there is none."""
    return next((name for mark, name in _MARKS if content.startswith(mark)), "")


def chinese(content: bytes) -> list[str]:
    """GB18030 and Big5, the likelier first. Either decodes nearly all bytes of the other: what tells them apart is how
    many of the characters are everyday ones, which both tables hold in their first part."""
    sample = content[:_SAMPLE]
    gb = _share(sample, "gb18030", "gb2312", lambda lead: 0xB0 <= lead <= 0xD7)
    big5 = _share(sample, "big5hkscs", "big5", lambda lead: 0xA4 <= lead <= 0xC6)
    return ["big5hkscs", "gb18030"] if big5 > gb else ["gb18030", "big5hkscs"]


def _share(sample: bytes, encoding: str, table: str, is_common: Callable[[int], bool]) -> float:
    text = sample.decode(encoding, errors="replace")
    characters = [character for character in text if ord(character) > 0x7F]
    if not characters:
        return 0.0
    common = sum(
        character in _SIGNS or (len(code := character.encode(table, "ignore")) == 2 and is_common(code[0]))
        for character in characters
    )
    return common / len(characters)
