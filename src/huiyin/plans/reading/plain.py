"""Plain text and Markdown, in whatever encoding the office used."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

from huiyin.kernel import encodings
from huiyin.kernel.errors import BadInput

from .text import Format, Text

_SAMPLE = 200_000
_BROKEN_SHARE = 0.005  # of the characters: a few damaged bytes are read, the wrong encoding is not
_LINES = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"(#{1,6})\s+\S")
_BOLD = re.compile(r"(\*\*|__)(?=\S).*(?<=\S)\1[：:]?$")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b]")


def read(content: bytes, name: str, form: Format, encoding: str = "") -> Text:
    """The lines of a text file. Raises `BadInput` where no encoding fits."""
    decoded, used = _decode(content, name, encoding)
    lines = _LINES.split(decoded)
    if lines[-1] == "":
        lines.pop()
    table = _rows_of_markdown(lines) if form == "md" else [0] * len(lines)
    return Text(
        name=name,
        format=form,
        lines=tuple(lines),
        numbers=("",) * len(lines),
        outline=tuple(_depth(line) if form == "md" else 0 for line in lines),
        rows=tuple(table),
        bold=frozenset(n for n, line in enumerate(lines, 1) if form == "md" and _BOLD.match(line.strip())),
        encoding=used,
        damaged=tuple(n for n, line in enumerate(lines, 1) if "\ufffd" in line),
    )


def _depth(line: str) -> int:
    heading = _HEADING.match(line)
    return len(heading[1]) if heading else 0


def _rows_of_markdown(lines: list[str]) -> list[int]:
    rows, row = [], 0
    for line in lines:
        inside = line.strip().startswith("|") and line.count("|") > 1
        row += inside
        rows.append(row if inside else 0)
    return rows


def _decode(content: bytes, name: str, encoding: str) -> tuple[str, str]:
    """The text and the name of its encoding: the one named, that of a mark at the head, UTF-8, or the likeliest."""
    if encoding:
        return _as_named(content, name, encoding)
    candidates = [mark] if (mark := encodings.marked(content)) else _candidates(content)
    for candidate in candidates:
        try:
            return _text(content.decode(candidate), name), candidate
        except UnicodeDecodeError:
            continue
    for candidate in candidates:
        text = content.decode(candidate, errors="replace")
        if text.count("\ufffd") <= max(1, _BROKEN_SHARE * len(text)) and len(text) > 20:
            return _text(text, name), candidate
    from charset_normalizer import from_bytes  # here, for every command loads this module

    guess = from_bytes(content[:_SAMPLE]).best()
    if guess is not None:
        try:
            return _text(content.decode(guess.encoding), name), guess.encoding
        except UnicodeDecodeError:
            pass
    raise _unreadable(name, ", ".join(candidates))


def _candidates(content: bytes) -> list[str]:
    if b"\0" in content[:_SAMPLE]:
        return _wide(content[: _SAMPLE // 2 * 2])
    return ["utf-8", *encodings.chinese(content)]


def _wide(sample: bytes) -> list[str]:
    """UTF-16 without a mark: the order of bytes in which more characters are Chinese or plain."""

    def share(name: str) -> int:
        return sum(
            c < "\x7f" or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in sample.decode(name, "replace")
        )

    return sorted(["utf-16-le", "utf-16-be"], key=share, reverse=True)


def _as_named(content: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        found = codecs.lookup(encoding)
    except LookupError as error:
        raise BadInput(
            name,
            _("There is no encoding “%s”.") % encoding,
            _("Name one of utf-8, gb18030, big5, utf-16."),
        ) from error
    known = {"gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8-sig"}
    try:
        text = content.decode(known.get(found.name, found.name))
    except (UnicodeDecodeError, LookupError, AssertionError) as error:
        raise _unreadable(name, encoding) from error
    return _text(text, name), encoding


def _text(text: str, name: str) -> str:
    if len(_CONTROL.findall(text)) > len(text) // 100:
        raise BadInput(name, _("It is not plain text."), _("Give a .docx, .pdf, .md or .txt."))
    return text


def _unreadable(name: str, tried: str) -> BadInput:
    return BadInput(
        name,
        _("The encoding of this text can't be read (tried: %s).") % tried,
        _("Save it as UTF-8, or name the encoding: --encoding gb18030."),
    )
