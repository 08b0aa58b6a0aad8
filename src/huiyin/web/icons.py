"""The drawings of the interface. One stroke weight, 24 × 24, always beside a word, never instead of one."""

from __future__ import annotations

from typing import Final

ICONS: Final[dict[str, str]] = {
    "check": '<path d="M4.5 12.5l5 5L19.5 7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "warning": '<path d="M12 3.5 22 20.5H2z"/><path d="M12 10v4.5"/><path d="M12 17.5v.1"/>',
    "diamond": '<path d="M12 2.5 21.5 12 12 21.5 2.5 12z"/>',
    "ring": '<circle cx="12" cy="12" r="8"/>',
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9v6"/><path d="M14.5 9v6"/>',
    "send": '<path d="M21 3 10.5 13.5"/><path d="M21 3l-6.5 18-4-7.5L3 9.5z"/>',
    "flag": '<path d="M5 21V4"/><path d="M5 4.5h12l-2.5 4 2.5 4H5"/>',
    "letter": '<path d="M3 6h18v13H3z"/><path d="M3.5 6.5 12 13l8.5-6.5"/>',
    "bolt": '<path d="M13 2.5 5 13.5h6l-1 8 8-11h-6z"/>',
    "cone": '<path d="M10.5 3.5h3L19 19H5z"/><path d="M3 19.5h18"/><path d="M8.6 9h6.8"/><path d="M7 14h10"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2"/><path d="M12 19v2"/><path d="M3 12h2"/><path d="M19 12h2"/>'
        '<path d="M5.6 5.6l1.4 1.4"/><path d="M17 17l1.4 1.4"/><path d="M18.4 5.6 17 7"/><path d="M7 17l-1.4 1.4"/>'
    ),
    "moon": '<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6"/>'
        '<path d="M15.5 4.8a3.5 3.5 0 0 1 0 6.4"/><path d="M18 14.5c2.2.8 3.5 2.8 3.5 5.5"/>'
    ),
    "figures": '<path d="M4 20V10"/><path d="M10 20V4"/><path d="M16 20v-7"/><path d="M21 20H2.5"/>',
    "camera": '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.5"/>',
    "phone": (
        '<path d="M6 3h4l1.5 5L9 10c1 2.5 2.5 4 5 5l2-2.5 5 1.5v4c0 1.5-1 2.5-2.5 2.5'
        'C11 20.5 3.5 13 3.5 5.5 3.5 4 4.5 3 6 3z"/>'
    ),
    "print": '<path d="M7 8V3h10v5"/><path d="M7 16H3.5V8h17v8H17"/><path d="M7 13.5h10V21H7z"/>',
    "minus": '<path d="M6 12h12"/>',
    "plus": '<path d="M12 5v14"/><path d="M5 12h14"/>',
    "pen": '<path d="M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z"/>',
    "up": '<path d="M12 20V5"/><path d="M6 11l6-6 6 6"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l5 5"/>',
    "lock": '<path d="M6 11h12v9H6z"/><path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "document": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/><path d="M9 12h6"/><path d="M9 16h6"/>',
    "cross": '<path d="M6 6l12 12"/><path d="M18 6 6 18"/>',
    "eye": (
        '<path d="M2 12c2.5-4.5 6-6.5 10-6.5S19.5 7.5 22 12c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12z"/>'
        '<circle cx="12" cy="12" r="2.8"/>'
    ),
    "heart": '<path d="M12 20C6 15.5 3 12.5 3 9a4.5 4.5 0 0 1 9-1 4.5 4.5 0 0 1 9 1c0 3.5-3 6.5-9 11z"/>',
    "list": (
        '<path d="M8 6h13"/><path d="M8 12h13"/><path d="M8 18h13"/>'
        '<path d="M3.5 6h.1"/><path d="M3.5 12h.1"/><path d="M3.5 18h.1"/>'
    ),
    "offline": (
        '<path d="M3 3l18 18"/><path d="M8 6.5A6 6 0 0 1 18 10a4.5 4.5 0 0 1 2.5 7.5"/>'
        '<path d="M16.5 19H7a4.5 4.5 0 0 1-1-8.9"/>'
    ),
    "place": (
        '<path d="M12 21.5c4.5-5 7-8.5 7-11.5a7 7 0 0 0-14 0c0 3 2.5 6.5 7 11.5z"/><circle cx="12" cy="10" r="2.5"/>'
    ),
    "gear": '<path d="M4 7h10"/><path d="M18 7h2"/><circle cx="16" cy="7" r="2"/><path d="M4 17h2"/><path d="M10 17h10"/><circle cx="8" cy="17" r="2"/>',
    "book": '<path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3z"/><path d="M5 17a3 3 0 0 1 3-3h11"/>',
}

MARK_VOICE: Final = '<path class="v" d="M33.15 41.22A19.5 19.5 0 0 1 6.78 14.85"/><path class="v" d="M28.93 33.27A10.5 10.5 0 0 1 14.73 19.07"/>'
MARK_ECHO: Final = '<path class="e" d="M14.85 6.78A19.5 19.5 0 0 1 41.22 33.15"/><path class="e" d="M19.07 14.73A10.5 10.5 0 0 1 33.27 28.93"/>'
MARK_CENTRE: Final = '<circle class="d" cx="24" cy="24" r="3.2"/>'
