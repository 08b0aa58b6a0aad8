"""The log as anybody may read it (https://c2sp.org/tlog-tiles), its page, and the file that the holder of a code takes home."""

from __future__ import annotations

from importlib import resources

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.views.public_parts import Session, address, private
from huiyin.cases.views.public_status import opened
from huiyin.kernel import limits
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ledger import notes, signing, tiles, witnessing
from huiyin.kernel.ledger import queries as log
from huiyin.organisations.access import public

from . import queries

FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=86400"
SECONDS = "public, max-age=5"
TEXT = "text/plain; charset=utf-8"
HANDED_IN = (60, 600.0)  # checkpoints in so many seconds from one address


def _served(content: str | bytes, kind: str, cache: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = cache
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the log is, its newest checkpoint, its key, its witnesses; in red where it contradicts itself."""
    response = render(request, "receipts/log.html", {"log": queries.log_page()})
    response["Cache-Control"] = "no-cache"
    return response


@public
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest one, with the lines of its witnesses. 404 before the first."""
    newest = log.latest_checkpoint()
    if newest is None:
        raise Http404
    return _served(log.cosigned(newest), TEXT, SECONDS)


@public
@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Hashes. There are no entries to be had: they are commitments, and for those whom they concern."""
    named, newest = tiles.read_path(path), log.latest_checkpoint()
    found = tiles.hashes(named, newest.tree_size) if named and newest else None
    if named is None or found is None:
        raise Http404
    return _served(found, "application/octet-stream", FOR_EVER if named.full else A_WHILE)


@public
@require_safe
def consistency(request: HttpRequest, size: int) -> HttpResponse:
    """That the newest checkpoint goes on from the one of a size. 404 where none was published at it."""
    newest = log.latest_checkpoint()
    found = log.consistency(size, newest) if newest else None
    if found is None:
        raise Http404
    return _served(found, TEXT, SECONDS)


@public
@require_safe
def inclusion(request: HttpRequest, index: int, size: int) -> HttpResponse:
    """That the leaf at a place is in the tree of a published size (https://c2sp.org/tlog-proof)."""
    found = log.inclusion_at(index, size)
    if found is None:
        raise Http404
    return _served(found.text(), TEXT, A_WHILE)


@public
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The key that checkpoints are verified with. Whoever wants to be sure takes it from elsewhere too."""
    return _served(f"{signing.key()}\n", TEXT, SECONDS)


@csrf_exempt  # a machine without a cookie hands in what is signed
@public
@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """A checkpoint of this log from elsewhere: with lines of trusted witnesses, or one that the log contradicts."""
    if not limits.allow("log", limits.prefix(address(request)), *HANDED_IN):
        return HttpResponse("later\n", status=429, content_type=TEXT, headers={"Retry-After": "600"})
    body = request.read(notes.LONGEST + 1)
    try:
        taken = witnessing.take(note=body.decode(), actor=witnessing.VISITOR)
    except (UnicodeDecodeError, BadInput):
        return HttpResponse("not a checkpoint that this log signed\n", status=422, content_type=TEXT)
    answer = "contradiction\n" if taken.contradiction else "".join(f"kept {name}\n" for name in taken.witnesses)
    return HttpResponse(answer or "nothing new\n", content_type=TEXT)


@public
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The page that checks a receipt without network, as a file: it is opened from where it was kept, never from here."""
    content = resources.files("huiyin.receipts").joinpath("verifier", "check.html").read_bytes()
    response = _served(content, "application/octet-stream", A_WHILE)
    response["Content-Disposition"] = 'attachment; filename="huiyin-check.html"'
    return response


@opened
@require_safe
def receipt(request: HttpRequest, session: Session) -> HttpResponse:
    """What the holder of the code takes home of their own concern."""
    response = private(HttpResponse(queries.receipt_of(session.concern), content_type="application/octet-stream"))
    response["Content-Disposition"] = 'attachment; filename="huiyin-receipt.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
