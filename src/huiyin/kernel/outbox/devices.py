"""Devices that their push service knows no more are ended with the room that keeps them (setting `OUTBOX_DEVICES`)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from .gateways import push


def end() -> int:
    """The worker's job. What is ended is a part of a write of its own, once for each device, however often it was told."""
    told = set[tuple[str, str]]()
    while push.ENDED:
        told.add(push.ENDED.popleft())
    for to, subscription in told:
        kind, _colon, public_id = to.partition(":")
        ends: Callable[[str, str], None] = import_string(settings.OUTBOX_DEVICES[kind])
        ends(public_id, subscription)
    return len(told)
