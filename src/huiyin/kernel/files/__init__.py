"""Attachments: looked at by content, cleaned, kept, and handed out so that no browser runs them.

Use it as `from huiyin.kernel import files`. Names are looked up at first use, because this package is imported before
Django's models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from huiyin.kernel.files.actions import (
        Cleaned,
        Inspected,
        cleaned,
        discard,
        erase,
        inspect,
        inspect_all,
        keep,
        keep_some,
    )
    from huiyin.kernel.files.jobs import sweep_orphans
    from huiyin.kernel.files.kinds import ACCEPT
    from huiyin.kernel.files.models import Attachment
    from huiyin.kernel.files.queries import content, intact, lacking, of, picture_size
    from huiyin.kernel.files.serving import response

__all__ = [
    "ACCEPT",
    "Attachment",
    "Cleaned",
    "Inspected",
    "cleaned",
    "content",
    "discard",
    "erase",
    "inspect",
    "inspect_all",
    "intact",
    "keep",
    "keep_some",
    "lacking",
    "of",
    "picture_size",
    "response",
    "sweep_orphans",
]

_HOME = {
    "ACCEPT": "kinds",
    "Attachment": "models",
    "Cleaned": "actions",
    "Inspected": "actions",
    "cleaned": "actions",
    "content": "queries",
    "discard": "actions",
    "erase": "actions",
    "inspect": "actions",
    "inspect_all": "actions",
    "intact": "queries",
    "keep": "actions",
    "keep_some": "actions",
    "lacking": "queries",
    "of": "queries",
    "picture_size": "queries",
    "response": "serving",
    "sweep_orphans": "jobs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
