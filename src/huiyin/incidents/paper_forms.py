"""The form on which a printed sheet is typed in: the fields of each row are those of its columns on the paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.kernel import time
from huiyin.web.forms import Files, HouseForm, TimeInput, area, day, line, one_of

from . import rules
from .actions.counting import Heads
from .actions.entering import Typed
from .forms import KEPT_APART, PERSONAL, number
from .queries.papers import Row, SheetPage

DONE, NOT_DONE = "done", "not-done"
OUTCOMES = (
    ("", gettext_lazy("Not ticked")),
    (DONE, pgettext_lazy("step", "done")),
    (NOT_DONE, pgettext_lazy("step", "not done")),
)
_SHAPES = {
    "present": "number", "missing": "number", "ill": "number", "sent_home": "number",
    "text": "wide", "group": "wide", "line": "wide", "personal": "people",
}  # fmt: skip
HEADS = ("present", "missing", "ill", "sent_home")


class Number(HouseForm):
    """The code of a sheet, typed or read by a scanner that types."""

    number = line(
        gettext_lazy("Number on the sheet, or of one of its rows"),
        gettext_lazy("For example 7KQ2M-X, at the foot of the sheet; a scanner can read the square code into this field."),
        300,
    )  # fmt: skip


class Sheet(HouseForm):
    """Only rows in which something is typed are taken."""

    def __init__(
        self,
        data: Any = None,
        *,
        page: SheetPage,
        posts: Iterable[tuple[str, str]],
        typed: Mapping[str, str] | None = None,
    ) -> None:
        """`typed`: what stands in the fields and is not entered yet."""
        super().__init__(data, initial={"day": page.first_day, **(dict(typed.items()) if typed else {})})
        self._before = typed or {}
        self.refused: set[int] = set()  # rows that were not taken as what they are
        self.page, self.zone = page, time.zone_of(page.incident.organisation.zone)
        self.fields["day"] = day(
            gettext_lazy("On which day was it written?"),
            gettext_lazy("Times after midnight, further down the sheet, are taken as those of the day after."),
        )
        self.fields["photos"] = Files(
            label=gettext_lazy("A photo of this sheet"),
            help_text=gettext_lazy("It stands beside the rows while you type, and is kept as proof until what was learned of people is destroyed."),
        )  # fmt: skip
        known = [("", gettext_lazy("Not said")), *posts]
        for row in page.rows:
            for name, field in self._fields_of(row, known).items():
                self.fields[f"{name}_{row.place}"] = field

    def _fields_of(self, row: Row, posts: Any) -> dict[str, forms.Field]:
        at = forms.TimeField(
            label=pgettext_lazy("paper", "Time"), required=False, widget=TimeInput(format="%H:%M"),
            error_messages={"invalid": gettext_lazy("This is no time.")},
        )  # fmt: skip
        by = one_of(pgettext_lazy("paper", "By whom"), posts, radios=False)
        as_line = forms.BooleanField(label=gettext_lazy("Write it as a line of the log"), required=False)
        personal = area(PERSONAL, KEPT_APART, 1000)
        kind = self.page.sheet.kind
        if kind == "card":
            outcome = one_of(
                gettext_lazy("Ticked?"),
                OUTCOMES,
                radios=False,
            )  # fmt: skip
            note = line(gettext_lazy("What is written beside it; why, if not done"), limit=500)
            return {"outcome": outcome, "at": at, "by": by, "text": note, "line": as_line}
        if kind == "classes":
            blank = {} if row.words else {"group": line(gettext_lazy("Which class or group?"), limit=60)}
            labels = (
                gettext_lazy("Here"),
                gettext_lazy("Missing"),
                gettext_lazy("Ill or hurt"),
                gettext_lazy("Sent home"),
            )
            numbers = {name: number(label) for name, label in zip(HEADS, labels, strict=True)}
            return {**blank, "at": at, **numbers, "by": by, "personal": personal, "line": as_line}
        if kind == "contacts":
            return {"at": at, "by": one_of(gettext_lazy("Who answered"), posts, radios=False), "line": as_line}
        text = line(gettext_lazy("What was seen or done; told to whom"), limit=2000)
        return {"at": at, "by": by, "text": text, "personal": personal}

    def row_fields(self, row: Row) -> list[tuple[forms.BoundField, str]]:
        """As they stand on the page; what becomes a line is asked only where it can become nothing else. With each its shape (`_SHAPES`)."""
        names = [name for name in self._names(row) if not name.startswith("line_") or row.place in self.refused]
        return [(self[name], _SHAPES.get(name.rpartition("_")[0], "")) for name in names]

    def said(self, row: Row) -> str:
        """What was typed in a row, as it is shown to whoever typed it."""
        words = []
        for name in self._names(row):
            sent = str(self.data.get(name, "")).strip()
            if sent and not name.startswith(("by_", "line_")):
                words.append(str(dict(OUTCOMES).get(sent, sent)) if name.startswith("outcome_") else sent)
        return " · ".join(words)

    def _names(self, row: Row) -> list[str]:
        return [name for name in self.fields if name.rpartition("_")[2] == str(row.place)]

    def typed_in(self, row: Row) -> bool:
        """Something was sent for this row."""
        sent = [name for name in self._names(row) if not name.startswith(("by_", "line_"))]
        return any(str(self.data.get(name, "")).strip() for name in sent)

    def begun(self) -> bool:
        """Something stands in a row that is not entered yet."""
        names = [name for row in self.page.rows for name in self._names(row) if not name.startswith(("by_", "line_"))]
        return any(str(self._before.get(name, "")).strip() for name in names)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in self.wanted():
            at = f"at_{row.place}"
            if data.get(at) is None and at not in self.errors:
                self.add_error(
                    at,
                    f"{_('Type the time that is written there.')} {_('Where there is none, the best that you know; say so beside it.')}",
                )
        return data

    def wanted(self) -> list[Row]:
        """Rows in which something is typed, and that were not entered before."""
        return [row for row in self.page.rows if row.entered is None and self.typed_in(row)]

    def typed(self) -> list[tuple[Row, Typed]]:
        """In the order of the rows, each with its moment."""
        rows, data = self.wanted(), self.cleaned_data
        moments = rules.moments(data["day"], [data[f"at_{row.place}"] for row in rows], self.zone)
        return [(row, self._one(row, at)) for row, at in zip(rows, moments, strict=True)]

    def _one(self, row: Row, at: dt.datetime) -> Typed:
        def said(name: str, otherwise: Any = "") -> Any:
            return self.cleaned_data.get(f"{name}_{row.place}") or otherwise

        present = self.cleaned_data.get(f"present_{row.place}")
        heads = None
        if present is not None:
            heads = Heads(present, said("missing", 0), said("ill", 0), said("sent_home", 0), said("personal"))
        return Typed(
            self.page.sheet.code, row.place, at, self.page.copy, done=said("outcome") != NOT_DONE, text=said("text"),
            personal=said("personal"), by=said("by"), heads=heads, group=said("group"), as_line=bool(said("line")),
        )  # fmt: skip
