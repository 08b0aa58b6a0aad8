"""The page of a case: people's words first, then where it stands, what can be done, the draft, and what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases import sections
from huiyin.cases.actions import identity, joining, levels, reading, replying
from huiyin.cases.actions.procedure import stands_at
from huiyin.cases.actions.referring import ARRIVED
from huiyin.cases.forms.staff_register import Open
from huiyin.cases.forms.staff_reply import Draft, draft_form
from huiyin.cases.models import Case
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.queries import alike
from huiyin.cases.queries.case_page import (
    CasePage,
    Voice,
    addressable,
    case_page,
    file_of_case,
    happenings,
    letter_of_case,
)
from huiyin.cases.queries.case_page_acts import Act, acts_of, next_act
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.sealed_identity import owes_second
from huiyin.cases.taxonomy import path_of
from huiyin.cases.wording import BUCKETS, FIELDS, KINDS, OUTCOMES
from huiyin.documents.before_issue import unprintable
from huiyin.documents.showing import letter_words
from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, Refused
from huiyin.organisations.access import Actor, StaffRequest, may, needs
from huiyin.organisations.views.proving import proved
from huiyin.web.components import Link
from huiyin.web.fields import put_error

from . import staff_case_parts as parts
from .public_letters import sheet_of
from .staff_parts import case_url, verb_url


@needs("read")
@require_safe
def case(request: StaffRequest, public_id: str) -> HttpResponse:
    """The page."""
    found = visible_case(request.actor, public_id)
    reading.opened(actor=request.actor, case=found)
    return page_of(request, found)


def page_of(
    request: StaffRequest,
    found: Case,
    *,
    draft: Draft | None = None,
    opening: Open | None = None,
    problem: HuiyinError | None = None,
    changed: Iterable[Any] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that could not be taken still in it, and what changed meanwhile."""
    page = case_page(found)
    acts = acts_of(request.actor, found)
    joined_from, joined_into = alike.joined(request.actor, found)
    running, ended = parts.clocks_of(page)
    referred = stands_at(found, ARRIVED)
    context: dict[str, Any] = {
        **head_of(found, page.zone),
        "page": page,
        "words": parts.words_of(page),
        "strips": [(stage, parts.steps_of(page, stage)) for stage in page.stages],
        "facts": parts.facts_of(found, page),
        "acts": _links(request.actor, found, acts),
        "barred": [act for act in acts if not act.possible],
        "asked": parts.asked_of(page),
        "talk": parts.messages_of(page),
        "events": parts.events_of(page.happenings, page.stages),
        "running": running,
        "ended": ended,
        "letters": parts.letter_rows(page),
        "seals": [_seal(request.actor, found, voice, opening) for voice in page.voices if not referred],
        "sections": sections.staff_sections(request.actor, found),
        "more_acts": sections.links(request.actor, found),
        "joined_from": joined_from,
        "joined_into": joined_into,
        "can_part": len(page.voices) > 1 and may(request.actor, "join", found) and joining.can_join(found),
        "can_reissue": not referred and may(request.actor, "reissue_code", found),
        "problem": problem,
        "changed": parts.events_of(changed, page.stages),
        **_draft(request.actor, found, page, acts, draft),
    }
    return render(request, "cases/staff/case.html", context, status=status)


def head_of(found: Case, zone: str) -> dict[str, Any]:
    """What stands at the head of the page of a case and of its verbs."""
    return {
        "case": found,
        "zone": zone,
        "kind": KINDS[found.kind],
        "bucket": BUCKETS[found.bucket],
        "category": path_of(found.category, get_language() or "zh-hans"),
    }


def _links(actor: Actor, found: Case, acts: tuple[Act, ...]) -> list[tuple[Link, bool]]:
    """(link, whether it is the one that comes next). The draft's own verbs are one button."""
    first = next_act(actor, found, acts)
    links = []
    for act in (act for act in acts if act.possible and act.verb != "submit_for_approval"):
        key = "R" if act.verb == "draft_reply" else ""
        link = Link(verb_url(found.public_id, act.verb), act.title, icon="pen" if act.in_draft else "", key=key)
        links.append((link, first is not None and act.verb == first.verb))
    return sorted(links, key=lambda entry: not entry[1])


def _draft(actor: Actor, found: Case, page: CasePage, acts: tuple[Act, ...], form: Draft | None) -> dict[str, Any]:
    """The card of the answer: a form for who drafts, the preview for everybody, the buttons for who approves."""
    possible = {act.verb for act in acts if act.possible}
    drafts = "draft_reply" in possible or "submit_for_approval" in possible
    submitted = page.draft is not None and page.draft.status == ReplyStatus.SUBMITTED
    if not (drafts or submitted):
        return {"outcome": OUTCOMES.get(page.issued.outcome, "") if page.issued else ""}
    above = found.organisation.parent
    return {
        "draft_form": form or draft_form(found, page.draft) if drafts and not submitted else None,
        "preview": parts.preview(found, page.draft, page.zone, superior=above.name if above else ""),
        "submitted": submitted,
        "unprintable": unprintable(page.draft.texts) if page.draft else None,
        "decides": [Link(verb_url(found.public_id, verb), title) for verb, title in _decisions() if verb in possible],
        "why_not_issue": next((act.why_not for act in acts if act.verb == "issue_reply" and submitted), ""),
    }


def _decisions() -> tuple[tuple[str, str], ...]:
    return ("issue_reply", _("Approve and issue the answer")), ("send_back_draft", _("Send the draft back"))


def _seal(actor: Actor, found: Case, voice: Voice, bound: Open | None) -> tuple[Voice, str, str, Open | None]:
    """What is sealed of a concern, how the person is told, and the form that opens it for who may."""
    kept, told = parts.fields_words(voice.kept), parts.told_words(voice.told)
    if not voice.kept or not may(actor, "open_identity", found):
        return voice, kept, told, None
    if bound is not None and bound.data.get("concern") == voice.public_id:
        return voice, kept, told, bound
    return voice, kept, told, _opening_form(voice)


def _opening_form(voice: Voice, data: Any = None) -> Open:
    choices = [(name, FIELDS[name]) for name in voice.kept]
    wanted = [name for name in ("name", "phone") if name in voice.kept]
    initial = {"concern": voice.public_id, "fields_wanted": wanted}
    return Open(data, choices=choices, initial=initial, auto_id=f"id_{voice.public_id}_%s")


@needs("draft_reply")
@require_POST
def reply(request: StaffRequest, public_id: str) -> HttpResponse:
    """Saves the draft; with `submit` it goes on to the approver."""
    found = visible_case(request.actor, public_id)
    form = Draft(request.POST, case=found)
    if not form.is_valid():
        return page_of(request, found, draft=form, status=422)
    data = form.cleaned_data
    try:
        saved = replying.save_reply(
            actor=request.actor, case_id=found.pk, reply_version=data["reply_version"], text=form.text()
        )
    except Conflict as error:
        return _conflict(request, found, form, error)
    except BadInput as error:
        return _mend(request, found, form, error)
    except Refused:
        raise
    except HuiyinError as error:
        return page_of(request, found, draft=form, problem=error, status=422)
    if "submit" not in request.POST:
        messages.success(request, _("The draft is saved."))
        return redirect(case_url(public_id, "draft"))
    return _submit(request, found, form, saved.version)


def _submit(request: StaffRequest, found: Case, form: Draft, reply_version: int) -> HttpResponse:
    """`found` is as it was before the draft was saved: one act later it must be ours alone."""
    if form.cleaned_data["version"] != found.version:
        error = Conflict(
            _("Somebody else has worked on this case since you opened the page."),
            _("The draft is saved. Look at what changed, then hand it in."),
        )
        return _conflict(
            request, visible_case(request.actor, found.public_id), _shown_again(found, form, reply_version), error
        )
    try:
        replying.submit_for_approval(actor=request.actor, case_id=found.pk, version=found.version + 1)
    except BadInput as error:
        found.refresh_from_db()
        return _mend(request, found, _shown_again(found, form, reply_version), error)
    messages.success(request, _("The draft is with the approver."))
    return redirect(case_url(found.public_id))


def _shown_again(found: Case, form: Draft, reply_version: int) -> Draft:
    data = dict(form.data.items())
    data["reply_version"], data["version"] = str(reply_version), str(found.version)
    again = Draft(data, case=found)
    again.is_valid()
    return again


def _mend(request: StaffRequest, found: Case, form: Draft, error: BadInput) -> HttpResponse:
    put_error(form, error)
    return page_of(request, visible_case(request.actor, found.public_id), draft=form, status=422)


def _conflict(request: StaffRequest, found: Case, form: Draft, error: Conflict) -> HttpResponse:
    """What was typed stays; the page shows what somebody else has saved, and the next save is on top of that."""
    fresh = visible_case(request.actor, found.public_id)
    since = max(fresh.version - form.cleaned_data["version"], 1)
    saved = fresh.replies.exclude(status=ReplyStatus.ISSUED).first()
    again = _shown_again(fresh, form, saved.version if saved else 0)
    return page_of(request, fresh, draft=again, problem=error, changed=happenings(fresh, since), status=409)


@needs("open_identity")
@proved
@require_POST
def open_identity(request: StaffRequest, public_id: str) -> HttpResponse:
    """Shows the wanted fields this once. The person reads who looked, when and what for."""
    found = visible_case(request.actor, public_id)
    page = case_page(found)
    voice = next((one for one in page.voices if one.public_id == request.POST.get("concern")), None)
    if voice is None:
        raise Refused
    form = _opening_form(voice, request.POST)
    if form.is_valid():
        wanted, purpose = form.cleaned_data["fields_wanted"], form.cleaned_data["purpose"]
        try:
            if owes_second(request.actor, found, voice.public_id, time.now()):
                identity.ask_opening(actor=request.actor, concern_public_id=voice.public_id, purpose=purpose)
                messages.success(
                    request, _("A second person is asked. Once they have confirmed it, open it here within the hour.")
                )
                return redirect(case_url(public_id))
            opened = identity.open_identity(
                actor=request.actor, concern_public_id=voice.public_id, purpose=purpose, fields=wanted
            )
            shown = [(FIELDS[name], getattr(opened, name)) for name in wanted]
            context = {**head_of(found, page.zone), "shown": shown, "purpose": purpose}
            return no_store(render(request, "cases/staff/identity.html", context))
        except BadInput as error:
            place = {"purpose": "purpose", "reason": "purpose", "fields": "fields_wanted"}.get(error.place)
            message = _("Tick what you need.") if place == "fields_wanted" else error.sentences
            form.add_error(place, message)
        except Conflict as error:
            return page_of(request, found, opening=form, problem=error, status=409)
    return page_of(request, found, opening=form, status=422)


@needs("receive")
@require_POST
def open_joint(request: StaffRequest, public_id: str) -> HttpResponse:
    """The joint reception that the person asked for at this higher office. Its page follows: day and place."""
    found = visible_case(request.actor, public_id)
    version = request.POST.get("version", "")
    try:
        levels.open_joint(
            actor=request.actor,
            case_id=found.pk,
            version=int(version) if version.isdecimal() else -1,
            concern=request.POST.get("concern", ""),
        )
    except Refused:
        raise
    except HuiyinError as error:
        return page_of(request, visible_case(request.actor, public_id), problem=error, status=409)
    messages.success(request, _("Opened. Name the day and the place next; the other office is invited with it."))
    return redirect(case_url(public_id))


@needs("read")
@require_safe
def letter(request: StaffRequest, public_id: str, letter_id: str) -> HttpResponse:
    """A letter as it was sent, ready to be printed."""
    found = visible_case(request.actor, public_id)
    sent = letter_of_case(found, letter_id)
    if sent is None:
        raise Refused
    context = {
        "page": sent,
        "case": found,
        "letter": letter_words(sheet_of(sent)),
        "back": case_url(public_id),
        "addressable": may(request.actor, "open_identity", found) and addressable(found),
        "serves": may(request.actor, "serve", found),
    }
    return no_store(render(request, "cases/staff/letter.html", context))


@needs("read")
@require_safe
def file(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A file of the case."""
    found = file_of_case(visible_case(request.actor, public_id), file_id)
    if found is None:
        raise Refused
    return files.response(found)


def no_store(response: HttpResponse) -> HttpResponse:
    """Nothing of it stays in the browser's own memory."""
    response["Cache-Control"] = "no-store, private"
    return response
