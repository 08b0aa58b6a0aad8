"""A person's data is erased: words, identity, files. That there was a case, and what the office did, stays."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, CaseEvent, Concern, Letter
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.files import actions as files
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.organisations import two_hands
from huiyin.organisations.access import Actor, require
from huiyin.organisations.actions import two_hands as asking
from huiyin.organisations.models import TwoHands

from .intake import concern_reference
from .letters import in_every_language
from .procedure import Doing, Line, locked, note_only

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Eraser = Callable[[Concern], list[ledger.Committed]]
_erasers: list[Eraser] = []


def also_erases(eraser: Eraser) -> None:
    """What another room keeps of a person's words goes too; `eraser(concern)` empties rows and answers them."""
    if eraser not in _erasers:
        _erasers.append(eraser)


ERASE: Final = "cases.erase"


def ask_erasure(*, actor: Actor, concern_public_id: str, ground: str) -> TwoHands:
    """The first hand. Nothing is erased before a second person has confirmed it (`organisations.actions.two_hands`).

    `ground`: the lawful ground, such as the person's own request after the end (个人信息保护法 47). Only a case that has
    ended: while it runs, somebody still owes an answer.
    """
    if len(ground.strip()) < 4:
        raise BadInput("ground", _("Give the lawful ground."), _("For example: the person's request of that day."))
    with store.write():
        concern = Concern.objects.get(public_id=concern_public_id)
        case = locked(concern.case_id)
        require(actor, "close", case)
        if case.bucket != "done":
            raise BadInput("case", _("The case still runs."), _("Erase it when it has ended."))
        return asking.ask(actor=actor, act=ERASE, about=concern_reference(concern), reason=ground)


def register() -> None:
    """Called when the room is ready: what the second person sees, and what is done when they confirm."""
    two_hands.register(two_hands.Act(ERASE, "close", _("Erase words and identity"), _seen, _by_two_hands))


def _seen(about: str) -> two_hands.Seen | None:
    found = Concern.objects.select_related("case__organisation", "case__worked_by", "case__handler__unit")
    concern = found.filter(public_id=about.partition(":")[2]).first()
    if concern is None:
        return None
    case = concern.case
    files_of = Attachment.objects.filter(about__in=_abouts(concern), erased_at=None).count()
    said = concern.messages.count()
    last = case.events.filter(actor="petitioner").order_by("-id").values_list("id", flat=True).first()
    stood = hashlib.sha256(f"{about} {case.pk} {case.bucket} {last} {said} {files_of}".encode()).hexdigest()
    lines: list[StrOrPromise] = [
        _("Case %(number)s") % {"number": case.public_id},
        _("Messages: %(messages)d. Files: %(files)d.") % {"messages": said, "files": files_of},
        _(
            "What the person said and who they were is gone for good. That there was a case, and what the office did, stays."
        ),
    ]
    return two_hands.Seen(case, reverse("cases:case", args=[case.public_id]), stood, lines)


def _by_two_hands(row: TwoHands, actor: Actor) -> list[ledger.Committed]:
    """Drop what the person said and who they were. The entries of the ledger say that it was erased, by which posts, and why."""
    at = time.now()
    concern = Concern.objects.get(public_id=row.about.partition(":")[2])
    case = locked(concern.case_id)
    if case.bucket != "done":
        raise Conflict(_("The case still runs."), _("Erase it when it has ended."))
    erased(concern, case, actor=actor.reference, at=at)
    doing = Doing.by_staff(case, "erase", actor, at).about(concern.public_id)
    note_only(doing, line=Line(note=row.reason))
    search.index(case)
    return []


def erased(concern: Concern, case: Case, *, actor: str, at: dt.datetime) -> None:
    """Part of an action on a locked case: words, identity and files of one concern go, with an entry of their own."""
    sealed = SealedIdentity.objects.filter(public_id=concern.identity).first() if concern.identity else None
    if sealed is not None:
        vault.erase(sealed=sealed, actor=actor, at=at)
    for attachment in Attachment.objects.filter(about__in=_abouts(concern)):
        files.erase(attachment=attachment, actor=actor, at=at)
    emptied = [
        _emptied(concern),
        *_messages(concern),
        *_own_lines(concern),
        *(row for eraser in _erasers for row in eraser(concern)),
    ]
    ledger.record(verb=ERASE, actor=actor, about=case.reference, at=at, erases=emptied, commits=emptied)
    if not case.concerns.exclude(text="").exists():
        case.title = in_every_language(_("Erased"))["zh-hans"]
        case.summary = ""


def _abouts(concern: Concern) -> list[str]:
    """Of what files of the person are kept: the concern, each message, and the receipts of letters by post."""
    said = [f"message:{one}" for one in concern.messages.values_list("public_id", flat=True)]
    return [concern_reference(concern), *said, *(posting.reference for posting in concern.postings.all())]


def emptied_lines(case: Case, *verbs: str) -> list[ledger.Committed]:
    """For erasers: what their acts, whose verbs begin so, wrote into the timeline goes from there too."""
    return _without_words(event for event in case.events.exclude(note="") if event.verb.startswith(verbs))


def emptied_letters(concern: Concern, kinds: Collection[str], *, last: bool) -> list[ledger.Committed]:
    """For erasers: letters of these kinds hold what people said. The number and the day stay; with the last of the people
    also those to everybody.
    """
    whose = Q(concern=concern) | Q(case=concern.case, concern=None) if last else Q(concern=concern)
    letters = list(Letter.objects.filter(whose, kind__in=kinds))
    for letter in letters:
        letter.parts = []
        letter.save(update_fields=["parts"])
    return list(letters)


def _own_lines(concern: Concern) -> list[ledger.Committed]:
    """What the person wrote with an act of theirs; where nobody else's words are left, also what bears no name of a concern."""
    last = not concern.case.concerns.exclude(pk=concern.pk).exclude(text="").exists()
    whose = (concern.public_id, "") if last else (concern.public_id,)
    acts = CaseEvent.objects.filter(case__in=[concern.case_id, *concern.moves.values_list("from_case_id", flat=True)])
    by_person = acts.filter(actor="petitioner").exclude(note="")
    return _without_words(event for event in by_person if event.data.get("concern", "") in whose)


def _without_words(events: Iterable[CaseEvent]) -> list[ledger.Committed]:
    emptied: list[ledger.Committed] = []
    for event in events:
        event.note = ""
        event.save(update_fields=["note"])
        emptied.append(event)
    return emptied


def _emptied(concern: Concern) -> Concern:
    concern.text = concern.wish = concern.place = concern.happened = ""
    concern.save(update_fields=["text", "wish", "place", "happened"])
    return concern


def _messages(concern: Concern) -> list[ledger.Committed]:
    found = list(concern.messages.all())
    for message in found:
        message.text = ""
        message.save(update_fields=["text"])
    return list(found)
