"""A leader who leaves: the cases have a leader at every moment, both sides sign, the person reads which post answers."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from huiyin.cases.models import CaseEvent
from huiyin.cases.models.involvement import Part
from huiyin.cases.sections import public_sections
from huiyin.cases.tests.barring import KEPT_OUT, keep_out, owed_by, read_by
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.leaders import actions
from huiyin.leaders.models import Handover, Lead
from huiyin.leaders.queries import board, lists
from huiyin.leaders.queries.holders import fits
from huiyin.organisations import actions as people
from huiyin.organisations.access import machine
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.jobs import end_run_out
from huiyin.organisations.models import Account, Appointment, Post
from huiyin.tasks.models import Task

from .conftest import LEADER, Led

pytestmark = pytest.mark.django_db

DESK = machine("people")


def appointment(name: str) -> Appointment:
    return Appointment.objects.get(account__username=name, ended_at=None)


def leaves(name: str, **more: object) -> Appointment:
    return people.end_appointment(actor=DESK, appointment=appointment(name).public_id, **more)


def now_is(name: str):
    return actor_for(Account.objects.get(username=name))


def today() -> dt.date:
    return time.today("Asia/Shanghai")


def test_s9_in_the_moment_in_which_the_leader_leaves_the_superior_leads(led, office):
    lead = led.planned()
    handler = office.example.posts["bureau/基教股股长"]
    actions.urge(
        actor=office.example.actors["song"], lead_id=lead.public_id, version=led.lead.version,
        whom=f"post:{handler.public_id}", text="把账贴出来", due_on=today() + dt.timedelta(days=3),
    )  # fmt: skip
    leaves("song")
    head = office.example.posts["bureau/局长"]
    assert led.lead.post == head
    assert led.fresh().leader == head
    assert (led.lead.next_step, led.lead.next_on) == (lead.next_step, lead.next_on)
    step = Clock.objects.get(subject_kind="lead", subject_id=led.case.public_id, ended_at=None)
    assert step.owner == head.reference
    assert Task.objects.get().given_by == head.reference, "the answer to the urging comes to who leads now"
    assert CaseEvent.objects.filter(case=led.case, verb="leader_changes", public=True).exists()
    [section] = [one for one in public_sections(led.receipt.concern) if one.key == "leader"]
    assert section.context["lead"].post.title == "局长"
    assert [row.case.pk for row in board.board(office.example.actors["he"]).rows] == [led.case.pk]
    assert ledger.verify().ok


def test_the_list_is_signed_by_who_takes_over_and_silence_goes_up(led, office, days):
    leaves("song")
    row = Handover.objects.get()
    assert row.cases == [led.case.public_id]
    he = office.example.actors["he"]
    assert lists.waiting_lists(he) == [row]
    with pytest.raises(Refused):
        actions.sign_handover(actor=office.example.actors["jiang"], handover=row.public_id)
    days(12)
    clock = Clock.objects.get(subject_id=row.public_id)
    assert clock.missed_at is not None
    actions.sign_handover(actor=he, handover=row.public_id)
    row.refresh_from_db()
    assert row.ended_at is not None, "who left can't sign in any more"
    clock.refresh_from_db()
    assert not clock.is_open
    with pytest.raises(Conflict):
        actions.sign_handover(actor=he, handover=row.public_id)


def test_a_successor_who_is_named_before_takes_over_without_a_move_and_both_sign(led, office, forward):
    last = today() + dt.timedelta(days=4)
    leaves("song", on=last)
    row = Handover.objects.get()
    assert row.to_post == office.example.posts["bureau/局长"], "nobody follows yet"
    post = office.example.posts[LEADER]
    tang = Account.objects.get(username="tang")
    people.appoint(actor=DESK, account=tang.public_id, post=post.public_id, from_on=last + dt.timedelta(days=1))
    row.refresh_from_db()
    assert (row.to_post, row.moved_at) == (post, None)
    shown = board.board(office.example.actors["song"])
    assert [one.pk for one in shown.leaving] == [row.pk]
    actions.sign_handover(actor=office.example.actors["song"], handover=row.public_id)
    forward(5 * 86400)
    assert end_run_out() == 1
    assert end_run_out() == 0
    assert led.lead.post == post
    assert Handover.objects.get().moved_at is not None
    taking = actor_for(tang, Appointment.objects.get(account=tang, post=post).public_id)
    actions.sign_handover(actor=taking, handover=row.public_id)
    row.refresh_from_db()
    assert row.ended_at is not None


def test_a_last_day_without_a_successor_sends_the_cases_up_behind_it(led, office, forward):
    leaves("song", on=today() + dt.timedelta(days=2))
    assert led.lead.post == office.example.posts[LEADER]
    forward(3 * 86400)
    end_run_out()
    assert led.lead.post == office.example.posts["bureau/局长"]
    assert Handover.objects.count() == 1


def test_a_deputy_keeps_the_cases_at_the_post(led, office):
    post = office.example.posts[LEADER]
    deputy = Account.objects.get(username="tang")
    people.appoint(actor=DESK, account=deputy.public_id, post=post.public_id, from_on=today(), deputy=True)
    people.end_appointment(
        actor=DESK, appointment=Appointment.objects.get(account__username="song", ended_at=None).public_id
    )
    assert led.lead.post == post
    assert Handover.objects.get().to_post == post


def test_what_went_up_can_go_back_when_the_post_is_held_again(led, office):
    leaves("song")
    row = Handover.objects.get()
    he = office.example.actors["he"]
    with pytest.raises(Conflict):
        actions.give_back(actor=he, handover=row.public_id)
    post = office.example.posts[LEADER]
    tang = Account.objects.get(username="tang")
    people.appoint(actor=DESK, account=tang.public_id, post=post.public_id, from_on=today())
    assert lists.list_page(he, row.public_id).can_go_back
    actions.give_back(actor=he, handover=row.public_id)
    assert led.lead.post == post


def test_a_head_without_a_superior_here_hands_over_to_the_office_above_which_reads_the_case(led, office):
    led.named("bureau/局长")
    people.deactivate_account(actor=DESK, account=Account.objects.get(username="he").public_id)
    above = office.example.posts["county/分管副县长"]
    assert led.lead.post == above
    assert led.fresh().involvements.get().part == Part.LEADING
    [row] = board.board(office.example.actors["zhou"]).rows
    assert row.case.pk == led.case.pk


def test_who_must_not_know_of_the_case_is_passed_over(led, office):
    led.fresh().exclusions.create(post=office.example.posts["bureau/局长"])
    leaves("song")
    assert led.lead.post == office.example.posts["county/分管副县长"]


def test_two_who_change_posts_leave_the_cases_where_they_are(led, office):
    people.swap(actor=DESK, first=appointment("song").public_id, second=appointment("jiang").public_id)
    assert led.lead.post == office.example.posts[LEADER]
    row = Handover.objects.get()
    assert lists.list_page(now_is("song"), row.public_id).side == "gives"
    assert lists.list_page(now_is("jiang"), row.public_id).side == "takes"


def test_no_case_is_without_a_leader_whatever_happens_to_the_posts(office, forward):
    """Random changes of who holds what: after each write every led case is led by a held post that may know of it."""
    chosen = random.Random(20261125)
    cases = [Led(office, name) for name in (LEADER, "bureau/局长", LEADER)]
    moved = 0
    for _turn in range(50):
        before = [led.fresh().leader_id for led in cases]
        try:
            CHANGES[chosen.choice(list(CHANGES)) if _enough() else "appoint"](office, chosen, forward)
        except (BadInput, Conflict, Refused):
            continue
        for led in cases:
            case = led.fresh()
            lead = Lead.objects.filter(case=case, until=None).first()
            assert lead is not None, "nobody leads it"
            assert lead.post_id == case.leader_id
            assert fits(lead.post, case), lead.post
        moved += before != [led.fresh().leader_id for led in cases]
        _named_again(chosen.choice(cases), chosen)
    assert moved > 5, "the changes did not touch the leaders"
    assert ledger.verify().ok


def _named_again(led, chosen):
    """The head names whoever can lead now, so that the cases come down again and the next change meets them."""
    keys = [key for key in led.office.example.posts if key.startswith("bureau/")]
    for key in chosen.sample(keys, len(keys)):
        try:
            led.named(key)
        except BadInput:
            continue
        return


def _post(office, chosen) -> Post:
    keys = [
        key
        for key, post in office.example.posts.items()
        if key.startswith("bureau/") and "administrator" not in post.roles
    ]
    return Post.objects.get(pk=office.example.posts[chosen.choice([*keys, LEADER, LEADER, "bureau/局长"])].pk)


def _held(chosen) -> list[Appointment]:
    """Mostly those of the posts that lead something: there a change is felt."""
    held = Appointment.objects.filter(ended_at=None, post__unit__organisation__kind="county-bureau")
    leading = list(held.filter(post__leads__until=None, post__leads__isnull=False).distinct())
    return leading if len(leading) > 1 and chosen.random() < 0.7 else list(held)


def _enough() -> bool:
    return Appointment.objects.filter(ended_at=None, post__unit__organisation__kind="county-bureau").count() > 4


def _appoint(office, chosen, forward):
    account = Account.objects.get(username=chosen.choice(("song", "he", "liang", "tang", "jiang", "dudao")))
    people.reactivate_account(actor=DESK, account=account.public_id)
    start = today() + dt.timedelta(days=chosen.choice((0, 0, 1)))
    people.appoint(
        actor=DESK, account=account.public_id, post=_post(office, chosen).public_id, from_on=start, deputy=chosen.random() < 0.1
    )  # fmt: skip


def _end(office, chosen, forward):
    people.end_appointment(actor=DESK, appointment=chosen.choice(_held(chosen)).public_id)


def _end_later(office, chosen, forward):
    people.end_appointment(
        actor=DESK, appointment=chosen.choice(_held(chosen)).public_id, on=today() + dt.timedelta(days=1)
    )


def _swap(office, chosen, forward):
    first, second = chosen.sample(_held(chosen), 2)
    people.swap(actor=DESK, first=first.public_id, second=second.public_id)


def _roles(office, chosen, forward):
    post = _post(office, chosen)
    people.edit_post(
        actor=DESK, post=post.public_id, version=post.version, title=post.title, unit=post.unit.public_id,
        roles=chosen.choice((["handler"], ["leader", "approver"])), is_head=post.is_head,
        reports_to=post.reports_to.public_id if post.reports_to else None,
    )  # fmt: skip


def _wait(office, chosen, forward):
    forward(86400)
    while end_run_out():
        pass


def _off(office, chosen, forward):
    people.deactivate_account(
        actor=DESK, account=Account.objects.get(username=chosen.choice(("song", "jiang"))).public_id
    )


CHANGES = {
    "appoint": _appoint, "appoint again": _appoint, "end again": _end, "end": _end, "end later": _end_later, "swap": _swap,
    "roles": _roles, "wait": _wait, "off": _off,
}  # fmt: skip


def test_a_leader_who_turns_out_to_be_concerned_answers_for_the_case_no_longer(led, office):
    led.planned()
    assert "lead:next_step" in owed_by(office, "song")
    keep_out(office, led.case)
    assert led.lead.post == office.example.posts["county/分管副县长"]
    assert not owed_by(office, *KEPT_OUT)
    assert not read_by(office, *KEPT_OUT)
    assert "lead:next_step" in owed_by(office, "zhou")
    assert not board.board(office.example.actors["song"]).rows
