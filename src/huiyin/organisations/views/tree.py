"""The tree: organisations, units and posts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.organisations import actions, queries
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.forms import NewOrganisationForm, OrganisationForm, PostForm, UnitForm
from huiyin.organisations.queries import NamedChoice, OrganisationView
from huiyin.organisations.words import ROLE_LABELS

from .pages import done, form_page, saved, try_or_say


@needs("view_people")
@require_safe
def tree(request: StaffRequest, public_id: str = "") -> HttpResponse:
    """The organisations in reach, and the units and posts of one of them, drawn."""
    places = queries.organisations_in_reach(request.actor, "view_people")
    shown = queries.organisation_view(request.actor, public_id or places[0].public_id)
    context = {
        "places": places,
        "organisation": shown,
        "roles": ROLE_LABELS,
        "manages": may(request.actor, "manage_posts"),
        "manages_groups": may(request.actor, "manage_groups"),
    }
    return render(request, "organisations/tree.html", context)


@needs("manage_organisation")
@require_http_methods(["GET", "POST"])
def new_organisation(request: StaffRequest, public_id: str) -> HttpResponse:
    """A new organisation below another."""
    parent = queries.organisation_view(request.actor, public_id, "manage_organisation")
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda data: actions.create_organisation(actor=request.actor, parent=public_id, **data)
    ):
        return done(request, _("The organisation is there. Now give it units and posts."), "organisations:tree")
    title = _("A new organisation below %(name)s") % {"name": parent.name}
    return form_page(request, form, title=title, back=_tree(public_id), submit=_("Create it"))


@needs("manage_organisation")
@require_http_methods(["GET", "POST"])
def settings(request: StaffRequest, public_id: str) -> HttpResponse:
    """Names, what the public is shown, the outside body, roll-over."""
    home = queries.organisation_view(request.actor, public_id, "manage_organisation")
    initial = {**home.details, "version": home.version}
    form = OrganisationForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.edit_organisation(actor=request.actor, organisation=public_id, version=version, changes=data)

    if request.method == "POST" and saved(form, save):
        return done(request, _("Saved."), "organisations:settings", public_id)
    close = ("organisations:close-organisation", public_id, home.version, _("Close this organisation"))
    return form_page(request, form, title=home.name, back=_tree(public_id), close=_closer(*close))


@needs("manage_organisation")
@require_POST
def close_organisation(request: StaffRequest, public_id: str) -> HttpResponse:
    """Close an organisation that is empty."""
    version = _version(request)
    closed = try_or_say(
        request,
        lambda: actions.close_organisation(actor=request.actor, organisation=public_id, version=version),
        _("The organisation is closed."),
    )
    return redirect("organisations:tree") if closed else redirect("organisations:settings", public_id)


@needs("manage_posts")
@require_http_methods(["GET", "POST"])
def new_unit(request: StaffRequest, public_id: str) -> HttpResponse:
    """A new unit in an organisation."""
    home = queries.organisation_view(request.actor, public_id, "manage_posts")
    form = UnitForm(request.POST or None, units=_units(home))

    def save(data: dict[str, Any]) -> None:
        actions.create_unit(
            actor=request.actor, organisation=public_id, name=data["name"], parent=data["parent"] or None
        )

    if request.method == "POST" and saved(form, save):
        return done(request, _("The unit is there. Now give it posts."), "organisations:tree-of", public_id)
    title = _("A new unit in %(name)s") % {"name": home.name}
    return form_page(request, form, title=title, back=_tree(public_id), submit=_("Create it"))


@needs("manage_posts")
@require_http_methods(["GET", "POST"])
def unit(request: StaffRequest, public_id: str) -> HttpResponse:
    """Rename a unit or move it."""
    shown = queries.unit_view(request.actor, public_id)
    home = queries.organisation_view(request.actor, shown.organisation, "manage_posts")
    others = [choice for choice in _units(home) if choice.public_id != public_id]
    initial = {"version": shown.version, "name": shown.name, "parent": shown.parent}
    form = UnitForm(request.POST or None, units=others, initial=initial)

    def save(data: dict[str, Any]) -> None:
        version = data["version"] or 0
        actions.edit_unit(
            actor=request.actor, unit=public_id, version=version, name=data["name"], parent=data["parent"] or None
        )

    if request.method == "POST" and saved(form, save):
        return done(request, _("Saved."), "organisations:tree-of", shown.organisation)
    close = _closer("organisations:close-unit", public_id, shown.version, _("Close this unit"))
    return form_page(request, form, title=shown.name, back=_tree(shown.organisation), close=close)


@needs("manage_posts")
@require_POST
def close_unit(request: StaffRequest, public_id: str) -> HttpResponse:
    """Close a unit that is empty."""
    shown = queries.unit_view(request.actor, public_id)
    version = _version(request)
    closed = try_or_say(
        request,
        lambda: actions.close_unit(actor=request.actor, unit=public_id, version=version),
        _("The unit is closed."),
    )
    return (
        redirect("organisations:tree-of", shown.organisation) if closed else redirect("organisations:unit", public_id)
    )


@needs("manage_posts")
@require_http_methods(["GET", "POST"])
def new_post(request: StaffRequest, public_id: str) -> HttpResponse:
    """A new post in a unit."""
    place = queries.unit_view(request.actor, public_id)
    form = _post_form(request, place.organisation, {"unit": public_id})

    def save(data: dict[str, Any]) -> None:
        actions.create_post(actor=request.actor, **_post_values(data))

    if request.method == "POST" and saved(form, save):
        return done(request, _("The post is there. Now appoint somebody."), "organisations:tree-of", place.organisation)
    title = _("A new post in %(name)s") % {"name": place.name}
    return form_page(request, form, title=title, back=_tree(place.organisation), submit=_("Create it"))


@needs("manage_posts")
@require_http_methods(["GET", "POST"])
def post(request: StaffRequest, public_id: str) -> HttpResponse:
    """Change a post: title, unit, roles, superior."""
    shown = queries.post_view(request.actor, public_id)
    names = ("version", "title", "unit", "roles", "reports_to", "is_head")
    form = _post_form(request, shown.organisation, {name: getattr(shown, name) for name in names})

    def save(data: dict[str, Any]) -> None:
        version = data["version"] or 0
        actions.edit_post(actor=request.actor, post=public_id, version=version, **_post_values(data))

    if request.method == "POST" and saved(form, save):
        return done(request, _("Saved."), "organisations:tree-of", shown.organisation)
    close = _closer("organisations:close-post", public_id, shown.version, _("Close this post"))
    return form_page(request, form, title=shown.title, back=_tree(shown.organisation), close=close)


@needs("manage_posts")
@require_POST
def close_post(request: StaffRequest, public_id: str) -> HttpResponse:
    """Close a post that nobody holds."""
    shown = queries.post_view(request.actor, public_id)
    version = _version(request)
    closed = try_or_say(
        request,
        lambda: actions.close_post(actor=request.actor, post=public_id, version=version),
        _("The post is closed."),
    )
    return (
        redirect("organisations:tree-of", shown.organisation) if closed else redirect("organisations:post", public_id)
    )


def _post_form(request: StaffRequest, organisation: str, initial: dict[str, Any]) -> PostForm:
    home = queries.organisation_view(request.actor, organisation, "manage_posts")
    posts = queries.posts_in_reach(request.actor, organisation, above=True)
    return PostForm(request.POST or None, units=_units(home), posts=posts, initial=initial)


def _post_values(data: dict[str, Any]) -> dict[str, Any]:
    names = ("unit", "title", "roles", "is_head")
    return {**{name: data[name] for name in names}, "reports_to": data["reports_to"] or None}


def _units(home: OrganisationView) -> list[NamedChoice]:
    return [NamedChoice(unit.public_id, unit.name) for unit in home.units]


def _tree(organisation: str) -> str:
    return resolve_url("organisations:tree-of", organisation)


def _closer(route: str, public_id: str, version: int, label: str) -> dict[str, object]:
    return {"url": resolve_url(route, public_id), "version": version, "label": label}


def _version(request: StaffRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else 0
