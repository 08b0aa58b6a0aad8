"""Keeping the index with the facts: part of the action that changes them. A case's own particulars are masked first."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.cases.models import Case, SearchText
from huiyin.cases.rules import scopes_of
from huiyin.cases.scoping import scopes
from huiyin.kernel import inserting, store
from huiyin.kernel.vault import addresses
from huiyin.kernel.vault.masking import mask

from .words import masked_words


def index(case: Case) -> None:
    """Put the case's words as they now stand into the index, for whose lists it is in. Sealed kinds are never put there."""
    store.require_write()
    if case.kind == "misconduct":
        SearchText.objects.filter(case=case).delete()
        return
    row = SearchText(case=case, scopes=" ".join(scopes(case)), words=_words(case))
    SearchText.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["case"], update_fields=["scopes", "words"]
    )


def index_new(case: Case, *, words: str) -> None:
    """The same for a case that was made in this write. `words`: masked before it; the public number is added."""
    listed = " ".join(scopes_of(case.organisation.path, case.organisation_id, case.unit_id))
    inserting.insert([inserting.new(SearchText, case=case, scopes=listed, words=f"{case.public_id} {words}")])


def _words(case: Case) -> str:
    sealed = (concern.identity for concern in case.concerns.all() if concern.identity)
    return masked_words(_texts(case), [addresses.for_masking(public_id) for public_id in sealed])


def without_particulars(case: Case) -> str:
    """The people's words without anybody's names, numbers and addresses, for an office that is asked about a point."""
    concerns = list(case.concerns.filter(left_at=None))
    said = [text for one in concerns for text in (one.text, one.wish, one.place, one.happened) if text]
    text = "\n\n".join(dict.fromkeys(said))
    for concern in concerns:
        text = mask(text, addresses.for_masking(concern.identity) if concern.identity else None)
    return text


def remove(case: Case) -> None:
    """Take the case out of the index (erasure, sealing)."""
    store.require_write()
    SearchText.objects.filter(case=case).delete()


def _texts(case: Case) -> Iterator[str]:
    yield case.public_id
    yield case.title
    for concern in case.concerns.all():
        yield from (concern.text, concern.wish, concern.place)
    for message in case.messages.all():
        yield message.text
    for reply in case.replies.all():
        if reply.status == "issued":
            yield from (reply.facts, reply.decision)
