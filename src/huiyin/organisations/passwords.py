"""Passwords that are an office's own words: the first that somebody tries who knows where an account is from."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_BESIDE = 6  # letters that are none of these words: less is added in a minute of trying
_SHORTEST = 4  # Latin letters; two characters in Chinese
_HAN = re.compile(r"[\u3400-\u9fff]{2,40}")
_LATIN = re.compile(r"[a-z]{4,}")


class OwnWords:
    """Refuses a password of which little is left without the names of offices, places and the account itself.

    A validator of Django; the names are those of the tree as it stands, in characters, in pinyin and by its initials.
    """

    def validate(self, password: str, user: object = None) -> None:
        from .queries.tree import names_of_offices

        own = [str(getattr(user, name, "")) for name in ("username", "display_name")]
        if is_own_words(password, [*names_of_offices(), *own, "huiyin 回音"]):
            raise ValidationError(
                _("This password is made of names that belong to your office or to you: they are tried first.")
            )

    def get_help_text(self) -> str:
        return _("Not the name of your office, your place or yourself.")


def is_own_words(password: str, names: Iterable[str]) -> bool:
    """Whether less than `LEAST_BESIDE` letters are left of `password` once words out of `names` are taken away."""
    typed = _letters(password)
    left = typed
    # The longest first: what is in one word is no word of its own.
    for word in sorted((word for word in words_of(names) if word in typed), key=len, reverse=True):
        left = left.replace(word, "")
    return left != typed and len(left) < LEAST_BESIDE


def words_of(names: Iterable[str]) -> set[str]:
    """Every piece of a name that could stand in a password: two characters and more, its pinyin, its initials."""
    found: set[str] = set()
    for name in names:
        plain = unicodedata.normalize("NFKC", name).lower()
        found.update(_LATIN.findall(plain))
        for run in _HAN.findall(plain):
            sounds = _sounds(run)
            for start in range(len(run)):
                for end in range(start + 2, len(run) + 1):
                    said = "".join(sounds[start:end]), "".join(sound[:1] for sound in sounds[start:end])
                    found.add(run[start:end])
                    found.update(word for word in said if len(word) >= _SHORTEST)
    return found


def _sounds(run: str) -> list[str]:
    # Without its table of phrases it takes a quarter of the memory; names are said character by character here.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(list(run)))


def _letters(text: str) -> str:
    """Small letters alone: a year, a mark or a space between words adds little."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).lower() if one.isalpha())
