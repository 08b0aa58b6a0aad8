"""A procedure as a picture: SVG without inline style, readable by a screen reader, with the position of a case ringed."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext, override

from huiyin.procedures.drawing.layout import BOX_HEIGHT, BOX_WIDTH, Layout, Line, lay_out
from huiyin.procedures.lengths import in_words
from huiyin.procedures.schema import Pack, State

INK, QUIET, GREEN, PAPER, TINT, WAIT, APRICOT = (
    "#1b2320",
    "#707a75",
    "#1e4b40",
    "#ffffff",
    "#e2eee8",
    "#ebecf0",
    "#d98a2b",
)
FONT = "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
CHARACTERS_A_LINE = 20
"""Half-width characters that fit into a box: a Chinese character counts two."""


def draw(pack: Pack, at: str | None = None, language: str = "zh-hans") -> str:
    """The pack as SVG. `at`: the state in which a case stands, ringed. `language`: `en`, `zh-hans` or `zh-hant`."""
    with override(language):
        layout = lay_out(pack)
        parts = [
            _opening(pack, at, language, layout),
            *(_line(pack, line, language) for line in layout.lines),
            *(_box(pack, state, layout, at == state.id, language) for state in pack.states),
            "</svg>\n",
        ]
    return "\n".join(parts)


def _opening(pack: Pack, at: str | None, language: str, layout: Layout) -> str:
    described = gettext("%(states)s states and %(ways)s ways between them, from top to bottom.") % {
        "states": len(pack.states),
        "ways": len(layout.lines),
    }
    if at:
        here = gettext("The case stands at “%(state)s”.") % {"state": pack.state(at).title.into(language)}
        described = f"{described} {here}"
    width, height = round(layout.width), round(layout.height)
    name = escape(pack.title.into(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="hy-flow" role="img" lang={quoteattr(language)} '
        f'aria-labelledby="flow-title flow-desc" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONT}" font-size="15" fill="{INK}">\n'
        f'<title id="flow-title">{name}</title>\n<desc id="flow-desc">{escape(described)}</desc>\n'
        f'<defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0 8 4 0 8z" fill="{QUIET}"/></marker></defs>'
    )


def _line(pack: Pack, line: Line, language: str) -> str:
    titles = [t.title.into(language) for t in pack.transitions if t.verb in line.verbs and _is(pack, t.to, line)]
    what = f"{pack.state(line.start).title.into(language)} → {pack.state(line.end).title.into(language)}"
    label = f"{what}: {' / '.join(dict.fromkeys(titles))}"
    by_clock = all(t.who == "clock" for t in pack.transitions if t.verb in line.verbs and _is(pack, t.to, line))
    dashes = ' stroke-dasharray="5 4"' if by_clock else ""
    return (
        f'<path class="hy-flow__way" d="{_curve(line.points)}" fill="none" stroke="{QUIET}" stroke-width="1.5"{dashes} '
        f'marker-end="url(#flow-arrow)"><title>{escape(label)}</title></path>'
    )


def _is(pack: Pack, to: str, line: Line) -> bool:
    return to == line.end


def _curve(points: tuple[tuple[float, float], ...]) -> str:
    """A smooth way through the points: each piece leaves and arrives upright."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (x1, y1), (x2, y2) in pairwise(points):
        half = (y1 + y2) / 2
        path += f" C{x1:.1f} {half:.1f} {x2:.1f} {half:.1f} {x2:.1f} {y2:.1f}" if x1 != x2 else f" L{x2:.1f} {y2:.1f}"
    return path


def _box(pack: Pack, state: State, layout: Layout, here: bool, language: str) -> str:
    x, y = layout.centres[state.id]
    left, top = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2
    fill = TINT if state.final else WAIT if state.waits_on in ("petitioner", "superior") else PAPER
    kind = " ".join(
        ["hy-flow__box", f"hy-flow__box--{state.waits_on}", *(["hy-flow__box--final"] if state.final else [])]
    )
    lines = _broken(state.title.into(language))
    below = _below(pack, state, layout, language)
    first = y - (len(lines) - 1) * 9 + (5 if not below else -4)
    text = "".join(
        f'<text x="{x:.1f}" y="{first + i * 18:.1f}" text-anchor="middle" font-weight="600">{escape(part)}</text>'
        for i, part in enumerate(lines)
    )
    small = f'<text x="{x:.1f}" y="{top + BOX_HEIGHT - 8:.1f}" text-anchor="middle" font-size="14" fill="{QUIET}">{escape(below)}</text>'
    ring = (
        f'<rect class="hy-flow__here" x="{left - 6:.1f}" y="{top - 6:.1f}" width="{BOX_WIDTH + 12}" '
        f'height="{BOX_HEIGHT + 12}" rx="15" fill="none" stroke="{APRICOT}" stroke-width="3"/>'
    )
    title = f"{state.title.into(language)}: {state.text.into(language)}"
    return (
        f'<g class="{kind}" data-state="{state.id}"{_current(here)}><title>{escape(title)}</title>{ring if here else ""}'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="10" fill="{fill}" '
        f'stroke="{GREEN if state.final or here else QUIET}" stroke-width="{2 if state.final or here else 1.25}"'
        f"{_dashed(state)}/>{text}{small if below else ''}</g>"
    )


def _current(here: bool) -> str:
    return ' aria-current="step"' if here else ""


def _dashed(state: State) -> str:
    """Sealed states have a broken edge: not by colour alone."""
    return ' stroke-dasharray="3 3"' if state.sealed else ""


def _below(pack: Pack, state: State, layout: Layout, language: str) -> str:
    """The second line of a box: the lawful lengths that run there, or that one comes here from everywhere."""
    if state.id in layout.from_everywhere:
        verbs = layout.from_everywhere[state.id]
        titles = dict.fromkeys(t.title.into(language) for t in pack.transitions if t.verb in verbs and t.to == state.id)
        return _cut(gettext("from many: %(verbs)s") % {"verbs": " / ".join(titles)})
    lawful = [d for d in pack.deadlines if not d.own_rule and d.length and state.id in d.on and not d.off_by_default]
    return _cut(" · ".join(dict.fromkeys(in_words(d.length, d.counted_in) for d in lawful)))


def _measure(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _cut(text: str) -> str:
    """At most one line of the box in small type."""
    kept = ""
    for character in text:
        if _measure(kept + character) > CHARACTERS_A_LINE + 2:
            return f"{kept}…"
        kept += character
    return kept


def _broken(text: str) -> list[str]:
    """At most two lines: broken at spaces, in Chinese anywhere."""
    if _measure(text) <= CHARACTERS_A_LINE:
        return [text]
    pieces = text.split(" ") if " " in text else list(text)
    glue = " " if " " in text else ""
    first, rest = "", list(pieces)
    while rest and _measure(f"{first}{glue}{rest[0]}") <= CHARACTERS_A_LINE:
        first = f"{first}{glue}{rest.pop(0)}" if first else rest.pop(0)
    return [first, _cut(glue.join(rest))]
