"""What runs by itself in this room."""

from __future__ import annotations

import datetime as dt

from huiyin.kernel import time
from huiyin.organisations.models import GroupMember, Post

from .actions.sheets import keep_sheet
from .models import YearSheet
from .queries.sheet import has_sheet

BATCH = 20


def keep_sheets() -> int:
    """Last year's work sheets that are not kept yet, a batch of them. Running it twice changes nothing."""
    members = set(GroupMember.objects.filter(group__closed_at=None).values_list("post_id", flat=True))
    done = 0
    for post in _without(_last_year("Asia/Shanghai")):
        year = _last_year(post.unit.organisation.zone)
        if has_sheet(post, member=post.pk in members) and not YearSheet.objects.filter(post=post, year=year).exists():
            keep_sheet(post=post, year=year)
            done += 1
        if done == BATCH:
            break
    return done


def _without(year: int) -> list[Post]:
    """Posts that somebody held in that year."""
    held = Post.objects.filter(appointments__from_on__lte=dt.date(year, 12, 31)).exclude(year_sheets__year=year)
    return list(held.select_related("unit__organisation").distinct().order_by("id"))


def _last_year(zone: str) -> int:
    return time.today(zone).year - 1
