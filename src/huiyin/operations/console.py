"""In which language the console is spoken to: that of the terminal, unless HUIYIN_LANGUAGE says otherwise."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.utils.translation import override

Run = Callable[[argparse.Namespace], int]


def language() -> str:
    """One of the settings' languages; English where the terminal speaks neither."""
    wished = os.environ.get("HUIYIN_LANGUAGE", "").lower()
    if wished in dict(settings.LANGUAGES):
        return wished
    spoken = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name, ""))), "")
    if not spoken.startswith("zh"):
        return "en"
    return "zh-hant" if spoken.startswith(("zh_TW", "zh_HK", "zh_MO")) else "zh-hans"


def in_its_language(run: Run) -> Run:
    """For a command that only tells: what it writes into the database must not follow the terminal."""

    @wraps(run)
    def told(options: argparse.Namespace) -> int:
        with override(language()):
            return run(options)

    return told
