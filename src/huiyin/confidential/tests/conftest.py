"""A discipline office with two readers, a school without, and somebody who reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from huiyin.confidential import crypto
from huiyin.confidential.actions import keys, naming, reporting
from huiyin.confidential.actions.reporting import Handed
from huiyin.confidential.models import Report
from huiyin.confidential.opening import Unlocked
from huiyin.kernel import ledger, store, time
from huiyin.kernel.ids import public_id
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.access import Actor, machine
from huiyin.organisations.access.session import actor_of_appointment
from huiyin.organisations.actions.people import appointed
from huiyin.organisations.actions.tree import create_organisation, create_post, create_unit
from huiyin.organisations.example import Example, build_example_district
from huiyin.organisations.models import Account, Post
from huiyin.organisations.rules import Period

WORDS = "镇政府的采购没有招标，钱进了亲戚的账户。"
PASSPHRASE = "三月的柳絮 gold teapot 77"


@dataclass
class District:
    """Does what people of the district do about reports. `code`: of the report that was handed in last."""

    example: Example
    actors: dict[str, Actor] = field(default_factory=dict)
    code: str = ""

    def actor(self, name: str) -> Actor:
        return self.actors.get(name) or self.example.actors[name]

    def post(self, place: str) -> str:
        return self.example.posts[place].public_id

    def home(self, key: str = "township") -> str:
        return self.example.organisations[key].public_id

    def joins(self, name: str, unit: str, title: str, above: str = "") -> Actor:
        """A new post with the role of discipline, and who holds it."""
        reports_to = self.post(above) if above else None
        post = create_post(
            actor=machine("test"), unit=self.example.units[unit].public_id, title=title, roles=("discipline",), reports_to=reports_to
        )  # fmt: skip
        self.actors[name] = self.holds(name, post)
        return self.actors[name]

    def county_organ(self) -> Actor:
        """A discipline office under the county, with one post, which is held by `xianjiwei`."""
        here, office = machine("test"), self.example.organisations
        made = create_organisation(
            actor=here,
            parent=office["county"].public_id,
            name="临禾县纪委监委",
            short_name="县纪委",
            kind="discipline-office",
        )
        unit = create_unit(actor=here, organisation=made.public_id, name="信访室")
        post = create_post(actor=here, unit=unit.public_id, title="信访室主任", roles=("discipline",), is_head=True)
        office["county-discipline"] = made  # type: ignore[index]
        self.actors["xianjiwei"] = self.holds("xianjiwei", post)
        return self.actors["xianjiwei"]

    def holds(self, name: str, post: Post) -> Actor:
        given = next(iter(Account.objects.filter(username="jiwei").values_list("password", flat=True)))
        with store.write():
            account = Account.objects.create(username=name, display_name=name, password=given)
            since = Period(time.today("Asia/Shanghai") - dt.timedelta(days=30))
            held = appointed(account, post, since, deputy=False)
            ledger.record(
                verb="test.hold", actor="system:test", about=post.reference, at=time.now(), commits=[account, held]
            )
            return actor_of_appointment(held)

    def holds_too(self, name: str, post: Post) -> None:
        """A second post of the same person, as deputy."""
        with store.write():
            since = Period(time.today("Asia/Shanghai") - dt.timedelta(days=30))
            appointed(Account.objects.get(username=name), post, since, deputy=True)

    def reads(self, name: str, passphrase: str = PASSPHRASE) -> Unlocked:
        """Appointed, with a key, which is open."""
        actor = self.actor(name)
        naming.name_reader(actor=self._names(actor), post_id=actor.reference.partition(":")[2])
        keys.make_key(actor=actor, passphrase=passphrase)
        return keys.unlock(actor=actor, passphrase=passphrase)

    def _names(self, actor: Actor) -> Actor:
        """Who appoints at that office."""
        heads = {"bureau": "he", "school": "xiaozhang", "township": "zhenzhang", "discipline": "jiwei"}
        home = next(key for key, row in self.example.organisations.items() if row.pk == actor.organisation_id)
        return actor if home == "county-discipline" else self.example.actors[heads[home]]

    def handed(self, *places: str, home: str = "township", text: str = WORDS, **more: object) -> Report:
        about = tuple(self.post(place) for place in places)
        handed = Handed(self.home(home), about, not about, text, **more)  # type: ignore[arg-type]
        report, self.code = reporting.hand_in(handed=handed, once=public_id())
        return report

    @property
    def keys(self) -> crypto.OfCode:
        return crypto.of_code(self.code)


@pytest.fixture
def district(db: None) -> District:
    return District(built_once("district", build_example_district))
