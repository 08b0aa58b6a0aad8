"""Where a gateway passes on what somebody replied or which key they pressed: a POST with JSON, proven by its secret.

`key`: under which the message went out (`Idempotency-Key`), or else `from`: the number of who replied; `text` or `digits`: 1 or 2.
Answers: 200 taken; 404 without the secret; 409 it is over, or nobody is waited for; 422 nobody can tell what is meant.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiyin.callouts.actions import answering
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import public

MOST = 4096  # bytes of what a gateway says
BEARER = "Bearer "


@csrf_exempt  # no browser comes here: the gateway proves itself by its secret
@public
@require_POST
def heard(request: HttpRequest, channel: str) -> JsonResponse:
    """1: coming; 2: can’t, and the next one is called at once. Of a trial both confirm."""
    said = _said(request)
    words = {name: str(said.get(name, ""))[:200] for name in ("key", "from", "text", "digits")}
    try:
        heard_there = answering.by_gateway(
            channel=channel,
            secret=request.headers.get("Authorization", "").removeprefix(BEARER),
            key=words["key"],
            sender=words["from"],
            text=words["text"] or words["digits"],
        )
    except BadInput as error:
        return JsonResponse({"ok": False, "place": error.place, "reason": str(error.message)}, status=422)
    except Conflict as error:
        return JsonResponse({"ok": False, "reason": str(error)}, status=409)
    return JsonResponse({"ok": True, "said": heard_there})


def _said(request: HttpRequest) -> dict[str, object]:
    """What can't be read says nothing: it is neither 1 nor 2."""
    try:
        read = json.loads(request.read(MOST))
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
