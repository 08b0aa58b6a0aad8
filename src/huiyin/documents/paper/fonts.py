"""Which faces the machine has, and which characters none of them can draw.

Faces are the machine's own (Debian: fonts-noto-cjk), and whatever the operator puts into the folder `fonts` of the state
folder: that is the way for a rare character of somebody's name.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SAMPLE = "诉求答复意见书訴求答覆意見書"
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
GETA = "〓"  # what typesetters put where a piece of type is lacking
SERIF = {
    "zh-hans": ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun"),
    "zh-hant": ("Noto Serif CJK TC", "Noto Serif TC", "Source Han Serif TC", "Songti TC", "PMingLiU"),
    "en": ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun"),
}
SANS = {
    "zh-hans": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei"),
    "zh-hant": ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei"),
    "en": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei"),
}
_INVISIBLE = frozenset("\n\t \u00a0\u200b\u200c\u200d\u2060\u3000")


def folders() -> list[str]:
    """Where faces are looked for, the office's own first."""
    own = Path(settings.HUIYIN_HOME) / "fonts"
    return [str(folder) for folder in (own, *FOLDERS) if folder.is_dir()]


def chinese() -> bool:
    """Whether both scripts can be printed at all."""
    return not missing(SAMPLE)


def missing(text: str) -> list[str]:
    """Characters that no face here can draw, each once, in the order in which they come."""
    known = _coverage(_stamp())
    lacking = (c for c in text if c not in _INVISIBLE and not unicodedata.combining(c) and ord(c) not in known)
    return list(dict.fromkeys(lacking))


def _stamp() -> tuple[tuple[str, float], ...]:
    """Every file with its time: a face that is added is seen without a restart."""
    found = []
    for folder in folders():
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc"):
                found.append((str(path), path.stat().st_mtime))
    return tuple(found)


@lru_cache(maxsize=1)
def _coverage(stamp: tuple[tuple[str, float], ...]) -> frozenset[int]:
    known: set[int] = set()
    for path, _changed in stamp:
        try:
            known |= _characters(Path(path).read_bytes())
        except (struct.error, IndexError, OSError):
            continue  # a damaged file is no face
    # The private use area means something else on each machine: what stands there can't be copied out or read aloud.
    return frozenset(code for code in known if not 0xE000 <= code <= 0xF8FF and code < 0xF0000)


def _characters(data: bytes) -> set[int]:
    """All that the character tables of a font file, or of the fonts in a collection, lead to."""
    starts = [0]
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", data, 8)
        starts = list(struct.unpack_from(f">{count}I", data, 12))
    known: set[int] = set()
    for table in {offset for start in starts for offset in _tables(data, start)}:
        known |= _subtable(data, table)
    return known


def _tables(data: bytes, start: int) -> set[int]:
    """Where the Unicode tables of one font begin."""
    (count,) = struct.unpack_from(">H", data, start + 4)
    for place in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * place)
        if tag == b"cmap":
            (subtables,) = struct.unpack_from(">H", data, offset + 2)
            rows = [struct.unpack_from(">HHI", data, offset + 4 + 8 * row) for row in range(subtables)]
            return {
                offset + at
                for platform, encoding, at in rows
                if platform == 0 or (platform, encoding) in ((3, 1), (3, 10))
            }
    return set()


def _subtable(data: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        rows = struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups])
        return {code for first, last, _glyph in rows for code in range(first, last + 1)}
    return _segments(data, at) if form == 4 else set()


def _segments(data: bytes, at: int) -> set[int]:
    """Format 4: segments of the basic plane; a code that leads to glyph 0 has none."""
    (twice,) = struct.unpack_from(">H", data, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    firsts = struct.unpack_from(f">{count}H", data, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * twice)
    where = at + 16 + 3 * twice
    ranges = struct.unpack_from(f">{count}H", data, where)
    known = set()
    for place, (first, last, delta, offset) in enumerate(zip(firsts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", data, where + 2 * place + offset + 2 * (code - first))
            if glyph and (glyph + delta) & 0xFFFF:
                known.add(code)
    return known
