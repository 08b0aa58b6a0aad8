"""How each gateway stands, kept for all workers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection

from .breaker import Standing
from .models import GatewayStanding

_FIELDS = tuple(field.name for field in dataclasses.fields(Standing))


def of_each(channels: Collection[str]) -> dict[str, Standing]:
    """How they stand; one has not failed where nothing is kept."""
    rows = GatewayStanding.objects.filter(channel__in=channels).values("channel", *_FIELDS)
    return dict.fromkeys(channels, Standing()) | {row.pop("channel"): Standing(**row) for row in rows}


def failing() -> dict[str, Standing]:
    """Those that are left alone or probed, by channel."""
    rows = GatewayStanding.objects.exclude(open_since=None).values("channel", *_FIELDS)
    return {row.pop("channel"): Standing(**row) for row in rows}


def probe(channel: str, now: dt.datetime, until: dt.datetime) -> bool:
    """Part of a write: let one go, to see; False where another worker does so already."""
    due = GatewayStanding.objects.filter(channel=channel, probe_at__lte=now)
    return bool(due.update(probing=True, probe_at=until))


def keep(channel: str, standing: Standing) -> None:
    """Part of a write. A gateway that never failed has no row."""
    if standing == Standing() and not GatewayStanding.objects.filter(channel=channel).exists():
        return
    GatewayStanding.objects.update_or_create(channel=channel, defaults=dataclasses.asdict(standing))


def left_alone() -> list[GatewayStanding]:
    """Gateways that do not answer, for who runs the machine."""
    return list(GatewayStanding.objects.exclude(open_since=None).order_by("open_since"))
