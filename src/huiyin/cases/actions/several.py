"""Where several people share a case: a fact of one of them becomes the case's when it is everybody's. Private parts of actions."""

from __future__ import annotations

import datetime as dt

from huiyin.cases.models import Case, Concern, Letter
from huiyin.procedures import engine

from .procedure import facts_of, pack_of


def those_in(case: Case) -> list[Concern]:
    """The concerns that are still raised: without those that were taken back while others go on."""
    return list(case.concerns.filter(left_at=None))


def is_shared(case: Case) -> bool:
    """Whether more than one person waits for the answer."""
    return case.concerns.filter(left_at=None).count() > 1


def all_have_read(case: Case, concern: Concern, letter: Letter, at: dt.datetime) -> bool:
    """Note that this one has the letter. The person's own time begins when the last of them has it: nobody loses a day
    because a stranger was quicker.
    """
    concern.answer_read_at = at
    concern.save(update_fields=["answer_read_at"])
    return all(one.answer_read_at is not None and one.answer_read_at >= letter.at for one in those_in(case))


def all_say(case: Case, concern: Concern, word: str) -> bool:
    """Note this one's word. Whether all of them say the same now."""
    concern.word = word
    concern.save(update_fields=["word"])
    return all(one.word == word for one in those_in(case))


def knows(case: Case, verb: str) -> bool:
    """Whether one of its procedures has the verb at this point, whatever else it asks for."""
    facts = facts_of(case)
    offers = (offer for track in case.tracks.all() for offer in engine.available(pack_of(track), track.state, facts))
    return any(offer.transition.verb == verb and not offer.blocked for offer in offers)
