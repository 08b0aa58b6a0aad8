"""The receipt: shown in the browser that handed the concern in, until the person says that they have kept it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from huiyin.cases import receipts
from huiyin.cases.actions import drafting, receipt_codes
from huiyin.cases.forms.public_raise import Question
from huiyin.cases.models import Concern
from huiyin.cases.models.concern import Channel
from huiyin.cases.presenting import chip, derivation_rows, pick
from huiyin.cases.queries.offices import Office
from huiyin.cases.queries.status_receipt import Later, ReceiptPage, receipt_of
from huiyin.cases.rules import CODE_LENGTH, normalise_code, show_code
from huiyin.kernel import limits
from huiyin.kernel.clocks.words import length_text
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import public
from huiyin.web.components import DeadlineChip, Promise, Slip

from .public_parts import forget_draft, open_session, shown, token_of
from .public_raise import gone

GROUP = 4
TRIES = (30, 3600.0)

CHANNELS = {
    Channel.WEB: gettext_lazy("online"),
    Channel.VISIT: gettext_lazy("in person"),
    Channel.PHONE: gettext_lazy("by telephone"),
    Channel.LETTER: gettext_lazy("by letter"),
    Channel.EMAIL: gettext_lazy("by e-mail"),
    Channel.TRANSFER: gettext_lazy("passed on by another office"),
    Channel.IMPORT: gettext_lazy("from an older system"),
}


class Kept(Question):
    """Whether the code is noted down."""

    last_four = forms.CharField(
        label=gettext_lazy("Have you kept it? Type the last group, 4 characters"), max_length=20
    )


@public
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Shows the slip; the last four characters, typed, lead on to the status page."""
    token = token_of(request)
    found = drafting.read_draft(token) if token else None
    if token is None or found is None:
        return gone(request)
    draft, contents = found
    if draft.concern is None:
        return redirect("cases:raise-check")
    if request.method != "POST":
        return _page(request, draft.concern, contents.code, Kept())
    form = Kept(request.POST)
    if form.is_valid():
        try:
            if not limits.allow("kept", token.digest.hex(), *TRIES):
                raise BadInput(
                    "last_four", _("That were very many tries."), _("Look at the receipt once more in an hour.")
                )
            receipt_codes.confirm_kept(token=token, last_four=form.cleaned_data["last_four"])
            return _onward(contents.code)
        except BadInput as error:
            form.add_error("last_four", f"{error.message} {error.remedy}")
    return _page(request, draft.concern, contents.code, form)


def _onward(code: str) -> HttpResponse:
    response = redirect("cases:status")
    forget_draft(response)
    open_session(response, receipts.digest(code), code[-GROUP:])
    return response


def _page(request: HttpRequest, concern: Concern, code: str, form: Kept) -> HttpResponse:
    page = receipt_of(concern)
    context: dict[str, Any] = {
        "slip": slip_of(page, code, request.build_absolute_uri(reverse("cases:lookup"))),
        "zone": page.zone,
        "form": form,
        "changed": concern.registered_by != "" or page.channel != Channel.WEB,
    }
    return shown(request, "receipt", context)


def slip_of(page: ReceiptPage, code: str, address: str) -> Slip:
    """The slip. The code stands behind the `#` of the QR's address: that part never leaves the reader's device."""
    shown_code = show_code(code)
    return Slip(
        code=shown_code,
        place=page.organisation.name,
        at=page.received_at,
        promises=promises(page),
        responsible=responsible(page),
        way_up=way_up(page.organisation, page.way_up),
        stub=stub(page),
        look_up_url=f"{address}#{shown_code}",
        look_up_text=_("Scan the code on the right, or type it at %(address)s.")
        % {"address": address.split("://", 1)[-1]},
    )


def promises(page: ReceiptPage) -> tuple[Promise, ...]:
    """What was promised, each with its derivation in one line."""
    running = tuple(
        Promise(pick(clock.title), chip(clock, flat=True), _short_derivation(clock)) for clock in page.dates
    )
    return (*running, *((_later(page.answer),) if page.answer else ()))


def responsible(page: ReceiptPage) -> str:
    """Who answers: posts, where they are known already."""
    if page.handler and page.leader:
        return _("%(handler)s handles it, %(leader)s is responsible.") % {
            "handler": page.handler,
            "leader": page.leader,
        }
    return _(
        "%(office)s. Who handles it, and who is responsible, you read on the progress page as soon as it is settled."
    ) % {"office": page.organisation.name}


def way_up(office: Office, above: Office | None) -> str:
    """Whom to go to when there is no answer in time, or not the right one."""
    if above is None:
        return _("%(office)s has no office above it here. Other lawful ways stay open: reconsideration, suit.") % {
            "office": office.name
        }
    where = " · ".join(text for text in (above.address, above.phone) if text)
    return _(
        "No answer in time, or not satisfied with it: go to %(office)s%(where)s. Within 30 days after you have the answer you "
        "can ask for review. It costs nothing."
    ) % {"office": above.name, "where": f" ({where})" if where else ""}


def stub(page: ReceiptPage) -> str:
    """The office's half: neither name nor code."""
    files = (
        ngettext("%(count)d file", "%(count)d files", page.files) % {"count": page.files}
        if page.files
        else _("no files")
    )
    return _("The office's part: case %(case)s · came %(channel)s · %(files)s · this part has neither your name nor your code") % {
        "case": page.case_id, "channel": CHANNELS[Channel(page.channel)], "files": files
    }  # fmt: skip


def _short_derivation(clock: Any) -> str:
    rows = {row.term: row.lines for row in derivation_rows(clock.derivation)}
    terms = list(rows)
    return " ".join(rows[terms[0]] + rows[terms[1]] + rows[terms[-1]])


def _later(answer: Later) -> Promise:
    length = length_text(answer.length, answer.unit)
    why = _("You are told the exact date on the day of acceptance.")
    law = _("The office's own rule, not set by law") if answer.own_rule else f"{pick(answer.law)}{answer.article}"
    return Promise(
        pick(answer.title), DeadlineChip(_("within %(length)s of acceptance") % {"length": length}), f"{why} {law}"
    )


def tail_of(typed: str) -> str:
    """The last group of a code, however it was typed."""
    return normalise_code(typed)[CODE_LENGTH - GROUP : CODE_LENGTH]
