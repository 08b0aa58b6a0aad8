"""Every address of the program, and what one gets there: for the tests that walk all of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter

from huiyin.organisations.example import PASSWORD

T = TypeVar("T")

# What differs from answer to answer and says nothing: the token against forgery, and the token against sending twice.
_TOKENS = re.compile(
    r'(name="(?:csrfmiddlewaretoken|once)"[^>]*value=")[^"]*|(value=")[^"]*("[^>]*name="(?:csrfmiddlewaretoken|once)")'
    r"|(&quot;challenge&quot;: &quot;)[\w-]*"  # what a passkey is asked to sign
)


@dataclass(frozen=True)
class Route:
    """A named address. `verb`: what it needs; None for everybody; "?" when it says neither."""

    name: str
    parameters: tuple[str, ...]
    verb: str | None
    counted: frozenset[str] = frozenset()  # parameters that are numbers

    def at(self, **values: object) -> str:
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def routes() -> list[Route]:
    """All of them but the gallery of components, which exists under test settings alone."""
    return [route for route in _routes(get_resolver().url_patterns, "") if not route.name.startswith("web:components")]


def _routes(patterns: Iterable[Any], namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns, pattern.namespace or namespace)
        else:
            view: Callable[..., Any] = pattern.callback
            verb = None if getattr(view, "access_public", False) else getattr(view, "access_verb", "?")
            converters = pattern.pattern.converters
            counted = frozenset(name for name, kind in converters.items() if isinstance(kind, IntConverter))
            yield Route(f"{namespace}:{pattern.name}", tuple(converters), verb, counted)


def signed_in(username: str) -> Client:
    client = Client(REMOTE_ADDR="198.51.100.7")
    answer = client.post(reverse("organisations:sign-in"), {"username": username, "password": PASSWORD})
    assert answer.status_code == 302, username
    return client


def undone(client: Client, ask: Callable[[], T]) -> T:
    """What `ask` answers; what it did is taken back, and the browser is signed in as it was: a form may end its own session."""
    kept = client.cookies.copy()
    with transaction.atomic():  # noqa: TID251  # undone at once
        answer = ask()
        transaction.set_rollback(True)
    client.cookies = kept
    return answer


def seen(answer: HttpResponse) -> tuple[int, str, str]:
    """What reaches the reader: status, where it leads, the page without its tokens."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    text = _workbook(body) if body.startswith(b"PK") else body.decode(errors="replace")
    return answer.status_code, answer.headers.get("Location", ""), _TOKENS.sub(r"\1\2\3\4", text)


def _workbook(body: bytes) -> str:
    """What is in it; the second at which it was made stands around it, and says nothing."""
    with zipfile.ZipFile(BytesIO(body)) as parts:
        named = [part for part in sorted(parts.namelist()) if part != "docProps/core.xml"]
        return "\n".join(part + parts.read(part).decode(errors="replace") for part in named)
