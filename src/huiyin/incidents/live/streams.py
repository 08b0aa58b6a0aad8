"""The asynchronous part of the server: `/incidents/<id>/stream` as server-sent events.

The stream is opened by an ordinary request through all of Django (host, session, post, policy, the view's own
permission), and asked for again in the same way while it lasts: whoever signs out or loses the right loses the stream.
"""

from __future__ import annotations

import asyncio
import random
import re
import time as monotonic
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_started
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from .hub import Hub, Listener
from .opening import Listening, Opening

BEAT = 5.0  # seconds between two signs of life: a page that hears none asks by itself
ASK_AGAIN = 20.0  # seconds until the right is looked at again
_PATH = re.compile(r"/incidents/[^/]+/stream$")


def is_stream(scope: Any) -> bool:
    return scope.method == "GET" and _PATH.match(scope.path) is not None


class Streams:
    """Answers the requests that `is_stream` names. `request` is an environment as WSGI has it."""

    def __init__(self, pages: WSGIHandler) -> None:
        self.pages = pages
        self.hub = Hub()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="doorkeeper")

    async def __call__(self, request: dict[str, Any], protocol: Any) -> None:
        answer = await self._ask(request)
        listener = self.hub.join(answer.listening) if isinstance(answer, Opening) else None
        if listener is None:
            if isinstance(answer, Opening):
                answer = HttpResponse(status=503, headers={"Retry-After": "30"})
            protocol.response_bytes(answer.status_code, _headers(answer), getattr(answer, "content", b""))
            return
        gone = asyncio.ensure_future(_until_gone(protocol, listener))
        try:
            answer["Content-Type"] = "text/event-stream; charset=utf-8"
            del answer["Content-Length"]
            await self._stream(listener, request, protocol.response_stream(200, _headers(answer)))
        finally:
            self.hub.leave(listener)
            gone.cancel()

    async def _stream(self, listener: Listener, request: dict[str, Any], transport: Any) -> None:
        await transport.send_bytes(b"retry: 2000\n\n" + _beat(listener))
        next_question = monotonic.monotonic() + ASK_AGAIN * random.uniform(0.5, 1)  # noqa: S311  # spread, not secret
        while (message := await _next(listener)) is not None:
            if monotonic.monotonic() >= next_question:
                next_question = monotonic.monotonic() + ASK_AGAIN
                if not _still(listener, await self._ask(request)):
                    await transport.send_bytes(b"event: over\ndata: {}\n\n")
                    return
            await transport.send_bytes(message)

    async def _ask(self, request: dict[str, Any]) -> HttpResponseBase:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._through_django, request)

    def _through_django(self, request: dict[str, Any]) -> HttpResponseBase:
        request_started.send(sender=self.__class__, environ=request)
        answer = self.pages.get_response(WSGIRequest(dict(request)))
        answer.close()
        return answer


def _still(listener: Listener, answer: HttpResponseBase) -> bool:
    """The same person may still read it. What they may see of it can have changed."""
    if not isinstance(answer, Opening):
        return False
    before, now = listener.listening, answer.listening
    listener.listening = Listening(now.account, now.incident, now.reader, before.after)
    return (before.account, before.incident) == (now.account, now.incident)


async def _next(listener: Listener) -> bytes | None:
    """The next message, or a sign of life."""
    try:
        return await asyncio.wait_for(listener.queue.get(), BEAT)
    except TimeoutError:
        return _beat(listener)


async def _until_gone(protocol: Any, listener: Listener) -> None:
    await protocol.client_disconnect()
    listener.close()


def _beat(listener: Listener) -> bytes:
    """Names the last line that was sent, so a page sees when it missed one."""
    return b'event: beat\ndata: {"last": %d}\n\n' % listener.sent


def _headers(answer: HttpResponseBase) -> list[tuple[str, str]]:
    return [*answer.items(), *(("Set-Cookie", cookie.output(header="").strip()) for cookie in answer.cookies.values())]
