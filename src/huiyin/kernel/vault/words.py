"""The key as 24 words that a person can write on paper, and back again.

BIP-39: 256 bits and 8 bits of checksum, eleven bits a word, from a list of 2,048 in which the first four letters tell
two English words apart; in Chinese, one character a word. A misread word that is still in the list passes the checksum
once in 256 times, so the key's fingerprint is printed beside the words, and with it a single mistake is found and named.
"""

from __future__ import annotations

import difflib
import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _
from mnemonic import Mnemonic

from huiyin.kernel.errors import BadInput

from .keys import InstallationKey, fingerprint

COUNT = 24
LISTS = {"en": "english", "zh-hans": "chinese_simplified", "zh-hant": "chinese_traditional"}


def to_words(key: InstallationKey, language: str = "en") -> tuple[str, ...]:
    """24 words; `language` is one of `LISTS`."""
    return tuple(_list(language).to_mnemonic(key.master).split())


def from_words(text: str, expected_fingerprint: str = "") -> InstallationKey:
    """The key that `text` spells, words in any case and with any spacing; Chinese needs no spaces.

    Raises `BadInput` that names the word that is unknown, or, where the fingerprint is given, the one that is misread.
    """
    language, typed = _split(text)
    _check_known(typed, language)
    if len(typed) != COUNT:
        raise BadInput(
            _("recovery words"),
            _("%(typed)d words were typed, there are %(count)d.") % {"typed": len(typed), "count": COUNT},
            _("Look for a word that was left out or typed twice."),
        )
    key = _decode(typed, language)
    if key and expected_fingerprint in ("", fingerprint(key)):
        return key
    raise _misread(typed, language, expected_fingerprint)


def wrong_positions(key: InstallationKey, text: str) -> tuple[int, ...]:
    """Which of the words typed back (1 to 24) are not the key's own; empty when all are right."""
    language, typed = _split(text)
    expected = to_words(key, language)
    typed = typed[:COUNT] + [""] * (COUNT - len(typed))
    return tuple(place for place, (one, other) in enumerate(zip(typed, expected, strict=True), 1) if one != other)


@cache
def _list(language: str) -> Mnemonic:
    return Mnemonic(LISTS[language])


@cache
def _places(language: str) -> dict[str, int]:
    return {word: place for place, word in enumerate(_list(language).wordlist)}


def _split(text: str) -> tuple[str, list[str]]:
    """The language of the words, and the words."""
    text = unicodedata.normalize("NFKC", text).lower()
    if not any("\u4e00" <= character <= "\u9fff" for character in text):
        return "en", text.replace(",", " ").split()
    typed = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    unknown = {
        language: sum(word not in _list(language).wordlist for word in typed) for language in ("zh-hans", "zh-hant")
    }
    return min(unknown, key=lambda language: unknown[language]), typed


def _check_known(typed: list[str], language: str) -> None:
    for place, word in enumerate(typed, 1):
        if word not in _list(language).wordlist:
            near = difflib.get_close_matches(word, _list(language).wordlist, n=3, cutoff=0.6)
            hint = _("Perhaps: %(words)s.") % {"words": ", ".join(near)} if near else _("Compare it with the paper.")
            raise BadInput(
                _("recovery words"),
                _("Word %(place)d, “%(word)s”, is not in the list.") % {"place": place, "word": word},
                hint,
            )


def _decode(words: list[str], language: str) -> InstallationKey | None:
    """The key, or nothing where the checksum does not fit. Asked for fifty thousand lists of words where one was misread."""
    places, number = _places(language), 0
    for word in words:
        number = number << 11 | places[word]
    master = (number >> 8).to_bytes(32, "big")
    return InstallationKey(master) if hashlib.sha256(master).digest()[0] == number & 0xFF else None


def _misread(typed: list[str], language: str, expected_fingerprint: str) -> BadInput:
    if expected_fingerprint:
        for place, candidate in _one_mistake(typed, language):
            key = _decode(candidate, language)
            if key and fingerprint(key) == expected_fingerprint:
                return BadInput(
                    _("recovery words"),
                    _("Word %(place)d, “%(word)s”, is not the one on the paper.")
                    % {"place": place, "word": typed[place - 1]},
                    _("Read word %(place)d and the one after it again.") % {"place": place},
                )
    return BadInput(
        _("recovery words"),
        _("Each word is in the list, but together they are not a key."),
        _("Compare them one by one with the paper: a word is misread or two have changed places."),
    )


def _one_mistake(typed: list[str], language: str) -> Iterator[tuple[int, list[str]]]:
    """Every list of words that is one swap of neighbours or one other word away."""
    for index in range(COUNT - 1):
        yield index + 1, [*typed[:index], typed[index + 1], typed[index], *typed[index + 2 :]]
    for index in range(COUNT):
        for word in _list(language).wordlist:
            yield index + 1, [*typed[:index], word, *typed[index + 1 :]]
