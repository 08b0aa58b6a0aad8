"""An instruction is recorded with the words of its paper, and passed on to those who carry it out (办公室传达)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.procedure import locked as locked_case
from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.instructions import rules
from huiyin.instructions.models import Instruction, InstructionCase, InstructionStatus
from huiyin.instructions.responsible import own_posts, superiors
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.files import actions as files
from huiyin.organisations.access import Actor, Place, may, require
from huiyin.organisations.models import Organisation, Post
from huiyin.tasks import actions as tasks

from . import notices, story

ORIGIN = "instruction"


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper says. `superior`: public id of a post, or empty for somebody outside (`title`, `office`)."""

    subject: str
    text: str
    must: str
    dated_on: dt.date
    superior: str = ""
    title: str = ""
    office: str = ""
    number: str = ""
    due_on: dt.date | None = None
    cases: tuple[str, ...] = ()


def record_instruction(
    *, actor: Actor, organisation: str, paper: Paper, answers: str = "", scan: files.Inspected | None = None
) -> Instruction:
    """A superior gives it, or the office records the paper that came. The result is owed within the office's own 30 days.

    `organisation`: who answers; `answers`: the post there, else its head. A leader instructs the own office and those below.
    """
    at = time.now()
    story.about_the_matter("must", paper.must, paper.subject)
    with store.write():
        office = _office(organisation)
        superior = _superior(actor, office, paper)
        cases = [_case(actor, office, number, superior) for number in dict.fromkeys(paper.cases)]
        instruction = _written(actor, office, superior, paper, _answering(office, answers, cases), at)
        clock = story.start(
            instruction, "result", owner=instruction.answers.reference, at=at, due_on=instruction.due_on
        )
        instruction.save()
        links = [InstructionCase.objects.create(instruction=instruction, case=case) for case in cases]
        rows: list[ledger.Committed] = [clock, *links]
        if scan is not None:
            rows.append(files.keep(scan, about=instruction.reference, at=at))
        notices.tell(instruction, "given", instruction.answers, actor=actor.reference, at=at)
        by = (actor.reference, actor.post_title)
        story.record(instruction, "record", by=by, at=at, note=instruction.must, rows=rows)
    return instruction


def hand_to(*, actor: Actor, instruction_id: str, version: int, post: str) -> Instruction:
    """Another post of the office answers from now on; the dates go along without a gap."""
    at = time.now()
    with store.write():
        instruction = working(actor, instruction_id, version)
        story.expect(instruction, InstructionStatus.OPEN, InstructionStatus.REPORTED, InstructionStatus.FOLLOWED)
        before = instruction.answers.reference
        instruction.answers = _answering(instruction.organisation, post, instruction.cases)
        story.save(instruction)
        owed = clocks.queries.open_rows(story.SUBJECT, instruction.public_id)
        owner = instruction.answers.reference
        rows = [clocks.hand_over(clock, owner=owner) for clock in owed if clock.owner == before]
        notices.tell(instruction, "given", instruction.answers, actor=actor.reference, at=at)
        by = (actor.reference, actor.post_title)
        story.record(instruction, "hand_to", by=by, at=at, note=instruction.answers.title, rows=rows, in_cases=False)
    return instruction


def pass_on(
    *,
    actor: Actor,
    instruction_id: str,
    version: int,
    to: str,
    text: str,
    due_on: dt.date,
    case: str = "",
) -> Instruction:
    """Tell a post of the office, or an office below, what it has to do of it: a task with a date that it acknowledges.

    `to`: ``post:<id>`` or ``office:<id>``. `case`: the number of the case that the task is about; where the
    instruction has cases, each task is about one of them.
    """
    at = time.now()
    story.about_the_matter("text", text)
    with store.write():
        instruction = working(actor, instruction_id, version)
        story.expect(instruction, InstructionStatus.OPEN, InstructionStatus.FOLLOWED)
        organisation, post = _receiver(instruction, to)
        given = tasks.give(
            actor=actor, at=at, case=_case_of_task(instruction, case), origin=ORIGIN, origin_id=instruction.public_id,
            organisation=organisation, post=post, text=text, due_on=due_on,
        )  # fmt: skip
        story.save(instruction)
        note = f"{organisation.name}{' · ' + post.title if post else ''}"
        by = (actor.reference, actor.post_title)
        story.record(instruction, "pass_on", by=by, at=at, note=note, rows=given.rows, in_cases=False)
    return instruction


def working(actor: Actor, instruction_id: str, version: int) -> Instruction:
    """For the verbs of the office that answers."""
    instruction = story.locked(instruction_id, version)
    require(actor, "instruction_work", instruction)
    return instruction


def _office(public_id: str) -> Organisation:
    found = Organisation.objects.select_related("head_post").filter(public_id=public_id, closed_at=None).first()
    if found is None:
        raise Refused
    return found


def _superior(actor: Actor, office: Organisation, paper: Paper) -> Post | None:
    """The actor's own post, one above whose paper is recorded, or nobody of this installation."""
    place = Place(office.pk, office.path)
    if not paper.superior:
        require(actor, "record_instruction", place)
        if len(paper.title.strip()) < 2 or len(paper.office.strip()) < 2:
            raise BadInput(
                "title", _("Say from whom it came."), _("The post and its office, as they stand on the paper.")
            )
        return None
    own = Post.objects.select_related("unit__organisation").filter(pk=actor.post_id, public_id=paper.superior).first()
    if own is not None and may(actor, "instruct", place):
        return own
    require(actor, "record_instruction", place)
    found = next((post for post in superiors(office) if post.public_id == paper.superior), None)
    if found is None:
        raise BadInput("superior", _("Choose from whom it came."), _("Or “somebody outside”, with post and office."))
    return found


def _case(actor: Actor, office: Organisation, number: str, superior: Post | None) -> Case:
    """A case of the answering office. What is not there, sealed, or must not be known to somebody here: one answer."""
    case_id = Case.objects.filter(public_id=number, organisation=office).values_list("pk", flat=True).first()
    case = locked_case(case_id) if case_id is not None else None
    known = (
        case is not None and case.kind != Kind.MISCONDUCT and (may(actor, "read", case) or may(actor, "instruct", case))
    )
    if case is None or not known or (superior is not None and case.excludes(superior.pk)):
        raise BadInput("cases", _("There is no case %(number)s at this office.") % {"number": number}, _("Look at the number again."))  # fmt: skip
    return case


def _answering(office: Organisation, wanted: str, cases: list[Case]) -> Post:
    posts = own_posts(office, cases)
    head = office.head_post_id
    found = next((post for post in posts if (post.public_id == wanted if wanted else post.pk == head)), None)
    if found is None:
        raise BadInput(
            "answers", _("Choose who answers for it."), _("A post of the office that the instruction is for.")
        )
    return found


def _written(
    actor: Actor, office: Organisation, superior: Post | None, paper: Paper, answers: Post, at: dt.datetime
) -> Instruction:
    today = at.astimezone(time.zone_of(office.zone)).date()
    last = today + dt.timedelta(days=rules.number("result", office.clock_numbers))
    for name, least in (("subject", 2), ("text", 2), ("must", 2)):
        if len(getattr(paper, name).strip()) < least:
            raise BadInput(name, _("This is empty."), _("The office works by it."))
    if paper.due_on is not None and paper.due_on > last:
        raise BadInput("due_on", _("The result is due within the office's own number of days."), _("That is not later than %s.") % last)  # fmt: skip
    if paper.dated_on > today:
        raise BadInput("dated_on", _("This day is still to come."), _("The date stands on the paper."))
    return Instruction(
        organisation=office, superior=superior, answers=answers,
        superior_title=superior.title if superior else paper.title.strip(),
        superior_office=superior.unit.organisation.name if superior else paper.office.strip(),
        paper_number=paper.number.strip(), dated_on=paper.dated_on, subject=paper.subject.strip(), text=paper.text,
        must=paper.must.strip(), due_on=paper.due_on or last,
        recorded_by=actor.reference, recorded_title=actor.post_title, recorded_at=at,
    )  # fmt: skip


def _receiver(instruction: Instruction, to: str) -> tuple[Organisation, Post | None]:
    kind, _colon, name = to.partition(":")
    office = instruction.organisation
    if kind == "post":
        post = next((one for one in own_posts(office, instruction.cases) if one.public_id == name), None)
        if post is not None:
            return office, post
    elif kind == "office":
        below = Organisation.objects.select_related("head_post").filter(path__startswith=office.path, closed_at=None)
        found = below.filter(public_id=name).first()
        if found is not None:
            return found, None
    raise BadInput("to", _("Choose who is told."), _("A post of the office, or an office below it."))


def _case_of_task(instruction: Instruction, number: str) -> Case | None:
    cases = instruction.cases
    if not cases:
        return None
    found = cases[0] if len(cases) == 1 else next((one for one in cases if one.public_id == number), None)
    if found is None:
        raise BadInput("case", _("Choose the case that it is about."), _("The instruction is about several."))
    return locked_case(found.pk)
