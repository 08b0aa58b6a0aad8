"""The languages that pages come in."""

from __future__ import annotations

from typing import Final

# Code of Django, tag for `lang`, name in itself.
LANGUAGES: Final = (("zh-hans", "zh-Hans", "简体"), ("zh-hant", "zh-Hant", "繁體"), ("en", "en", "English"))


def language_tag(code: str) -> str:
    """`zh-hans` as `lang` wants it: `zh-Hans`."""
    return next((tag for known, tag, _ in LANGUAGES if known == code), code)
