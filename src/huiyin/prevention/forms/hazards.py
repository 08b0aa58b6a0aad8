"""The forms of hazards. Each form of the page of one carries the version that was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.prevention.models import Hazard
from huiyin.prevention.wording import INTERIM, SEVERITY_HELP
from huiyin.web.forms import Files, HouseForm, area, line, one_of

MEANWHILE = _("What keeps people safe until it is mended?")
PAPERS = _("Pictures or papers")
NOTHING_YET = ("", pgettext_lazy("interim measure", "Nothing is needed"))


class New(HouseForm):
    """What somebody saw."""

    title = line(_("What is dangerous?"), _("In a few words. The thing, not who is to blame; no names."), 80)
    place = line(_("Where?"), _("As somebody finds it who looks for it: building, floor, room."), 80)
    pictures = Files(label=_("Pictures"))
    severity = one_of(_("How grave is it?"), SEVERITY_HELP.items())
    interim = one_of(
        MEANWHILE, [NOTHING_YET, *INTERIM.items()], _("A grave one is closed off, signed or guarded at once.")
    )
    interim_note = line(_("More exactly"))
    owner = one_of(_("Who mends it?"), radios=False)
    text = area(_("What else is to be said?"))
    incident = one_of(_("Did it come of an incident or exercise?"), radios=False)
    case = forms.CharField(required=False, widget=forms.HiddenInput)
    plan = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, posts: Sequence[tuple[str, str]], incidents: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("owner", [("", _("Choose")), *posts])
        if incidents:
            self.choose("incident", [("", _("No")), *incidents])
        else:
            del self.fields["incident"]


class OnHazard(HouseForm):
    """`version`: what somebody else did since is told, not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        hazard: Hazard,
        posts: Sequence[tuple[str, str]] = (),
        links: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", hazard.version)
        if "owner" in self.fields:
            self.choose("owner", [("", _("Choose")), *posts])
        if "severity" in self.fields:
            self.initial.setdefault("severity", hazard.severity)
        for name, offered in (links or {}).items():
            if name in self.fields:
                self.choose(name, [("", _("None of them")), *offered])


class Guard(OnHazard):
    interim = one_of(MEANWHILE, INTERIM.items())
    note = line(_("More exactly"))
    pictures = Files(label=PAPERS)


class Add(OnHazard):
    note = area(_("What is to be added?"))
    pictures = Files(label=PAPERS)


class Mend(OnHazard):
    done = area(_("What was done?"))
    cost = forms.DecimalField(
        label=_("What it cost, in yuan"), required=False, min_value=0, max_digits=11, decimal_places=2,
        error_messages={"invalid": _("Give a number."), "min_value": _("Give a number.")},
    )  # fmt: skip
    supplier = line(_("Which firm or workshop did it?"), _("Empty where your own people did it."), 120)
    pictures = Files(label=_("What shows it: picture or paper"))


class Check(OnHazard):
    passed = one_of(
        _("You looked. Is it mended?"), [("yes", _("Yes, it is mended")), ("no", _("No, it is still dangerous"))]
    )
    note = area(_("What did you see?"), _("Needed where it is not mended."), 500)
    pictures = Files(label=PAPERS)


class Regrade(OnHazard):
    severity = one_of(_("How grave is it?"), SEVERITY_HELP.items())
    interim = one_of(MEANWHILE, [("", _("As before")), *INTERIM.items()], radios=False)
    why = line(_("Why?"), limit=500)


class HandTo(OnHazard):
    owner = one_of(_("Who mends it?"), radios=False)


class Drop(OnHazard):
    why = line(_("Why is it no hazard?"), limit=500)


class LinkTo(OnHazard):
    """What it came of; the last link of a kind holds."""

    incident = one_of(_("An incident or exercise"), radios=False)
    plan = one_of(_("A plan"), radios=False)
    case = line(_("A case, by its number"), "", 12)

    def clean_case(self) -> str:
        return str(self.cleaned_data["case"]).strip().lower()


class Reopen(OnHazard):
    why = area(_("What did you see?"))
    interim = one_of(MEANWHILE, [("", _("As before")), *INTERIM.items()], radios=False)
    pictures = Files(label=PAPERS)
