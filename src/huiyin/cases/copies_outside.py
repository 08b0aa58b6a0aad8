"""What of a case lies outside of this machine and does not go with a seal. Said on the page of the verb, before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from .models import Case

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

Source = Callable[[Case], Iterable["Text"]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """A room that gives copies out says which, and what to do about each, in a sentence."""
    if source not in _sources:
        _sources.append(source)


def of(case: Case) -> list[Text]:
    return [line for source in _sources for line in source(case)]
