"""Every template of every room can be read by Django, and keeps the security policy: no inline style, script or handler."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "huiyin"
TEMPLATES = sorted(path for path in PACKAGE.glob("**/templates/**/*") if path.suffix in (".html", ".txt"))
_INLINE = re.compile(r"""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE)


def _name(path: Path) -> str:
    return str(path).rpartition("/templates/")[2]


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_compiles_and_has_nothing_inline(path):
    get_template(_name(path))
    assert not _INLINE.findall(path.read_text())
