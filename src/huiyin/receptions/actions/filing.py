"""Minutes become a letter when the person has said their word to them, or when they are filed without one. Private parts."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import Part, in_every_language, write_letter
from huiyin.cases.actions.procedure import Doing
from huiyin.cases.models import Letter
from huiyin.receptions.letters import MINUTES
from huiyin.receptions.models import Answer, Kind, Minutes, Reception, Said

SAID: dict[str, str | Promise] = {
    Said.AGREES: _("Agrees to the minutes."),
    Said.OBJECTS: _("Objects to the minutes:"),
    Said.CORRECTS: _("Wants them corrected:"),
}
NOTHING = _("The minutes were shown; nothing was said to them.")


def minutes_letter(doing: Doing, reception: Reception) -> list[Letter]:
    """Of a known case. To whom the reception was; of a group visit to each member: what concerns all, and no roster."""
    minutes = Minutes.objects.filter(reception=reception).first()
    if reception.case is None or minutes is None or minutes.shown_at is None:
        return []
    began = reception.begun_at or minutes.written_at
    parts = [
        Part("when", began.isoformat()),
        Part("received_by", "、".join(reception.received_by)),
        Part("main_demands", minutes.demands),
        Part("law_explained", minutes.law),
        Part("also_said", minutes.said),
        Part("promised", "\n".join(f"{row['text']}（{row['who']}，{row['due']}）" for row in minutes.promised)),
        Part("word_to_minutes", _word(reception, minutes)),
    ]
    written = [part for part in parts if part.text]
    return [write_letter(doing, MINUTES, written, office=reception.organisation, concern=reception.concern)]


def _word(reception: Reception, minutes: Minutes) -> str:
    """What was said in the round that counts; of representatives by their number, never by name."""
    answers = minutes.answers.filter(round=minutes.round)
    lines = [_line(answer, several=reception.kind == Kind.GROUP) for answer in answers]
    return "\n".join(lines) or _zh(NOTHING)


def _line(answer: Answer, *, several: bool) -> str:
    who = f"{answer.who}：" if several else ""
    return f"{who}{_zh(SAID[answer.said])}{answer.text}"


def _zh(words: str | Promise) -> str:
    """Letters are written in Chinese, with a cover page for who reads another language."""
    return in_every_language(words)["zh-hans"]
