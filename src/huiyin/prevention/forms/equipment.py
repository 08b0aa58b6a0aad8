"""A thing with its first check; a check that was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.prevention.models import Equipment
from huiyin.prevention.wording import EQUIPMENT
from huiyin.web.forms import Files, HouseForm, day, line, one_of


def months() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many months does a check hold?"), required=False, min_value=1,
        help_text=_("Empty where each paper says it. Fire facilities: 12 at most (消防法 art. 16); else your office’s own."),
        error_messages={"invalid": _("Give a number."), "min_value": _("Give a number.")},
    )  # fmt: skip


class New(HouseForm):
    kind = one_of(_("What is it?"), EQUIPMENT.items(), radios=False)
    name = line(_("How is it called?"), _("For example: extinguishers of the third floor, boiler 2, bus 1."), 80)
    place = line(_("Where?"), _("As somebody finds it who looks for it: building, floor, room."), 80)
    keeper = one_of(_("Who sees to its checks?"), radios=False)
    check = line(
        _("Which check does it need?"), _("For example: yearly test, new filling, inspection of the boiler."), 60
    )
    valid_until = day(_("Good until"), _("As it stands on the label or the paper. It may have passed."))
    months = months()
    note = line(_("Number, maker, or what else one must know"), "", 300)

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("keeper", [("", _("Choose")), *posts])


class Charge(HouseForm):
    post = one_of(_("Which post answers for network safety?"), radios=False)
    deputy = one_of(_("Who stands in?"), radios=False)

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("post", [("", _("Choose")), *posts])
        self.choose("deputy", [("", _("Nobody")), *posts])


class OnEquipment(HouseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, equipment: Equipment, posts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", equipment.version)
        if "keeper" in self.fields:
            self.choose("keeper", posts)
            self.initial.setdefault("keeper", equipment.keeper.public_id)


class AddCheck(OnEquipment):
    check = line(_("Which check does it need?"), "", 60)
    valid_until = day(_("Good until"))
    months = months()


class KeepBy(OnEquipment):
    keeper = one_of(_("Who sees to its checks?"), radios=False)


class Retire(OnEquipment):
    why = line(_("Why is it not used any more?"))


class CheckDone(HouseForm):
    """`check_id`: which check of the thing."""

    check_id = forms.CharField(max_length=12, widget=forms.HiddenInput)
    done_on = day(_("Checked on"))
    valid_until = day(_("Good until"), _("Empty: as long as this check holds."), required=False)
    firm = line(_("Which firm or office checked it?"), "", 120)
    note = line(_("What came of it?"), "", 300)
    papers = Files(label=_("The paper or label"))
