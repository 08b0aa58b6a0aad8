"""What is typed in this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.web.forms import Files, HouseForm, area, day, line, ticks

FIRST_YEAR, LAST_YEAR = 1900, 2200


class Search(HouseForm):
    q = line(_("Number or matter"), _("Never a person: names and numbers of persons are not in the index."), 100)
    year = forms.IntegerField(
        label=pgettext_lazy("archive", "Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        error_messages={"invalid": _("This is no year."), "min_value": _("This is no year."), "max_value": _("This is no year.")},
    )  # fmt: skip


class Prepare(HouseForm):
    """Which dossiers go to which archive."""

    to = line(_("To which archive?"), _("For example: the county's archive."), 120)
    dossiers = ticks(_("Dossiers"), gone=_("One of them is on another list by now. Choose again."))

    def __init__(self, *args: Any, ready: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("dossiers", ready)


class Receive(HouseForm):
    receipt = line(_("Number of the archive's slip"), limit=60)
    on = day(_("Signed on"))
    by = line(_("Signed by which body or post"), _("No name of a person."), 120)


class CallOff(HouseForm):
    why = area(_("Why is it not handed over?"), limit=300)


class BringIn(HouseForm):
    chosen = Files(
        label=pgettext_lazy("dossier", "Files"),
        help_text=_("A catalogue (.xlsx or .csv with 档号 and 题名; 年度, 保管期限, 页数, 存放位置, 扫描件 where there are), its scans (.pdf), BagIt packages (.zip)."),
    )  # fmt: skip
