"""A district, and a school whose people make rosters and are on duty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from huiyin.duty.actions import filling, rostering
from huiyin.duty.example import in_turn, settle_example_duty
from huiyin.duty.models import Member, Roster, Seat, Shift
from huiyin.kernel import time
from huiyin.operations.testing.built_once import built_once
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.example import Example, build_example_district

ZONE = "Asia/Shanghai"


@dataclass
class School:
    """Makes a roster of the fortnight that begins today."""

    example: Example
    members: dict[str, Member]

    def actor(self, name: str):
        return self.example.actors[name]

    def draft(self, days: int = 14) -> Roster:
        today = time.today(ZONE)
        return rostering.begin(actor=self.actor("zheng"), first_day=today, last_day=today + dt.timedelta(days=days - 1))

    def filled(self, days: int = 14) -> Roster:
        draft = self.draft(days)
        filling.fill(
            actor=self.actor("zheng"), roster_id=draft.public_id, version=draft.version, seats=in_turn(draft, self.members)
        )  # fmt: skip
        draft.refresh_from_db()
        return draft

    def published(self, days: int = 28) -> Roster:
        draft = self.filled(days)
        return rostering.publish(actor=self.actor("fang"), roster_id=draft.public_id, version=draft.version)

    def shift(self, roster: Roster, day: int, kind: str = "夜班") -> Shift:
        return roster.shifts.get(on=roster.first_day + dt.timedelta(days=day), kind__name=kind)

    def seat(self, shift: Shift, *, leads: bool = False) -> Seat:
        return shift.seats.get(left_at=None, leads=leads)

    def told(self, to: str) -> list[str]:
        """Titles of the notices that somebody has got, in order. `to`: "office/post", or a sign-in name."""
        reference = self.example.posts[to].reference if "/" in to else self.actor(to).account_reference
        return notices_to(reference)


def _school() -> tuple[Example, dict[str, Member]]:
    example = build_example_district()
    return example, settle_example_duty(example)


def school_on_duty() -> School:
    """For a fixture that may use the database."""
    return School(*built_once("school on duty", _school))


@pytest.fixture
def school(db) -> School:
    return school_on_duty()
