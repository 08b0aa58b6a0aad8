"""From the wish to be received to the meeting itself: asked for, planned, moved, begun; support; who sits there; recording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, locked
from huiyin.cases.models import Case, Concern
from huiyin.cases.responsible import owner_reference
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Post
from huiyin.organisations.queries import own_office
from huiyin.receptions import rules
from huiyin.receptions.models import Kind, Need, NeedKind, Participant, Reception, Recording, Status

from . import joint, parts
from .filing import minutes_letter

AT_THE_TABLE = (Status.PLANNED, Status.BEGUN, Status.WRITTEN, Status.SHOWN)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a clerk enters. `asked_words`: for a home visit the person's own request, as it was said or signed."""

    kind: str
    planned_for: dt.datetime
    place: str = ""
    subject: str = ""
    asked_words: str = ""
    people: int | None = None
    representatives: int | None = None
    concern: str = ""
    needs: Sequence[str] = field(default_factory=tuple)


def ask_reception(*, concern: Concern, kind: str, words: str, needs: Sequence[str] = ()) -> Reception:
    """The person asks to be received, called or visited at home. The office owes a day by its own date."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        parts.not_sealed(case)
        if kind not in (Kind.VISIT, Kind.PHONE, Kind.HOME):
            raise BadInput("kind", _("Choose one of the list."), "")
        if Reception.objects.filter(case=case, concern=concern, status=Status.ASKED).exists():
            raise Conflict(_("You have asked already; the office names a day."), _("It stands on this page."))
        reception = Reception.objects.create(
            organisation=case.organisation, unit=case.unit, case=case, concern=concern, kind=kind, status=Status.ASKED,
            asked_by_person=True, asked_words=parts.need(words, "words", _("Say what you would like to talk about.")),
            asked_through="petitioner", asked_at=at,
        )  # fmt: skip
        wanted = _needs(reception, needs, "petitioner", at)
        clock = parts.start(
            parts.SUBJECT, reception.public_id, "offer", case.organisation, owner_reference(case, "handler"), at
        )
        parts.record(reception, "ask", None, at, [*wanted, clock], line=Line(data={"kind": kind}))
        doing = Doing.by_petitioner(case, "receptions.ask", at)
        notices.to_post(doing, clock.owner, notices.TO_STAFF, in_every_language(_("Somebody asks to be received")))
    return reception


def plan(*, actor: Actor, plan: Plan, case: Case | None = None) -> Reception:
    """A clerk enters a reception: of a case, or of somebody who begins one. It may be now."""
    at = time.now()
    with store.write():
        row = locked(case.pk) if case is not None else None
        parts.not_sealed(row)
        home = own_office(actor, "parent", "head_post")
        require(actor, "receive", row or Place(home.pk, home.path, actor.unit_id))
        _check(plan)
        if row is None:
            parts.need(plan.subject, "subject", _("A few words that others recognise it by. No names."))
        concern = _concern(row, plan)
        asked = plan.kind == Kind.HOME
        reception = Reception.objects.create(
            organisation=home, unit_id=row.unit_id if row else actor.unit_id, case=row, concern=concern, kind=plan.kind,
            status=Status.PLANNED, planned_for=plan.planned_for, place="" if asked else plan.place.strip(),
            subject=plan.subject.strip(), asked_by_person=asked, asked_words=plan.asked_words.strip() if asked else "",
            asked_through=actor.reference if asked else "", asked_at=at if asked else None,
            people=plan.people if plan.kind == Kind.GROUP else None,
            representatives=plan.representatives if plan.kind == Kind.GROUP else None,
        )  # fmt: skip
        wanted = _needs(reception, plan.needs, actor.reference, at)
        parts.record(reception, "plan", actor, at, wanted, line=_line(reception), tell=True)
    return reception


def offer(
    *, actor: Actor, public_id: str, version: int, planned_for: dt.datetime, place: str, reason: str = ""
) -> Reception:
    """Name the day that was asked for, or another one than the one named before: then the person reads why."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.ASKED, Status.PLANNED)
        if reception.kind != Kind.HOME:
            parts.need(place, "place", _("People must find it: building, floor, room."))
        if reception.status == Status.PLANNED:
            reception.reason = parts.need(reason, "reason", _("The person reads it."))
        reception.planned_for, reception.status = planned_for, Status.PLANNED
        reception.place = "" if reception.kind == Kind.HOME else place.strip()
        guests = joint.invite_the_competent(reception, actor, at)
        parts.save(reception)
        met = parts.meet(parts.SUBJECT, public_id, "offer", at, "receptions.offer")
        parts.record(reception, "offer", actor, at, [*met, *guests], line=_line(reception), tell=True)
    return reception


def call_off(*, actor: Actor, public_id: str, version: int, reason: str) -> Reception:
    """The office calls it off, and says why. What was asked for before is asked for again: the office still owes a day."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.PLANNED)
        reception.reason = parts.need(reason, "reason", _("The person reads it."))
        rows = []
        if reception.asked_by_person and reception.case is not None:
            reception.status, reception.planned_for = Status.ASKED, None
            owner = owner_reference(reception.case, "handler")
            rows.append(parts.start(parts.SUBJECT, reception.public_id, "offer", reception.organisation, owner, at))
        else:
            reception.status = Status.CANCELLED
            rows += [
                c for one in reception.invitations.all() for c in parts.stop(parts.INVITED, one.public_id, at, "off")
            ]
        parts.save(reception)
        parts.record(reception, "call_off", actor, at, rows, line=Line(note=reception.reason), tell=True)
    return reception


def withdraw_wish(*, concern: Concern, public_id: str, reason: str = "") -> Reception:
    """The person does not want it any more, or not then. Nothing follows from it."""
    at = time.now()
    with store.write():
        reception = parts.by_person(concern, public_id)
        parts.expect(reception, Status.ASKED, Status.PLANNED)
        if reception.concern_id != concern.pk:
            raise Refused
        reception.status, reception.reason = Status.CANCELLED, reason.strip()[:300]
        parts.save(reception)
        rows = parts.stop(parts.SUBJECT, public_id, at, "receptions.withdraw")
        for one in reception.invitations.all():
            rows += parts.stop(parts.INVITED, one.public_id, at, "receptions.withdraw")
        parts.record(reception, "withdraw", None, at, rows, line=Line(note=reception.reason))
    return reception


def begin(*, actor: Actor, public_id: str, version: int, received_by: Sequence[str]) -> Reception:
    """It begins: who receives, by post. The person waits for the minutes from now on.

    Nobody receives who must not know of the case, through any post.
    """
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.PLANNED)
        home = Post.objects.filter(unit__organisation=reception.organisation, closed_at=None).order_by("id")
        chosen = [row for row in home if row.public_id in received_by and not reception.excludes(row.pk)]
        titles = [row.title for row in chosen]
        if not titles:
            raise BadInput("received_by", _("Say who receives, by post."), _("The person reads it."))
        reception.status, reception.begun_at, reception.received_by = Status.BEGUN, at, titles
        parts.save(reception)
        owner = owner_reference(reception.case, "handler") if reception.case else actor.reference
        clock = parts.start(parts.SUBJECT, public_id, "show_minutes", reception.organisation, owner, at)
        rows = [clock, *_seats(reception, titles, at)]
        parts.record(reception, "begin", actor, at, rows, line=Line(data={"received_by": titles}))
    return reception


def ask_need(
    *, public_id: str, what: Sequence[str], note: str = "", actor: Actor | None = None, concern: Concern | None = None
) -> list[Need]:
    """Support on request: the person asks on the page, or a clerk writes it down. Nobody asks why."""
    at = time.now()
    with store.write():
        if concern is not None:
            reception = parts.by_person(concern, public_id)
        else:
            assert actor is not None
            reception = parts.by_staff(actor, public_id, None)
        if reception.status in (Status.CLOSED, Status.CANCELLED):
            raise Conflict(_("This reception is over."), "")
        if not set(what) & set(NeedKind.values):
            raise BadInput("needs", _("Choose what is needed."), "")
        through = "petitioner" if concern else actor.reference if actor else ""
        rows = _needs(reception, what, through, at, note)
        parts.save(reception)
        parts.record(reception, "ask_need", None if concern else actor, at, rows, line=Line(public=bool(concern)))
    return rows


def arrange(*, actor: Actor, public_id: str, need: str) -> Need:
    """It is arranged; the person reads so."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, None)
        row = reception.needs.filter(public_id=need, arranged_at=None).first()
        if row is None:
            raise Conflict(_("That is arranged already."), "")
        row.arranged_at, row.arranged_by = at, actor.reference
        row.save()
        parts.save(reception)
        parts.record(reception, "arrange", actor, at, [row], line=Line(public=False))
    return row


def seat(*, actor: Actor, public_id: str, label: str, consents: bool | None, of_office: bool = False) -> Participant:
    """Somebody sits there, by part or post; and whether they consent to a recording. One no, and what runs is stopped."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, None)
        parts.expect(reception, *AT_THE_TABLE)
        text = parts.need(label, "label", _("A part or a post, never a name."))[:60]
        row = reception.participants.filter(label=text).first() or Participant(
            reception=reception, label=text, of_office=of_office
        )
        row.consents, row.at = consents, at
        row.save()
        stopped = [] if consents else _stop(reception, at)
        parts.save(reception)
        parts.record(reception, "seat", actor, at, [row, *stopped], line=Line(public=False))
    return row


def begin_recording(*, actor: Actor, public_id: str, version: int, what: str) -> Recording:
    """Only with everybody's recorded consent; the database refuses it else. The rule is our own, not an article's."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.BEGUN, Status.WRITTEN)
        here = list(reception.participants.all())
        agreeing = [one for one in here if one.consents]
        if not any(not one.of_office for one in here) or len(agreeing) < len(here) or len(here) < 2:
            raise BadInput(
                "what", _("Not everybody at the table has consented."), _("Without each one's yes there is no recording; the minutes are enough.")
            )  # fmt: skip
        if what not in ("sound", "picture"):
            raise BadInput("what", _("Choose one of the list."), "")
        if reception.recordings.filter(stopped_at=None).exists():
            raise Conflict(_("A recording runs already."), "")
        row = Recording.objects.create(
            reception=reception, what=what, present=len(here), consenting=len(agreeing), began_at=at
        )
        parts.save(reception)
        parts.record(reception, "begin_recording", actor, at, [row], line=Line(data={"what": what}))
    return row


def stop_recording(*, actor: Actor, public_id: str, version: int) -> Reception:
    """It is stopped."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        stopped = _stop(reception, at)
        if not stopped:
            raise Conflict(_("No recording runs."), "")
        parts.save(reception)
        parts.record(reception, "stop_recording", actor, at, stopped, line=Line())
    return reception


def attach_case(*, actor: Actor, public_id: str, version: int, case: Case) -> Reception:
    """What began with a visit has a case now: what was said stands in its file."""
    at = time.now()
    with store.write():
        row = locked(case.pk)
        require(actor, "read", row)
        parts.not_sealed(row)
        reception = parts.by_staff(actor, public_id, version)
        if reception.case_id is not None or row.organisation_id != reception.organisation_id:
            raise Conflict(_("This reception belongs to a case already."), _("Look at where it stands now."))
        concerns = list(row.concerns.all())
        reception.case, reception.unit_id = row, row.unit_id
        reception.concern = concerns[0] if len(concerns) == 1 and reception.kind != Kind.GROUP else None
        parts.save(reception)
        filed = reception.status in (Status.AGREED, Status.OBJECTED, Status.CLOSED)
        rows = minutes_letter(Doing.by_staff(row, "receptions.attach-case", actor, at), reception) if filed else []
        parts.record(reception, "attach_case", actor, at, rows, line=_line(reception))
    return reception


def _check(plan: Plan) -> None:
    if plan.kind not in Kind.values:
        raise BadInput("kind", _("Choose one of the list."), "")
    if plan.kind == Kind.HOME:
        parts.need(
            plan.asked_words, "asked_words",
            _("Nobody is visited at home who has not asked for it. Write down the request as the person made it."),
        )  # fmt: skip
    else:
        parts.need(plan.place, "place", _("People must find it: building, floor, room; by telephone: who calls whom."))
    if plan.kind == Kind.GROUP and not 1 <= (plan.representatives or 0) <= rules.MOST_REPRESENTATIVES:
        raise BadInput(
            "representatives", _("One to five speak for all (art. 20)."), _("They are chosen by the people; the others are registered all the same.")
        )  # fmt: skip


def _concern(case: Case | None, plan: Plan) -> Concern | None:
    if case is None or plan.kind == Kind.GROUP:
        return None
    concerns = list(case.concerns.filter(left_at=None))
    if plan.concern:
        found = next((one for one in concerns if one.public_id == plan.concern), None)
        if found is None:
            raise BadInput("concern", _("Choose whose reception it is."), "")
        return found
    if len(concerns) > 1:
        raise BadInput("concern", _("Choose whose reception it is."), _("Several people have raised this matter."))
    return concerns[0] if concerns else None


def _needs(reception: Reception, needs: Sequence[str], through: str, at: dt.datetime, note: str = "") -> list[Need]:
    return [
        Need.objects.create(reception=reception, what=what, note=note.strip()[:200], asked_through=through, asked_at=at)
        for what in NeedKind.values
        if what in needs
    ]


def _seats(reception: Reception, titles: Sequence[str], at: dt.datetime) -> list[Participant]:
    """Who sits there, to begin with: those who receive, and the person or the representatives."""
    count = reception.representatives or 0
    people = [str(_("Representative %(number)d") % {"number": n}) for n in range(1, count + 1)] or [
        str(_("Petitioner"))
    ]
    rows = [
        Participant(reception=reception, label=title[:60], of_office=True, at=at) for title in dict.fromkeys(titles)
    ]
    rows += [Participant(reception=reception, label=label, at=at) for label in people]
    for row in rows:
        row.save()
    return rows


def _stop(reception: Reception, at: dt.datetime) -> list[Recording]:
    running = list(reception.recordings.filter(stopped_at=None))
    for one in running:
        one.stopped_at = at
        one.save()
    return running


def _line(reception: Reception) -> Line:
    at = reception.planned_for.isoformat() if reception.planned_for else ""
    return Line(note=reception.reason, data={"kind": reception.kind, "planned_for": at})
