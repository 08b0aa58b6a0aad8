"""Letters and receipts as PDF, for the person who has the code, and for the office."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.actions import counter, identity
from huiyin.cases.models import Case
from huiyin.cases.queries.case_page import letter_of_case
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.status import letter_of
from huiyin.cases.queries.status_receipt import receipt_of
from huiyin.cases.queries.telling import LetterPage
from huiyin.documents import paper
from huiyin.documents.paper.slips import Paper
from huiyin.kernel.errors import Refused
from huiyin.kernel.vault.models import SealedIdentity
from huiyin.organisations.access import StaffRequest, needs, public
from huiyin.organisations.views.proving import proved

from .public_letters import sheet_of
from .public_parts import Session
from .public_receipt import kept_slip, slip_of
from .public_status import opened
from .staff_register import token_of_form

LONGEST_NAME = 80


@opened
@require_http_methods(["GET", "HEAD", "POST"])
def public_letter(request: HttpRequest, session: Session, public_id: str) -> HttpResponse:
    """The person's own letter. Whoever wants a name on it types it: it goes onto this paper and nowhere else."""
    found = letter_of(session.concern, public_id)
    if found is None:
        raise Refused
    name = request.POST.get("addressee", "")[:LONGEST_NAME]
    return _answer(request, found, get_language() or settings.LANGUAGE_CODE, name)


@needs("read")
@require_safe
def staff_letter(request: StaffRequest, public_id: str, letter_id: str) -> HttpResponse:
    """Without a name: for the file, and to be handed over."""
    case = visible_case(request.actor, public_id)
    return _answer(request, _letter(case, letter_id), _language(case))


@needs("open_identity")
@proved
@require_POST
def addressed_letter(request: StaffRequest, public_id: str, letter_id: str) -> HttpResponse:
    """With name and address on it, to be sent by post: that opens them, and the person reads who did and what for."""
    case = visible_case(request.actor, public_id)
    found = _letter(case, letter_id)
    concern = case.concerns.filter(public_id=request.POST.get("concern", "")).exclude(identity="").first()
    if concern is None:
        raise Refused
    kept = SealedIdentity.objects.get(public_id=concern.identity).kept
    opened_now = identity.open_identity(
        actor=request.actor,
        concern_public_id=concern.public_id,
        purpose=_("To address the letter %(number)s.") % {"number": found.number},
        fields=[field for field in ("name", "address") if field in kept],
    )
    lines = (line for line in (opened_now.address, opened_now.name) if line)
    return _answer(request, found, concern.language, "\n".join(lines))


@needs("register")
@require_POST
def staff_slip(request: StaffRequest) -> HttpResponse:
    """The receipt of the page that shows it, while it shows it."""
    laid = counter.laid_out(token_of_form(request))
    if laid is None:
        raise Refused
    page = receipt_of(laid.concern)
    slip = slip_of(page, laid.code, _status_url(request))
    content = paper.slip_pdf(slip, zone=page.zone, paper=_paper(request.POST.get("paper")))
    return paper.response(content, "receipt.pdf")


@public
@require_safe
def public_slip(request: HttpRequest) -> HttpResponse:
    """The receipt that this browser still shows."""
    kept = kept_slip(request)
    if kept is None:
        raise Refused
    page = receipt_of(kept.concern)
    slip = slip_of(page, kept.code, _status_url(request))
    content = paper.slip_pdf(slip, zone=page.zone, paper=_paper(request.GET.get("paper")))
    return paper.response(content, "receipt.pdf")


def _paper(asked: str | None) -> Paper:
    return "a6" if asked == "a6" else "a4"


def _letter(case: Case, letter_id: str) -> LetterPage:
    found = letter_of_case(case, letter_id)
    if found is None:
        raise Refused
    return found


def _language(case: Case) -> str:
    first = case.concerns.values_list("language", flat=True).first()
    return first or settings.LANGUAGE_CODE


def _answer(request: HttpRequest, page: LetterPage, reader: str, addressee: str = "") -> HttpResponse:
    """The letter is in the office's language; who reads another one gets a page before it. Both Chinese scripts are Chinese."""
    office = settings.LANGUAGE_CODE
    both_chinese = office.startswith("zh") and reader.startswith("zh")
    body = sheet_of(page, reader if both_chinese else office)
    cover = None if both_chinese or reader == office else sheet_of(page, reader)
    extras = paper.Extras(addressee, _status_url(request))
    content = paper.pdf(body, at=page.at, cover=cover, extras=extras)
    return paper.response(content, paper.name_of(page.kind, page.public_id))


def _status_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("cases:lookup"))
