"""The example shows a notice that is being read, one that was corrected, and one that waits."""

from __future__ import annotations

from huiyin.announcements.example import build_example_announcements
from huiyin.announcements.models import Acknowledgement, Announcement, Taps
from huiyin.kernel import ledger


def test_the_example_has_each_kind(school):
    build_example_announcements(school.example)
    assert list(Announcement.objects.order_by("id").values_list("status", flat=True)) == [
        "running",
        "running",
        "waiting",
    ]
    assert Acknowledgement.objects.count() == 2
    assert Taps.objects.count() == 2
    assert ledger.verify().ok
