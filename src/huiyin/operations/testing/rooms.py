"""What the tests of rooms share: somebody signed in, and time that passes while the sweep comes by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.outbox.models import Notice
from huiyin.organisations.example import PASSWORD


def signed_in_as(name: str) -> Client:
    """A browser of somebody of the example."""
    client = Client()
    answer = client.post(reverse("organisations:sign-in"), {"username": name, "password": PASSWORD})
    assert answer.status_code == 302, name
    return client


@contextmanager
def passing(unit: dt.timedelta) -> Iterator[Callable[[float], None]]:
    """`at(number)`: so many units after the beginning, and the sweep has come by."""
    with ExitStack() as moved:

        def at(number: float) -> None:
            moved.enter_context(time.moved(number * unit))
            jobs.sweep()

        yield at


def notices_to(reference: str) -> list[str]:
    """Titles of the notices that a post or an account has got, in order."""
    return [one.context["title"]["en"] for one in Notice.objects.filter(to=reference).order_by("id")]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
