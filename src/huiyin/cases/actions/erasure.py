"""A person's data is erased: words, identity, files. That there was a case, and what the office did, stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case, CaseEvent, Concern, Letter
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.files import actions as files
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.organisations.access import Actor, require

from .intake import concern_reference
from .letters import in_every_language
from .procedure import Doing, Line, locked, note_only

Eraser = Callable[[Concern], list[ledger.Committed]]
_erasers: list[Eraser] = []


def also_erases(eraser: Eraser) -> None:
    """What another room keeps of a person's words goes too; `eraser(concern)` empties rows and answers them."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def erase_concern(*, actor: Actor, concern_public_id: str, ground: str) -> Case:
    """Drop what the person said and who they were. The entry of the ledger says that it was erased, by which post, and why.

    `ground`: the lawful ground, such as the person's own request after the end (个人信息保护法 47). Only a case that has
    ended: while it runs, somebody still owes an answer.
    """
    at = time.now()
    if len(ground.strip()) < 4:
        raise BadInput("ground", _("Give the lawful ground."), _("For example: the person's request of that day."))
    with store.write():
        concern = Concern.objects.get(public_id=concern_public_id)
        case = locked(concern.case_id)
        require(actor, "close", case)
        if case.bucket != "done":
            raise BadInput("case", _("The case still runs."), _("Erase it when it has ended."))
        _erase_identity(concern, actor)
        for attachment in Attachment.objects.filter(about=concern_reference(concern)):
            files.erase(attachment=attachment, actor=actor.reference, at=at)
        emptied = [
            _emptied(concern),
            *_messages(concern),
            *_own_lines(concern),
            *(row for eraser in _erasers for row in eraser(concern)),
        ]
        ledger.record(
            verb="cases.erase", actor=actor.reference, about=case.reference, at=at, erases=emptied, commits=emptied
        )
        if not case.concerns.exclude(text="").exists():
            case.title = in_every_language(_("Erased"))["zh-hans"]
            case.summary = ""
        doing = Doing.by_staff(case, "erase", actor, at).about(concern.public_id)
        note_only(doing, line=Line(note=ground.strip()))
        search.index(case)
    return case


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


def _erase_identity(concern: Concern, actor: Actor) -> None:
    sealed = SealedIdentity.objects.filter(public_id=concern.identity).first() if concern.identity else None
    if sealed is not None:
        vault.erase(sealed=sealed, actor=actor.reference, at=time.now())


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
