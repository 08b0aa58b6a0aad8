"""The five checks of the design on a page that is open in a browser. Each failure says where and what."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE: Final = Axe()
# Everything is looked at; only what is wrong is described.
_AXE_OPTIONS: Final = {"runOnly": {"type": "tag", "values": _AXE_TAGS}, "resultTypes": ["violations"]}
_AXE_OF_COLOURS: Final = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""In the dark nothing but colours is another (`[data-theme="dark"]` sets tokens alone), and the light page has been looked at whole."""
_WIDTHS: Final = (320, 390, 1280)
_NARROWEST: Final = 320
_MOST_STOPS: Final = 150
WHOLE: Final = bool(os.environ.get("HUIYIN_WHOLE"))
_turns: Final = itertools.count()

# The ring may lie on the element itself, on the drawn box of a radio, on its card, or round the field that holds it.
_RING: Final = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ringed = (style) => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2.5;
  const next = one.nextElementSibling;
  const box = one.closest('.hy-find');
  const shown = ringed(getComputedStyle(one)) || (next && (ringed(getComputedStyle(next, '::before')) || ringed(getComputedStyle(next)))) || (box && ringed(getComputedStyle(box)));
  if (!one.dataset.stop) one.dataset.stop = String(document.querySelectorAll('[data-stop]').length + 1);
  return { stop: one.dataset.stop, shown: Boolean(shown), what: one.outerHTML.slice(0, 160) };
}"""

# A block may end in time while the text in it does not: both are looked for, innermost first.
_STICKING_OUT: Final = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const out = [...document.querySelectorAll('body *')].filter((one) => !one.closest('.hy-scroll, .hy-sub, .govuk-visually-hidden')
    && (one.getBoundingClientRect().right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1));
  return out.length ? out.reverse().slice(0, 3).map((one) => one.outerHTML.slice(0, 120)) : ['somewhere'];
}"""


def check_page(page: Page, *, tabs: bool = True, dark: bool = True, whole: bool = WHOLE) -> None:
    """No sideways scroll, and axe on every page; the other checks by turns, or all at once where the `whole` is wanted (`make proof`).

    By turns: axe at 390 px or at 1280 px, in the dark, every stop of the Tab key. Leaves the page at 1280 px in the light theme.
    """
    turn = next(_turns)
    page.wait_for_load_state()
    problems = []
    for number, width in enumerate(_WIDTHS):
        problems += sideways(page, width)
        if width != _NARROWEST and (whole or turn % 2 == number % 2):
            problems += [f"{width} px: {line}" for line in axe(page)]
    if tabs and (whole or turn % 3 == 0):
        problems += rings(page)
    if dark and (whole or turn % 3 == 1):
        theme = page.evaluate("document.documentElement.dataset.theme")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        problems += [f"dark: {line}" for line in axe(page, _AXE_OPTIONS if whole else _AXE_OF_COLOURS)]
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
    assert not problems, f"{page.url}\n" + "\n".join(problems)


def axe(page: Page, options: Mapping[str, object] = _AXE_OPTIONS) -> list[str]:
    """What axe finds wrong: rule, element, what to do."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_AXE.axe_script)
    found = page.evaluate("(options) => axe.run(options).then((all) => all.violations)", options)
    return [
        f"axe {rule['id']}: {node['html'][:200]} — {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def sideways(page: Page, width: int) -> list[str]:
    """The elements that stick out where the page scrolls sideways at this width. Leaves it there."""
    page.set_viewport_size({"width": width, "height": 900})
    return [f"{width} px: sideways scroll: {html}" for html in page.evaluate(_STICKING_OUT)]


def rings(page: Page) -> list[str]:
    """Stops of the Tab key that show no ring."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    seen: set[str] = set()
    problems = []
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_RING)
        if stop is None or stop["stop"] in seen:
            break
        seen.add(stop["stop"])
        if not stop["shown"]:
            problems.append(f"no focus ring: {stop['what']}")
    page.evaluate("() => document.querySelectorAll('[data-stop]').forEach((one) => delete one.dataset.stop)")
    return problems
