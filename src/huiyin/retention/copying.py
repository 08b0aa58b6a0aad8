"""What is held of a person's matter, for the person: one ZIP with a page to read, the same for machines, files and receipt.

Nothing but what the holder of the code may see anyway (`status_of`, letters, own files): where several people share a case, nothing
of the others. Who the person is stays sealed: a code can be found by somebody else.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from huiyin.archive.dossiers.words import day, moment
from huiyin.cases.models import Concern
from huiyin.cases.presenting import pick
from huiyin.cases.queries.status import StatusPage, letter_of, status_of
from huiyin.cases.views import public_status_parts as parts
from huiyin.cases.views.public_letters import sheet_of
from huiyin.documents.sheets import Sheet
from huiyin.kernel import files
from huiyin.kernel.errors import Refused
from huiyin.kernel.files import Attachment
from huiyin.receipts.queries import receipt_of

PAGE, MACHINE, RECEIPT = "index.html", "matter.json", "receipt.json"


def write(concern: Concern, into: IO[bytes]) -> None:
    """A file that is not on the disk as it was kept is named on the page as missing, and the rest goes."""
    page = status_of(concern)
    kept = [*page.files, *(one for said in page.said for one in said.files)]
    names = {
        one.public_id: f"files/{number:02d}-{one.name}" for number, one in enumerate(kept, 1) if one.erased_at is None
    }
    letters = [found for line in reversed(page.letters) if (found := letter_of(concern, line.public_id))]
    sheets = [sheet_of(one) for one in letters]
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as bag:
        missing = {one.public_id for one in kept if not _put(bag, one, names)}
        receipt = _receipt(concern)
        if receipt:
            bag.writestr(RECEIPT, receipt)
        shown = [(one.name, names.get(one.public_id, ""), one.public_id in missing) for one in kept]
        context = {
            "page": page, "files": shown, "sheets": sheets, "messages": _said(page, names), "events": [(day(one.when, page.zone), one) for one in parts.events_of(page)],
            "openings": parts.openings_of(page), "kept": parts.fields_words(page.kept), "receipt": RECEIPT if receipt else "",
            "dates": [(pick(one.title), day(one.due_on, page.zone)) for one in page.dates], "received": moment(page.received_at, page.zone),
        }  # fmt: skip
        bag.writestr(PAGE, render_to_string("retention/copy.html", context))
        bag.writestr(MACHINE, json.dumps(_record(page, sheets, shown), ensure_ascii=False, indent=1) + "\n")


def _put(bag: zipfile.ZipFile, one: Attachment, names: dict[str, str]) -> bool:
    if one.public_id not in names or not files.intact(one):
        return False
    bag.writestr(names[one.public_id], files.content(one))
    return True


def _receipt(concern: Concern) -> str:
    """Empty where all of it is of a former release."""
    try:
        return receipt_of(concern)
    except Refused:
        return ""


def _said(page: StatusPage, names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "who": _("You") if one.voice else one.who, "at": moment(one.at, page.zone), "text": one.text,
            "files": [(file.name, names.get(file.public_id, "")) for file in one.files],
        }
        for one in page.said
    ]  # fmt: skip


def _record(page: StatusPage, sheets: Iterable[Sheet], shown: list[tuple[str, str, bool]]) -> dict[str, Any]:
    """The same for machines. Moments are UTC, days those of the office."""
    return {
        "schema": "huiyin-own-copy/1",
        "case": page.case_id, "office": page.organisation.name, "received_at": page.received_at.isoformat(),
        "raised": {"text": page.text, "wish": page.wish, "place": page.place, "happened": page.happened},
        "messages": [
            {"from_you": one.voice, "post": one.who, "at": one.at.isoformat(), "text": one.text} for one in page.said
        ],
        "letters": [
            {"title": one.title, "number": one.number, "day": one.day, "sections": [[part.heading, part.text] for part in one.sections]}
            for one in sheets
        ],
        "dates": [{"title": pick(one.title), "due": one.due_on.isoformat(), "status": one.status} for one in page.dates],
        "happened": [{"verb": one.verb, "at": one.at.isoformat(), "by": one.by, "note": one.note} for one in page.happenings],
        "identity": {
            "kept": list(page.kept),
            "opened": [
                {"post": one.post, "at": one.at.isoformat(), "purpose": one.purpose, "fields": list(one.fields)}
                for one in page.openings
            ],
        },
        "files": [{"name": name, "path": path, "missing": missing} for name, path, missing in shown],
    }  # fmt: skip
