"""Contrast computed from the tokens, light and dark, by the formula of WCAG 2.2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[1] / "assets" / "css" / "10-tokens.css"

# Text on its ground: body text AAA (7), states at least 6.5, borders of controls and the ring 3.
PAIRS = [
    ("ink", "paper", 7), ("ink", "surface", 7), ("ink-2", "paper", 7), ("ink-2", "surface", 7), ("ink-2", "sunk", 7),
    ("on-green", "green", 7), ("on-green", "green-hover", 7), ("link", "surface", 7), ("link", "paper", 7),
    ("voice", "surface", 7), ("voice", "voice-tint", 7), ("late", "late-tint", 6.5), ("late", "surface", 7),
    ("soon", "soon-tint", 7), ("ok", "ok-tint", 7), ("wait", "wait-tint", 7), ("drill", "drill-tint", 7),
    ("rail-ink", "rail", 7), ("rail-ink-2", "rail", 7), ("edge", "surface", 3), ("edge", "paper", 3),
    ("focus", "paper", 3), ("focus", "surface", 3), ("focus", "focus-halo", 3),
]  # fmt: skip


def _tokens(theme: str) -> dict[str, str]:
    text = CSS.read_text()
    light = re.search(r":root \{(.*?)\n\}", text, re.S)[1]
    dark = re.search(r'\[data-theme="dark"\] \{(.*?)\n\}', text, re.S)[1]
    found = dict(re.findall(r"--hy-([\w-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--hy-([\w-]+): (#[0-9a-f]{6});", dark)) if theme == "dark" else found


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_everybody_can_read_it(theme, front, ground, least):
    tokens = _tokens(theme)
    light, dark = sorted((_luminance(tokens[front]), _luminance(tokens[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least
