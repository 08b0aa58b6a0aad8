"""What another system kept becomes cases: no lawful clock starts, nobody gets a notice, each row is one case.

A row that was answered there is handled, with its answer as it was given. One that was not waits in the bucket `before`
with the office's own clock to sort it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, CaseEvent, CaseScope, Category, Concern, ImportedRow, Letter, Reply, SearchText
from huiyin.cases.models.case import Bucket
from huiyin.cases.models.concern import Channel
from huiyin.cases.models.replies import ReplyStatus
from huiyin.cases.responsible import owner_reference
from huiyin.cases.rules import first_sentence, scopes_of, title_from
from huiyin.cases.search.words import masked_words
from huiyin.documents import kinds
from huiyin.kernel import ids, ledger, store, time
from huiyin.kernel.clocks import actions as clocks
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.vault import actions as vault
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation

from .clockwork import SUBJECT
from .letters import Part, in_every_language

if TYPE_CHECKING:
    from huiyin.cases.importing.rows import Message

SORT_CLOCK = "sort_before"
SORT_NUMBER = "cases/sort_before"  # in the office's own numbers
SORT_DAYS = 30
TITLE = _("Sort what was open before Huiyin")
START_FACT = _("imported")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A row made ready outside of the write: sealed, masked, cut into words."""

    message: Message
    key: bytes
    public_id: str
    sealed: vault.Prepared | None
    words: str
    category: Category | None


def prepare(message: Message, key: bytes, category: Category | None) -> Prepared:
    """Seal who wrote it and mask it for the index; writes nothing."""
    public_id = ids.public_id()
    sealed = vault.prepare(message.identity) if message.identity.present() else None
    parts = (public_id, message.subject, message.text, message.wish, message.place, message.reply)
    words = masked_words(parts, [message.identity])
    return Prepared(message, key, public_id, sealed, words, category)


def known(keys: Iterable[bytes]) -> set[bytes]:
    """Those keys whose rows were imported before."""
    found = ImportedRow.objects.filter(key__in=list(keys)).values_list("key", flat=True)
    return {bytes(key) for key in found}


def bring_in(*, actor: Actor, organisation: Organisation, rows: Sequence[Prepared]) -> int:
    """One batch, in one write with one ledger entry. Answers how many are new; the others were there already."""
    at = time.now()
    with store.write():
        require(actor, "import", Place(organisation.pk, organisation.path))
        there = known(row.key for row in rows)
        new = [row for row in rows if row.key not in there]
        if new:
            written = _write(organisation, new, actor, at)
            about = f"organisation:{organisation.public_id}"
            ledger.record(verb="cases.import", actor=actor.reference, about=about, at=at, commits=written)
    return len(new)


def _write(
    organisation: Organisation, new: Sequence[Prepared], actor: Actor, at: dt.datetime
) -> list[ledger.Committed]:
    cases = Case.objects.bulk_create(_case(organisation, row, at) for row in new)
    pairs = list(zip(cases, new, strict=True))
    concerns = Concern.objects.bulk_create(_concern(case, row, actor) for case, row in pairs)
    sealed = [
        vault.keep(row.sealed, about=f"concern:{concern.public_id}", at=at)
        for concern, row in zip(concerns, new, strict=True)
        if row.sealed
    ]
    events = CaseEvent.objects.bulk_create(_event(case, row, actor, at) for case, row in pairs)
    replies = Reply.objects.bulk_create(_reply(case, row, at) for case, row in pairs if row.message.replied)
    letters = Letter.objects.bulk_create(map(_letter, replies))
    owner = owner_reference(cases[0], "registrar")
    waiting = [_clock_to_sort(case, owner, at) for case, row in pairs if not row.message.replied]
    scopes = scopes_of(organisation.path, organisation.pk, None)
    CaseScope.objects.bulk_create(CaseScope(scope=s, case=case, bucket=case.bucket) for case in cases for s in scopes)
    SearchText.objects.bulk_create(
        SearchText(case=case, scopes=" ".join(scopes), words=row.words) for case, row in pairs
    )
    ImportedRow.objects.bulk_create(ImportedRow(key=row.key, case=case) for case, row in pairs)
    return [*cases, *concerns, *sealed, *events, *replies, *letters, *waiting]


def _case(organisation: Organisation, row: Prepared, at: dt.datetime) -> Case:
    message = row.message
    reachable = message.identity.phone or message.identity.email or message.identity.address
    return Case(
        public_id=row.public_id,
        organisation=organisation,
        title=message.subject[:200] or title_from(message.text),
        summary=first_sentence(message.text),
        category=row.category,
        channel=Channel.IMPORT,
        received_at=message.received or at,
        bucket=Bucket.DONE if message.replied else Bucket.BEFORE,
        handled_at=message.replied,
        file_salt=secrets.token_bytes(16),
        facts={
            "named": message.named,
            "address_clear": bool(reachable),
            "written": True,
            "public_body": organisation.public_body,
            "by_transfer": False,
        },
    )


def _concern(case: Case, row: Prepared, actor: Actor) -> Concern:
    message = row.message
    return Concern(
        case=case,
        channel=Channel.IMPORT,
        received_at=case.received_at,
        text=message.text,
        wish=message.wish,
        place=message.place[:200],
        named=message.named,
        identity=row.sealed.public_id if row.sealed else "",
        registered_by=actor.reference,
    )


def _event(case: Case, row: Prepared, actor: Actor, at: dt.datetime) -> CaseEvent:
    message = row.message
    data: dict[str, object] = {"dated": message.received is not None, **message.votes}
    if message.category:
        data["category"] = message.category
    return CaseEvent(case=case, verb="import", at=at, actor=actor.reference, data=data)


def _reply(case: Case, row: Prepared, at: dt.datetime) -> Reply:
    """The answer as it was given there. What it decided nobody sorted, so it has no outcome."""
    assert row.message.replied is not None  # narrows for the type checker
    return Reply(
        case=case,
        status=ReplyStatus.ISSUED,
        decision=row.message.reply,
        issued_at=row.message.replied,
        issued_by=Channel.IMPORT,
        number=_number(case, row.message.replied),
        updated_at=at,
    )


def _letter(reply: Reply) -> Letter:
    assert reply.issued_at is not None  # narrows for the type checker
    return Letter(
        case=reply.case,
        kind="reply",
        title=_in_every_language(kinds.find("reply").title),
        number=reply.number,
        at=reply.issued_at,
        signed_by=reply.case.organisation.name,
        parts=[{"heading": Part("decision", "").heading, "text": reply.decision}],
        reply=reply,
    )


@cache
def _in_every_language(text: str | Promise) -> dict[str, str]:
    return in_every_language(text)


def _number(case: Case, at: dt.datetime) -> str:
    year = at.astimezone(time.zone_of(case.organisation.zone)).year
    return f"{case.organisation.short_name[:16]}〔{year}〕{case.public_id}-1"


def _clock_to_sort(case: Case, owner: str, at: dt.datetime) -> Clock:
    """The office's own: what was left open must be looked at, and somebody answers for that."""
    organisation = case.organisation
    return clocks.start(
        subject_kind=SUBJECT,
        subject_id=case.public_id,
        name=SORT_CLOCK,
        title=_in_every_language(TITLE),
        owner=owner,
        started_at=at,
        start_fact=_in_every_language(START_FACT),
        length=organisation.own_number(SORT_NUMBER, SORT_DAYS),
        unit="days",
        region=organisation.region,
        zone=organisation.zone,
        roll=organisation.roll_over_office,
        own_rule=True,
    )
