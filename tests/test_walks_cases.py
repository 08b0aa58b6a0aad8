"""Random walks through everything that anybody can do to a case, in any order, with time passing in between."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huiyin.cases.actions import (
    asking_review,
    closing,
    contact,
    erasure,
    handling,
    identity,
    receipt_codes,
    replying,
    sealing,
    sorting,
)
from huiyin.cases.actions.procedure import pack_of
from huiyin.cases.models import Case, Category
from huiyin.cases.tests.conftest import NAMED, Office
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.tests.walks import WHOLE
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.actions import two_hands
from huiyin.organisations.models import TwoHands

ACTORS = {
    "bureau": ("liang", "he", "song", "jiang", "fazhi", "admin", "fuhe"),
    "school": ("zheng", "xiaozhang", "fang", "shen", "gao", "school-admin", "jiang"),
}
HANDLERS = {"bureau": ("基教股股长", "接待室主任"), "school": ("总务处副主任", "教导主任")}
RIGHT = {
    "bureau": {"desk": "liang", "head": "he", "decider": "song", "worker": "jiang"},
    "school": {"desk": "zheng", "head": "xiaozhang", "decider": "fang", "worker": "shen"},
}
WORDS = st.sampled_from(["已经看过，按规定办。", "三天内给您回话。", "县里另有规定，见附件。", "好", ""])


class Walk(RuleBasedStateMachine):
    """One walk over one district; it begins in the district as it was built, and is undone at its end."""

    office: ClassVar[Office]
    clock_file: ClassVar[Path]
    seen: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()  # noqa: TID251  # each walk is undone whole
        self.undo.__enter__()
        self.offset = 0.0
        self.lines: dict[int, list[tuple[Any, ...]]] = {}

    def teardown(self) -> None:
        report = ledger.verify()
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.clock_file.write_text("0")
        assert report.ok, report.bad

    @initialize(
        at=st.sampled_from(["bureau", "school"]), who=st.sampled_from([NAMED, Identity()]), far=st.integers(0, 12)
    )
    def raised(self, at: str, who: Identity, far: int) -> None:
        """A walk begins anywhere along the ordinary way: most rules are about what comes late in a case."""
        self.at = self.office.at = at
        self.receipt = self.office.raised(identity=who, contact_by="email" if who.present() else "")
        self.concern = self.receipt.concern
        if far:
            self.the_ordinary_way(far)

    # ---- what the machine does itself

    @property
    def case(self) -> Case:
        """The case in which the concern is now, and every case that it went through."""
        self.concern.refresh_from_db()
        return Case.objects.get(pk=self.concern.case_id)

    def act(self, verb: Any, **given: Any) -> None:
        """Anything but a typed error is a fault."""
        try:
            verb(**given)
        except HuiyinError:
            return

    def staff(self, verb: Any, who: str, **given: Any) -> None:
        case = self.case
        self.act(verb, actor=self.office.example.actors[who], case_id=case.pk, version=case.version, **given)

    def anyone(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from([*RIGHT[self.at].values(), *RIGHT[self.at].values(), *ACTORS[self.at]]))

    def category(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(["", *Category.objects.filter(level=2).values_list("code", flat=True)[:2]]))

    # ---- the window

    @rule(data=st.data())
    def register(self, data: st.DataObject) -> None:
        self.staff(sorting.register, self.anyone(data), category=self.category(data))

    @rule(data=st.data(), path=WORDS)
    def notify(self, data: st.DataObject, path: str) -> None:
        self.staff(sorting.notify, self.anyone(data), path=path)

    @rule(
        data=st.data(),
        kind=st.sampled_from(["claim", "claim", "suggestion", "misconduct"]),
        channel=st.sampled_from([6, 6, 1, 2, 3, 4, 5, None]),
        competent=st.sampled_from([True, True, False]),
        complex_=st.booleans(),
    )
    def sort(self, data: Any, kind: str, channel: int | None, competent: bool, complex_: bool) -> None:
        wanted = sorting.Sorting(
            kind, self.category(data), "热水", claim_channel=channel, competent=competent, complex=complex_
        )
        self.staff(sorting.sort, self.anyone(data), sorting=wanted)

    @rule(data=st.data(), free=st.booleans())
    def accept(self, data: st.DataObject, free: bool) -> None:
        self.staff(sorting.accept, self.anyone(data), conflict_free=free)

    @rule(data=st.data(), reason=WORDS, body=WORDS)
    def refuse(self, data: st.DataObject, reason: str, body: str) -> None:
        self.staff(sorting.refuse, self.anyone(data), reason=reason, elsewhere=sorting.Elsewhere(body))

    @rule(data=st.data(), reason=WORDS, to=st.sampled_from(["", "township", "bureau"]))
    def transfer(self, data: st.DataObject, reason: str, to: str) -> None:
        organisation = self.office.example.organisations[to].public_id if to else ""
        there = sorting.Elsewhere("县医保局", organisation=organisation)
        self.staff(sorting.transfer, self.anyone(data), reason=reason, elsewhere=there)
        if to == "bureau" and self.case.organisation_id == self.office.example.organisations["bureau"].pk:
            self.at = "bureau"

    @rule(data=st.data(), procedure=WORDS)
    def channel(self, data: st.DataObject, procedure: str) -> None:
        self.staff(sorting.channel, self.anyone(data), procedure=procedure)

    # ---- the work

    @rule(data=st.data(), free=st.booleans())
    def assign(self, data: st.DataObject, free: bool) -> None:
        title = data.draw(st.sampled_from(HANDLERS[self.at]))
        handler = self.office.example.posts[f"{self.at}/{title}"].public_id
        self.staff(handling.assign, self.anyone(data), handler=handler, conflict_free=free)

    @rule(data=st.data(), text=WORDS)
    def ask_person(self, data: st.DataObject, text: str) -> None:
        self.staff(handling.ask_person, self.anyone(data), question=text)

    @rule(text=WORDS)
    def say(self, text: str) -> None:
        self.act(handling.say, concern=self.concern, text=text)

    @rule(data=st.data(), text=WORDS)
    def answer(self, data: st.DataObject, text: str) -> None:
        self.staff(handling.answer, self.anyone(data), text=text)

    @rule(data=st.data(), text=WORDS)
    def consult(self, data: st.DataObject, text: str) -> None:
        unit = data.draw(st.sampled_from(["bureau/政策法规股", "school/教导处"]))
        self.staff(handling.consult, self.anyone(data), unit=self.office.example.units[unit].public_id, question=text)

    @rule(data=st.data(), text=WORDS)
    def answer_consultation(self, data: st.DataObject, text: str) -> None:
        asked = self.case.consultations.order_by("-id").first()
        who = self.office.example.actors[self.anyone(data)]
        if asked is not None:
            self.act(handling.answer_consultation, actor=who, public_id=asked.public_id, text=text)

    @rule(data=st.data(), length=st.sampled_from([1, 10, 30, 31]), reason=WORDS)
    def ask_extension(self, data: st.DataObject, length: int, reason: str) -> None:
        self.staff(handling.ask_extension, self.anyone(data), length=length, reason=reason)

    @rule(data=st.data(), approve=st.booleans())
    def decide_extension(self, data: st.DataObject, approve: bool) -> None:
        asked = self.case.extension_requests.order_by("-id").first()
        who = self.office.example.actors[self.anyone(data)]
        if asked is not None:
            self.act(handling.decide_extension, actor=who, public_id=asked.public_id, approve=approve)

    # ---- the reply

    @rule(data=st.data(), outcome=st.sampled_from(["support", "explain", "reject", "adopt", ""]))
    def save_reply(self, data: st.DataObject, outcome: str) -> None:
        draft = self.case.replies.filter(status="draft").first()
        text = replying.ReplyText(outcome, "热水", "锅炉坏了", "已修好", data.draw(WORDS))
        self.act(
            replying.save_reply,
            actor=self.office.example.actors[self.anyone(data)],
            case_id=self.case.pk,
            reply_version=draft.version if draft else 0,
            text=text,
        )

    @rule(data=st.data())
    def submit(self, data: st.DataObject) -> None:
        self.staff(replying.submit_for_approval, self.anyone(data))

    @rule(data=st.data(), note=WORDS)
    def send_back(self, data: st.DataObject, note: str) -> None:
        self.staff(replying.send_back, self.anyone(data), note=note)

    @rule(data=st.data())
    def issue(self, data: st.DataObject) -> None:
        self.staff(replying.issue_reply, self.anyone(data))

    @rule(data=st.data(), before=st.sampled_from([0, 0, 1, 400]), proof=WORDS)
    def serve(self, data: st.DataObject, before: int, proof: str) -> None:
        served_at = time.now() - dt.timedelta(days=before)
        self.staff(replying.serve, self.anyone(data), channel="letter", served_at=served_at, proof=proof)

    @rule()
    def read(self) -> None:
        self.act(replying.read_on_page, case_id=self.case.pk)

    # ---- the person's own

    @rule(note=WORDS)
    def settled(self, note: str) -> None:
        self.act(closing.say_settled, concern=self.concern, note=note)

    @rule(note=WORDS)
    def not_settled(self, note: str) -> None:
        self.act(closing.say_not_settled, concern=self.concern, note=note)

    @rule(reasons=WORDS)
    def ask_review(self, reasons: str) -> None:
        self.act(asking_review.ask_review, concern=self.concern, reasons=reasons)

    @rule(note=WORDS, sure=st.sampled_from([False] * 7 + [True]))
    def withdraw(self, note: str, sure: bool) -> None:
        if sure:
            self.act(closing.withdraw, concern=self.concern, note=note)

    @rule(way=st.sampled_from(["phone", "email", ""]))
    def correct_contact(self, way: str) -> None:
        changes = {"phone": "13900002222", "email": "", "name": "", "address": ""}
        self.act(contact.correct_contact, concern=self.concern, changes=changes, contact_by=way)

    # ---- the end

    @rule(data=st.data(), slip=WORDS)
    def record_settled(self, data: st.DataObject, slip: str) -> None:
        self.staff(closing.record_settled, self.anyone(data), slip=slip)

    @rule(data=st.data(), text=WORDS)
    def carry_out(self, data: st.DataObject, text: str) -> None:
        self.staff(closing.carry_out, self.anyone(data), plan=text)

    @rule(data=st.data(), text=WORDS)
    def carried_out(self, data: st.DataObject, text: str) -> None:
        self.staff(closing.carried_out, self.anyone(data), proof=text)

    @rule(data=st.data(), result=st.sampled_from(closing.CHECK_RESULTS), note=WORDS)
    def check_later(self, data: st.DataObject, result: str, note: str) -> None:
        self.staff(closing.check_later, self.anyone(data), result=result, note=note)

    @rule(data=st.data(), text=WORDS)
    def close(self, data: st.DataObject, text: str) -> None:
        self.staff(closing.close, self.anyone(data), reason=text)

    @rule(data=st.data(), text=WORDS)
    def reopen(self, data: st.DataObject, text: str) -> None:
        self.staff(closing.reopen, self.anyone(data), facts=text)

    # ---- beside the way

    @rule(data=st.data(), purpose=WORDS)
    def open_identity(self, data: st.DataObject, purpose: str) -> None:
        self.act(
            identity.open_identity,
            actor=self.office.example.actors[self.anyone(data)],
            concern_public_id=self.concern.public_id,
            purpose=purpose,
            fields=["name"],
        )

    @rule(data=st.data(), how=WORDS)
    def reissue_code(self, data: st.DataObject, how: str) -> None:
        of, who = self.concern.public_id, self.office.example.actors[self.anyone(data)]
        self.act(receipt_codes.reissue_code, actor=who, concern_public_id=of, checked_how=how)

    @rule(data=st.data(), number=WORDS)
    def seal(self, data: st.DataObject, number: str) -> None:
        if data.draw(st.sampled_from([False] * 7 + [True])):
            self.staff(sealing.seal, self.anyone(data), seal_number=number, forwarded_to="县纪委监委")

    @rule(data=st.data(), ground=WORDS)
    def erase(self, data: st.DataObject, ground: str) -> None:
        of, who = self.concern.public_id, self.office.example.actors[self.anyone(data)]
        self.act(erasure.ask_erasure, actor=who, concern_public_id=of, ground=ground)

    @rule(data=st.data(), does=st.booleans())
    def second_hand(self, data: st.DataObject, does: bool) -> None:
        who = self.office.example.actors[self.anyone(data)]
        for waits in TwoHands.objects.filter(confirmed_at=None, ended_at=None):
            self.act(two_hands.confirm if does else two_hands.decline, actor=who, public_id=waits.public_id)

    @rule(steps=st.integers(1, 6))
    def further(self, steps: int) -> None:
        self.the_ordinary_way(steps)

    def the_ordinary_way(self, steps: int) -> None:
        """Some steps of the main job by the right people, so that walks come far; each is taken where it is possible."""
        people = RIGHT[self.at]
        handler = self.office.example.posts[f"{self.at}/{HANDLERS[self.at][0]}"].public_id
        code = Category.objects.filter(level=2).values_list("code", flat=True)[0]
        way: list[tuple[Any, str, dict[str, Any]]] = [
            (sorting.register, "desk", {"category": code}),
            (sorting.sort, "desk", {"sorting": sorting.Sorting("claim", code, "热水", claim_channel=6)}),
            (sorting.accept, "head", {"conflict_free": True}),
            (handling.assign, "head", {"handler": handler, "conflict_free": True}),
            (self.draft, "worker", {}),
            (replying.submit_for_approval, "worker", {}),
            (replying.issue_reply, "decider", {}),
            (replying.serve, "worker", {"channel": "letter", "served_at": time.now(), "proof": "签收单"}),
            (closing.carry_out, "worker", {"plan": "换锅炉"}),
            (closing.carried_out, "worker", {"proof": "照片"}),
            (closing.check_later, "worker", {"result": "kept", "note": "看过了"}),
            (closing.close, "worker", {"reason": "办完了"}),
        ]
        for verb, who, given in way:
            before = self.case.version
            self.staff(verb, people[who], **given)
            steps -= self.case.version != before
            if steps == 0:
                return

    def draft(self, *, actor: Any, case_id: int, version: int) -> None:
        text = replying.ReplyText("support", "热水", "锅炉坏了", "已修好", "办法第3条")
        replying.save_reply(actor=actor, case_id=case_id, reply_version=0, text=text)

    @rule(days=st.sampled_from([0.5, 1, 5, 16, 31, 61, 95]))
    def time_passes(self, days: float) -> None:
        self.offset += days * 86400
        self.clock_file.write_text(str(self.offset))
        jobs.sweep()

    # ---- what holds at every step

    @invariant()
    def somebody_owes_something_unless_it_has_ended(self) -> None:
        if not hasattr(self, "concern"):
            return
        for case in Case.objects.all():
            self.seen.update(f"{track.pack}:{track.state}" for track in case.tracks.all())
            tracks = [track for track in case.tracks.all() if not track.background]
            if all(pack_of(track).state(track.state).final for track in tracks):
                continue
            running = Clock.objects.filter(subject_id=case.public_id, status__in=("running", "paused"))
            assert running.exclude(owner="").exists(), f"{case} in {[track.state for track in tracks]}: nobody owes"

    @invariant()
    def the_timeline_only_grows(self) -> None:
        for case in Case.objects.all():
            now = list(case.events.values_list("id", "verb", "at", "actor", "actor_title", "public"))
            before = self.lines.get(case.pk, [])
            assert now[: len(before)] == before
            self.lines[case.pk] = now


@pytest.mark.django_db
def test_whatever_anybody_does_nothing_breaks_and_nobody_is_left_without_a_date(office, tmp_path, monkeypatch):
    clock_file = tmp_path / "walk-clock"
    clock_file.write_text("0")
    monkeypatch.setenv("HUIYIN_TEST_CLOCK", str(clock_file))

    class Here(Walk):
        pass

    Here.office, Here.clock_file, Here.seen = office, clock_file, Counter()
    phases = (Phase.explicit, Phase.reuse, Phase.generate)  # a walk is short enough to be read as it is
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=60 if WHOLE else 12,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=phases,
        ),
    )
    assert len(Here.seen) >= 8, "the walks came nowhere"
