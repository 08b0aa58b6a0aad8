"""What turned out, in an ordinary case, to be a report about a person goes over into a sealed report, and nothing of it stays behind.

Of each person who raised it there is a report of their own. What they could read goes with it; what the office wrote for itself is for
readers alone. Words, files, identities and sealed texts of the case are dropped; what other rooms kept was put under the case's key first,
which is dropped too. Who seals it keeps a pointer: the day, the number of the seal, to whom.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.actions import procedure, sealing
from huiyin.cases.models import Case, CaseEvent, Concern, Letter, Posting
from huiyin.cases.queries.telling import letter_page
from huiyin.confidential import crypto, desks
from huiyin.confidential.contents import Paper, Said, seal_papers
from huiyin.confidential.identity import Who
from huiyin.confidential.models import ReaderKey, Report, Resealed, SealedFile, SealedName
from huiyin.confidential.rules import Whom
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import files, ids, ledger, outbox, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.kernel.files import actions as filing
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault import queries as reading
from huiyin.kernel.vault.identity import FIELDS, Identity
from huiyin.kernel.vault.models import SealedIdentity, SealedText
from huiyin.organisations.access import Actor

from . import clockwork, layers, parts
from .parts import Doing
from .reporting import CODES, office_of

PURPOSE = _("it is sealed to the readers of a report on a person")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is sealed before the write, because it is large: files of one concern, under the key of its report to come."""

    data_key: bytes = field(repr=False)
    papers: Sequence[SealedFile] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one person brought and could read, before it is gone from the case."""

    concern: Concern
    words: str = field(repr=False)
    course: str = field(repr=False)
    who: Identity = field(repr=False)


def takes(whom: Whom) -> bool:
    """Whether somebody here may read it; else it goes on paper, or outside."""
    office_of(whom.home)
    return bool(desks.readers_for(whom))


def reseal(*, actor: Actor, case_id: int, version: int, whom: Whom) -> list[Report]:
    """For who may seal the case. `BadInput` at `who` where nobody here may read it: nothing is changed then."""
    at, prepared = time.now(), _prepared(case_id)
    with store.write():
        case = sealing.to_seal(actor, case_id, version)
        office_of(whom.home)
        readers = desks.readers_for(whom)
        if not readers:
            raise BadInput(
                "who",
                _("Nobody of this installation may read it."),
                _("Give the number of an envelope, and who gets it."),
            )
        taken = [_taken(case, concern, actor, at) for concern in case.concerns.select_for_update()]
        rows, apart = _closed(case, at)
        reports = [_report(one, apart, prepared[one.concern.pk], readers, whom, actor) for one in taken]
        emptied = [row for row, _text in sealing.emptied(case)]
        _drop(case, [*rows, *emptied], actor, at)
        for one in taken:
            one.concern.contact_by = one.concern.identity = ""
            one.concern.save(update_fields=["contact_by", "identity"])
        office = readers[0].reader.organisation
        numbers = "、".join(report.seal_number for report in reports)
        sealing.send_on(case, actor, at, [*rows, *emptied], numbers, office.name)
        there = procedure.Doing.by_staff(case, "close", actor, at)
        procedure.advance(there, given={"receipt_of_receiver"}, line=procedure.Line(), only="discipline-2020")
        outbox.withdraw(about=case.reference)
    return reports


def claim(*, concern: Concern, once: str) -> str:
    """Whoever has the code of the case gets one for the sealed mailbox, shown this once; asked again, the one of before opens nothing.

    A reader gives it its key with their next act: until then nothing of the report can be read with it, by us neither.
    """
    code = receipts.of_browser(once, CODES)
    keys = crypto.of_code(code)
    with store.write():
        found = Resealed.objects.select_for_update(of=("self",)).filter(concern=concern).first()
        if found is None:
            raise Refused
        report = Report.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=found.report_id)
        if bytes(report.lookup) == keys.lookup:
            return code
        day, at = parts.today(report.organisation)
        report.lookup, report.public, report.own, report.news = keys.lookup, keys.pair.public, b"", True
        act = Doing("claim", report, parts.REPORTER, "", day, at, b"")
        for name in SealedName.objects.select_for_update().filter(report=report):
            name.own = b""
            name.save()
            act.rows.append(name)
        act.end()
    return code


def _prepared(case_id: int) -> Mapping[int, Prepared]:
    """Of each concern, by its key: read and sealed outside of the write. Who adds a file meanwhile moves the case's version on, and
    nothing is sealed then.
    """
    return {concern.pk: _sealed(concern) for concern in Concern.objects.filter(case_id=case_id)}


def _sealed(concern: Concern) -> Prepared:
    data_key = crypto.new_data_key()
    found = (one for about in sealing.files_of(concern) for one in files.of(about))
    papers = (Paper(one.name, one.content_type, files.content(one)) for one in found)
    return Prepared(data_key, seal_papers(papers, data_key))


def _taken(case: Case, concern: Concern, actor: Actor, at: dt.datetime) -> Taken:
    words = sealing.joined(concern.text, concern.wish, concern.place, concern.happened)
    lines = [
        (row.at, f"{row.actor_title}{'：' if row.actor_title else ''}{row.text}")
        for row in case.messages.all() if row.concern_id in (None, concern.pk)
    ]  # fmt: skip
    lines += [(row.at, _line(row)) for row in case.events.exclude(note="") if row.public and _own(row, concern)]
    lines += [
        (row.at, _letter(row, concern))
        for row in case.letters.select_related("reply", "frame", "case__organisation") if row.concern_id in (None, concern.pk)
    ]  # fmt: skip
    zone = time.zone_of(case.organisation.zone)
    course = sealing.joined(*(f"{moment.astimezone(zone).date()} {text}" for moment, text in sorted(lines)))
    sealed = SealedIdentity.objects.filter(public_id=concern.identity, erased_at=None).first()
    who = Identity()
    if sealed is not None:
        who = vault.open_fields(
            sealed=sealed, actor="system:reseal", actor_label=actor.post_title, purpose=in_every_language(PURPOSE)["zh-hans"], fields=FIELDS, at=at
        )  # fmt: skip
        vault.erase(sealed=sealed, actor=actor.reference, at=at)
    return Taken(concern, words, course, who)


def _letter(row: Letter, concern: Concern) -> str:
    """Its title, and each part under its heading; what a date was reckoned from is facts for a machine, and stays out."""
    page = letter_page(row, received_at=concern.received_at)
    headings = page.words["zh-hans"]["headings"]
    told = (f"{headings.get(name, '')}：{text}".removeprefix("：") for name, text in page.parts if name != "rests_on")
    return sealing.joined(f"{page.words['zh-hans']['title']} {page.number}".strip(), *told)


def _closed(case: Case, at: dt.datetime) -> tuple[list[ledger.Committed], str]:
    """What other rooms kept, put under the case's key and read from there, with what only the office could read."""
    rows = sealing.close_rooms(case, at)
    kept = SealedText.objects.filter(case_key__about=case.reference).select_related("case_key").order_by("id")
    texts = [reading.read_text(one) for one in kept]
    texts += [_line(row) for row in case.events.exclude(note="").filter(public=False)]
    texts += [sealing.joined(*reply.texts) for reply in case.replies.exclude(status="issued")]
    return [row for row in rows if not isinstance(row, SealedText)], sealing.joined(*texts)


def _report(
    one: Taken, apart: str, prepared: Prepared, readers: Sequence[ReaderKey], whom: Whom, actor: Actor
) -> Report:
    """A report that nobody has a code for yet: what would open it to its reporter is thrown away, until they come."""
    office, data_key, pair = readers[0].reader.organisation, prepared.data_key, crypto.new_pair()
    day, at = parts.today(office)
    contact = sealing.joined(*(getattr(one.who, name) for name in FIELDS if name != "name")).replace("\n\n", " · ")
    first = Said(
        "report", one.words, home=whom.home, about=whom.about, whole_house=whom.whole, houses=whom.houses,
    )  # fmt: skip
    who = Who(one.who.name, contact)
    report = Report.objects.create(
        organisation=office, seal_number=ids.public_id(), lookup=os.urandom(32), public=pair.public,
        own=crypto.give(data_key, pair.public), named=bool(one.who.name and contact), received_on=day,
    )  # fmt: skip
    act = Doing("reseal", report, parts.REPORTER, "", day, at, data_key, crypto.new_data_key())
    parts.give(act, readers)
    parts.say(act, first, prepared.papers)
    if who:
        layers.keep(act, who)
    act.actor, act.title = actor.reference, actor.post_title
    if one.course:
        parts.say(act, Said("before", one.course, act.title))
    if apart:
        parts.say(act, Said("office_before", apart, act.title), apart=True)
    act.rows.append(Resealed.objects.create(concern=one.concern, report=report, on=day, by=actor.reference))
    clockwork.begin(act)
    act.end()
    return report


def _drop(case: Case, emptied: Sequence[ledger.Committed], actor: Actor, at: dt.datetime) -> None:
    """Salts of what stood there, files, and the case's key with every text under it."""
    for concern in case.concerns.all():
        abouts = [*sealing.files_of(concern), *(one.reference for one in Posting.objects.filter(letter__case=case))]
        for attachment in (one for about in abouts for one in files.of(about)):
            filing.erase(attachment=attachment, actor=actor.reference, at=at)
    gone = [row for row in emptied if not isinstance(row, Clock)]  # a date told stays provable
    ledger.record(verb="confidential.take_out", actor=actor.reference, about=case.reference, at=at, erases=gone)
    vault.erase_texts(about=case.reference, actor=actor.reference, at=at)


def _own(event: CaseEvent, concern: Concern) -> bool:
    return event.data.get("concern", concern.public_id) in (concern.public_id, "")


def _line(event: CaseEvent) -> str:
    return f"{event.actor_title}{'：' if event.actor_title else ''}{event.note}"
