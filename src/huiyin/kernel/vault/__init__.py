"""Sealed identities and texts, and the record of who opened them.

Use it as `from huiyin.kernel import vault`. Names are looked up at first use, because this package is imported before
Django's models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiyin.kernel.vault.actions import (
        Prepared,
        erase,
        erase_texts,
        keep,
        open_fields,
        prepare,
        replace,
        seal,
        seal_text,
    )
    from huiyin.kernel.vault.addresses import addresses_of
    from huiyin.kernel.vault.identity import FIELDS, Identity
    from huiyin.kernel.vault.masking import holds_personal_number, looks_like_personal_number, mask
    from huiyin.kernel.vault.models import IdentityOpening, SealedIdentity, SealedText
    from huiyin.kernel.vault.queries import OpeningLine, has, key_fits, openings, read_text

__all__ = [
    "FIELDS",
    "Identity",
    "IdentityOpening",
    "OpeningLine",
    "Prepared",
    "SealedIdentity",
    "SealedText",
    "addresses_of",
    "erase",
    "erase_texts",
    "has",
    "holds_personal_number",
    "keep",
    "key_fits",
    "looks_like_personal_number",
    "mask",
    "open_fields",
    "openings",
    "prepare",
    "read_text",
    "replace",
    "seal",
    "seal_text",
]

_HOME = {
    "FIELDS": "identity",
    "Identity": "identity",
    "IdentityOpening": "models",
    "OpeningLine": "queries",
    "Prepared": "actions",
    "SealedIdentity": "models",
    "SealedText": "models",
    "addresses_of": "addresses",
    "erase": "actions",
    "erase_texts": "actions",
    "has": "queries",
    "holds_personal_number": "masking",
    "keep": "actions",
    "key_fits": "queries",
    "looks_like_personal_number": "masking",
    "mask": "masking",
    "open_fields": "actions",
    "openings": "queries",
    "prepare": "actions",
    "read_text": "queries",
    "replace": "actions",
    "seal": "actions",
    "seal_text": "actions",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
