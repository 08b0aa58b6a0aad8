"""Two swap shifts as both agree, or one takes the other's; no hard rule is broken, and who answers for rosters is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.duty import rules, weighing
from huiyin.duty.actions import seating, settling, swapping
from huiyin.duty.models import Seat, ShiftKind, Swap
from huiyin.duty.queries import swaps as queries
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import text_of

PAGE = reverse("duty:swaps")


@pytest.fixture
def roster(school):
    """Four weeks; a fourth person serves, so that there is room to swap."""
    settling.take_in(
        actor=school.actor("zheng"), appointment=school.members["fang"].appointment.public_id, part="both",
    )  # fmt: skip
    return school.published()


def name_of(school, seat: Seat) -> str:
    return next(name for name, one in school.members.items() if one.pk == seat.member_id)


def swappable(school) -> tuple[Seat, Seat]:
    """A seat of gao some days ahead and one of another that no rule is against."""
    own = Seat.objects.filter(member=school.members["gao"], left_at=None, shift__begins_at__gt=time.now() + dt.timedelta(days=4)).order_by("shift__begins_at")  # fmt: skip
    for seat in own:
        found = queries.offers(school.actor("gao"), seat.public_id)
        if found.seats:
            return seat, found.seats[0]
    raise AssertionError("nothing can be swapped")


def holders(*seats: Seat) -> list[int]:
    return [one.shift.seats.get(left_at=None, leads=one.leads).member_id for one in seats]


def test_from_the_question_to_both_seats_on_pages_without_script(school, roster, signed_in):
    seat, back = swappable(school)
    other = name_of(school, back)
    gao, them = signed_in("gao"), signed_in(other)
    ask = reverse("duty:swap", args=[seat.public_id])
    assert ask in text_of(gao.get(reverse("duty:mine")))
    assert them.get(ask).status_code == 404, "a seat of one's own alone"
    assert gao.post(ask, {"whom": ""}).status_code == 422
    assert gao.post(ask, {"whom": f"seat-{back.public_id}", "note": "孩子家长会"}).status_code == 302
    assert gao.post(ask, {"whom": f"seat-{back.public_id}"}).status_code == 409, "one question at a time"
    assert school.told(other)[-1] == "Somebody asks you to swap a shift or to take one: answer"
    swap = Swap.objects.get()
    assert "孩子家长会" in text_of(them.get(PAGE))
    assert gao.post(PAGE, {"do": "agree", "key": swap.public_id}).status_code == 404, "nobody agrees with oneself"
    assert them.post(PAGE, {"do": "agree", "key": swap.public_id}).status_code == 302
    assert holders(seat, back) == [back.member_id, seat.member_id]
    assert school.told("school/分管副校长")[-1] == "A swap of shifts holds"
    assert school.told("gao")[-1] == "A swap of shifts holds"
    assert [one.verb for one in seat.shift.events.all()] == ["swapped"]
    assert {one.status for one in Clock.objects.filter(subject_kind="swap")} == {"met"}
    assert ledger.verify().ok


def test_whatever_is_offered_breaks_no_rule_on_either_side(school, roster):
    seat, _back = swappable(school)
    found = queries.offers(school.actor("gao"), seat.public_id)
    rest = weighing.rest_of(roster.organisation)
    for one in found.seats:
        for shift, member in ((seat.shift, one.member_id), (one.shift, seat.member_id)):
            leaves = one.shift if member == one.member_id else seat.shift
            held = Seat.objects.filter(member_id=member, left_at=None).exclude(shift=leaves).select_related("shift")
            span = rules.Span(shift.begins_at, shift.ends_at)
            spans = [rules.Span(other.shift.begins_at, other.shift.ends_at) for other in held]
            assert not any(rules.too_close(span, other, rest) for other in spans)


def test_somebody_takes_it_in_their_stead_and_no_reason_is_asked_of_a_no(school, roster):
    for seat in Seat.objects.filter(member=school.members["gao"], left_at=None, shift__begins_at__gt=time.now()):
        people = queries.offers(school.actor("gao"), seat.public_id).people
        if people:
            break
    member = next(one for one in school.members.values() if one.public_id == people[0][0])
    other = next(name for name, one in school.members.items() if one.pk == member.pk)
    swap = swapping.ask(actor=school.actor("gao"), seat_id=seat.public_id, member=member.public_id)
    swapping.refuse(actor=school.actor(other), swap_id=swap.public_id)
    assert holders(seat) == [school.members["gao"].pk]
    assert school.told("gao")[-1] == "The other one can't swap: the shift stays yours"
    again = swapping.ask(actor=school.actor("gao"), seat_id=seat.public_id, member=member.public_id)
    swapping.agree(actor=school.actor(other), swap_id=again.public_id)
    assert holders(seat) == [member.pk]


def test_the_rules_are_asked_again_when_it_is_carried_out(school, roster):
    seat, back = swappable(school)
    swap = swapping.ask(actor=school.actor("gao"), seat_id=seat.public_id, back=back.public_id)
    other = name_of(school, back)
    on = seat.shift.on
    settling.note_away(actor=school.actor("zheng"), member=back.member.public_id, first_day=on, last_day=on)
    with pytest.raises(BadInput, match="这天不在"):
        swapping.agree(actor=school.actor(other), swap_id=swap.public_id)
    assert holders(seat, back) == [seat.member_id, back.member_id]
    shift = seat.shift
    shift.refresh_from_db()
    seating.unseat(actor=school.actor("zheng"), shift_id=shift.public_id, version=shift.version, seat_id=seat.public_id)
    with pytest.raises(Conflict):
        swapping.agree(actor=school.actor(other), swap_id=swap.public_id)


def test_where_the_office_chose_so_it_waits_for_who_makes_rosters(school, roster, signed_in):
    for kind in ShiftKind.objects.all():
        settling.ask_for(actor=school.actor("zheng"), kind_id=kind.public_id, what="swaps_approved", on=True)
    seat, back = swappable(school)
    other = name_of(school, back)
    swap = swapping.ask(actor=school.actor("gao"), seat_id=seat.public_id, back=back.public_id)
    swapping.agree(actor=school.actor(other), swap_id=swap.public_id)
    assert holders(seat, back) == [seat.member_id, back.member_id]
    assert school.told("school/分管副校长")[-1] == "Two have agreed to swap shifts: approve it or not"
    for client, answer in ((signed_in("gao"), 404), (signed_in("zheng"), 302)):
        assert client.post(PAGE, {"do": "approve", "key": swap.public_id}).status_code == answer
    assert holders(seat, back) == [back.member_id, seat.member_id]


def test_it_can_be_withdrawn_and_comes_to_nothing_when_a_shift_begins(school, roster, later):
    seat, back = swappable(school)
    swap = swapping.ask(actor=school.actor("gao"), seat_id=seat.public_id, back=back.public_id)
    with pytest.raises(Refused):
        swapping.withdraw(actor=school.actor(name_of(school, back)), swap_id=swap.public_id)
    swapping.withdraw(actor=school.actor("gao"), swap_id=swap.public_id)
    swap = swapping.ask(actor=school.actor("gao"), seat_id=seat.public_id, back=back.public_id)
    begins = min(seat.shift.begins_at, back.shift.begins_at)
    later((begins - time.now()) / dt.timedelta(days=1) + 0.01)
    swap.refresh_from_db()
    assert swap.state == "lapsed"
    assert school.told("gao")[-1] == "A swap of shifts came to nothing: it stays as it was"
    with pytest.raises(Conflict):
        swapping.agree(actor=school.actor(name_of(school, back)), swap_id=swap.public_id)
