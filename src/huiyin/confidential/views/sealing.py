"""How the pages for everybody keep still: no disk, no address, one of few sizes; and files that stay in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from huiyin.cases.views.public_parts import private
from huiyin.confidential import rules
from huiyin.confidential.contents import Paper
from huiyin.kernel import files, limits
from huiyin.kernel.errors import BadInput, Unavailable

PAGE = 64 * 1024  # bytes: a page is filled up to a multiple of this
REPORTS_OF_A_BROWSER = (20, 3600.0)
COPIES_OF_A_REPORT = (10, 3600.0)
FILES_OF_ALL = (500, 3600.0)  # beyond that words alone are taken: a full disk would stop everybody
FREE_TRIES, LONGEST_WAIT = 5, 60.0

View = Callable[[HttpRequest], HttpResponse]


class InMemory(FileUploadHandler):
    """Every file whole in memory, whatever its size: Django's own puts large ones on disk, in the open."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.taken += raw_data

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        return SimpleUploadedFile(self.file_name or "", bytes(self.taken), self.content_type or "")


def still(view: View) -> View:
    """For a view that takes words or files of a reporter. The check against forgery reads the form, so it comes after the handler."""
    checked = csrf_protect(view)

    def wrapped(request: HttpRequest) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return filled(private(checked(request)))

    return csrf_exempt(wrapped)


def filled(response: HttpResponse) -> HttpResponse:
    """Up to a multiple of `PAGE`, by what can't be squeezed: the length of a page tells little of what is on it."""
    if response.get("Content-Type", "").startswith("text/html"):
        missing = -(len(response.content) + 9) % PAGE
        filler = hashlib.shake_256(b"huiyin").hexdigest(missing // 2 + 1)[:missing]
        response.content = response.content + f"<!-- {filler} -->".encode()
    return response


def may_report(request: HttpRequest) -> None:
    """So many of one browser; an address is neither asked nor kept."""
    if not limits.allow("sealed-report", _browser(request), *REPORTS_OF_A_BROWSER):
        raise Unavailable(_("Very much is being sent from here just now."), _("Please wait a few minutes."))


def may_copy(lookup: str) -> None:
    """So many an hour of one report: everything in it is opened for each. `Unavailable` for more."""
    if not limits.allow("sealed-copy", lookup, *COPIES_OF_A_REPORT):
        raise Unavailable(_("Very many copies were taken just now."), _("Please wait an hour."))


def seconds_to_wait(request: HttpRequest) -> int:
    """Before a code is looked at, after several wrong ones of this browser."""
    return limits.tried("sealed-code", _browser(request), free=FREE_TRIES, longest=LONGEST_WAIT)


def found(request: HttpRequest) -> None:
    limits.succeeded("sealed-code", _browser(request))


def papers_of(uploads: Sequence[Any], *, keep_original: bool) -> list[Paper]:
    """Cleaned; with the original beside it where the reporter wants that. `BadInput` at `papers`."""
    if len(uploads) > rules.MOST_FILES:
        raise BadInput(
            "papers", _("At most %(n)d files at once.") % {"n": rules.MOST_FILES}, _("Send the others afterwards.")
        )
    papers: list[Paper] = []
    for upload in uploads:
        if not limits.allow("sealed-files", "all", *FILES_OF_ALL):
            raise BadInput(
                "papers", _("Very many files are coming in just now."), _("Send the words now, and the files later.")
            )
        try:
            clean = files.cleaned(upload)
        except BadInput as error:
            raise BadInput("papers", f"{error.place}: {error.message}", error.remedy) from error
        papers.append(Paper(clean.name, clean.content_type, clean.data))
        if keep_original and clean.original != clean.data:
            papers.append(Paper(clean.name, clean.content_type, clean.original, original=True))
    return papers


def _browser(request: HttpRequest) -> str:
    return str(request.META.get("CSRF_COOKIE", ""))
