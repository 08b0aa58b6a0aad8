"""People: accounts and who holds which post. No page here lists what a person did."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.organisations import actions, handover, queries
from huiyin.organisations.access import StaffRequest, may, needs
from huiyin.organisations.codes import grouped
from huiyin.organisations.forms import AccountForm, AppointForm, EditAccountForm, EndForm, LetInForm, SwapForm
from huiyin.organisations.queries import NamedChoice

from .pages import done, form_page, saved, try_or_say
from .proving import proved


@needs("view_people")
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Who holds which post, by unit, in one organisation."""
    places = queries.organisations_in_reach(request.actor, "view_people")
    chosen = request.GET.get("organisation", "")
    home = next((place for place in places if place.public_id == chosen), places[0])
    manages = may(request.actor, "manage_people")
    context = {
        "places": places,
        "organisation": queries.organisation_view(request.actor, home.public_id),
        "manages": manages,
        "without_post": queries.inactive_accounts(request.actor) if manages else [],
    }
    return render(request, "organisations/people.html", context)


@needs("manage_people")
@never_cache
@require_http_methods(["GET", "POST"])
def new_person(request: StaffRequest) -> HttpResponse:
    """A new account; its holder sets the password with a code that is shown once."""
    form = AccountForm(request.POST or None)
    made: list[actions.NewAccount] = []
    if request.method == "POST" and saved(
        form, lambda data: made.append(actions.create_account(actor=request.actor, **data))
    ):
        account = made[0].account
        return _show_key(request, account.public_id, account.display_name, account.username, made[0].key)
    return form_page(
        request, form, title=_("A new account"), back=resolve_url("organisations:people"), submit=_("Create it")
    )


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def person(request: StaffRequest, public_id: str) -> HttpResponse:
    """An account: name, mail, telephone, and the posts that it holds."""
    account = queries.account_view(request.actor, public_id)
    names = ("version", "display_name", "email", "phone", "language")
    form = EditAccountForm(request.POST or None, initial={name: getattr(account, name) for name in names})

    def save(data: dict[str, Any]) -> None:
        version = data.pop("version")
        actions.edit_account(actor=request.actor, account=public_id, version=version, changes=data)

    if request.method == "POST" and saved(form, save):
        return done(request, _("Saved."), "organisations:person", public_id)
    let_in = queries.lettings_in(request.actor, public_id)
    context = {"form": form, "account": account, "let_in": let_in, "zone": request.actor.zone}
    return render(request, "organisations/person.html", context, status=422 if form.errors else 200)


@needs("manage_people")
@never_cache
@proved
@require_http_methods(["GET", "POST"])
def reset(request: StaffRequest, public_id: str) -> HttpResponse:
    """Void the password and show a code, once."""
    account = queries.account_view(request.actor, public_id)
    form = LetInForm(request.POST if "reason" in request.POST else None)
    made: list[str] = []
    if request.method == "POST" and saved(
        form, lambda data: made.append(actions.reset_password(actor=request.actor, account=public_id, **data))
    ):
        return _show_key(request, public_id, account.display_name, account.username, made[0])
    lead = _(
        "The present password stops working and open sessions end. Whoever uses the code comes in: the holder, the other administrators and the head are told, and to an account without a second step identities stay closed from then on, until a second administrator has vouched."
    )
    title = _("A new code for %(name)s") % {"name": account.display_name}
    back = resolve_url("organisations:person", public_id)
    return form_page(request, form, title=title, lead=lead, back=back, submit=_("Give a new code"))


@needs("manage_people")
@require_POST
def deactivate(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody leaves."""
    message = _("The account is switched off. All its appointments and sessions have ended.")
    try_or_say(request, lambda: actions.deactivate_account(actor=request.actor, account=public_id), message)
    return _back_to(public_id)


@needs("manage_people")
@require_POST
def reactivate(request: StaffRequest, public_id: str) -> HttpResponse:
    """Somebody comes back."""
    message = _("The account is switched on. Now give it a post.")
    try_or_say(request, lambda: actions.reactivate_account(actor=request.actor, account=public_id), message)
    return _back_to(public_id)


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def appoint(request: StaffRequest, public_id: str) -> HttpResponse:
    """Give a post to somebody."""
    post = queries.post_view(request.actor, public_id, "manage_people")
    form = AppointForm(request.POST or None, accounts=queries.accounts_to_appoint(request.actor))
    if request.method == "POST" and saved(
        form, lambda data: actions.appoint(actor=request.actor, post=public_id, **data)
    ):
        return done(request, _("Appointed."), "organisations:people")
    title = _("Who holds the post “%(post)s”?") % {"post": post.title}
    return form_page(request, form, title=title, back=resolve_url("organisations:people"), submit=_("Appoint"))


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def end_appointment(request: StaffRequest, public_id: str) -> HttpResponse:
    """End an appointment, having seen how much is open on the post."""
    name, held = queries.appointment_view(request.actor, public_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and saved(
        form, lambda data: actions.end_appointment(actor=request.actor, appointment=public_id, on=data["on"])
    ):
        told = _(
            "The appointment ends. What is open stays with the post; where nobody holds it, leader and desk get it."
        )
        return done(request, told, "organisations:people")
    context = {"form": form, "name": name, "held": held, "open_work": handover.open_work(held.post_reference)}
    context["appointment"] = public_id
    return render(request, "organisations/end_appointment.html", context, status=422 if form.errors else 200)


@needs("manage_people")
@require_http_methods(["GET", "POST"])
def swap(request: StaffRequest, public_id: str) -> HttpResponse:
    """Let two people change posts, now."""
    name, held = queries.appointment_view(request.actor, public_id)
    home = queries.organisation_view(request.actor, held.organisation_id, "manage_people")
    others = [
        NamedChoice(holder.appointment, f"{holder.name} · {post.title}")
        for unit in home.units
        for post in unit.posts
        for holder in post.holders
        if holder.begun and holder.appointment != public_id
    ]
    form = SwapForm(request.POST or None, appointments=others)
    if request.method == "POST" and saved(
        form, lambda data: actions.swap(actor=request.actor, first=public_id, second=data["second"])
    ):
        return done(request, _("They have changed posts. Both sessions go on in the new post."), "organisations:people")
    title = _("%(name)s (%(post)s) changes posts") % {"name": name, "post": held.title}
    return form_page(request, form, title=title, back=resolve_url("organisations:people"), submit=_("Change posts now"))


def _show_key(request: StaffRequest, public_id: str, name: str, username: str, key: str) -> HttpResponse:
    """The code, on this one answer only."""
    context = {"public_id": public_id, "keys": [(name, username, grouped(key))]}
    return render(request, "organisations/keys.html", context)


def _back_to(public_id: str) -> HttpResponse:
    return redirect("organisations:person", public_id)
