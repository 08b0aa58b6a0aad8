"""The district and its office, as the casework room's own tests have them."""

from __future__ import annotations

from huiyin.cases.tests.conftest import days, forward, office

__all__ = ["days", "forward", "office"]
