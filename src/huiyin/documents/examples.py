"""What stands in the parts of a letter in the preview: invented, so that one sees how it will look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import time
from huiyin.organisations.models import Organisation

from . import kinds, queries, rules
from .kinds import LetterKind
from .sheets import Sheet, compose, full_day

WORDS: Mapping[str, str | Promise] = {
    "claim": _("That the canteen's accounts are published every month, and that the food is warm."),
    "facts": _("The food warmer broke in September and was replaced on 29 October. The accounts were not published."),
    "decision": _("The accounts are published by the fifth of each month, from December on."),
    "basis": _("The article of the law or rule that it rests on stands here."),
    "rests_on": _("60 calendar days from the day of acceptance, which does not count. Article 34."),
    "where": _("The office's meeting room, second floor"),
}
ANYTHING = _("What is written in the case stands here.")
WAY = _("Within 30 days of receiving this you can ask the next office up for review.")
COUNT = 12
TEN_DAYS = dt.timedelta(days=10)


def example(
    organisation: Organisation, kind: LetterKind, language: str, tried: Mapping[tuple[str, str], Mapping[str, str]]
) -> Sheet:
    """A letter of this kind as it would go out today, in the wording that is tried."""
    now = time.now()
    headings = [heading for heading in kind.parts if heading != "recourse"]
    with translation.override(language):
        parts = [(heading, _text(heading, now + TEN_DAYS, organisation.zone)) for heading in headings]
        ways = [str(WAY)] if "recourse" in kind.parts else []
    code = tried.get(("", queries.CODE_LANGUAGE), {}).get("code", "") or queries.code_of(organisation)
    return compose(
        queries.frame_words(organisation, kind.key, headings, tried),
        language,
        number=rules.number(code, kind.mark, now.astimezone(time.zone_of(organisation.zone)).year, COUNT),
        at=now,
        received_at=now - TEN_DAYS,
        zone=organisation.zone,
        signed_by=organisation.name,
        parts=parts,
        ways=ways,
        check="XXXX-XXXX",
    )


def _text(heading: str, day: dt.datetime, zone: str) -> str:
    """`due`, `when`, `answer_by`: a day."""
    return full_day(day, zone) if heading in ("due", "when", "answer_by") else str(WORDS.get(heading, ANYTHING))


def of_every_kind() -> LetterKind:
    """The letter in which the wording of all letters is shown."""
    return next(iter(kinds.every()))
