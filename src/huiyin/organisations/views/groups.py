"""Leading groups, terms and classes."""

from __future__ import annotations

from typing import Any

from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.forms import ClassForm, GroupForm, MemberForm, TermForm
from huiyin.organisations.queries import GroupView, NamedChoice

from .pages import done, saved, try_or_say

_SPARE_LINES = 3


@needs("view_people")
@require_safe
def groups(request: StaffRequest, public_id: str) -> HttpResponse:
    """The leading groups of an organisation: who leads, who does what."""
    context = {
        "organisation": queries.organisation_view(request.actor, public_id),
        "groups": queries.groups_of(request.actor, public_id),
        "manages": may(request.actor, "manage_groups"),
    }
    return render(request, "organisations/groups.html", context)


@needs("manage_groups")
@require_http_methods(["GET", "POST"])
def new_group(request: StaffRequest, public_id: str) -> HttpResponse:
    """A new leading group."""
    return _edit(request, public_id, None)


@needs("manage_groups")
@require_http_methods(["GET", "POST"])
def group(request: StaffRequest, public_id: str) -> HttpResponse:
    """Change a leading group."""
    shown = queries.group_view(request.actor, public_id)
    return _edit(request, shown.organisation, shown)


@needs("manage_groups")
@require_POST
def close_group(request: StaffRequest, public_id: str) -> HttpResponse:
    """Dissolve a leading group."""
    shown = queries.group_view(request.actor, public_id)
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isdecimal() else 0
    try_or_say(
        request,
        lambda: actions.close_leading_group(actor=request.actor, group=public_id, version=version),
        _("The leading group is dissolved."),
    )
    return redirect("organisations:groups", shown.organisation)


@needs("manage_terms")
@require_http_methods(["GET", "POST"])
def school_year(request: StaffRequest, public_id: str) -> HttpResponse:
    """Terms and classes: see, add, change by the same name."""
    which = request.POST.get("form", "")
    term = TermForm(request.POST if which == "term" else None, prefix="term")
    school_class = ClassForm(request.POST if which == "class" else None, prefix="class")

    def save_term(data: dict[str, Any]) -> None:
        actions.save_term(actor=request.actor, organisation=public_id, **data)

    def save_class(data: dict[str, Any]) -> None:
        actions.save_class(actor=request.actor, organisation=public_id, **data)

    if (which == "term" and saved(term, save_term)) or (which == "class" and saved(school_class, save_class)):
        return done(request, _("Saved."), "organisations:school-year", public_id)
    context = {
        "organisation": queries.organisation_view(request.actor, public_id, "manage_terms"),
        "year": queries.school_year(request.actor, public_id),
        "term": term,
        "school_class": school_class,
    }
    wrong = term.errors or school_class.errors
    return render(request, "organisations/school_year.html", context, status=422 if wrong else 200)


@needs("manage_terms")
@require_POST
def remove_term(request: StaffRequest, organisation: str, public_id: str) -> HttpResponse:
    """Take a term away."""
    try_or_say(request, lambda: actions.remove_term(actor=request.actor, term=public_id), _("Removed."))
    return redirect("organisations:school-year", organisation)


@needs("manage_terms")
@require_POST
def remove_class(request: StaffRequest, organisation: str, public_id: str) -> HttpResponse:
    """Take a class away."""
    try_or_say(request, lambda: actions.remove_class(actor=request.actor, school_class=public_id), _("Removed."))
    return redirect("organisations:school-year", organisation)


def _edit(request: StaffRequest, organisation: str, shown: GroupView | None) -> HttpResponse:
    home = queries.organisation_view(request.actor, organisation, "manage_groups")
    units = [NamedChoice(unit.public_id, unit.name) for unit in home.units]
    names = ("version", "name", "purpose", "duties", "office_unit")
    form = GroupForm(
        request.POST or None, units=units, initial={name: getattr(shown, name) for name in names} if shown else None
    )
    lines = formset_factory(MemberForm, extra=_SPARE_LINES)(
        request.POST or None,
        prefix="members",
        form_kwargs={"posts": queries.posts_in_reach(request.actor, organisation)},
        initial=[{"post": line.post, "role": line.role, "duties": line.duties} for line in shown.members]
        if shown
        else None,
    )

    def save(data: dict[str, Any]) -> None:
        version, office = data.pop("version") or 1, data.pop("office_unit") or None
        members = [actions.Member(**line) for line in lines.cleaned_data if line.get("post")]
        actions.save_leading_group(
            actor=request.actor, organisation=organisation, group=shown.public_id if shown else None,
            version=version, office_unit=office, members=members, **data,
        )  # fmt: skip

    if request.method == "POST" and lines.is_valid() and saved(form, save):
        return done(request, _("Saved."), "organisations:groups", organisation)
    context = {"form": form, "lines": lines, "group": shown, "organisation": home}
    return render(request, "organisations/group.html", context, status=422 if form.errors else 200)
