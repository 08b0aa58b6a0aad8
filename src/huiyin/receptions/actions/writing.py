"""Minutes: written, shown or read out, corrected, agreed to or objected to as it is said, and filed. Agreed, they never change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.involving import leave
from huiyin.cases.actions.procedure import Line
from huiyin.cases.models import Concern
from huiyin.cases.models.involvement import Part
from huiyin.cases.responsible import owner_reference
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Post
from huiyin.receptions import rules
from huiyin.receptions.models import Answer, Kind, Minutes, Reception, Said, Status

from . import parts
from .filing import minutes_letter
from .promising import promises_of

AGREED_TO = {"agrees": Status.AGREED, "objects": Status.OBJECTED, "corrects": Status.WRITTEN}
VERBS = {Said.AGREES: "agree", Said.CORRECTS: "correct", Said.OBJECTS: "object"}


@dataclass(frozen=True, slots=True)
class Text:
    """What is written. `law`: what was explained of the law, with its articles (S7)."""

    demands: str
    law: str = ""
    said: str = ""


def write_minutes(*, actor: Actor, public_id: str, version: int, text: Text) -> Minutes:
    """Write them, or write them anew after a correction. Refused once they are agreed to or objected to: they stand."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.BEGUN, Status.WRITTEN)
        minutes = Minutes.objects.filter(reception=reception).first() or Minutes(reception=reception)
        minutes.demands = parts.need(text.demands, "demands", _("The main demands, in the person's own words."))
        minutes.law, minutes.said = text.law.strip(), text.said.strip()
        minutes.written_by, minutes.written_title, minutes.written_at = actor.reference, actor.post_title, at
        minutes.save()
        reception.status = Status.WRITTEN
        parts.save(reception)
        parts.record(reception, "write_minutes", actor, at, [minutes], line=Line(public=False))
    return minutes


def show_minutes(*, actor: Actor, public_id: str, version: int, how: str) -> Minutes:
    """Read them out, or show them on the person's page. What was promised is written into them as it stands now."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.WRITTEN)
        minutes = reception.minutes
        if how not in ("page", "aloud"):
            raise BadInput("how", _("Choose one of the list."), "")
        if how == "page" and reception.case is None:
            raise BadInput(
                "how", _("There is no page to show them on yet."), _("Read them out, or register the case first.")
            )
        parts.need(
            minutes.law, "law", _("Say what was explained of the law, with its article; the person takes it home.")
        )
        minutes.promised = promises_of(reception)
        minutes.shown_at, minutes.shown_how, minutes.round = at, how, minutes.round + 1
        minutes.save()
        reception.status = Status.SHOWN
        parts.save(reception)
        met = parts.meet(parts.SUBJECT, public_id, "show_minutes", at, "receptions.show-minutes")
        parts.record(reception, "show_minutes", actor, at, [minutes, *met], line=Line(data={"how": how}), tell=True)
    return minutes


def answer_minutes(*, concern: Concern, public_id: str, said: str, text: str = "") -> Answer:
    """The person's own word on their page. For a group its representatives speak, at the table; everybody else reads."""
    at = time.now()
    with store.write():
        reception = parts.by_person(concern, public_id)
        if reception.kind == Kind.GROUP:
            raise Refused
        return _answered(reception, None, concern.public_id, said, text, at)


def take_answer(*, actor: Actor, public_id: str, version: int, who: str, said: str, text: str = "") -> Answer:
    """What was said when they were read out, taken down as it was said. `who`: the part at the table."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        if who not in {one.label for one in reception.participants.all() if not one.of_office}:
            raise BadInput("who", _("Choose who said it."), "")
        return _answered(reception, actor, who, said, text, at)


def close(*, actor: Actor, public_id: str, version: int) -> Reception:
    """File it. Without the person's word only when the minutes have been with them for a week; it is filed as what it is."""
    at = time.now()
    with store.write():
        reception = parts.by_staff(actor, public_id, version)
        parts.expect(reception, Status.SHOWN, Status.AGREED, Status.OBJECTED)
        silent = reception.status == Status.SHOWN
        if silent:
            shown = reception.minutes.shown_at
            if shown is None or (at - shown).days < rules.SILENT_DAYS:
                raise Conflict(
                    _("The person has not said anything to the minutes yet."),
                    _("Wait until they have been with them for %(days)d days.") % {"days": rules.SILENT_DAYS},
                )
        reception.status, reception.closed_at = Status.CLOSED, at
        parts.save(reception)
        rows = _guests_leave(reception, actor, at)
        if silent and reception.case is not None:
            rows += minutes_letter(parts.doing_of(reception.case, "receptions.close", actor, at), reception)
        parts.record(reception, "close", actor, at, rows, line=Line())
    return reception


def _answered(reception: Reception, actor: Actor | None, who: str, said: str, text: str, at: dt.datetime) -> Answer:
    """One answer, and what the answers of this round come to."""
    parts.expect(reception, Status.SHOWN)
    if said not in Said.values:
        raise BadInput("said", _("Choose one of the list."), "")
    if said != Said.AGREES:
        parts.need(text, "text", _("In the person's own words; it is kept as it is."))
    minutes = reception.minutes
    answer = Answer.objects.create(
        minutes=minutes, round=minutes.round, who=who, said=said, text=text.strip()[:5000],
        through=actor.reference if actor else "petitioner", at=at,
    )  # fmt: skip
    given = minutes.answers.filter(round=minutes.round).values_list("who", "said")
    outcome = rules.comes_to(given, reception.representatives or 1)
    rows: list[ledger.Committed] = [answer]
    if outcome:
        reception.status = AGREED_TO[outcome]
        if outcome == "agrees":
            minutes.agreed_at = at
            minutes.save()
            rows.append(minutes)
        if outcome == "corrects":  # the person waits again
            owner = _writer(reception)
            rows.append(
                parts.start(parts.SUBJECT, reception.public_id, "show_minutes", reception.organisation, owner, at)
            )
        elif reception.case is not None:
            rows += minutes_letter(parts.doing_of(reception.case, "receptions.minutes", actor, at), reception)
    parts.save(reception)
    parts.record(reception, VERBS[Said(said)], actor, at, rows, line=Line(note=who if actor else ""))
    return answer


def _writer(reception: Reception) -> str:
    """Who wrote them writes them anew; not who must not know of the case by now."""
    writer = Post.objects.filter(public_id=reception.minutes.written_by.removeprefix("post:")).first()
    if reception.case is None or (writer is not None and not reception.excludes(writer.pk)):
        return reception.minutes.written_by
    return owner_reference(reception.case, "handler")


def _guests_leave(reception: Reception, actor: Actor, at: dt.datetime) -> list[ledger.Committed]:
    if reception.case is None:
        return []
    doing = parts.doing_of(reception.case, "receptions.close", actor, at)
    doing = doing.about(parts.whose(reception))
    others = Reception.objects.filter(case=reception.case, joint=True).exclude(pk=reception.pk)
    busy = set(
        others.exclude(status__in=(Status.CLOSED, Status.CANCELLED)).values_list(
            "invitations__organisation_id", flat=True
        )
    )
    rows: list[ledger.Committed] = []
    for invitation in reception.invitations.select_related("organisation"):
        rows += parts.stop(parts.INVITED, invitation.public_id, at, "receptions.close")
        if invitation.organisation_id not in busy:
            rows += leave(doing, invitation.organisation, Part.JOINT)
    return rows
