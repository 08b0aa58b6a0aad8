"""The decisions of this room, as pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

from .access.matrix import ADMINISTRATOR, ROLES


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both counted; `end` None: open."""

    start: dt.date
    end: dt.date | None = None

    def overlaps(self, other: Period) -> bool:
        """Whether any day lies in both."""
        return (self.end is None or other.start <= self.end) and (other.end is None or self.start <= other.end)

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def checked_roles(roles: Iterable[str]) -> list[str]:
    """The roles in the order of the table, each once. An administrator's post carries no other role: it reads no case."""
    wanted = set(roles)
    unknown = wanted - set(ROLES)
    if unknown:
        raise BadInput(
            "roles",
            _("There is no role “%(role)s”.") % {"role": sorted(unknown)[0]},
            _("The roles are: %(roles)s.") % {"roles": ", ".join(ROLES)},
        )
    if ADMINISTRATOR in wanted and len(wanted) > 1:
        raise BadInput(
            "roles",
            _("A post that runs the system can't handle cases too."),
            _("Make two posts. One person may hold both and switch between them."),
        )
    return [role for role in ROLES if role in wanted]


def check_period(period: Period) -> None:
    """Raise `BadInput` where the last day lies before the first."""
    if period.end is not None and period.end < period.start:
        raise BadInput(
            "until_on",
            _("The last day lies before the first."),
            _("Give a last day on or after %(day)s, or leave it empty.") % {"day": period.start.isoformat()},
        )


def makes_a_circle(superiors: Mapping[int, int | None], post: int, superior: int | None) -> bool:
    """Whether `post` would come to stand above itself if it reported to `superior`."""
    seen: set[int] = set()
    while superior is not None and superior not in seen:
        if superior == post:
            return True
        seen.add(superior)
        superior = superiors.get(superior)
    return False


def child_path(parent_path: str, own_id: int) -> str:
    """The path of a node: ``/1/`` and 4 give ``/1/4/``; without a parent ``/4/``."""
    return f"{parent_path or '/'}{own_id}/"


def is_fresh(proved_at: float, now: float, minutes: int) -> bool:
    """Whether a proof (seconds since 1970; 0: none) is not older than so many minutes, and not from the future."""
    return 0 <= now - proved_at <= minutes * 60


_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("HuaweiBrowser", "Huawei Browser"), ("QQBrowser", "QQ Browser"),
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(agent: str) -> str:
    """A rough name of what asks, such as ``Chrome · Windows``; no version, so that it tells one's own devices apart and no more."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "?")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "?")
    return f"{browser} · {system}"
