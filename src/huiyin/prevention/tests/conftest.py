"""A district, and a school whose people register hazards, mend them and look."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from huiyin.cases.tests.conftest import as_, office
from huiyin.operations.testing.built_once import built_once
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.example import Example, build_example_district
from huiyin.prevention.actions import mending, registering
from huiyin.prevention.actions.mending import Work
from huiyin.prevention.actions.registering import Found
from huiyin.prevention.models import Hazard

__all__ = ["as_", "office"]
FIXER = "总务处副主任"


@dataclass
class School:
    """Does what the people of the school do about a hazard."""

    example: Example

    def actor(self, name: str):
        return self.example.actors[name]

    def post(self, title: str, office: str = "school") -> str:
        return self.example.posts[f"{office}/{title}"].public_id

    def found(self, **more: object) -> Found:
        said = {"title": "灭火器过期", "place": "教学楼三楼西", "severity": "ordinary", "owner": self.post(FIXER)}
        return Found(**{**said, **more})

    def registered(self, who: str = "gao", **more: object) -> Hazard:
        return registering.register(actor=self.actor(who), found=self.found(**more))

    def mended(self, hazard: Hazard, who: str = "shen", done: str = "换了新的。", **more: object) -> Hazard:
        hazard.refresh_from_db()
        work = Work(done, **more)
        return mending.mend(actor=self.actor(who), hazard_id=hazard.public_id, version=hazard.version, work=work)

    def looked(self, hazard: Hazard, who: str = "gao", *, passed: bool = True, note: str = "") -> Hazard:
        hazard.refresh_from_db()
        return mending.check(
            actor=self.actor(who), hazard_id=hazard.public_id, version=hazard.version, passed=passed, note=note
        )

    def told(self, title: str, office: str = "school") -> list[str]:
        """Titles of the notices that this post has got, in order."""
        return notices_to(f"post:{self.post(title, office)}")


@pytest.fixture
def school(db) -> School:
    return School(built_once("district", build_example_district))
