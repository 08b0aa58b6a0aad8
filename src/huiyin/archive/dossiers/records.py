"""The same for machines: one JSON object, described by `schema/record.json`. No identity, no account, no key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huiyin.cases.models import Case, Letter
from huiyin.cases.queries.case_page import CasePage
from huiyin.incidents.models import Incident
from huiyin.incidents.queries.log import Entry as LogLine
from huiyin.kernel.clocks.queries import ClockView

from .content import Original

FORM = "huiyin-dossier-1"


def of_case(
    case: Case,
    page: CasePage,
    letters: Iterable[Letter],
    files: tuple[Original, ...],
    entries: Iterable[dict[str, Any]],
) -> dict[str, Any]:
    """`page`: as it is read by who may read the case."""
    return {
        **_head("case", case.reference, case.organisation.public_id, case.organisation.name, case.title, files, entries),
        "state": {
            "kind": case.kind,
            "category": case.category.code if case.category else None,
            "channel": case.channel,
            "received_at": case.received_at.isoformat(),
            "handled_at": _at(case.handled_at),
            "agreed_at": _at(case.agreed_at),
            "agreed_by": case.agreed_by,
            "refused_at": _at(case.refused_at),
            "checked_at": _at(case.checked_at),
            "checked_result": case.checked_result,
            "procedures": [
                {"pack": one.pack, "version": one.version, "state": one.state} for one in page.stages
            ],
        },
        "concerns": [
            {
                "id": one.public_id, "received_at": one.received_at.isoformat(), "channel": one.channel, "text": one.text,
                "wish": one.wish, "place": one.place, "happened": one.happened, "sealed_fields": list(one.kept),
                "files": [file.public_id for file in one.files],
            }
            for one in page.voices
        ],
        "messages": [
            {
                "id": one.public_id, "at": one.at.isoformat(), "from_person": one.voice, "post": one.who, "text": one.text,
                "files": [file.public_id for file in one.files],
            }
            for one in page.said
        ],
        "letters": [_letter(one) for one in letters],
        "consultations": [
            {
                "id": one.public_id, "asked": one.whom, "asked_at": one.asked_at.isoformat(), "question": one.question,
                "answer": one.answer, "answered_at": _at(one.answered_at),
            }
            for one in page.consultations
        ],
        "clocks": list(map(_clock, page.clocks)),
        "events": [
            {
                "at": one.at.isoformat(), "verb": one.verb, "by_person": one.voice, "post": one.by, "public": one.public,
                "note": one.note, "data": one.data,
            }
            for one in sorted(page.happenings, key=lambda one: one.at)
        ],
    }  # fmt: skip


def of_incident(
    incident: Incident, lines: Iterable[LogLine], clocks: Iterable[ClockView], files: tuple[Original, ...], entries: Iterable[dict[str, Any]]
) -> dict[str, Any]:  # fmt: skip
    return {
        **_head("incident", incident.reference, incident.organisation.public_id, incident.organisation.name, incident.title, files, entries),
        "state": {
            "number": incident.number,
            "exercise": incident.exercise,
            "kind": incident.kind,
            "place": incident.place,
            "plan_version": incident.plan_version.public_id if incident.plan_version else None,
            "level": incident.level,
            "started_at": incident.started_at.isoformat(),
            "ended_at": _at(incident.ended_at),
            "end_note": incident.end_note,
            "data_destroyed_at": _at(incident.data_destroyed_at),
        },
        "log": [
            {
                "position": one.position, "at": one.at.isoformat(), "received_at": one.received_at.isoformat(),
                "post": one.row.author_title, "kind": one.row.kind, "said": one.row.said, "data": one.row.data,
                "text": one.row.text, "came_by": one.row.came_by, "corrects": one.corrects, "sealed": bool(one.row.sealed),
            }
            for one in lines
        ],
        "steps": [
            {
                "key": one.key, "action": one.action, "role": one.role_title, "state": one.state, "since": _at(one.running_since),
                "due_at": _at(one.due_at), "ended_at": _at(one.ended_at), "reason": one.reason,
            }
            for one in incident.steps.all()
        ],
        "clocks": list(map(_clock, clocks)),
    }  # fmt: skip


def _head(
    kind: str, reference: str, office_id: str, office: str, title: str, files: tuple[Original, ...], entries: Iterable[dict[str, Any]]
) -> dict[str, Any]:  # fmt: skip
    return {
        "form": FORM,
        "kind": kind,
        "reference": reference,
        "title": title,
        "office": {"id": office_id, "name": office},
        "originals": [
            {"path": f"originals/{one.path}", "name": one.name, "type": one.content_type, "came_at": one.came_at.isoformat()}
            for one in files
        ],
        "ledger_entries": [one["entry"] for one in entries],
    }  # fmt: skip


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.public_id, "kind": letter.kind, "number": letter.number, "at": letter.at.isoformat(), "title": letter.title,
        "signed_by": letter.signed_by, "parts": letter.parts,
        "served": [{"channel": one.channel, "at": one.served_at.isoformat()} for one in letter.services.all()],
    }  # fmt: skip


def _clock(clock: ClockView) -> dict[str, Any]:
    told = clock.derivation
    return {
        "name": clock.name, "title": clock.title, "status": clock.status, "due_on": clock.due_on.isoformat(),
        "due_at": clock.due_at.isoformat(), "started_at": told.starts.at.isoformat(), "length": told.length.number,
        "unit": told.length.unit, "article": told.law.article, "own_rule": told.law.own_rule,
        "met_at": _at(clock.met_at), "missed_at": _at(clock.missed_at), "zone": told.zone,
    }  # fmt: skip


def _at(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
