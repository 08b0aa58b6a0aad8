"""The receipt: shown in the browser that handed the concern in, until the person says that they have kept it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases import receipts
from huiyin.cases.actions import drafting, receipt_codes
from huiyin.cases.drafts import Token
from huiyin.cases.forms.public_raise import Question
from huiyin.cases.models import Concern
from huiyin.cases.models.concern import Channel
from huiyin.cases.presenting import derivation_rows, pick
from huiyin.cases.queries.offices import Office
from huiyin.cases.queries.status_receipt import Later, ReceiptPage, receipt_of
from huiyin.cases.rules import CODE_LENGTH, normalise_code, show_code
from huiyin.cases.wording import CHANNELS
from huiyin.kernel import limits
from huiyin.kernel.clocks.citing import cite
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.clocks.words import length_text
from huiyin.kernel.errors import BadInput
from huiyin.organisations.access import public
from huiyin.procedures.schema import Words
from huiyin.web import dates
from huiyin.web.components import DeadlineChip, Promise, Slip

from .public_parts import forget_draft, forget_slip, open_session, shown, slip_token_of, token_of
from .public_raise import gone

GROUP = 4
TRIES = (30, 3600.0)


class Kept(Question):
    """Whether the code is noted down."""

    last_four = forms.CharField(
        label=gettext_lazy("Have you kept it? Type the last group, 4 characters"), max_length=20
    )


@public
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Shows the slip; the last four characters, typed, lead on to the status page."""
    slip = kept_slip(request)
    if slip is None:
        return _nothing_kept(request)
    if request.method != "POST":
        return _page(request, slip, Kept())
    form = Kept(request.POST)
    if form.is_valid():
        try:
            if not limits.allow("kept", slip.token.digest.hex(), *TRIES):
                raise BadInput(
                    "last_four", _("Those were very many tries."), _("Look at the receipt once more in an hour.")
                )
            receipt_codes.confirm_kept(token=slip.token, last_four=form.cleaned_data["last_four"])
            return _onward(slip)
        except BadInput as error:
            form.add_error("last_four", error.sentences)
    return _page(request, slip, form)


@dataclass(frozen=True, slots=True)
class KeptSlip:
    """A receipt that this browser still shows. `changed`: its code took the place of another."""

    token: Token
    concern: Concern
    code: str
    changed: bool


def kept_slip(request: HttpRequest) -> KeptSlip | None:
    """The receipt that this browser still shows: one whose code was changed first."""
    for token, changed in ((slip_token_of(request), True), (token_of(request), False)):
        found = drafting.read_draft(token) if token else None
        if token and found and found[0].concern is not None:
            return KeptSlip(token, found[0].concern, found[1].code, changed)
    return None


def slip_is_kept(request: HttpRequest) -> bool:
    """Whether this browser still shows a code that was changed: its answer may have been lost on the way."""
    token = slip_token_of(request)
    return token is not None and drafting.read_draft(token) is not None


def _nothing_kept(request: HttpRequest) -> HttpResponse:
    """The form is still being written, or this browser knows of none."""
    token = token_of(request)
    return redirect("cases:raise-check") if token and drafting.read_draft(token) else gone(request)


def _onward(slip: KeptSlip) -> HttpResponse:
    response = redirect("cases:status")
    if slip.changed:
        forget_slip(response)
    else:
        forget_draft(response)
    open_session(response, receipts.digest(slip.code), slip.code[-GROUP:])
    return response


def _page(request: HttpRequest, slip: KeptSlip, form: Kept) -> HttpResponse:
    page = receipt_of(slip.concern)
    context: dict[str, Any] = {
        "slip": slip_of(page, slip.code, request.build_absolute_uri(reverse("cases:lookup"))),
        "zone": page.zone,
        "form": form,
        "changed": slip.changed,
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
        way_up=way_up(page.organisation, page.way_up, page.review),
        stub=stub(page),
        in_log=in_log(page),
        look_up_url=f"{address}#{shown_code}",
        look_up_text=_("Scan the code on the right, or type it at %(address)s.")
        % {"address": address.split("://", 1)[-1]},
    )


def promises(page: ReceiptPage) -> tuple[Promise, ...]:
    """What was promised, each with its derivation in one line."""
    running = tuple(Promise(pick(clock.title), _by(clock), _short_derivation(clock)) for clock in page.dates)
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


def way_up(office: Office, above: Office | None, review: Words | None) -> str:
    """Whom to go to when there is no answer in time, or not the right one."""
    if above is None:
        return _("%(office)s has no office above it here. Other lawful ways stay open: reconsideration, suit.") % {
            "office": office.name
        }
    where = _(" (%(place)s)") % {"place": place_of(above)} if place_of(above) else ""
    first = _("No answer in time, or not satisfied with it: go to %(office)s%(where)s. It costs nothing.")
    return " ".join((first % {"office": above.name, "where": where}, *((pick(review),) if review else ())))


def place_of(office: Office) -> str:
    """Where an office is and how it is called."""
    return " · ".join(text for text in (office.address, office.phone) if text)


def in_log(page: ReceiptPage) -> str:
    """How the registration stands in the public log, to be compared with the receipt file."""
    if not page.fingerprint:
        return ""
    return _("In the public log %(log)s: %(fingerprint)s") % {"log": page.log, "fingerprint": page.fingerprint}


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


def _by(clock: ClockView) -> DeadlineChip:
    """The day itself: on paper "two days left" would be wrong tomorrow."""
    day = dates.day_text(clock.due_on, clock.derivation.zone)
    return DeadlineChip(_("by %(day)s") % {"day": day}, provisional=clock.provisional)


def _short_derivation(clock: ClockView) -> str:
    rows = {row.term: row.lines for row in derivation_rows(clock.derivation)}
    terms = list(rows)
    return " · ".join(str(line) for line in (*rows[terms[0]], *rows[terms[1]], *rows[terms[-1]]))


def _later(answer: Later) -> Promise:
    length = length_text(answer.length, answer.unit)
    why = _("You are told the exact date on the day of acceptance.")
    law = (
        _("The office's own rule, not set by law")
        if answer.own_rule
        else f"{pick(answer.law)}{cite(answer.article, get_language() or 'zh-hans')}"
    )
    return Promise(
        pick(answer.title), DeadlineChip(_("within %(length)s of acceptance") % {"length": length}), f"{why} {law}"
    )


def tail_of(typed: str) -> str:
    """The last group of a code, however it was typed."""
    return normalise_code(typed)[CODE_LENGTH - GROUP : CODE_LENGTH]
