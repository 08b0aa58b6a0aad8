"""Finds the clauses of a text that break a rule: who does what to whom, forbidden or not, with whose leave. Pure, deterministic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from huiyin.plans.checking.lawfulness import polarity
from huiyin.plans.checking.lawfulness.folding import Sentence, fold, sentences
from huiyin.plans.checking.lawfulness.resembling import resembles, unlawful_share
from huiyin.plans.checking.lawfulness.words import Trigger, pattern, possible

_PLAIN = 3.6
"""From this worth a second clause of a sentence is marked for itself."""
_ALSO = 0.6
"""What each further trigger of a rule adds to the weight of its plainest."""
_FAINT, _LAWFUL_LIKE, _LESS_LIKE = 2, 0.35, 0.1
"""At this worth a clause is passed over where less than this share of what it reads like is unlawful; and how much less for each point
of worth. Chosen on clauses kept aside (docs/plans.md)."""
_NEEDED_WITHIN, _LAWFUL_WITHIN = 2, 1
"""So many clauses before and after an act say whom it is done to; and what makes it lawful."""
_SHORTEST, _LONGEST = 10, 120
"""A sentence of so many characters is compared with examples."""
_ORDERS = re.compile(r"^(?!.*__)(?!.{0,10}(?:组长|组员|指挥长?|成员|联络员|主任|组)[：:])(?=.*[。；，]).*[^：:]$")
"""And only one that says something: no heading, no list of members."""
_OWN_WISH = frozenset({"L-01", "L-02", "L-03", "L-11", "L-12", "L-13", "L-17", "L-24"})
"""Rules that are not broken where the person asked for it."""
_OFFICIAL = re.compile(
    r"^(?:中华人民共和国[^，。]{1,24}(?:法|条例|规定|办法)$|国家[^，。]{1,30}预案$|[^，。]{0,20}(?:法|条例|规定|办法)\(.{0,40}(?:通过|修订|公布|发布|印发)|(?:国务院|中共中央|全国人民代表大会)[^，。]{0,40}$)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A clause that breaks a rule. `lines`: 1-based, both included; `text` as it stands there; `also`: other rules it breaks.
    `like`: where no known words give it away, the example that it reads like."""

    rule: str
    lines: tuple[int, int]
    text: str
    sure: bool
    also: tuple[str, ...] = ()
    like: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    trigger: Trigger
    start: int
    end: int
    sure: bool

    @property
    def rank(self) -> tuple[int, int]:
        return self.trigger.weight, -self.start


def unlawful(lines: Sequence[str], *, broken: bool = True) -> tuple[Found, ...]:
    """The clauses of a text that break a rule, in its order. Official texts order nobody's office: nothing is marked there.

    `broken`: lines may have been broken by hand, in the middle of a sentence.
    """
    return _unlawful(tuple(lines), broken)


@lru_cache(maxsize=16)
def _unlawful(lines: tuple[str, ...], broken: bool) -> tuple[Found, ...]:
    """A page of a draft asks twice, and again when it is opened again: the lines decide the answer alone."""
    if is_official(lines):
        return ()
    everywhere = speaks_of_complaints(lines)
    marks: list[Found] = []
    listed = False
    for sentence in sentences(lines, broken=broken):
        if not sentence.before and not re.match(r"[\d(①-⑳一二三四五六七八九十-]", sentence.text):
            listed = False
        if listed or polarity.under_forbidden_heading(sentence):
            continue
        if polarity.opens_forbidden_list(sentence):
            listed = True
            continue
        about = everywhere or bool(pattern("<complaint here>").search(sentence.text + sentence.heading))
        marks.extend(_marks(sentence, lines, about=about))
    return tuple(marks)


def is_official(lines: Sequence[str]) -> bool:
    """Whether the text is a statute or a plan of the state, by its first lines."""
    first = [folded for folded in (fold(line) for line in lines[:6]) if folded]
    return any(_OFFICIAL.match(line) for line in first[:3])


def speaks_of_complaints(lines: Sequence[str]) -> bool:
    """Whether the document is about people who complain: its title says so, or it keeps coming back to them."""
    text = fold("\n".join(lines))
    title = fold("".join(lines[:3]))[:80]
    if re.search(r"信访|上访|维稳|稳控|诉求|舆情|群体性|投诉|来访|维护稳定|\*稳定", title):
        return True
    named = len(re.findall(r"信访|上访|来访|走访|诉求|投诉|举报|集访|越级|维稳|群体性", text))
    return named >= 4 and named * 250 > len(text)


def _marks(sentence: Sentence, lines: Sequence[str], *, about: bool) -> list[Found]:
    candidates = [found for trigger in possible(sentence.text) if (found := _search(trigger, sentence, about=about))]
    if not candidates:
        return _resembling(sentence, lines) if about else []
    speaking: dict[str, list[_Candidate]] = {}
    for one in candidates:
        speaking.setdefault(one.trigger.rule, []).append(one)
    speaking = {rule: several for rule, several in speaking.items() if not _reads_lawful(sentence, several)}
    if not speaking:
        return []
    first, *others = sorted(speaking.values(), key=_worth, reverse=True)
    chosen = [_plainest(first)]
    for several in others:
        one = _plainest(several)
        if _worth(several)[0] >= _PLAIN and all(_apart(sentence, one, other) for other in chosen):
            chosen.append(one)
    besides = tuple(sorted(set(speaking) - {one.trigger.rule for one in chosen}))
    return [
        _found(sentence, lines, one, besides if one is chosen[0] else ())
        for one in sorted(chosen, key=lambda one: one.start)
    ]


def _said_around(trigger: Trigger, sentence: Sentence, act: re.Match[str]) -> str:
    """Where what makes the act lawful is looked for."""
    if trigger.lawful_within == "paragraph":
        return sentence.before + sentence.text
    if trigger.lawful_within == "sentence":
        return sentence.text
    return sentence.around(act.start(), act.end(), _LAWFUL_WITHIN)


def _resembling(sentence: Sentence, lines: Sequence[str]) -> list[Found]:
    order = _ORDERS.search(sentence.text)
    if not order or not _SHORTEST <= len(sentence.text) <= _LONGEST or polarity.protects(sentence):
        return []
    found = resembles(sentence.text)
    if found is None:
        return []
    words, first, last = _quoted(sentence, lines, 0, len(sentence.text))
    return [Found(found.rule, (first, last), words, sure=False, like=found.example)]


def _plainest(several: Sequence[_Candidate]) -> _Candidate:
    return max(several, key=lambda one: one.rank)


def _worth(several: Sequence[_Candidate]) -> tuple[float, int]:
    """How much speaks for a rule: how plain its plainest act is, and how many others say the same."""
    one = _plainest(several)
    return one.trigger.weight + _ALSO * (len(several) - 1), -one.start


def _reads_lawful(sentence: Sentence, several: Sequence[_Candidate]) -> bool:
    """Whether words that give it away faintly stand in a clause that reads like lawful ones: the fainter, the sooner."""
    most = _LAWFUL_LIKE - _LESS_LIKE * (_worth(several)[0] - _FAINT)
    return most > 0 and len(sentence.text) <= _LONGEST and unlawful_share(sentence.text) < most


def _apart(sentence: Sentence, one: _Candidate, other: _Candidate) -> bool:
    return (
        sentence.clause(one.start)[0] >= sentence.clause(max(other.end - 1, other.start))[1]
        or sentence.clause(other.start)[0] >= sentence.clause(max(one.end - 1, one.start))[1]
    )


def _search(trigger: Trigger, sentence: Sentence, *, about: bool) -> _Candidate | None:
    """The first place where the trigger's act is ordered, with all that it needs."""
    if trigger.about == "complaints" and not about:
        return None
    text = sentence.text
    for act in trigger.act.finditer(text):
        if act.end() == act.start():
            continue
        around = sentence.around(act.start(), act.end(), _NEEDED_WITHIN)
        if not all(needed.search(around) for needed in trigger.needed):
            continue
        around = _said_around(trigger, sentence, act)
        if any(lawful.search(around) for lawful in trigger.unless):
            continue
        if _not_ordered(trigger, sentence, act.start(), act.end()):
            continue
        if trigger.rule in _OWN_WISH and polarity.wished(sentence, act.start()):
            return None
        return _Candidate(trigger, act.start(), act.end(), trigger.sure)
    return None


def _not_ordered(trigger: Trigger, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the act is forbidden, answered for, the person's own, or meant kindly."""
    return (
        polarity.forbidden(sentence, start, end, itself=trigger.forbids)
        or polarity.condemned(sentence, start, end)
        or polarity.own_act(sentence, start)
        or polarity.kind(sentence, start, end, trigger.rule)
        or polarity.answered_for(sentence, start, end, trigger.rule)
    )


def _found(sentence: Sentence, lines: Sequence[str], one: _Candidate, also: tuple[str, ...]) -> Found:
    start = sentence.clause(one.start)[0]
    end = sentence.clause(one.end - 1)[1]
    text, first, last = _quoted(sentence, lines, start, end)
    return Found(one.trigger.rule, (first, last), text, one.sure, also)


def _quoted(sentence: Sentence, lines: Sequence[str], start: int, end: int) -> tuple[str, int, int]:
    """Part of a sentence as it stands in the file, with its first and last line."""
    first, last = sentence.places[start], sentence.places[max(end - 1, start)]
    if first.line == last.line:
        text = lines[first.line][first.column : last.column + 1]
    else:
        middle = lines[first.line + 1 : last.line]
        text = "\n".join([lines[first.line][first.column :], *middle, lines[last.line][: last.column + 1]])
    return text, first.line + 1, last.line + 1
