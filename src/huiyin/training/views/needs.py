"""Which posts need which training, and which still lack it; what one's own post needs."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.views.staff_parts import titled_chip
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import StaffRequest, needs
from huiyin.organisations.posts import posts_of
from huiyin.training.actions import needing
from huiyin.training.forms.needs import NewNeed
from huiyin.training.queries import needs as queries
from huiyin.training.queries import quizzes
from huiyin.training.wording import TOPICS, which
from huiyin.web.fields import put_error

DAYS = 60  # proposed until every such post has taken it


@needs("training_plan")
@require_http_methods(["GET", "POST"])
def need_list(request: StaffRequest) -> HttpResponse:
    """By post, never by person; what is lacking first. A need is set here, or ended."""
    if request.method == "POST" and request.POST.get("do") == "end":
        needing.end_need(actor=request.actor, need_id=request.POST.get("need", ""))
        messages.success(request, _("Done."))
        return redirect("training:needs")
    by_on = time.today(request.actor.zone) + dt.timedelta(days=DAYS)
    form = NewNeed(
        request.POST or None, initial={"months": 12, "by_on": by_on}, posts=posts_of(request.actor.organisation_id)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            needing.set_need(actor=request.actor, wanted=needing.Wanted(**form.cleaned_data))
        except BadInput as error:
            put_error(form, error)
        else:
            messages.success(request, _("Set. These posts were told."))
            return redirect("training:needs")
    rows = [
        (one, which(one.need), TOPICS[one.need.topic], titled_chip(one.clock))
        for one in queries.of_office(request.actor)
    ]
    needed, lacking = queries.posts(request.actor)
    context = {"rows": rows, "form": form, "needed": needed, "lacking": lacking}
    return render(request, "training/needs.html", context, status=422 if form.is_bound else 200)


@needs("training_read")
@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """What the own post needs, until when it holds, where it can be taken."""
    rows = [(one, TOPICS[one.need.topic]) for one in queries.mine(request.actor)]
    return render(request, "training/mine.html", {"rows": rows, "quizzes": quizzes.open_to(request.actor)})
