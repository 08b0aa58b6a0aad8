"""The dossier of a case: what its page shows to who may read it, and every letter, date and original. The sealed identity is not in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.cases import wording
from huiyin.cases.actions.intake import concern_reference
from huiyin.cases.actions.procedure import pack_of
from huiyin.cases.models import Case, Letter
from huiyin.cases.presenting import pick
from huiyin.cases.queries.case_page import CasePage, case_page, referred
from huiyin.cases.queries.telling import Happened, letter_page
from huiyin.cases.views.public_letters import sheet_of
from huiyin.documents.sheets import Sheet
from huiyin.kernel.clocks import words
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.clocks.queries import ClockView
from huiyin.procedures.schema import Pack
from huiyin.web import clock_chips

from . import ledger_part, originals, records
from .content import Content, Facts, Paper, Part, Table
from .words import day, moment

ENDED = ("met", "stopped")  # what is left of a clock that runs is true on the day of making alone


def gather(case: Case) -> Content:
    """Everything, with the bytes of the originals. The caller has asked `may()`."""
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        page, zone = case_page(case), case.organisation.zone
        found = originals.of(_abouts(case))
        letters = list(case.letters.select_related("reply", "frame", "case__organisation").prefetch_related("services"))
        entries = ledger_part.entries(case.reference)
        closed = _closed(case, page)
        parts = (
            Part(pgettext("dossier", "What it is"), facts=_facts(case, page, closed)),
            Part(_("What was raised"), papers=tuple(_concerns(page, zone)), note=_sealed(case)),
            Part(_("What was written back and forth"), papers=tuple(_said(page, zone)), note="" if page.said else _("Nothing.")),
            Part(_("Letters and minutes"), papers=tuple(_letter(one, case, language) for one in letters), note="" if letters else _("None.")),
            Part(_("Who was asked"), papers=tuple(_asked(page, zone)), note="" if page.consultations else _("Nobody.")),
            Part(_("Time limits and how each date came about"), papers=tuple(map(_clock, page.clocks)), note="" if page.clocks else _("None.")),
            Part(_("What happened"), table=_timeline(page.happenings, _packs(case), zone)),
            originals.part(found, zone),
            ledger_part.part(entries, zone),
        )  # fmt: skip
        return Content(
            reference=case.reference, kind="case", title=case.title, office=case.organisation.name, language=language,
            zone=zone, closed_at=closed, parts=parts, originals=found, entries=entries,
            record=records.of_case(case, page, letters, found, entries),
        )  # fmt: skip


def _closed(case: Case, page: CasePage) -> dt.datetime:
    """When the last act on it was."""
    return max((one.at for one in page.happenings), default=case.received_at)


def _facts(case: Case, page: CasePage, closed: dt.datetime) -> Facts:
    zone = page.zone
    category = pick(case.category.title) if case.category else ""
    tracks = "；".join(f"{pick(stage.title)}（{stage.pack} {stage.version}）" for stage in page.stages)
    checked = str(wording.CHECKED.get(case.checked_result, ""))
    told = (
        (_("Case number"), case.public_id),
        (_("Office"), case.organisation.name),
        (_("Unit"), case.unit.name if case.unit else ""),
        (_("Title"), case.title),
        (_("Kind"), str(wording.KINDS[case.kind])),
        (_("Category"), category),
        (_("How it came"), str(wording.CHANNELS.get(case.channel, case.channel))),
        (_("Came on"), day(case.received_at, zone)),
        (_("Handler"), case.handler.title if case.handler else ""),
        (pgettext("dossier", "Leader in charge"), case.leader.title if case.leader else ""),
        (_("Procedures, with their versions"), tracks),
        (_("Answered on"), day(case.handled_at, zone)),
        (_("The person said that it is settled"), day(case.agreed_at, zone)),
        (_("The person said that it is not settled"), day(case.refused_at, zone)),
        (pgettext("dossier", "Looked at again"), " ".join(filter(None, (day(case.checked_at, zone), checked)))),
        (_("Last act"), day(closed, zone)),
    )
    return tuple((term, value) for term, value in told if value)


def _sealed(case: Case) -> str:
    """What is not in a dossier, said where it would stand."""
    if case.kind == "misconduct":
        return _("What was said is sealed and stays where it was sent. This dossier is the pointer to it.")
    return _("Who it was is sealed and is not in this dossier. It is opened at the office alone, by a post, with a purpose that the person reads.")  # fmt: skip


def _concerns(page: CasePage, zone: str) -> Iterable[Paper]:
    for number, voice in enumerate(page.voices, 1):
        facts = (
            (_("Came on"), moment(voice.received_at, zone)),
            (_("How it came"), str(wording.CHANNELS.get(voice.channel, voice.channel))),
            (_("Where"), voice.place),
            (_("When"), voice.happened),
            (_("Written down by the office"), _("yes, and read back") if voice.read_back else _("yes") if voice.taken_down else ""),
            (pgettext("dossier", "Files"), "、".join(one.name for one in voice.files)),
        )  # fmt: skip
        said = (
            (_("In the person's own words"), voice.text or _("Not kept here, or erased.")),
            (_("What was hoped for"), voice.wish),
        )
        yield Paper(_("Concern %d") % number, _told(facts), _told(said))


def _said(page: CasePage, zone: str) -> Iterable[Paper]:
    for one in page.said:
        who = _("The person") if one.voice else one.who
        files = _told(((pgettext("dossier", "Files"), "、".join(file.name for file in one.files)),))
        yield Paper(f"{moment(one.at, zone)} {who}", files, (("", one.text or _("Not kept here, or erased.")),))


def _asked(page: CasePage, zone: str) -> Iterable[Paper]:
    for one in page.consultations:
        facts = (
            (_("Asked on"), day(one.asked_at, zone)),
            (_("Answered on"), day(one.answered_at, zone) if one.answered_at else _("not answered")),
        )
        yield Paper(
            one.whom,
            facts,
            _told(((pgettext("dossier", "Question"), one.question), (pgettext("dossier", "Answer"), one.answer))),
        )


def _letter(letter: Letter, case: Case, language: str) -> Paper:
    """As it was sent, with how it reached the person."""
    sheet = sheet_of(letter_page(letter, received_at=case.received_at), language)
    zone = case.organisation.zone
    served = (
        f"{wording.SERVED_BY.get(one.channel, one.channel)} {moment(one.served_at, zone)}"
        for one in sorted(letter.services.all(), key=lambda one: one.served_at)
    )
    facts = (
        (pgettext("dossier", "Number"), sheet.number),
        (_("Sent on"), sheet.day),
        (_("Signed"), sheet.signed),
        (_("Reached the person"), "；".join(served)),
    )
    return Paper(sheet.title, _told(facts), tuple(_sections(sheet)))


def _sections(sheet: Sheet) -> Iterable[tuple[str, str]]:
    above = "\n".join(filter(None, (sheet.salutation, sheet.opening)))
    below = "\n".join(filter(None, (sheet.extra, sheet.closing, sheet.contact, sheet.check)))
    if above:
        yield "", above
    for section in (*sheet.sections, *((sheet.ways,) if sheet.ways else ())):
        yield f"{section.mark}、{section.heading}", section.text
    if below:
        yield "", below


def _clock(clock: ClockView) -> Paper:
    """A time limit with its derivation, as the page shows it."""
    zone = clock.derivation.zone
    said = tuple(
        replace(one, reason=str(wording.happened(one.reason, ()))) if one.reason else one
        for one in clock.derivation.pauses
    )
    law = replace(clock.derivation.law, article=cite(clock.derivation.law.article, settings.LANGUAGE_CODE))
    rows = words.rows(
        replace(clock.derivation, pauses=said, law=law),
        day=lambda one: day(one, zone),
        moment=lambda one: moment(one, zone),
    )
    title = f"{pick(clock.title)}：{day(clock.due_on, zone)} {clock_chips.state(clock)[0] if clock.status in ENDED else ''}".strip()
    return Paper(title, tuple((row.term, "；".join(row.lines)) for row in rows))


def _timeline(happenings: Iterable[Happened], packs: tuple[Pack, ...], zone: str) -> Table:
    rows = tuple(
        (
            moment(one.at, zone),
            str(wording.happened(one.verb, packs)),
            _("The person") if one.voice else one.by or _("The machine"),
            one.note,
        )
        for one in sorted(happenings, key=lambda one: one.at)
    )
    return Table((_("When"), _("What"), pgettext("dossier", "Who"), _("Note")), rows)


def _packs(case: Case) -> tuple[Pack, ...]:
    return tuple(pack_of(track) for track in case.tracks.all())


def _abouts(case: Case) -> list[str]:
    """Of what files of this case are kept."""
    concerns = [concern_reference(one) for one in (*case.concerns.all(), *referred(case))]
    return [*concerns, *(f"message:{one}" for one in case.messages.values_list("public_id", flat=True))]


def _told(pairs: Iterable[tuple[str, str]]) -> Facts:
    return tuple((term, value) for term, value in pairs if value)
