"""Cases whose time is over. Sealed ones, and those that somebody must not know of, stand on no list: two who may read one erase it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, Max, OuterRef, QuerySet

from huiyin.archive.actions.making import drop_package
from huiyin.archive.models import TransferItem
from huiyin.cases.actions import erasure, notices
from huiyin.cases.actions.intake import concern_reference
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models import Case, SearchText
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.review import ReviewStatus
from huiyin.instructions.models import Instruction
from huiyin.kernel import ledger, outbox, vault
from huiyin.kernel.clocks.models import OPEN as RUNNING
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.access import machine
from huiyin.organisations.actions import two_hands
from huiyin.organisations.models import Organisation
from huiyin.retention import kinds, words
from huiyin.retention.queries.held import held
from huiyin.retention.rules import Standing
from huiyin.supervision.models import Supervision

from . import Candidate
from .shared import SYSTEM, day_of, drop_files, on_a_list

TOLD, GONE = "will_be_destroyed", "destroyed"
REVIEWED = (ReviewStatus.ISSUED, ReviewStatus.TURNED_DOWN)


class Cases:
    def ended(
        self, office: Organisation, kind: kinds.Kind, until: dt.date, *, archived: bool = False
    ) -> Iterable[Candidate]:
        found = (
            Case.objects.filter(organisation=office, bucket=Bucket.DONE, kind=kind.case_kind, exclusions=None)
            .select_related("category")
            .annotate(ended_at=Max("tracks__entered_at"))
            .order_by("ended_at", "id")
        )
        if archived:  # asked of the database: a whole office may wait for its archive
            found = found.filter(Exists(_taken_over().filter(dossier__case=OuterRef("pk"))))
        known = on_a_list(office.pk)
        for case in found.iterator():
            day = day_of(case.ended_at or case.received_at, office.zone)
            if day > until:
                return
            if case.reference not in known:
                yield Candidate(case.reference, _title(case), day)

    def standing(self, about: str, *, archive_first: bool) -> Standing:
        case = _case(about)
        zone = case.organisation.zone
        subjects = [case.public_id, *case.reviews.values_list("public_id", flat=True)]
        last = max(filter(None, [_last_word(case), *case.concerns.values_list("received_at", flat=True)]), default=None)
        return Standing(
            ended=case.bucket == Bucket.DONE and case.kind != Kind.MISCONDUCT and not case.exclusions.exists(),
            held=held(about, zone),
            runs=Clock.objects.filter(subject_id__in=subjects, status__in=RUNNING).exists()
            or case.reviews.exclude(status__in=REVIEWED).exists()
            or any(one.open for one in Supervision.objects.filter(case=case)),
            wrote_on=day_of(last, zone) if last else None,
            elsewhere=Case.objects.filter(origin=case).exclude(bucket=Bucket.DONE).exists(),
            archived=not archive_first or _taken_over().filter(dossier__case=case).exists(),
        )

    def tell(self, about: str, due_on: dt.date, at: dt.datetime) -> None:
        doing = Doing(_locked(about), TOLD, SYSTEM, "", at)
        note_only(doing, line=Line(data={"due": due_on.isoformat()}))
        notices.to_petitioner(
            doing,
            {
                "en": "Before your matter is destroyed",
                "zh-hans": "您的事项到期销毁前的告知",
                "zh-hant": "您的事項到期銷毀前的告知",
            },
        )

    def destroy(self, about: str, register: str, at: dt.datetime) -> None:
        case = _locked(about)
        abouts = _abouts(case)
        for concern in case.concerns.all():
            two_hands.end_for(about=concern_reference(concern), actor=machine("retention"))
            erasure.erased(concern, case, actor=SYSTEM, at=at)
        vault.erase_texts(about=case.reference, actor=SYSTEM, at=at)
        drop_files(abouts, at)
        drop_package(case, at)
        rows = [*words.emptied(words.CASE, case), *_instructions(case)]
        outbox.withdraw(about=case.reference)
        SearchText.objects.filter(case=case).delete()
        case.refresh_from_db()
        ledger.record(verb="retention.destroy", actor=SYSTEM, about=about, at=at, erases=rows, commits=rows)
        note_only(Doing(case, GONE, SYSTEM, "", at), line=Line(data={"register": register}))


def _taken_over() -> QuerySet[TransferItem]:
    """What an archive has given its receipt for."""
    return TransferItem.objects.filter(held=True, transfer__recorded_at__isnull=False)


def _case(about: str) -> Case:
    return Case.objects.select_related("organisation").get(public_id=about.partition(":")[2])


def _locked(about: str) -> Case:
    return locked(_case(about).pk)


def _title(case: Case) -> str:
    category = case.category.title.get("zh-hans", "") if case.category else ""
    return f"{case.public_id} {category}".strip()


def _last_word(case: Case) -> dt.datetime | None:
    """When anybody outside wrote or did something last."""
    said = case.events.filter(actor="petitioner").order_by("-at").first()
    return said.at if said else None


def _abouts(case: Case) -> list[str]:
    """Of what files of the case are kept."""
    found = [case.reference, f"sealed-{case.reference}", *map(concern_reference, case.concerns.all())]
    found += [f"message:{one}" for one in case.messages.values_list("public_id", flat=True)]
    found += [posting.reference for letter in case.letters.all() for posting in letter.postings.all()]
    return found + [row.reference for row in _own_instructions(case)]


def _own_instructions(case: Case) -> list[Instruction]:
    """Superiors' instructions that were about this case alone."""
    rows = Instruction.objects.filter(links__case=case).distinct()
    return [row for row in rows if not row.links.exclude(case=case).exists()]


def _instructions(case: Case) -> list[ledger.Committed]:
    return [row for one in _own_instructions(case) for row in words.emptied(words.INSTRUCTION, one)]
