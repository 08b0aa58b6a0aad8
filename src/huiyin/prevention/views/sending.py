"""Where a phone sends what it kept of a round, one thing at a time. Answers words for the phone, never a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from huiyin.kernel import files, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import StaffRequest, needs
from huiyin.prevention.actions import sending
from huiyin.prevention.actions.mapping import Point
from huiyin.prevention.actions.rounds import Given
from huiyin.prevention.actions.sending import Kept
from huiyin.prevention.models import Answer, Round, RoundStatus
from huiyin.prevention.queries import rounds


@needs("inspection_read")
@require_POST
def send(request: StaffRequest, public_id: str) -> JsonResponse:
    """What was not taken says why, and what the phone may offer: `anew` after the answer that stands now, or `apart`."""
    one = rounds.visible(request.actor, public_id)
    try:
        _take(request, public_id)
    except BadInput as error:
        return JsonResponse({"message": _words(error), "offers": {"again": True}}, status=422)
    except Conflict as error:
        return JsonResponse({"message": _words(error), "offers": _offers(request, one)}, status=409)
    return JsonResponse({"done": True})


def _take(request: StaffRequest, public_id: str) -> None:
    said = request.POST
    kept, kind = Kept(said.get("client_id", ""), _moment(said.get("moment", ""))), said.get("kind", "")
    if kind == "answer":
        given = Given(
            said.get("key", ""), said.get("answer", ""), said.get("note", ""), said.get("severity", "ordinary"),
            said.get("interim", ""), where=said.get("where", ""),
            point=Point.read(said.get("mark", "")),
        )  # fmt: skip
        sending.send_answer(
            actor=request.actor,
            round_id=public_id,
            given=given,
            kept=kept,
            after=said.get("after", ""),
            apart="apart" in said,
        )
    elif kind == "picture" and "file" in request.FILES:
        upload: Any = request.FILES["file"]
        picture = files.inspect(upload)
        sending.send_picture(actor=request.actor, round_id=public_id, of=said.get("of", ""), picture=picture, kept=kept)
    elif kind == "end":
        sending.send_end(actor=request.actor, round_id=public_id, note=said.get("note", ""), kept=kept)
    else:
        raise Refused


def _offers(request: StaffRequest, one: Round) -> dict[str, object]:
    if request.POST.get("kind") != "answer":
        return {}
    if one.status != RoundStatus.DUE:
        return {"apart": True} if request.POST.get("answer") == Answer.HAZARD else {}
    stands = one.answers.filter(key=request.POST.get("key", ""), hazard=None).first()
    return {"anew": stands.client_id} if stands else {}


def _words(error: BadInput | Conflict) -> str:
    reason = f"{error.place}: " if isinstance(error, BadInput) and "." in error.place else ""  # a file's own name
    return f"{reason}{error.sentences}"


def _moment(said: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(said)
    except ValueError:
        return time.now()
    return found if found.tzinfo else time.now()
