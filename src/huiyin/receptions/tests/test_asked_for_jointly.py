"""Who handed it in at a higher office and wants to be received jointly: the day is owed, and the other office comes with it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.cases.models.concern import Level
from huiyin.cases.tests.test_levels import raised
from huiyin.kernel import ledger
from huiyin.receptions.actions import receiving
from huiyin.receptions.models import Reception

pytestmark = pytest.mark.django_db


def test_a_joint_reception_is_opened_and_the_competent_office_is_invited_with_the_day(county, as_):
    concern = raised(county, Level.JOINT)
    case = concern.case
    address = reverse("cases:open-joint", args=[case.public_id])
    sent = {"version": Case.objects.get(pk=case.pk).version, "concern": concern.public_id}
    assert as_("fuhe").post(address, sent).status_code == 302
    reception = Reception.objects.get(case=case)
    assert (reception.status, reception.choice, reception.competent.short_name) == ("asked", "joint", "柳塘镇政府")
    at = concern.received_at
    receiving.offer(
        actor=county.example.actors["fuhe"], public_id=reception.public_id, version=0, planned_for=at, place="2号接待室"
    )
    assert reception.invitations.get().organisation == county.example.organisations["township"]
    assert as_("xinfang").get(reverse("cases:case", args=[case.public_id])).status_code == 200
    assert ledger.verify().ok
