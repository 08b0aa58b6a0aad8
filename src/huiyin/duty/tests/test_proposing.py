"""Somebody asks for seats; a worker finds them in a process of its own, or says which rules collide; what is done by hand meanwhile stands."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.urls import reverse

from huiyin.duty import jobs, weighing
from huiyin.duty.actions import filling, proposing, rostering, seating, settling
from huiyin.duty.actions.filling import Placed
from huiyin.duty.models import Proposal, Roster, Seat, State
from huiyin.duty.solving.problem import Answer, Place
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.operations.testing.rooms import text_of


def page_of(roster: Roster) -> str:
    return reverse("duty:roster", args=[roster.public_id])


def ask(school, roster: Roster, *, gaps: bool = False) -> Proposal:
    return proposing.ask(actor=school.actor("zheng"), roster_id=roster.public_id, version=roster.version, gaps=gaps)


def away_on(school, names: list[str], first: dt.date, last: dt.date) -> None:
    for name in names:
        settling.note_away(
            actor=school.actor("zheng"), member=school.members[name].public_id, first_day=first, last_day=last
        )


def ended(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def test_seats_are_proposed_by_every_rule_what_is_set_by_hand_stays_and_the_page_says_how_even_it_is(school, signed_in):
    draft = school.draft()
    night = school.shift(draft, 3)
    seating.seat(actor=school.actor("zheng"), shift_id=night.public_id, version=0, member=school.members["gao"].public_id)  # fmt: skip
    zheng, address = signed_in("zheng"), page_of(draft)
    sent = {"do": "propose", "version": draft.version}
    assert signed_in("gao").post(address, sent).status_code == 404
    assert zheng.post(address, sent).url == address
    waiting = zheng.get(address)
    assert waiting["Refresh"]
    assert "正在等着开始" in text_of(waiting)
    assert zheng.post(address, sent).status_code == 409, "it is worked out already"
    assert jobs.propose(time.now()) == 1
    assert jobs.propose(time.now()) == 0
    page = zheng.get(address)
    assert "Refresh" not in page
    assert "缺人" not in text_of(page)
    assert Notice.objects.filter(to=school.actor("zheng").reference, template="duty/roster").count() == 1
    draft.refresh_from_db()
    assert draft.figures["spread"] >= draft.figures["bound"] >= 0
    assert school.seat(night).member == school.members["gao"]
    assert Seat.objects.filter(shift__roster=draft, proposed=False).count() == 1
    roster = rostering.publish(actor=school.actor("fang"), roster_id=draft.public_id, version=draft.version)
    assert not roster.shifts.filter(seats=None).exists()
    assert ledger.verify().ok


def test_what_is_proposed_can_be_proposed_anew_with_other_days(school):
    draft = school.draft(10)
    ask(school, draft)
    jobs.propose(time.now())
    draft.refresh_from_db()
    resting = set(draft.shifts.exclude(day="working").values_list("on", flat=True))
    days = [draft.first_day + dt.timedelta(days=number) for number in range(1, 9)]
    gone = next(one for one in days if not {one - dt.timedelta(days=1), one, one + dt.timedelta(days=1)} & resting)
    away_on(school, ["fang"], gone, gone)
    again = ask(school, draft)
    jobs.propose(time.now())
    assert ended(again) == State.FOUND
    assert not Seat.objects.filter(member=school.members["fang"], shift__roster=draft, shift__on=gone).exists()


def test_an_impossible_one_is_explained_and_the_best_with_gaps_can_be_asked_for(school, signed_in):
    draft = school.draft()
    day = draft.first_day + dt.timedelta(days=5)
    away_on(school, ["shen", "gao", "school-admin"], day, day + dt.timedelta(days=1))
    asked = ask(school, draft)
    jobs.propose(time.now())
    assert ended(asked) == State.IMPOSSIBLE
    assert not Seat.objects.filter(shift__roster=draft).exists(), "nothing is filled where rules collide"
    zheng, address = signed_in("zheng"), page_of(draft)
    page = text_of(zheng.get(address))
    for name in ("沈静", "高强", "温涛"):
        assert f"{name}从" in page
    assert "需要" in page
    assert 'value="propose_gaps"' in page
    zheng.post(address, {"do": "propose_gaps", "version": draft.version})
    jobs.propose(time.now())
    draft.refresh_from_db()
    assert draft.figures["missing"] == draft.figures["missing_bound"] > 0
    assert "缺人" in text_of(zheng.get(address))


def test_what_somebody_does_by_hand_meanwhile_stands_and_the_answer_goes(school, signed_in):
    draft = school.draft(7)
    asked = ask(school, draft)
    taken = proposing.begin(time.now())
    night = school.shift(draft, 3)
    seating.seat(actor=school.actor("zheng"), shift_id=night.public_id, version=0, member=school.members["gao"].public_id)  # fmt: skip
    proposing.take_over(proposal=taken, answer=Answer("found"))
    assert ended(asked) == State.OVERTAKEN
    assert [one.member for one in Seat.objects.filter(shift__roster=draft)] == [school.members["gao"]]
    assert "手工" in text_of(signed_in("zheng").get(page_of(draft)))


def test_an_answer_that_a_rule_settled_meanwhile_forbids_is_not_taken(school):
    draft = school.draft(7)
    asked = ask(school, draft)
    taken = proposing.begin(time.now())
    night, gao = school.shift(draft, 3), school.members["gao"].public_id
    away_on(school, ["gao"], night.on, night.on)

    proposing.take_over(proposal=taken, answer=Answer("found", (Place(night.public_id, gao),)))
    assert ended(asked) == State.OVERTAKEN
    assert not Seat.objects.filter(shift__roster=draft).exists()


def test_a_draft_that_was_given_up_or_published_meanwhile_gets_no_seats(school):
    draft = school.draft(7)
    asked = ask(school, draft)
    taken = proposing.begin(time.now())
    rostering.drop(actor=school.actor("zheng"), roster_id=draft.public_id, version=draft.version)
    proposing.take_over(proposal=taken, answer=Answer("found"))
    assert ended(asked) == State.OVERTAKEN


def test_where_a_worker_dies_another_takes_it_up_once_and_then_it_is_told(school):
    asked = ask(school, school.draft(7))
    first = proposing.begin(time.now())
    assert proposing.begin(time.now()) is None, "somebody works on it"
    with time.moved(dt.timedelta(minutes=4)):
        assert proposing.begin(time.now()).pk == asked.pk
        proposing.take_over(proposal=first, answer=Answer("found"))
        assert ended(asked) == State.RUNNING, "the first one is no longer asked"
    with time.moved(dt.timedelta(minutes=8)):
        assert proposing.begin(time.now()) is None
    assert ended(asked) == State.UNKNOWN


def test_only_who_makes_rosters_asks_and_for_a_draft_alone(school):
    draft = school.filled(7)
    with pytest.raises(Refused):
        proposing.ask(actor=school.actor("gao"), roster_id=draft.public_id, version=draft.version)
    ask(school, draft)
    with pytest.raises(Conflict, match="正在"):
        ask(school, draft)
    rostering.publish(actor=school.actor("fang"), roster_id=draft.public_id, version=draft.version)
    with pytest.raises(Conflict):
        ask(school, draft)


def test_what_everybody_did_before_in_this_year_counts_and_who_is_new_does_not_catch_up(school):
    first = dt.date(2027, 3, 1)
    draft = rostering.begin(actor=school.actor("zheng"), first_day=first, last_day=first + dt.timedelta(days=6))

    seats = [Placed(one.public_id, school.members["gao"].public_id) for one in draft.shifts.filter(kind__name="夜班")]
    seats = seats[::2]
    filling.fill(actor=school.actor("zheng"), roster_id=draft.public_id, version=draft.version, seats=seats)
    draft.refresh_from_db()
    rostering.publish(actor=school.actor("fang"), roster_id=draft.public_id, version=draft.version)
    after = rostering.begin(actor=school.actor("zheng"), first_day=first + dt.timedelta(days=7), last_day=first + dt.timedelta(days=9))  # fmt: skip
    found = weighing.problem_of(after, gaps=False, seconds=5)
    served = {one.key: one.served for one in found.people}
    assert served[school.members["gao"].public_id] == served[school.members["shen"].public_id] == 2 * len(seats)
    assert {one.led for one in found.people} == {0}
    next_year = rostering.begin(actor=school.actor("zheng"), first_day=dt.date(2028, 1, 3), last_day=dt.date(2028, 1, 4))  # fmt: skip
    assert {one.served for one in weighing.problem_of(next_year, gaps=False, seconds=5).people} == {0}


def test_days_on_which_somebody_is_not_available_are_settled_without_a_reason(school, signed_in):
    here = reverse("duty:settled")
    zheng, today = signed_in("zheng"), time.today("Asia/Shanghai")
    sent = {"do": "away", "member": school.members["gao"].public_id, "first_day": today.isoformat()}
    assert zheng.post(here, {**sent, "last_day": (today - dt.timedelta(days=1)).isoformat()}).status_code == 422
    assert zheng.post(here, {**sent, "last_day": today.isoformat()}).status_code == 302
    [away] = school.members["gao"].away.all()
    draft = school.draft(2)
    night = school.shift(draft, 0)
    page = text_of(zheng.get(reverse("duty:shift", args=[night.public_id])))
    if night.ends_at > time.now():
        assert "这天不在" in page
    assert zheng.post(here, {"do": "back_again", "key": away.public_id}).status_code == 302
    assert weighing.away_of([school.members["gao"].pk]) == {}
    assert "reason" not in json.dumps([field.name for field in away._meta.get_fields()])
