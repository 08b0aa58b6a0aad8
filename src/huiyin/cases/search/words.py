"""From the texts of a case to the words that the index keeps. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.kernel.vault.identity import FIELDS, Identity
from huiyin.kernel.vault.masking import mask

from .folding import fold
from .tokens import indexed

# PostgreSQL keeps no place beyond 16,383 and no vector beyond a megabyte; a case's first words come first.
LONGEST = 60_000


def masked_words(texts: Iterable[str], identities: Iterable[Identity | None]) -> str:
    """The words of the texts without anybody's own particulars, in whichever script they are written."""
    text = fold("\n".join(filter(None, texts))[:LONGEST])
    for identity in filter(None, identities):
        text = mask(text, Identity(**{name: fold(getattr(identity, name)) for name in FIELDS}))
    return indexed(mask(text))
