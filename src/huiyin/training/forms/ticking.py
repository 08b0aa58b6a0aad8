"""Who of the staff, of hundreds: ticked by unit, a unit at once, and kept as it was ticked when the form comes back with an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.training.queries.staff import UnitOf

FEW = 15  # so many are shown without opening their units


@dataclass(frozen=True, slots=True)
class Tick:
    id: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A unit as it is drawn. `whole`: all of it were ticked at once."""

    public_id: str
    name: str
    whole: bool
    ticks: tuple[Tick, ...]
    is_open: bool


GONE = _("Somebody of these does not stand on the list any more. The others are still ticked.")


class TickingForm(forms.Form):
    """A form whose field `ticked` is a list by unit; what is named `<ticked>_unit` ticks all of a unit."""

    ticked = ""
    units: Sequence[UnitOf] = ()

    def offer(self, units: Sequence[UnitOf]) -> None:
        self.units = units
        field = self.fields[self.ticked]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [entry for unit in units for entry in unit.entries]

    def clean(self) -> dict[str, Any]:
        """Who was ticked alone, and who with their unit."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.ticked in data:
            whole = {value for unit in self.units if unit.public_id in self._whole() for value, _name in unit.entries}
            data[self.ticked] = sorted(whole | set(data[self.ticked]))
        return data

    @property
    def any_ticked(self) -> bool:
        return any(tick.checked for group in self.groups for tick in group.ticks)

    @property
    def groups(self) -> tuple[Group, ...]:
        """As they are drawn: open where somebody is ticked, or where the list is short."""
        bound, whole, number, found = self[self.ticked], self._whole(), 0, []
        said = set(bound.value() or ())
        few = sum(len(unit.entries) for unit in self.units) <= FEW
        for unit in self.units:
            drawn = []
            for value, label in unit.entries:
                drawn.append(Tick(f"{bound.auto_id}_{number}", value, label, unit.public_id in whole or value in said))
                number += 1
            opened = few or any(one.checked for one in drawn) or bool(bound.errors)
            found.append(Group(unit.public_id, unit.name, unit.public_id in whole, tuple(drawn), opened))
        return tuple(found)

    def _whole(self) -> set[str]:
        return set(self.data.getlist(f"{self.ticked}_unit")) if isinstance(self.data, QueryDict) else set()
