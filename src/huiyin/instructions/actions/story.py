"""The pieces that every verb of an instruction shares: the lock, the clocks, the end with timeline and ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, note_only
from huiyin.cases.actions.procedure import locked as locked_case
from huiyin.instructions import rules
from huiyin.instructions.models import Instruction, InstructionEvent
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.facts import Reminder
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.models import Organisation

SUBJECT = "instruction"
TITLES: dict[str, tuple[str | Promise, str | Promise]] = {  # clock -> what it is for, what it runs from
    "result": (_("Report the result of the instruction"), _("recorded")),
    "word": (_("Say whether the result is accepted"), _("reported")),
    "look": (_("Look whether it is really carried out"), _("acknowledged")),
    "step": (_("Carry out what is left"), _("set down")),
}


def locked(public_id: str, version: int) -> Instruction:
    """The instruction for writing. `Conflict` when somebody was faster, `Refused` where there is none."""
    instruction = of(public_id)
    if version != instruction.version:
        raise Conflict(
            _("Somebody else has worked on this instruction since you opened the page."),
            _("Look at what changed; what you typed is still on the page."),
        )
    return instruction


def of(public_id: str) -> Instruction:
    """The row under its lock, with its cases under theirs."""
    store.require_write()
    found = Instruction.objects.select_for_update(of=("self",)).select_related(
        "organisation__head_post", "superior__unit__organisation__head_post", "answers__unit"
    )
    instruction = found.filter(public_id=public_id).first()
    if instruction is None:
        raise Refused
    return instruction


def expect(instruction: Instruction, *statuses: str) -> None:
    if instruction.status not in statuses:
        raise Conflict(_("This can't be done at this point of the instruction."), _("Load the page again."))


def save(instruction: Instruction) -> None:
    instruction.version += 1
    instruction.save()


def start(
    instruction: Instruction, name: str, *, owner: str, at: dt.datetime, due_on: dt.date, track: str = ""
) -> Clock:
    """One of the office's own dates; no law has a number for an instruction."""
    office = instruction.organisation
    today = at.astimezone(time.zone_of(office.zone)).date()
    return start_own(
        subject=(SUBJECT, instruction.public_id),
        name=name,
        track=track,
        words=TITLES[name],
        owner=owner,
        office=office,
        at=at,
        length=(due_on - today).days,
    )


def start_own(
    *,
    subject: tuple[str, str],
    name: str,
    words: tuple[str | Promise, str | Promise],
    owner: str,
    office: Organisation,
    at: dt.datetime,
    length: int,
    track: str = "",
) -> Clock:
    """A clock by the office's own number, with reminders three days and one day before."""
    if length < 0:
        raise BadInput("due_on", _("This day has passed."), _("Give a day from today on."))
    return clocks.start(
        subject_kind=subject[0],
        subject_id=subject[1],
        track=track,
        name=name,
        title=in_every_language(words[0]),
        owner=owner,
        started_at=at,
        start_fact=in_every_language(words[1]),
        length=length,
        unit="days" if length else "immediate",
        region=office.region,
        zone=office.zone,
        roll=False,
        own_rule=True,
        consequence=in_every_language(_("The superior is told by itself; it stays owed.")),
        reminders=[Reminder(days, "days") for days in (3, 1) if days < length],
    )


def day_after(instruction: Instruction, name: str, at: dt.datetime) -> dt.date:
    """The last day of an own clock that starts now."""
    office = instruction.organisation
    today = at.astimezone(time.zone_of(office.zone)).date()
    return today + dt.timedelta(days=rules.number(name, office.clock_numbers))


def end(instruction: Instruction, name: str, at: dt.datetime, because: str, track: str | None = None) -> list[Clock]:
    """Meet the open clocks of that name."""
    rows = clocks.queries.open_rows(SUBJECT, instruction.public_id, names=[name], track=track)
    return [clocks.meet(clock, at=at, because=f"instructions.{because}") for clock in rows]


def record(
    instruction: Instruction,
    verb: str,
    *,
    by: tuple[str, str],
    at: dt.datetime,
    note: str = "",
    rows: Iterable[ledger.Committed] = (),
    in_cases: bool = True,
) -> None:
    """The end of every verb: its own line, a line in each of its cases for staff, the ledger. `by`: (reference, title)."""
    event = InstructionEvent.objects.create(
        instruction=instruction, verb=verb, at=at, actor=by[0], actor_title=by[1], note=note
    )
    written = [instruction, event, *rows]
    ledger.record(
        verb=f"instructions.{verb.replace('_', '-')}", actor=by[0], about=instruction.reference, at=at, commits=written
    )
    source = f"{instruction.superior_office} {instruction.superior_title}"
    line = Line(note=note, public=False, data={"instruction": instruction.public_id, "from": source})
    for case in instruction.cases if in_cases else ():
        note_only(Doing(locked_case(case.pk), f"instruction_{verb}", by[0], by[1], at), line=line)


def said(place: str, text: str) -> str:
    """What was written, and something was."""
    if len(text.strip()) < 2:
        raise BadInput(place, _("This is empty."), _("Write facts, with the day."))
    return text.strip()


def about_the_matter(place: str, *texts: str) -> None:
    """An instruction is about a matter. What would be done to a person who complains has no place here."""
    words = rules.against_a_person(*texts)
    if words:
        raise BadInput(
            place,
            _("“%(words)s” is something done to a person who complains, not to the matter.") % {"words": words},
            _("Write what is to be done about the matter: look into it, decide it, carry it out, or receive the people jointly."),
        )  # fmt: skip
