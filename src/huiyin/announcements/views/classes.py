"""The page of a class, for everybody who has its address; and in the house the addresses themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.announcements.actions import classes as acts
from huiyin.announcements.actions import reading
from huiyin.announcements.queries import classes as queries
from huiyin.cases.views.public_parts import private
from huiyin.kernel import files
from huiyin.organisations.access import StaffRequest, needs, public


@public
@require_http_methods(["GET", "POST"])
def class_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the school has to say to parents of this class. No account, no name; a tap is counted and nothing else."""
    if request.method == "POST":
        tapped = request.POST.get("notice", "")
        reading.tap(page_id=public_id, announcement_id=tapped)
        return private(redirect(f"{reverse('announcements:class', args=[public_id])}?read={tapped}"))
    found = queries.read(public_id)
    context = {
        "page": found.page,
        "notices": found.notices,
        "zone": found.page.organisation.zone,
        "tapped": request.GET.get("read", ""),
    }
    return private(render(request, "announcements/public/class.html", context))


@public
@require_safe
def class_paper(request: HttpRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A paper that goes with a notice to this class."""
    return files.response(queries.paper(public_id, file_id), inline=True)


@needs("announcement_write")
@require_http_methods(["GET", "POST"])
def pages(request: StaffRequest) -> HttpResponse:
    """The addresses of the classes: opened, printed with their codes, made anew."""
    if request.method == "POST":
        if request.POST.get("do") == "open":
            acts.open_pages(actor=request.actor)
        else:
            acts.renew(actor=request.actor, page_id=request.POST.get("page", ""))
        messages.success(request, _("Done."))
        return redirect("announcements:classes")
    there, missing = queries.pages_of(request.actor)
    return render(request, "announcements/classes.html", {"pages": there, "missing": missing})


@needs("announcement_write")
@require_safe
def sheets(request: StaffRequest) -> HttpResponse:
    """A sheet for each class with the address of its page, to hand out once."""
    there, _missing = queries.pages_of(request.actor)
    found = [(one, request.build_absolute_uri(reverse("announcements:class", args=[one.public_id]))) for one in there]
    return render(request, "announcements/sheets.html", {"sheets": found})
