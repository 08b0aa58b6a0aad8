"""Pages: the office's own dates, and the calendar."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.actions import office_rules as actions
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations import queries as organisations
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import own_office
from huiyin.web.fields import put_error

from .forms import OwnDatesForm
from .own_dates import own_dates, roll_example


@needs("manage_clock_numbers")
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """To the dates of one's own organisation."""
    home = own_office(request.actor)
    return redirect("cases:own-dates", home.public_id)


@needs("manage_clock_numbers")
@require_http_methods(["GET", "POST"])
def dates(request: StaffRequest, organisation: str) -> HttpResponse:
    """Ask, show what changes, save."""
    home = _organisation(request, organisation)
    form = OwnDatesForm(
        request.POST or None,
        packs=own_dates(home),
        initial={
            "version": home.version,
            "roll_over_office": "move" if home.roll_over_office else "stay",
            "roll_over_petitioner": "move" if home.roll_over_petitioner else "stay",
        },
    )
    context = {
        "form": form,
        "organisation": home,
        "places": organisations.organisations_in_reach(request.actor, "manage_clock_numbers"),
        "example": roll_example(home),
    }
    if request.method == "POST" and form.is_valid() and "again" not in request.POST:
        try:
            changed = _changes(form, home)
            if "save" in request.POST or not changed:
                return _save(request, form, home)
            return render(request, "cases/rules/own_dates_preview.html", {**context, "changes": changed})
        except BadInput as error:
            put_error(form, error)
    return render(request, "cases/rules/own_dates.html", context, status=422 if form.errors else 200)


def _save(request: StaffRequest, form: OwnDatesForm, home: Organisation) -> HttpResponse:
    actions.set_own_dates(
        actor=request.actor, organisation=home, version=form.cleaned_data["version"], choices=form.choices()
    )
    messages.success(request, _("Saved. It holds for dates that start from now on."))
    return redirect("cases:own-dates", home.public_id)


def _changes(form: OwnDatesForm, home: Organisation) -> list[tuple[str, str, str]]:
    """What saving would change, in words: title, now, then."""
    choices = form.choices()
    found = [(clock.title, now, then) for clock, now, then in actions.changes(home, choices)]
    rolls = (
        ("roll_over_office", home.roll_over_office, choices.roll_over_office),
        ("roll_over_petitioner", home.roll_over_petitioner, choices.roll_over_petitioner),
    )
    words = (_("it stays"), _("it moves to the next working day"))
    found += [(str(form.fields[name].label), words[now], words[then]) for name, now, then in rolls if now != then]
    return found


def _organisation(request: StaffRequest, public_id: str) -> Organisation:
    """The organisation, for whoever may set its dates. Raises `Refused`."""
    organisations.organisation_view(request.actor, public_id, "manage_clock_numbers")
    home = Organisation.objects.filter(public_id=public_id, closed_at=None).first()
    if home is None:
        raise Refused
    return home
