"""A person asks for support, or says yes to an offer, and says on what is answered. Nobody asks or answers for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.kernel import store, time, vault
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.posts import post_of
from huiyin.support.models import Agreement, Answer, Request, Supporter, Visit

from . import parts
from .parts import Doing


@dataclass(frozen=True, slots=True)
class Asked:
    """In the person's own words, and no question besides. `to`: the deputy, where the person would rather; else who supports.

    `let_in`: the post that handed over an offer, where the person said that it may read along.
    """

    words: str
    name: str = ""
    phone: str = ""
    to: str = ""
    offered: bool = False
    let_in: str = ""


def ask(*, organisation_id: str, asked: Asked, once: str = "") -> tuple[Request, str]:
    """Answers the request and its code, which is shown this once. `once`: sent twice under it, it is one request."""
    code = receipts.of_browser(once, "support-codes") if once else receipts.draw()
    digest = receipts.digest(code)
    identity = vault.Identity(name=asked.name.strip(), phone=asked.phone.strip())
    prepared = vault.prepare(identity) if identity.present() else None
    at = time.now()
    with store.write():
        if (before := Request.objects.filter(code=digest).first()) is not None:
            return before, code
        organisation = parts.office_of(organisation_id)
        row = Request(organisation=organisation, post=_to(organisation, asked.to), code=digest, asked_at=at)
        row.offered = asked.offered
        row.save()
        act = Doing("ask", row, parts.PERSON, "", at)
        if prepared is not None:
            row.identity = prepared.public_id
            act.rows.append(vault.keep(prepared, about=row.reference, at=at))
        parts.line(act, text=parts.seal(act, "words", asked.words, _("Write what you would like help with.")))
        told = [row.post]
        if asked.let_in and asked.let_in != row.post.public_id:
            told.append(post_of(organisation, asked.let_in, "let_in"))
            parts.lets_in(act, told[-1])
        parts.person_waits(act)
        parts.tell(act, _("Somebody asks for support"), told)
        act.end()
    return row, code


def say(*, code: str, words: str) -> Request:
    """Something more. An answer is owed from now on."""
    with store.write():
        act = parts.by_person("say", code)
        parts.is_open(act)
        parts.line(act, text=parts.seal(act, "words", words, _("Write what you want to say.")))
        _waits(act)
    return act.request


def answer_visit(*, code: str, visit_id: str, answer: str, words: str = "") -> Visit:
    """Whether somebody may come. Without a yes nobody does."""
    with store.write():
        act = parts.by_person("answer_visit", code)
        parts.is_open(act)
        visit = act.request.visits.select_for_update().filter(public_id=visit_id, answer="").first()
        if visit is None:
            raise Conflict(_("This visit does not wait for an answer any more."), _("Look at it as it stands here."))
        visit.answer, visit.answered_at = _answer(answer), act.at
        visit.save()
        act.rows.append(visit)
        text = parts.seal(act, "words", words, "", needed=False)
        parts.line(act, verb=f"visit_{visit.answer}", text=text, on=visit.on)
        if visit.answer == Answer.YES:
            title = _("A visit that was agreed to")
            parts.start_until(act, parts.VISIT, title, visit.on.astimezone(time.zone_of(_zone(act))).date())
            parts.tell(act, _("The person says yes to a visit"), [act.request.post])
            act.end()
        else:
            _waits(act)
    return visit


def answer_agreement(*, code: str, agreement_id: str, answer: str, correction: str = "") -> Agreement:
    """The person has read what was written down: it is so, or how it was."""
    with store.write():
        act = parts.by_person("answer_agreement", code)
        parts.is_open(act)
        row = act.request.agreements.select_for_update().filter(public_id=agreement_id, answer="").first()
        if row is None:
            raise Conflict(_("What was written down has changed."), _("Look at it as it stands here."))
        row.answer, row.answered_at = _answer(answer), act.at
        if row.answer == Answer.NO:
            row.correction = parts.seal(act, "correction", correction, _("Write how it was agreed."))
        row.save()
        act.rows.append(row)
        parts.line(act, verb="confirmed" if row.answer == Answer.YES else "corrected", text=row.correction)
        if row.answer == Answer.YES:
            parts.meet(act, parts.FOLLOW)
            parts.start_until(act, parts.FOLLOW, _("Look in again"), row.follow_on)
            parts.tell(act, _("The person confirmed what was agreed"), [act.request.post])
            act.end()
        else:
            _waits(act)
    return row


def find(typed: str) -> Request | None:
    """The request of a code, however it was typed. One indexed look-up whether it exists or not."""
    return Request.objects.filter(code__in=receipts.digests_of(typed)).first()


def _waits(act: Doing) -> None:
    """The person has said something: an answer is owed, and whoever owes it is told."""
    parts.person_waits(act)
    parts.tell(act, _("Somebody whom you support has written"), [act.request.post])
    act.end()


def _answer(value: str) -> str:
    if value not in (Answer.YES, Answer.NO):
        raise BadInput("answer", _("Say yes or no."), "")
    return value


def _zone(act: Doing) -> str:
    return act.request.organisation.zone


def _to(organisation: Organisation, wanted: str) -> Post:
    named = Supporter.objects.select_related("post__unit", "deputy__unit").filter(organisation=organisation, until=None)
    supporter = named.first()
    if supporter is None:
        raise BadInput("words", _("This office has not named anybody for support yet."), _("Ask the office above."))
    if supporter.deputy is not None and wanted == supporter.deputy.public_id:
        return supporter.deputy
    return supporter.post
