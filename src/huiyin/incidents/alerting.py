"""A statement as a message of the Common Alerting Protocol 1.2 (OASIS, 1 July 2010), for whoever passes words on by machine.

What is said in an exercise has the status `Exercise`: such machines give it to nobody but those who take part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import time
from huiyin.kernel.errors import Conflict

from .marking import EXERCISE, marked_in_every_language
from .models import Statement, StatementState

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
WRITTEN_IN = "zh-hans"  # what statements are written in
LANGUAGE = "zh-CN"  # the same as the standard names it; a message that names none is taken for English
UNSAID = "Unknown"  # how urgent, grave and certain: the standard wants a word, and nobody here was asked for one
CATEGORIES = {
    "fire": "Fire", "earthquake": "Geo", "food": "Health", "infectious": "Health", "weather": "Met",
    "violence": "Security", "traffic": "Transport", "crush": "Safety", "drowning": "Rescue", "self-harm": "Health",
    "network": "Infra", "data": "Infra", "building": "Infra", "evacuation": "Safety",
}  # fmt: skip
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (2.2) has no place for: a phone's keyboard can send one, and no machine would read the message."""


def message(statement: Statement, *, host: str) -> bytes:
    """XML in UTF-8. `host`: the name under which this installation is reached; with the office it names the sender.

    `Conflict` while the statement is not approved: what nobody has approved has no such message.
    """
    if statement.state == StatementState.DRAFT:
        raise Conflict(_("This statement is not approved yet."), _("Let the head read and approve it."))
    root = ElementTree.Element("alert", {"xmlns": NAMESPACE})
    for name, words in _about_the_message(statement, host):
        _add(root, name, words)
    info = ElementTree.SubElement(root, "info")
    for name, words in _what_it_says(statement):
        _add(info, name, words)
    area = ElementTree.SubElement(info, "area")
    _add(area, "areaDesc", f"{statement.incident.organisation.name} {statement.incident.place}".strip())
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ElementTree.Element, name: str, words: str) -> None:
    ElementTree.SubElement(parent, name).text = NOT_IN_XML.sub("", words)


def _about_the_message(statement: Statement, host: str) -> Iterator[tuple[str, str]]:
    """In the order of the standard (3.2.1)."""
    incident = statement.incident
    yield "identifier", _identifier(statement)
    yield "sender", _sender(statement, host)
    yield "sent", _sent(statement)
    yield "status", "Exercise" if incident.exercise else "Actual"
    yield "msgType", "Update" if statement.corrects else "Alert"
    if statement.audience == "staff":
        yield "scope", "Restricted"
        yield "restriction", incident.organisation.name
    else:
        yield "scope", "Public"
    if incident.exercise:
        yield "note", f"{EXERCISE[WRITTEN_IN]} {incident.number}"
    if statement.corrects:
        former = statement.corrects
        yield "references", ",".join((_sender(former, host), _identifier(former), _sent(former)))
    yield "incidents", incident.number


def _what_it_says(statement: Statement) -> Iterator[tuple[str, str]]:
    """In the order of the standard (3.2.2)."""
    incident = statement.incident
    yield "language", LANGUAGE
    yield "category", CATEGORIES.get(incident.kind, "Other")
    yield "event", incident.title
    yield "urgency", UNSAID
    yield "severity", UNSAID
    yield "certainty", UNSAID
    yield "senderName", incident.organisation.name
    headline = {WRITTEN_IN: incident.title}
    yield "headline", (marked_in_every_language(headline) if incident.exercise else headline)[WRITTEN_IN]
    yield "description", statement.text


def _identifier(statement: Statement) -> str:
    return f"{statement.incident.public_id}.{statement.public_id}"


def _sender(statement: Statement, host: str) -> str:
    return f"{statement.incident.organisation.public_id}@{host}"


def _sent(statement: Statement) -> str:
    """The moment of the approval, in the office's time: seconds and offset, never `Z` (3.3.2)."""
    assert statement.approved_at is not None
    at = statement.approved_at.astimezone(time.zone_of(statement.incident.organisation.zone))
    return at.isoformat(timespec="seconds")
