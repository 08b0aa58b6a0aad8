"""The person goes up: review, second review, a school's panel; after the day too; and against a refusal.

A request is always taken. What was asked after the day is answered with the reason and with what else is open.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, Concern, Review, Track
from huiyin.cases.models.involvement import Part
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.models.review import Level, ReviewStatus
from huiyin.cases.responsible import reviewing_office
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Organisation
from huiyin.procedures import engine
from huiyin.procedures.engine import NotPossible

from . import clockwork, notices, several
from .handling import LONGEST_MESSAGE
from .involving import involve
from .letters import in_every_language
from .procedure import Doing, Line, advance, facts_of, has_verb, locked, pack_of
from .replying import record_service

IN_TIME, LATE = ("ask_review", "ask_second_review"), "request_late_review"
PARTS = {Level.REVIEW: Part.REVIEW, Level.SECOND: Part.SECOND_REVIEW, Level.OBJECTION: Part.REVIEW}


@dataclass(frozen=True, slots=True)
class WayUp:
    """One way that is open now. `until`: the person's last day; None where it has passed. `office`: who would review."""

    pack: str
    verb: str
    level: str
    office: Organisation | None
    until: dt.date | None

    @property
    def late(self) -> bool:
        return self.verb == LATE


def ways_up(case: Case, at: dt.datetime) -> list[WayUp]:
    """Every way up that the case's procedures have open, the one in front first."""
    found: list[WayUp] = []
    for track in case.tracks.all():
        found.extend(way for way in (_way(case, track, verb, at) for verb in (*IN_TIME, LATE)) if way is not None)
    return found


def ask_review(
    *, concern: Concern, reasons: str, pack: str = "", actor: Actor | None = None, version: int | None = None
) -> list[Review]:
    """Ask for it to be looked at again. The days are computed from the recorded service, never from a form.

    `pack`: the one way that the person chose where there are several; empty: all that are open. `actor`: the clerk who
    takes down the person's signed request. Raises `NotPossible` where no way is open, `BadInput` without a word why.
    """
    at = time.now()
    _need_words(reasons)
    with store.write():
        case = locked(concern.case_id, version=version)
        if actor is not None:
            require(actor, "record_settled", case)
        concern.refresh_from_db()
        if may_ask_early(case, concern):
            reply = case.replies.filter(status=ReplyStatus.ISSUED).select_related("letter").latest("issued_at")
            served = Doing.by_petitioner(case, "serve", at, concern.public_id)
            record_service(served, reply.letter, "web", concern.answer_read_at or at, "")
        chosen = [way for way in ways_up(case, at) if pack in ("", way.pack)]
        if any(not way.late for way in chosen):
            chosen = [way for way in chosen if not way.late]
        if not chosen:
            raise NotPossible(_("The time to ask does not run now."))
        made = [_asked(concern, case, way, reasons.strip(), actor, at) for way in chosen]
        search.index(case)
    return [review for review in made if review is not None]


def may_ask_early(case: Case, concern: Concern) -> bool:
    """One of several has the answer and disagrees, while others have not read it yet: nobody has to wait for them."""
    if concern.answer_read_at is None or concern.left_at is not None:
        return False
    reply = case.replies.filter(status=ReplyStatus.ISSUED, letter__services=None).select_related("letter").last()
    return reply is not None and concern.answer_read_at >= reply.letter.at and several.knows(case, "serve")


def object_to_refusal(*, concern: Concern, reasons: str) -> Case:
    """The person holds that the office must take it on (条例 43, 44). The level above decides, by a day."""
    at = time.now()
    _need_words(reasons)
    with store.write():
        case = locked(concern.case_id)
        track = next((one for one in case.tracks.all() if has_verb(one, "object_to_refusal")), None)
        if track is None:
            raise NotPossible(_("There is no refusal to object to."))
        office = reviewing_office(case, Level.REVIEW)
        way = WayUp(track.pack, "object_to_refusal", Level.OBJECTION, office, None)
        _asked(concern, case, way, reasons.strip(), None, at)
        search.index(case)
    return case


def _way(case: Case, track: Track, verb: str, at: dt.datetime) -> WayUp | None:
    pack = pack_of(track)
    window = _window(case, track, verb, at)
    facts = facts_of(case, {"review_request"})
    facts = engine.with_facts(facts, in_time=window is not None)
    offers = [one for one in engine.available(pack, track.state, facts) if one.transition.verb == verb]
    if not any(not offer.blocked for offer in offers):
        return None
    level = _level(case, track, verb)
    office = reviewing_office(case, level)
    return WayUp(track.pack, verb, level, office, window)


def _level(case: Case, track: Track, verb: str) -> str:
    pack = pack_of(track)
    if any(t.verb == "start_review" and t.who == "panel" for t in pack.transitions):
        return Level.PANEL
    second = verb == "ask_second_review" or (verb == LATE and int(case.facts.get("level", 0)) >= 1)
    return Level.SECOND if second else Level.REVIEW


def _window(case: Case, track: Track, verb: str, at: dt.datetime) -> dt.date | None:
    """The last day of the person's own time for this verb, while it runs."""
    for deadline in pack_of(track).deadlines:
        if deadline.waits_on == "petitioner" and verb in deadline.meets:
            clock = clockwork.running(case, track, deadline.id)
            if clock is not None and clock.due_at >= at:
                return clock.due_on
    return None


def _asked(
    concern: Concern, case: Case, way: WayUp, reasons: str, actor: Actor | None, at: dt.datetime
) -> Review | None:
    verb = way.verb
    doing = Doing.by_staff(case, verb, actor, at) if actor else Doing.by_petitioner(case, verb, at)
    doing = doing.about(concern.public_id)
    case.facts = {**case.facts, "in_time": not way.late}
    rows: list[ledger.Committed] = []
    review = None
    if way.office is not None:
        review = Review.objects.create(
            case=case,
            organisation=way.office,
            pack=way.pack,
            level=way.level,
            status=ReviewStatus.LATE if way.late else ReviewStatus.ASKED,
            asked_at=at,
            asked_through=actor.reference if actor else "petitioner",
            reasons=reasons,
            in_time=not way.late,
        )
        rows.append(review)
        if way.office.pk != case.organisation_id:
            rows.append(involve(doing, way.office, PARTS[Level(way.level)]))
    line = Line(note=reasons, data={"office": way.office.name if way.office else ""})
    advance(doing, given={"review_request", "objection"}, line=line, rows=rows, only=way.pack)
    if way.level == Level.PANEL and case.organisation.head_post is not None:
        title = in_every_language(_("A review is asked for"))
        notices.to_post(doing, case.organisation.head_post.reference, notices.TO_STAFF, title)
    return review


def _need_words(text: str) -> None:
    if not text.strip():
        raise BadInput("reasons", _("Say what you disagree with."), _("One sentence is enough."))
    if len(text) > LONGEST_MESSAGE:
        raise BadInput("reasons", _("It is too long."), _("Send the rest as a second message or as a file."))
