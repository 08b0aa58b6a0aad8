"""What is said to the outside, as a message of the Common Alerting Protocol 1.2: the order of its parts, and what it is."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from huiyin.incidents.actions import speaking
from huiyin.incidents.alerting import NAMESPACE
from huiyin.incidents.models import Statement

pytestmark = pytest.mark.django_db

# 3.2.1 and 3.2.2 of the standard, those that stand in every message here
ALERT = ["identifier", "sender", "sent", "status", "msgType", "scope", "incidents", "info"]
INFO = [
    "language",
    "category",
    "event",
    "urgency",
    "severity",
    "certainty",
    "senderName",
    "headline",
    "description",
    "area",
]


def approved(school, incident, text: str, audience: str = "parents", corrects: str = "") -> Statement:
    where = {"incident_id": incident.public_id}
    row = speaking.draft_statement(actor=school.actor("gao"), **where, audience=audience, text=text, corrects=corrects)
    head = school.actor("xiaozhang")
    return speaking.approve_statement(
        actor=head, **where, statement_id=row.public_id, text=text, nobody_is_recognised=True
    )


def message(client, row: Statement) -> ElementTree.Element:
    response = client.get(reverse("incidents:said", args=[row.incident.public_id, row.public_id]))
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return ElementTree.fromstring(response.content)


def names(element: ElementTree.Element) -> list[str]:
    return [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]


def said(root: ElementTree.Element, name: str) -> str:
    return root.findtext(f".//{{{NAMESPACE}}}{name}") or ""


def test_an_approved_statement_is_a_message_in_the_order_of_the_standard(school, signed_in):
    incident = school.started()
    root = message(signed_in("gao"), approved(school, incident, "孩子都在操场，\x0b平安 <&>。"))
    assert root.tag == f"{{{NAMESPACE}}}alert"
    assert names(root) == ALERT
    assert names(root.find(f"{{{NAMESPACE}}}info")) == INFO
    assert (said(root, "status"), said(root, "msgType"), said(root, "scope")) == ("Actual", "Alert", "Public")
    assert (said(root, "category"), said(root, "incidents")) == ("Fire", incident.number)
    assert said(root, "description") == "孩子都在操场，平安 <&>。"
    assert said(root, "sent").endswith("+08:00")
    assert not set(" ,<&") & set(said(root, "identifier") + said(root, "sender"))


def test_what_is_said_in_an_exercise_has_its_status_and_says_so_in_its_headline(school, played, signed_in):
    root = message(signed_in("gao"), approved(school, played, "请来接孩子"))
    assert said(root, "status") == "Exercise"
    assert said(root, "note") == f"演练 {played.number}"
    assert said(root, "headline").startswith("【演练】")


def test_a_correction_updates_the_message_that_it_corrects(school, signed_in):
    incident, gao = school.started(), signed_in("gao")
    first = approved(school, incident, "从东门来接。")
    speaking.give_out_statement(
        actor=school.actor("gao"), incident_id=incident.public_id, statement_id=first.public_id, how="校门口公告"
    )
    was = message(gao, first)
    now = message(gao, approved(school, incident, "更正：从西门来接。", corrects=first.public_id))
    assert said(now, "msgType") == "Update"
    assert said(now, "references") == ",".join(said(was, name) for name in ("sender", "identifier", "sent"))


def test_words_for_staff_are_restricted_to_them(school, signed_in):
    root = message(signed_in("gao"), approved(school, school.started(), "请到操场集合", audience="staff"))
    assert said(root, "scope") == "Restricted"
    assert said(root, "restriction")


def test_of_a_draft_there_is_no_message_and_the_page_offers_none(school, signed_in):
    incident, gao = school.started(), signed_in("gao")
    row = speaking.draft_statement(
        actor=school.actor("gao"), incident_id=incident.public_id, audience="press", text="还没批"
    )
    address = reverse("incidents:said", args=[incident.public_id, row.public_id])
    refused = gao.get(address)
    assert refused.status_code == 409
    assert "还没批" not in refused.content.decode()
    room = reverse("incidents:room", args=[incident.public_id])
    assert address not in gao.get(room).content.decode()
    approved(school, incident, "批了")
    shown = Statement.objects.get(text="批了")
    assert reverse("incidents:said", args=[incident.public_id, shown.public_id]) in gao.get(room).content.decode()
