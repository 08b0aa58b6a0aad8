"""The form on which the printed sheet of a round is typed in: the fields of each row are its columns on the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.incidents.rules import moments
from huiyin.kernel import time
from huiyin.prevention.actions.rounds import Given
from huiyin.prevention.actions.typing import Typed
from huiyin.prevention.queries.typing import Row, SheetPage
from huiyin.prevention.wording import ANSWERS, INTERIM, SEVERITIES
from huiyin.web.forms import HouseForm, TimeInput, area, day, line, one_of

OF_HAZARD = ("where", "severity", "interim")
AS_ABOVE = ("at", "by", "severity")  # alone they say nothing


class Number(HouseForm):
    number = line(
        _("Number on the sheet, or of one of its rows"),
        _("For example W7KQ2-X, at the head of the sheet; a scanner can read the square code into this field."),
        300,
    )  # fmt: skip


class Sheet(HouseForm):
    """Only rows in which something is ticked are taken."""

    def __init__(self, data: Any = None, *, page: SheetPage, posts: Iterable[tuple[str, str]]) -> None:
        inspection = page.round.inspection
        super().__init__(
            data, initial={"day": page.first_day, "by": inspection.post.public_id, "note": page.round.note}
        )
        self.page, self.zone = page, time.zone_of(inspection.organisation.zone)
        self.against: dict[int, str] = {}  # rows of which somebody else said otherwise: the client id of that
        self.fields["day"] = day(
            _("On which day was it gone?"), _("Times after midnight, further down the sheet, are taken as those of the day after.")
        )  # fmt: skip
        self.fields["by"] = one_of(_("Who went?"), posts, radios=False)
        for row in page.rows:
            for name, field in _fields().items():
                self.fields[f"{name}_{row.place}"] = field
            self.fields[f"severity_{row.place}"].initial = "ordinary"
        self.fields["note"] = area(_("Anything else about this round?"), limit=500)

    def row_fields(self, row: Row) -> list[tuple[forms.BoundField, bool]]:
        """With each whether only a hazard needs it; whose answer holds is asked only where there are two."""
        names = [name for name in _fields() if name != "mine" or row.place in self.against]
        return [(self[f"{name}_{row.place}"], name in OF_HAZARD) for name in names]

    def typed_in(self, row: Row) -> bool:
        """Something was ticked or written in this row."""
        return any(str(self.data.get(f"{name}_{row.place}", "")).strip() for name in _fields() if name not in AS_ABOVE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        latest: dt.time | None = None
        for row in self._wanted():
            if not data.get(f"answer_{row.place}"):
                self.add_error(f"answer_{row.place}", str(_("Choose what you saw.")))
            latest = data[f"at_{row.place}"] = data.get(f"at_{row.place}") or latest
            if latest is None and f"at_{row.place}" not in self.errors:
                self.add_error(f"at_{row.place}", str(_("Type the time that is written there.")))
        return data

    def typed(self) -> list[tuple[Row, Typed]]:
        """In the order of the rows, each with its moment: its own, or that of the row above."""
        rows, data = self._wanted(), self.cleaned_data
        found = moments(data["day"], [data[f"at_{row.place}"] for row in rows], self.zone)
        return [(row, self._one(row, at)) for row, at in zip(rows, found, strict=True)]

    def _wanted(self) -> list[Row]:
        return [row for row in self.page.rows if not row.entered and self.typed_in(row)]

    def _one(self, row: Row, at: dt.datetime) -> Typed:
        def said(name: str) -> Any:
            return self.cleaned_data.get(f"{name}_{row.place}") or ""

        given = Given(
            row.key, said("answer"), said("note"), said("severity") or "ordinary", said("interim"), where=said("where")
        )
        over = row.stands.client_id if said("mine") and row.stands else ""
        return Typed(row.place, given, at, self.cleaned_data["by"], over)


def _fields() -> dict[str, forms.Field]:
    return {
        "answer": one_of(_("Ticked?"), [("", _("Not ticked")), *ANSWERS.items()], radios=False),
        "at": forms.TimeField(
            label=pgettext_lazy("paper", "Time"), required=False, widget=TimeInput(format="%H:%M"),
            error_messages={"invalid": _("This is no time.")},
        ),
        "where": line(_("Where exactly?"), limit=40),
        "note": line(_("What is written beside it"), limit=80),
        "severity": one_of(_("A hazard: how grave?"), SEVERITIES.items(), radios=False),
        "interim": one_of(_("What keeps people safe until it is mended?"), [("", _("nothing")), *INTERIM.items()], radios=False),
        "mine": forms.BooleanField(label=_("What stands on the paper holds"), required=False),
    }  # fmt: skip
