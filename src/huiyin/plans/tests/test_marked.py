"""Documents of our own with hand marks: they are read as a reader marked them, whoever runs the tests."""

from __future__ import annotations

from .marked import agreement, load


def test_parts_roles_and_limits_of_our_own_documents_agree_with_their_marks() -> None:
    found = agreement(load("tuned"))
    f1 = {"parts": found.top.f1, "both levels": found.both.f1, "roles": found.roles.f1, "limits": found.limits.f1}
    assert min(f1.values()) >= 0.95, f1
    assert found.placed == found.lines
