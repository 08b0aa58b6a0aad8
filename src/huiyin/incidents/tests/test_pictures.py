"""Pictures of a response: a phone sends them behind their words, each is heard once, and there is no end to how many come."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from huiyin.incidents.models import LogEntry
from huiyin.kernel.files.models import Attachment


def shot(number: int = 1) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.linear_gradient("L").resize((40 + number, 40)).save(content, "PNG")
    return SimpleUploadedFile(f"IMG_{number}.png", content.getvalue(), "image/png")


@pytest.fixture
def sends(school, signed_in):
    """As a phone sends what it kept."""
    incident = school.started()
    zheng = signed_in("zheng")

    def send(verb: str, client: str, **fields: object) -> int:
        kept = {"client_id": client, "came_by": "offline", "moment": incident.started_at.isoformat()}
        address = reverse("incidents:act", args=[incident.public_id, verb])
        return zheng.post(address, kept | fields, headers={"accept": "application/json"}).status_code

    send.incident = incident
    return send


def pictures(incident) -> int:
    return Attachment.objects.filter(about=incident.reference).count()


def test_pictures_that_come_behind_their_line_say_which_it_is_and_are_heard_once(sends):
    assert sends("note", "aa", text="东楼梯的门打不开") == 200
    for _time in range(2):
        assert sends("note", "aa-1", of="aa", pictures=[shot()]) == 200
    first, second = LogEntry.objects.filter(incident=sends.incident, client_id__startswith="aa")
    assert (second.said, second.data["position"], len(second.files)) == ("pictures_to", first.position, 1)
    assert pictures(sends.incident) == 1


def test_a_form_that_came_whole_after_all_is_not_added_to_and_one_that_comes_late_adds_nothing(sends):
    assert sends("note", "bb", text="门", pictures=[shot(1), shot(2)]) == 200
    assert sends("note", "bb", text="门") == 200
    assert sends("note", "bb-1", of="bb", pictures=[shot(1)]) == 200
    assert pictures(sends.incident) == 2
    step = sends.incident.steps.filter(state="running").first().public_id
    assert sends("proof", "cc-1", of="cc", step=step, pictures=[shot(3)]) == 200
    assert sends("proof", "cc", step=step, pictures=[shot(3)]) == 200
    assert pictures(sends.incident) == 3


def test_an_emergency_takes_more_pictures_than_one_form(sends, settings):
    settings.FILES_MAX_COUNT = 1
    for number in range(3):
        assert sends("note", f"dd{number}", pictures=[shot(number)]) == 200
    assert sends("note", "ee", pictures=[shot(1), shot(2)]) == 422
    assert pictures(sends.incident) == 3
