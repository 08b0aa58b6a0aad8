"""What a part does: by its heading, by the part in which it stands, by its text."""

from __future__ import annotations

import re
from collections import Counter

from huiyin.plans.schema import Kind, PartName

from .vocabulary import PartWords, vocabulary

_GROUP = re.compile(r".{0,6}(?:工作|专项|应急|职能)小?组(?:设置|分工|及职责)?")
_LIST = re.compile(r"[与和及、,并]|以及")
_INHERITS: dict[PartName, frozenset[PartName]] = {
    # below a part of this name, a heading that names one of these is still the work of the part above
    "duties": frozenset({"organisation", "prevention", "response", "reporting", "support", "medical", "evacuation", "other",
                         "contacts", "drill", "aftercare"}),
    "support": frozenset({"organisation", "duties", "medical", "other", "contacts", "response"}),
    "levels": frozenset({"triggers", "prevention"}),
}  # fmt: skip


def ranked(title: str) -> tuple[PartName, int] | None:
    """The part that a heading names, and how firmly: 0 firm, 1 usual, 2 faint."""
    title = re.sub(r"\s+", "", title)
    for rank in range(3):
        hits = [hit for words in vocabulary().parts for hit in _hits(words, rank, title)]
        if hits:
            return _decide(hits, title), rank
    return None


def _hits(words: PartWords, rank: int, title: str) -> list[tuple[int, int, PartName]]:
    return [(found.start(), found.end(), words.name) for found in words.ranks[rank].finditer(title) if found[0]]


def _decide(hits: list[tuple[int, int, PartName]], title: str) -> PartName:
    """The last word of a heading is its head; of a list the first. A longer word wins over one inside it."""
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    outer: list[tuple[int, int, PartName]] = []
    for hit in hits:
        if not any(one[0] <= hit[0] and hit[1] <= one[1] and one is not hit for one in outer):
            outer.append(hit)
    best = outer[0]
    for hit in outer[1:]:
        between = title[best[1] : hit[0]]
        if not (_LIST.search(between) or (hit[0] >= best[1] and _LIST.match(title[best[1] :]))):
            best = hit
    return best[2]


def below(title: str, above: PartName, kind: Kind, body: str) -> PartName:
    """The part of a heading of level 2 below a part of level 1."""
    found = ranked(title)
    if found is None:
        return above
    name, rank = found
    if above == "organisation" and _GROUP.fullmatch(title) and _tells_duties(body):
        return "duties"
    if name in _INHERITS.get(above, frozenset()):
        return above
    if above != "other" and (rank == 2 or (rank == 1 and above == "organisation")):
        return above
    name = _of_its_kind(name, title, kind)
    if name == "other" != found[0] and above != "other":
        return above
    if kind == "drill" and above == "drill" and name in ("prevention", "support"):
        return above
    return name


def _tells_duties(body: str) -> bool:
    """It says what groups do, not who is in them."""
    return len(re.findall("负责|职责", body)) >= 2 and not re.search(r"组长\s*:", body)


def _of_its_kind(name: PartName, title: str, kind: Kind) -> PartName:
    """Time, place and signals are parts of a drill; in other papers they are parts of what those are for."""
    if name != "drill" or kind == "drill" or re.search("演练|演习|模拟|情景|场景|培训", title):
        return name
    return "prevention" if kind == "inspection" else "other"


def top(title: str, kind: Kind, body: str) -> PartName:
    """The part of a top heading. Where its words say nothing, what the kind of paper mostly does, or what stands below."""
    found = ranked(title)
    if found is not None and kind == "drill" and found[0] == "response" and re.search("演练|演习", title):
        return "drill"
    if kind == "drill" and title.endswith("准备"):
        return "drill"
    if found is not None and found[1] < 2:
        return _of_its_kind(found[0], title, kind)
    if kind == "drill":
        return found[0] if found else "drill"
    if kind == "inspection":
        return found[0] if found else "prevention"
    if found:
        return _of_its_kind(found[0], title, kind)
    return by_text(body) or "other"


def of_paper(title: str, kind: Kind) -> PartName | None:
    """What a paper without headings mostly does, where its text says nothing: by what it is for."""
    if kind in ("drill", "inspection"):
        return "drill" if kind == "drill" else "prevention"
    if re.search("提醒|提示|注意|防|安全|告知|须知|倡议", title):
        return "prevention"
    return "response" if kind not in ("other", "general", "rules", "law") else None


def is_form(title: str) -> bool:
    """A form, list or drawing, as they are annexed; lists of people and of numbers to ring are what they say."""
    found = ranked(title)
    return title.endswith(("表", "单", "图", "样式", "模板")) and (
        found is None or found[0] not in ("organisation", "contacts")
    )


def by_text(text: str) -> PartName | None:
    """The part whose words stand most often in a text without heading; None where none does."""
    count: Counter[PartName] = Counter()
    for words in vocabulary().parts:
        count[words.name] += sum(1 for _hit in words.body.finditer(text))
    name, hits = count.most_common(1)[0]
    return name if hits else None
