"""Photographs and papers: each file its own state, added and removed one by one, with or without script."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.cases.actions import draft_pages, drafting
from huiyin.cases.actions.intake import draft_reference
from huiyin.cases.drafts import Token
from huiyin.cases.forms import public_raise as forms
from huiyin.kernel import files, limits
from huiyin.kernel.errors import BadInput, in_sentences
from huiyin.kernel.files import Attachment
from huiyin.kernel.files.actions import Upload, clean_name
from huiyin.kernel.files.kinds import PICTURES
from huiyin.organisations.access import public
from huiyin.web.components import FileRow, Link

from .public_parts import FILES_OF_A_FORM, token_of
from .public_raise import Asking

MEGABYTE = 1_000_000
_PICTURE_TYPES = {kind.content_type for kind in PICTURES}


@method_decorator(public, name="dispatch")
class Files(Asking):
    """Files are taken when they are sent; what can't be taken says why and what to do."""

    step = "files"
    form_class = forms.Files
    template = "files"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(())

    def post(self, request: HttpRequest) -> HttpResponse:
        refused = [row for upload in request.FILES.getlist("chosen") if (row := take(self.token, upload))]
        self.draft = draft_pages.keep_answers(token=self.token, answers={"files_seen": True})
        if "later" in request.POST:
            return redirect("cases:raise-kept")
        if refused or "add" in request.POST:
            return self.page(tuple(refused))
        return redirect(self.onward())

    def page(self, refused: tuple[FileRow, ...]) -> HttpResponse:
        taken = tuple(_row(attachment) for attachment in files.of(draft_reference(self.draft)))
        context: dict[str, Any] = {
            "files": (*taken, *refused),
            "refused": refused,
            "accept": files.ACCEPT,
            "most_mb": settings.FILES_MAX_BYTES // MEGABYTE,
            "most_files": settings.FILES_MAX_COUNT,
        }
        return self.show(self.form(), **context)


@public
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Takes one file back."""
    token = token_of(request)
    if token is not None:
        drafting.remove_file(token=token, public_id=request.POST.get("file", ""))
    return redirect("cases:raise-files")


def take(token: Token, upload: UploadedFile[Any]) -> FileRow | None:
    """None when it is kept; else the row that says why not."""
    try:
        if not limits.allow("form-files", token.digest.hex(), *FILES_OF_A_FORM):
            raise BadInput(
                "", _("Very many files were sent just now."), _("Please wait an hour, or hand them in at the counter.")
            )
        drafting.add_file(token=token, inspected=files.inspect(cast(Upload, upload)))
    except BadInput as error:
        return FileRow(clean_name(upload.name or ""), in_sentences(_("Not taken:"), error.message, error.remedy), "bad")
    return None


def size_text(size: int) -> str:
    """`1.8 MB`, `340 KB`."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, size // 1000)} KB"


def _row(attachment: Attachment) -> FileRow:
    removing = Link(
        reverse("cases:raise-remove-file"),
        _("Remove"),
        attachment.name,
        post=True,
        fields=(("file", attachment.public_id),),
    )
    status = " · ".join((_("Received"), size_text(attachment.size)))
    return FileRow(attachment.name, status, picture=attachment.content_type in _PICTURE_TYPES, remove=removing)
