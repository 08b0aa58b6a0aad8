"""Handing out a file so that no browser runs it."""

from __future__ import annotations

from django.http import FileResponse
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Refused, Unavailable

from .models import Attachment
from .storage import length, open_file

# Even shown in the page or opened in a tab, nothing in it may run, load or send.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox; frame-ancestors 'none'"
)


def response(attachment: Attachment, *, inline: bool = False) -> FileResponse:
    """The file as a stream; `inline` is obeyed for pictures that we drew anew, all else is a download.

    The caller has asked `may()`. Raises `Refused` when erased, `Unavailable` when the bytes are not on disk, or not all of them.
    """
    if attachment.erased_at:
        raise Refused
    found = length(attachment.digest)
    if found != attachment.size:
        what = (
            _("The file is recorded, but it is not on this machine's disk.")
            if found is None
            else _("The file is not whole on this machine's disk: a part of it is missing.")
        )
        raise Unavailable(what, _("Tell whoever runs the machine: restore the folder “files”."))
    stream = open_file(attachment.digest)
    shown = inline and attachment.redrawn
    answer = FileResponse(
        stream, as_attachment=not shown, filename=attachment.name, content_type=attachment.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
