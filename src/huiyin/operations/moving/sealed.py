"""What rows hold under a sub-key of the installation, and therefore must change keys when they go elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from huiyin.kernel.vault.moving import DATA_KEYS
from huiyin.organisations import seeds


@dataclass(frozen=True, slots=True)
class UnderKey:
    """`bound_to`: the associated data with which the bytes were sealed (`vault.crypto`)."""

    field: str
    purpose: str
    bound_to: Callable[[Any], str]


# Stays here when an organisation goes.
ADOPTED: Final = UnderKey("wrapped_key", DATA_KEYS, lambda row: f"key:{row.bound_to}")
UNDER_KEY: Final[dict[str, UnderKey]] = {
    "vault.SealedIdentity": UnderKey("wrapped_key", DATA_KEYS, lambda row: f"key:{row.public_id}"),
    "vault.CaseKey": UnderKey("wrapped_key", DATA_KEYS, lambda row: f"key:{row.about}"),
    "archive.Dossier": UnderKey("wrapped_key", DATA_KEYS, lambda row: f"key:{row.reference}"),
    "onpaper.MorningSet": UnderKey("wrapped_key", DATA_KEYS, lambda row: f"key:{row.reference}"),
    "organisations.CodeApp": UnderKey("sealed_seed", seeds.PURPOSE, lambda row: seeds.bound_to(row.account)),
}
