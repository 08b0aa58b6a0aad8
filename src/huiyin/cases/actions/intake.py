"""A concern comes in: typed by the person, or taken down by a clerk. Its receipt is shown when it is on disk, not before."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.cases import drafts, from_paper, receipts
from huiyin.cases.models import Case, Concern, Draft, ReceiptCode
from huiyin.cases.models.concern import Channel
from huiyin.cases.rules import TEXT_LIMIT, Answers, clean_text, first_sentence, primary_pack, title_from
from huiyin.cases.search.words import masked_words
from huiyin.cases.standing import Standing, standing
from huiyin.kernel import inserting, ledger, reading, statements, store, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.identity import FIELD_OF_CHANNEL, Identity
from huiyin.kernel.vault.masking import mask
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation
from huiyin.procedures import engine, loading
from huiyin.procedures.engine import Facts
from huiyin.procedures.schema import Pack

from .beginning import Beginning, begin_new, plan_new, prepare_case
from .contact import ask_proof
from .fresh import knows
from .levels import set_level
from .procedure import Doing, Line


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the person must keep: the code in the clear, this once, and the concern that it opens."""

    concern: Concern
    code: str


@dataclass(frozen=True, slots=True)
class Intake:
    """How a concern came, settled before the write. `registered_by` is empty where the person typed it; `paper`: the number of the
    row on which it was written first.
    """

    channel: str
    received_at: dt.datetime
    registered_by: Actor | None = None
    read_back: bool = False
    paper: str = ""


def submit(*, token: drafts.Token, answers: Answers, identity: Identity, files: Sequence[str] = ()) -> Receipt:
    """The person submits. Sent twice (a double tap, a lost answer), it is one concern and the same receipt.

    `files`: public ids of attachments taken for the draft. Raises `BadInput` with the field that can't be used.
    """
    at = time.now()
    ready = _prepare(open_office(answers.organisation), answers, identity, Intake(Channel.WEB, at), at)
    sealed_draft = drafts.seal(drafts.DraftContents(code=ready.code), token)

    def keep() -> None:
        _raise(ready, _nameless(_draft_files(token, files), identity) if files else ())
        _hold_receipt(token, ready.concern, sealed_draft, at)

    try:
        store.together(keep)
    except _NotOurs:
        return _former(token)
    return Receipt(ready.concern, ready.code)


def register_for(
    *, actor: Actor, answers: Answers, identity: Identity, intake: Intake, files: Sequence[str] = ()
) -> Receipt:
    """A clerk takes down a visit, call, letter or e-mail. The code that the clerk sees is changed at first use."""
    office = open_office(answers.organisation)
    organisation = office.organisation()
    require(actor, "register", Place(organisation.pk, organisation.path))
    at = time.now()
    if intake.received_at > at:
        raise BadInput("received_at", _("This moment is still to come."), _("Give the day on which it came in."))
    ready = _prepare(office, answers, identity, intake, at)
    with store.write():
        attachments = list(Attachment.objects.filter(public_id__in=files, about=actor.reference)) if files else []
        taken = (
            [from_paper.take(actor, intake.paper, ready.concern.public_id, intake.received_at)] if intake.paper else []
        )
        _raise(ready, _nameless(attachments, identity), taken)
    return Receipt(ready.concern, ready.code)


def open_office(public_id: str) -> Standing:
    """The organisation that a concern is for, as it stands. `BadInput` where it does not take any."""
    office = standing(public_id)
    if office is None:
        raise BadInput(
            "organisation",
            _("Choose the school or office that it is about."),
            _("If you don't know, choose the bureau."),
        )
    return office


def _require_text(text: str) -> None:
    length = len(clean_text(text))
    if length == 0:
        raise BadInput("text", _("Nothing is written yet."), _("Write what happened, in your own words."))
    if length > TEXT_LIMIT:
        raise BadInput(
            "text",
            _("It is %(length)d characters; %(limit)d fit.") % {"length": length, "limit": TEXT_LIMIT},
            _("Put the rest into a file and add it in the next step."),
        )


@dataclass(frozen=True, slots=True)
class _Ready:
    """Everything of a concern that needs no lock: dates reckoned, identity sealed, words masked. In no table yet."""

    doing: Doing
    case: Case
    concern: Concern
    sealed: vault.Prepared | None
    code: str
    receipt: ReceiptCode
    planned: Sequence[Beginning]
    words: str
    address: str = field(repr=False)


def _prepare(office: Standing, answers: Answers, identity: Identity, intake: Intake, at: dt.datetime) -> _Ready:
    """While others wait for the write, this has been done before: it takes longer than storing."""
    _require_text(answers.text)
    sealed = vault.prepare(identity) if identity.present() else None
    code = receipts.draw()
    actor = intake.registered_by
    organisation = office.organisation()
    case = _new_case(organisation, answers, sealed, intake)
    concern = _new_concern(answers, sealed, intake)
    set_level(concern, organisation, answers.told, answers.level)
    doing = Doing.by_staff(case, "raise", actor, at) if actor else Doing.by_petitioner(case, "raise", at)
    doing = doing.about(concern.public_id)
    planned = plan_new(doing, office, lambda: packs_for(case, organisation))
    prepare_case(case, planned)
    return _Ready(
        doing=doing,
        case=case,
        concern=concern,
        sealed=sealed,
        code=code,
        receipt=inserting.new(ReceiptCode, digest=receipts.digest(code), issued_at=at, must_change=actor is not None),
        planned=planned,
        words=_words(answers, identity),
        address=getattr(identity, FIELD_OF_CHANNEL.get(answers.contact_by, ""), ""),
    )


def _raise(ready: _Ready, attachments: Sequence[Attachment], beside: Sequence[ledger.Committed] = ()) -> None:
    """What is left to do inside the write: one statement a table. `beside`: rows of another room that its entry commits."""
    case, concern, receipt = ready.case, ready.concern, ready.receipt
    inserting.insert([case])
    concern.case = case
    inserting.insert([concern])
    receipt.concern = concern
    inserting.insert([receipt])
    knows(case, concerns=[concern], exclusions=[])
    rows: list[ledger.Committed] = [concern, *attachments, *beside]
    if ready.sealed:
        sealed = vault.keep(ready.sealed, about=concern_reference(concern), at=ready.doing.at)
        rows += [sealed, *ask_proof(ready.doing, concern, sealed, ready.address)]
    for attachment in attachments:
        attachment.about = concern_reference(concern)
        attachment.save(update_fields=["about", "name"])
    begin_new(ready.doing, ready.planned, Line(data={"channel": concern.channel}), rows, ready.words)


class _NotOurs(Exception):
    """Somebody was faster, or the form is gone: what was written is undone."""


def _hold_receipt(token: drafts.Token, concern: Concern, sealed: bytes, at: dt.datetime) -> None:
    """The form becomes the receipt: its answers are gone, the code is in their place.

    One statement finds the form and takes it, so that of two taps at the same moment only one succeeds.
    """
    moment = store.database().ops.adapt_datetimefield_value(at)
    taken = statements.run(
        "UPDATE cases_draft SET concern_id = %s, sealed = %s, updated_at = %s "
        "WHERE token_digest = %s AND concern_id IS NULL RETURNING id",
        [concern.pk, sealed, moment, token.digest],
    )
    if not taken:
        raise _NotOurs


def _former(token: drafts.Token) -> Receipt:
    """The receipt that this form has got already. `BadInput` where the form is gone."""
    draft = Draft.objects.select_related("concern").filter(token_digest=token.digest).first()
    if draft is None or draft.concern is None:
        raise BadInput("draft", _("This form is not known here any more."), _("Start again; nothing was submitted."))
    return Receipt(draft.concern, drafts.unseal(draft.sealed, token).code)


def _words(answers: Answers, identity: Identity) -> str:
    """For the index, ready before the write begins: masking takes longer than storing."""
    text = clean_text(answers.text)
    return masked_words([title_from(text), text, clean_text(answers.wish), clean_text(answers.place)], [identity])


def _nameless(attachments: Sequence[Attachment], identity: Identity) -> Sequence[Attachment]:
    """A file is often called after the person: what is sealed does not stand in the open as a file's name."""
    for attachment in attachments:
        attachment.name = mask(attachment.name, identity)
    return attachments


def _new_case(organisation: Organisation, answers: Answers, prepared: vault.Prepared | None, intake: Intake) -> Case:
    text = clean_text(answers.text)
    kept = prepared.kept if prepared else ()
    return inserting.new(
        Case,
        organisation=organisation,
        title=title_from(text),
        summary=first_sentence(text),
        channel=intake.channel,
        received_at=intake.received_at,
        file_salt=secrets.token_bytes(16),
        facts={
            "named": "name" in kept,
            "address_clear": intake.channel == Channel.WEB or bool({"phone", "email", "address"} & set(kept)),
            "written": intake.channel not in (Channel.PHONE, Channel.VISIT),
            "public_body": organisation.public_body,
            "by_transfer": intake.channel == Channel.TRANSFER,
        },
    )


def _new_concern(answers: Answers, prepared: vault.Prepared | None, intake: Intake) -> Concern:
    return inserting.new(
        Concern,
        channel=intake.channel,
        received_at=intake.received_at,
        text=clean_text(answers.text),
        wish=clean_text(answers.wish),
        place=clean_text(answers.place)[:200],
        happened=clean_text(answers.happened)[:80],
        language=answers.language,
        named=bool(prepared and "name" in prepared.kept),
        identity=prepared.public_id if prepared else "",
        contact_by=answers.contact_by,
        registered_by=intake.registered_by.reference if intake.registered_by else "",
        read_back=intake.read_back,
    )


def packs_for(case: Case, organisation: Organisation) -> list[tuple[Pack, bool]]:
    """The procedure that the organisation follows, and those that the law makes run beside it."""
    main = loading.load(primary_pack(organisation.kind, public_body=organisation.public_body))
    beside = engine.beside(main, Facts(**case.facts))
    return [(main, False), *((loading.load(name), True) for name in beside)]


def _draft_files(token: drafts.Token, public_ids: Sequence[str]) -> list[Attachment]:
    draft = reading.first(Draft, token_digest=token.digest)
    if draft is None:
        raise _NotOurs
    return list(Attachment.objects.filter(about=draft_reference(draft), public_id__in=public_ids))


def draft_reference(draft: Draft) -> str:
    return f"draft:{draft.pk}"


def concern_reference(concern: Concern) -> str:
    return f"concern:{concern.public_id}"
