"""The pages of the verbs, as one readable table: which permission, which form, which action, which words.

`supplies` names the facts of a procedure that the page itself asks for, so that their lack does not bar the way to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from huiyin.organisations.access import Actor

from .actions import (
    asking_offices,
    assigning,
    closing,
    erasure,
    excluding,
    giving_back,
    handling,
    plain,
    referring,
    replying,
    sealing,
    sorting,
    taking_up,
)
from .forms import staff_assignment as assignment
from .forms import staff_competence as competence
from .forms import staff_messages as messages
from .forms import staff_verbs as forms
from .models import Case, ExtensionRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

Act = Callable[[Actor, Case, forms.VerbForm], object]


@dataclass(frozen=True, slots=True)
class VerbPage:
    """One page. `verb` as the procedures name it. `confirms`: the button ends or destroys something.

    `proof`: what it does can't be undone, so a fresh proof of who sits there is asked for.
    """

    verb: str
    permission: str
    form: type[forms.VerbForm]
    act: Act
    title: Text
    button: Text
    help: Text = ""
    supplies: frozenset[str] = frozenset()
    confirms: bool = False
    proof: bool = False
    template: str = "cases/staff/verb.html"


def _same(action: Callable[..., object], *fields: str) -> Act:
    """An action whose arguments are named like the fields of its form."""

    def act(actor: Actor, case: Case, form: forms.VerbForm) -> object:
        given = {name: form.cleaned_data[name] for name in fields}
        return action(actor=actor, case_id=case.pk, version=form.cleaned_data["version"], **given)

    return act


def _to(action: Callable[..., object], field: str) -> Act:
    """A message to all whose case it is, or to one of them."""

    def act(actor: Actor, case: Case, form: forms.VerbForm) -> object:
        data = form.cleaned_data
        given = {field: data[field], "to": data.get("to", "")}
        return action(actor=actor, case_id=case.pk, version=data["version"], **given)

    return act


def _plain(verb: plain.Verb) -> Act:
    def act(actor: Actor, case: Case, form: forms.VerbForm) -> object:
        data = form.cleaned_data
        return plain.do_plain(actor=actor, case_id=case.pk, version=data["version"], verb=verb, text=data["text"])

    return act


def _sort(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data: dict[str, Any] = {
        name: form.cleaned_data[name]
        for name in ("kind", "category", "title", "claim_channel", "competent", "complex", "otherwise")
    }
    wanted = sorting.Sorting(**data, alerts=frozenset(form.cleaned_data["alerts"]))
    return sorting.sort(actor=actor, case_id=case.pk, version=form.cleaned_data["version"], sorting=wanted)


def _door(action: Callable[..., object]) -> Act:
    def act(actor: Actor, case: Case, form: forms.VerbForm) -> object:
        data = form.cleaned_data
        door = sorting.Elsewhere(data["body"], data["address"], data.get("organisation", ""))
        return action(actor=actor, case_id=case.pk, version=data["version"], reason=data["reason"], elsewhere=door)

    return act


def _extend(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data = form.cleaned_data
    return handling.ask_extension(
        actor=actor,
        case_id=case.pk,
        version=data["version"],
        length=data["length"] or 0,
        reason=data["reason"],
        deadline=data["deadline"],
    )


def _decide(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    request = open_request(case)
    name = request.public_id if request else ""
    return handling.decide_extension(actor=actor, public_id=name, approve=form.cleaned_data["approve"] == "yes")


def _serve(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    assert isinstance(form, forms.Serve)
    data = form.cleaned_data
    return replying.serve(
        actor=actor, case_id=case.pk, version=data["version"], channel=data["channel"], served_at=form.served_at(), proof=data["proof"]
    )  # fmt: skip


def _erase(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data = form.cleaned_data
    return erasure.ask_erasure(actor=actor, concern_public_id=data["concern"], ground=data["ground"])


def _close(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data = form.cleaned_data
    answer = data.get("authority_answer", "")
    return closing.close(
        actor=actor, case_id=case.pk, version=data["version"], reason=data["reason"], authority_answer=answer
    )


def _report_back(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data = form.cleaned_data
    return assigning.report_back(
        actor=actor, case_id=case.pk, version=data["version"], result=data["result"], text=data["text"], why_not=data.get("why_not", "")
    )  # fmt: skip


def _take_back(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data = form.cleaned_data
    agree = data["agree"] == "yes"
    return giving_back.answer_objection(
        actor=actor, case_id=case.pk, version=data["version"], agree=agree, reason=data["reason"]
    )


def _referral(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data = form.cleaned_data
    take = data["here"] == "yes"
    return referring.answer_referral(
        actor=actor, case_id=case.pk, version=data["version"], take=take, reason=data["reason"]
    )


def _whose(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    data = form.cleaned_data
    here = data["here"] == "yes"
    return giving_back.decide_competence(
        actor=actor, case_id=case.pk, version=data["version"], here=here, reason=data["reason"]
    )


def _note(actor: Actor, case: Case, form: forms.VerbForm) -> object:
    return closing.file_note(actor=actor, case_id=case.pk, text=form.cleaned_data["text"])


def open_request(case: Case) -> ExtensionRequest | None:
    """The request for more time that waits for a decision."""
    return case.extension_requests.filter(approved_at=None, refused_at=None).first()


_FREE = frozenset({"conflict_free"})

_PAGES: tuple[VerbPage, ...] = (
    VerbPage("register", "register", forms.Register, _same(sorting.register, "category"), _("Register"), _("Register it")),
    VerbPage("sort", "sort", forms.Sort, _sort, _("Sort"), _("Keep it so"), _("It decides which procedure and which dates apply.")),
    VerbPage(
        "notify", "sort", forms.Notify, _same(sorting.notify, "path"), _("Tell the person that it arrived"), _("Send the notice"),
        _("A written notice goes to the person, and stands under their code."),
    ),
    VerbPage(
        "accept", "accept", forms.Accept, _same(sorting.accept, "conflict_free", "note"), _("Accept"), _("Accept, and tell the person"),
        _("The time for an answer begins today. The letter says until when."), supplies=_FREE,
    ),
    VerbPage(
        "refuse", "refuse", forms.Door, _door(sorting.refuse), _("Do not accept"), _("Send the reason and the next door"),
        _("In writing: why not, who is competent, and how to go up."), confirms=True,
    ),
    VerbPage(
        "transfer", "transfer", forms.Transfer, _door(sorting.transfer), _("Pass it on"), _("Pass it on, and tell the person"),
        _("The person is told where it went. You ask there later whether it arrived and what came of it. To an office above you it is referred: that office says whether it takes it on, and until then you answer."),
        supplies=frozenset({"competent"}),
    ),
    VerbPage(
        "assign_down", "assign_down", assignment.AssignDown, _same(assigning.assign_down, "organisation", "reason", "wanted", "due_on"),
        _("Assign it to an office below"), _("Assign it, and tell the person"),
        _("That office handles it and answers the person. You read along, and it reports the result to you by the day that you set (art. 22)."),
        supplies=frozenset({"competent"}),
    ),
    VerbPage(
        "report_back", "report_back", assignment.ReportBack, _report_back, _("Report the result up"), _("Send the report"),
        _("To the office that assigned it to you. The person sees that it was reported, and how."),
    ),
    VerbPage(
        "take_note", "judge_report", assignment.TakeNote, _same(assigning.take_note, "note"), _("Take note of the result"), _("Take note of it"),
        _("Your part ends. The answer that the office gave stands, with the ways up of the person."),
    ),
    VerbPage(
        "send_report_back", "judge_report", assignment.SendReportBack, _same(assigning.send_report_back, "reason", "due_on"),
        _("Send the report back"), _("Send it back"), _("Once, with reasons and a new day. The office reads them, and the person."),
    ),
    VerbPage("channel", "channel", forms.Channel, _same(sorting.channel, "procedure"), _("Name the lawful procedure"), _("Send it to the person")),
    VerbPage(
        "assign", "assign", forms.Assign, _same(handling.assign, "handler", "leader", "conflict_free"), _("Assign"), _("Give it to them"),
        supplies=_FREE,
    ),
    VerbPage("ask_person", "ask_person", messages.Question, _to(handling.ask_person, "question"), _("Ask the person"), _("Send the question")),
    VerbPage("answer_message", "message", messages.Message, _to(handling.answer, "text"), _("Write to the person"), _("Send")),
    VerbPage("consult", "consult", forms.Consult, _same(handling.consult, "unit", "question"), _("Ask another unit"), _("Ask")),
    VerbPage(
        "consult_office", "consult", assignment.ConsultOffice, _same(asking_offices.consult_office, "organisation", "question", "show_words", "due_on"),
        _("Ask another office"), _("Ask it, and tell the person"),
        _("It gets the question and what you show, with a day for the answer; never the case, and never who raised it. The person is told."),
    ),
    VerbPage(
        "extend", "extend", forms.Extension, _extend, _("Ask for more time"), _("Send it to the head"),
        _("Only for a complex matter, once, and the person is told why."),
    ),
    VerbPage("decide_extension", "approve_extension", forms.Decision, _decide, _("Decide on more time"), _("Decide")),
    VerbPage("send_back_draft", "send_back", forms.SendBack, _same(replying.send_back, "note"), _("Send the draft back"), _("Send it back")),
    VerbPage(
        "issue_reply", "approve_reply", forms.Issue, _same(replying.issue_reply), _("Approve and issue the answer"), _("Issue it"),
        _("From now on the text never changes. The way up stands in it."),
    ),
    VerbPage(
        "serve", "serve", forms.Serve, _serve, _("Record the delivery"), _("Record it"),
        _("The person's own time begins with this day, never without it."),
    ),
    VerbPage(
        "confirm_settled", "record_settled", forms.Slip, _same(closing.record_settled, "slip"), _("Enter the signed slip"), _("Enter it"),
        _("Only with a slip that the person signed. Their own word under their code weighs more."),
    ),
    VerbPage("carry_out", "draft_reply", forms.Plan, _same(closing.carry_out, "plan"), _("Carry it out"), _("Tell the person")),
    VerbPage("carried_out", "draft_reply", forms.Proof, _same(closing.carried_out, "proof"), _("Report it as carried out"), _("Tell the person")),
    VerbPage("check_later", "check_later", forms.Check, _same(closing.check_later, "result", "note"), _("Look again later"), _("Record what was found")),
    VerbPage("close", "close", forms.Close, _close, _("Close"), _("Close it"), confirms=True),
    VerbPage("reopen", "assign", forms.Reopen, _same(closing.reopen, "facts"), _("Open it again"), _("Open it again"), supplies=_FREE),
    VerbPage(
        "object", "object", forms.Plain, _plain("object"), _("Ask the sender to take it back"), _("Send the objection"), supplies=frozenset({"competent"})
    ),
    VerbPage("return_agreed", "transfer", forms.Plain, _plain("return_agreed"), _("It comes back"), _("Record it")),
    VerbPage(
        "answer_objection", "transfer", competence.TakeBack, _take_back, _("They ask you to take it back"), _("Answer it"),
        _("The office to which you passed it says that it is not competent. Without your consent it stays there (art. 23)."),
    ),
    VerbPage(
        "answer_referral", "accept", competence.Referral, _referral, _("Say whether you take it on"), _("Answer it"),
        _("An office below refers it to you. Until you take it on, that office answers the person."),
    ),
    VerbPage(
        "dispute", "object", competence.Dispute, _same(giving_back.dispute, "reason"), _("Put it before the office above both"), _("Ask it to decide"),
        _("It was given back once already. The office above both decides whose it is, and the person is told (art. 24)."), supplies=frozenset({"competent"}),
    ),
    VerbPage(
        "decide_competence", "decide_competence", competence.WhoseItIs, _whose, _("Decide whose it is"), _("Decide, and tell everybody"),
        _("Two offices disagree. You are above both (art. 24)."),
    ),
    VerbPage("to_legal_body", "channel", forms.Plain, _plain("to_legal_body"), _("Pass it to court, procuratorate or police"), _("Pass it on")),
    VerbPage("report_up", "assign", forms.Plain, _plain("report_up"), _("Report it up at once"), _("Record the report"), supplies=frozenset({"urgent"})),
    VerbPage("adopt", "draft_reply", forms.Plain, _plain("adopt"), _("Record what came of the study"), _("Record it")),
    VerbPage("talk", "ask_person", forms.Plain, _plain("talk"), _("Offer a talk"), _("Offer it"), supplies=_FREE),
    VerbPage("tell_alternatives", "ask_person", forms.Plain, _plain("tell_alternatives"), _("Tell the other ways"), _("Tell the person")),
    VerbPage("tell_parents", "ask_person", forms.Plain, _plain("tell_parents"), _("Tell the parents"), _("Record it")),
    VerbPage("protect", "ask_person", forms.Plain, _plain("protect"), _("Record what protects the child"), _("Record it")),
    VerbPage("rescue", "ask_person", forms.Plain, _plain("rescue"), _("Help first"), _("Record it")),
    VerbPage(
        "seal", "seal", forms.Seal, _same(sealing.seal, "seal_number", "forwarded_to"), _("Seal it and forward it"), _("Seal it for good"),
        _("For a report about a person. It leaves every list, nobody here reads it any more, and there is no way back from here."),
        supplies=frozenset({"conflict_free", "discipline_organ"}), confirms=True,
    ),
    VerbPage(
        "take_up", "sort", forms.Nothing, _same(taking_up.take_up), _("Take it up"), _("Take it up now"),
        _("It was open before Huiyin. The ordinary procedure begins, and its time runs from now."),
    ),
    VerbPage("lay_down", "sort", forms.LayDown, _same(taking_up.lay_down, "reason"), _("Lay it down"), _("Lay it down")),
    VerbPage(
        "erase", "close", forms.Erase, _erase, _("Ask for words and identity to be erased"), _("Ask a second person"),
        _("A second person confirms it within three days; until then nothing is erased, and you can take it back. That there was a case, and what the office did, stays."), confirms=True, proof=True,
    ),
    VerbPage(
        "exclude", "exclude", forms.Exclude, _same(excluding.exclude, "post"), _("Somebody of our own is concerned by it"), _("Keep them from it"),
        _("The post, everybody below it and its superiors in the office see it no longer and are told nothing. The case goes to the office above. There is no way back."),
        confirms=True,
    ),
    VerbPage("note", "read", forms.Note, _note, _("Add a note"), _("Add it")),
)  # fmt: skip

PAGES: dict[str, VerbPage] = {page.verb: page for page in _PAGES}


def register(page: VerbPage) -> None:
    """The page of a verb that another room knows better; it takes the place of this room's own."""
    PAGES[page.verb] = page


# Verbs of the procedures that are done in the draft itself, with the permission that they need.
IN_DRAFT = {"draft_reply": "draft_reply", "submit_for_approval": "submit_for_approval"}

# What a list offers first: the first of these that can be done by who looks.
NEXT: tuple[str, ...] = (
    "take_up", "decide_competence", "answer_objection", "answer_referral", "take_note", "decide_extension", "issue_reply", "rescue", "report_up", "register", "sort", "accept", "channel", "transfer", "assign", "draft_reply",
    "serve", "carry_out", "carried_out", "report_back", "check_later", "close",
)  # fmt: skip
