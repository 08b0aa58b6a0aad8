"""The person takes everything that is held of their matter. Who holds the code gets what its page shows, and no more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.cases.views.public_parts import Session
from huiyin.cases.views.public_status import opened
from huiyin.kernel import limits
from huiyin.kernel.errors import Unavailable
from huiyin.retention import copying

TIMES, WINDOW = 10, 3600.0  # a copy is some work: so many an hour for one code
IN_MEMORY, PIECE = 4_000_000, 65_536  # bytes


@opened
@require_POST
def own_copy(request: HttpRequest, session: Session) -> StreamingHttpResponse:
    """One ZIP. Nothing is written down of who took it: it is theirs."""
    if not limits.allow("own-copy", session.concern.public_id, TIMES, WINDOW):
        raise Unavailable(_("Very many copies were taken just now."), _("Please wait an hour."))
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by who reads it
    copying.write(session.concern, file)
    file.seek(0)
    answer = StreamingHttpResponse(_pieces(file), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="my-matter.zip"'
    answer["Cache-Control"] = "no-store, private"
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
