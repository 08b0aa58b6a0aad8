"""The minutes of a meeting: written, read out, corrected, and agreed to, or an objection recorded. Both keep the same text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import Part, write_letter
from huiyin.cases.actions.procedure import Doing, Line, note_only
from huiyin.cases.models import Concern
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.mediation.models import About, Meeting, MeetingKind, Minutes, Side, Status, Word
from huiyin.organisations.access import Actor

from . import parts
from .inviting import one_of

WRITTEN_IN = (Status.UNDER_WAY, Status.NO_AGREEMENT, Status.AGREED, Status.WITHDRAWN, Status.HELD)


def write(*, actor: Actor, meeting_id: str, version: int, text: str, read_out: bool) -> Minutes:
    """Minutes, or a corrected version of them; the former one stays. The person reads them and says whether they are right."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        parts.expect(meeting, *WRITTEN_IN)
        text = parts.need(text, "text", _("Write what each side said, and what came of it."))
        minutes = Minutes.objects.create(
            meeting=meeting,
            number=meeting.minutes.count() + 1,
            text=text,
            read_out=read_out,
            written_by=actor.reference,
            written_title=actor.post_title,
            at=at,
        )
        parts.save(meeting)
        doing = Doing.by_staff(case, "mediation.minutes", actor, at)
        note_only(doing, line=Line(data={"number": minutes.number}), rows=[meeting, minutes])
        parts.tell_people(doing, _("Minutes are there for you to read"))
    return minutes


def answer(*, concern: Concern, meeting_id: str, number: int, answer: str, text: str = "") -> Word:
    """The person's word on the page: right, to be corrected so, or an objection that stays with them."""
    at = time.now()
    with store.write():
        meeting, case = parts.of_person(meeting_id, concern)
        doing = Doing.by_petitioner(case, "mediation.minutes_answered", at, concern.public_id)
        word = _answered(meeting, doing, Side.PERSON, concern, number, answer, text, Word.How.PAGE)
        parts.tell_desk(doing, _("The person answers the minutes"))
    return word


def take_down(
    *, actor: Actor, meeting_id: str, version: int, side: str, answer: str, how: str, concern: str = "", text: str = ""
) -> Word:
    """What a side said to the minutes otherwise. The person's word is taken down from a signed slip only."""
    at = time.now()
    with store.write():
        meeting, case = parts.held(meeting_id, version, actor)
        if side == Side.PERSON and how != Word.How.SLIP:
            raise BadInput("how", _("For the person a signed slip is needed."), _("Or they say it on their page."))
        whose = one_of(case, concern) if side == Side.PERSON else None
        doing = Doing.by_staff(case, "mediation.minutes_answered", actor, at).about(whose.public_id if whose else "")
        return _answered(meeting, doing, side, whose, meeting.minutes.count(), answer, text, how)


def _answered(
    meeting: Meeting,
    doing: Doing,
    side: str,
    concern: Concern | None,
    number: int,
    answer: str,
    text: str,
    how: str,
) -> Word:
    minutes = meeting.minutes.order_by("number").last()
    if minutes is None or minutes.number != number:
        raise Conflict(_("There is a newer version of the minutes."), _("Read it, then say whether it is right."))
    if answer not in Word.Answer.values:
        raise BadInput("answer", _("Choose one of the three."), "")
    if answer != Word.Answer.YES:
        parts.need(text, "text", _("Say what is not right; it stays with the minutes."))
    word = parts.speak(
        meeting,
        doing,
        about=About.MINUTES,
        side=side,
        concern=concern,
        answer=answer,
        how=how,
        text=text,
        number=number,
    )
    parts.save(meeting)
    rows: list[ledger.Committed] = [meeting, word]
    if answer != Word.Answer.CORRECTION:
        rows.append(_letter(meeting, doing, minutes, word))
    note_only(doing, line=Line(note=text.strip(), data={"side": side, "answer": answer}), rows=rows)
    return word


def _letter(meeting: Meeting, doing: Doing, minutes: Minutes, word: Word) -> ledger.Committed:
    """The minutes as they stand, with the objection beside them where there is one."""
    kind = "mediation_minutes" if meeting.kind == MeetingKind.MEDIATION else "hearing_minutes"
    texts = [Part("minutes", minutes.text)]
    if word.answer == Word.Answer.NO:
        texts.append(Part("objection", word.text))
    return write_letter(doing, kind, texts, office=meeting.organisation, concern=word.concern)
