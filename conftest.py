"""What every test needs."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Before Django reads its settings: tests never touch an installation's own folder or key.
_home = Path(os.environ.setdefault("HUIYIN_HOME", tempfile.mkdtemp(prefix="huiyin-test-")))
_home.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("HUIYIN_KEY_FILE", str(_home / "test.key"))


def pytest_configure() -> None:
    """Tests that commit for real have their database emptied afterwards, which the ledger's triggers refuse: lift them just for that.

    Django's flush ends with `post_migrate`, which puts the triggers back before the next test.
    """
    from django.test import TransactionTestCase
    from hypothesis import settings

    from huiyin.kernel.ledger.flushing import lift_before_flush

    settings.register_profile("huiyin", deadline=None)  # a busy machine is no failure of a property
    settings.load_profile("huiyin")
    lift_before_flush(TransactionTestCase)


pytest_plugins = ["huiyin.operations.testing.fixtures", "huiyin.web.testing.browser"]
