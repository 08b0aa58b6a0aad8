"""The taxonomy that comes with Huiyin: everyday matters of schools and small offices. An office loads its own over it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput

from .models import Category

STARTER = Path(__file__).with_name("taxonomy.csv")
COLUMNS = ("level1", "level2", "level3")


def load_taxonomy(path: Path = STARTER) -> int:
    """Add the categories of a table with up to three levels; existing ones stay. Answers how many are new.

    Columns: level1, level2, level3 in Chinese; optional en and hant for the last level given. Raises `BadInput`.
    """
    rows = list(_read(path))
    with store.write():
        before = Category.objects.count()
        for row in rows:
            _add(row)
        added = Category.objects.count() - before
        if added:
            ledger.record(verb="cases.load-taxonomy", actor="system:taxonomy", about="taxonomy", at=time.now())
    return added


def path_of(category: Category | None, language: str) -> str:
    """The category with those above it, in a language: 学校管理 › 食堂与伙食费."""
    parts: list[str] = []
    while category is not None:
        parts.append(category.title.get(language) or category.title["zh-hans"])
        category = category.parent
    return " › ".join(reversed(parts))


def paths(language: str) -> dict[str, str]:
    """Code -> the category with those above it, of every category, also of one that is not chosen any more."""
    rows = {row.pk: row for row in Category.objects.order_by("code")}
    found: dict[str, str] = {}
    for row in rows.values():
        parts, at = [], row
        while True:
            parts.append(at.title.get(language) or at.title["zh-hans"])
            if at.parent_id is None:
                break
            at = rows[at.parent_id]
        found[row.code] = " › ".join(reversed(parts))
    return found


def _read(path: Path) -> Iterable[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(str(path), _("It can't be read as UTF-8 text."), _("Save it as CSV in UTF-8.")) from error
    reader = csv.DictReader(text.splitlines())
    if not set(COLUMNS[:1]) <= set(reader.fieldnames or ()):
        raise BadInput(str(path), _("There is no column level1."), _("The first line names level1, level2, level3."))
    yield from reader


def _add(row: dict[str, str]) -> None:
    names = [row.get(column, "").strip() for column in COLUMNS]
    path = [name for name in names if name]
    parent: Category | None = None
    for depth in range(1, len(path) + 1):
        last = depth == len(path)
        parent = _one(path[:depth], parent, row if last else {})


def _one(path: Sequence[str], parent: Category | None, row: dict[str, str]) -> Category:
    title = {"zh-hans": path[-1], "zh-hant": row.get("hant") or path[-1], "en": row.get("en") or path[-1]}
    found = next((c for c in Category.objects.filter(parent=parent) if c.title["zh-hans"] == path[-1]), None)
    if found is None:
        siblings = Category.objects.filter(parent=parent).count() + 1
        code = f"{parent.code}.{siblings:02d}" if parent else f"{siblings:02d}"
        found = Category.objects.create(parent=parent, code=code, title=title, level=len(path))
    return found
