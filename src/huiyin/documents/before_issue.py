"""Before a letter is issued, its page says which characters no face here can print (decision 0013). Nobody is held up: who has seen it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import paper

FIELD = "unprintable"


@dataclass(frozen=True, slots=True)
class Unprintable:
    """Characters, each with the number that stands at the foot of the paper."""

    characters: tuple[tuple[str, str], ...]

    @property
    def seen(self) -> str:
        """What the page sends along, so that the next press goes on."""
        return " ".join(number for _character, number in self.characters)


def unprintable(texts: Iterable[str]) -> Unprintable | None:
    """None where all of it can be printed."""
    rare = "".join(character for text in texts for character in text if not _everyday(character))
    lacking = paper.unprintable(rare) if rare else []
    return Unprintable(tuple((one, f"U+{ord(one):04X}") for one in lacking)) if lacking else None


class Printed(forms.Form):
    """A form that issues a letter. Its page draws `lacking` with `documents/unprintable.html`; what was not on the page yet is
    shown before anything is issued.
    """

    def printed_besides(self) -> Iterable[str]:
        """What the letter says that was written before."""
        return ()

    @cached_property
    def lacking(self) -> Unprintable | None:
        typed = getattr(self, "cleaned_data", {}).values()
        return unprintable([*self.printed_besides(), *(value for value in typed if isinstance(value, str))])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.lacking is not None and self.data.get(FIELD, "") != self.lacking.seen:
            self.add_error(None, _("Some characters can't be printed here. Look at which, above the button."))
        return data


def _everyday(character: str) -> bool:
    """In every Chinese face (GB 2312): to look at the faces of the machine takes seconds the first time."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False
