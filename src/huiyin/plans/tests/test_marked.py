"""Documents of our own with hand marks: they are read as a reader marked them, whoever runs the tests."""

from __future__ import annotations

import pytest

from .marked import agreement, load


@pytest.mark.parametrize(("half", "least"), [("tuned", 0.95), ("aside", 0.9)])
def test_parts_roles_and_limits_of_our_own_documents_agree_with_their_marks(half: str, least: float) -> None:
    found = agreement(load(half))
    f1 = {"parts": found.top.f1, "both levels": found.both.f1, "roles": found.roles.f1, "limits": found.limits.f1}
    assert min(f1.values()) >= least, f1
    assert found.placed == found.lines
