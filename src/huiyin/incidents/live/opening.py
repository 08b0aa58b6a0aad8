"""What the page of a stream answers: who listens, as whom, from where. An ordinary answer, so every rule of the house applies to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from .lines import Reader


@dataclass(frozen=True, slots=True)
class Listening:
    """`after`: the last line that the page has."""

    account: int
    incident: int
    reader: Reader
    after: int


class Opening(HttpResponse):
    """204 where nobody takes it over (a server without streams): the page then asks every few seconds instead."""

    def __init__(self, listening: Listening) -> None:
        super().__init__(status=204)
        self.listening = listening
        self["Cache-Control"] = "no-store, no-transform"
        self["X-Accel-Buffering"] = "no"  # a proxy before us must pass each line on at once
