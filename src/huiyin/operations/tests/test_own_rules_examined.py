"""What the installation wrote itself and is not used is named by the doctor, and for policies on their page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from huiyin.callouts import loading
from huiyin.cases.tests.conftest import as_, office
from huiyin.kernel import time
from huiyin.onpaper.actions.sheets import print_day
from huiyin.onpaper.models import MorningSet
from huiyin.operations.doctor.rules_of_its_own import callouts, gateways, mornings

__all__ = ["as_", "office"]
pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


def test_a_refused_policy_is_named_by_the_doctor_and_on_the_page(
    office: Any, as_: Any, settings: Any, tmp_path: Any
) -> None:
    settings.CALLOUT_POLICIES = tmp_path
    assert list(callouts(NOW)) == []
    good = next(file for file in loading.SHIPPED.glob("duty@*.toml")).read_text()
    (tmp_path / "duty@77.toml").write_text(good.replace("version = 1", "version = 77").replace('ends_in = "shout"', ""))
    (tmp_path / "broken@1.toml").write_text("steps = [")
    found = list(callouts(NOW))
    assert {one.weight for one in found} == {"bad"}
    assert any("duty@77.toml" in one.what for one in found)
    assert any("broken@1.toml" in one.what for one in found)
    assert all(one.remedy for one in found)
    assert "duty@77.toml" in as_("jiang").get(reverse("callouts:policies")).content.decode()
    (tmp_path / "broken@1.toml").unlink()
    (tmp_path / "duty@77.toml").write_text(good.replace("version = 1", "version = 77"))
    assert [one.weight for one in callouts(NOW)] == ["good"]


def test_gateways_that_cannot_be_used_are_named(settings: Any) -> None:
    settings.OUTBOX_GATEWAYS_WRONG = "gateways.toml: [sms] secret must have at least 24 characters"
    [found] = gateways(NOW)
    assert (found.weight, found.what) == ("bad", settings.OUTBOX_GATEWAYS_WRONG)


def test_sets_of_the_morning_that_were_not_made_and_a_folder_that_takes_nothing_are_named(
    office: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MORNING_FOLDER = tmp_path
    assert list(mornings(time.now())) == []
    sheet = print_day(actor=office.example.actors["jiang"])
    row = MorningSet(organisation=sheet.organisation, post=sheet.post, day=sheet.day, sheet=sheet, state="failed")
    row.save()
    settings.MORNING_FOLDER = tmp_path / "away"
    found = list(mornings(time.now()))
    assert [one.weight for one in found] == ["bad", "bad"]
    assert "away" in found[0].what
    assert all(one.remedy for one in found)
    with time.moved(dt.timedelta(days=3)):
        settings.MORNING_FOLDER = None
        assert list(mornings(time.now())) == []
