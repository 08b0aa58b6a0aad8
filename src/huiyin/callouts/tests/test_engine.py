"""An alarm from the first call to a person or to a shout, whoever sleeps, dies or is away meanwhile."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection

from huiyin.callouts.actions import answering
from huiyin.callouts.models import Callout, Status, Turn
from huiyin.kernel import ledger, store, time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.outbox import deliver_once
from huiyin.kernel.outbox.models import Channel, Notice, State
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.models import Appointment


def fresh(callout: Callout) -> Callout:
    return Callout.objects.get(pk=callout.pk)


def test_down_the_list_of_deputies_to_the_head_and_the_office_above(house: Any, later: Any) -> None:
    callout = house.begin()
    assert house.called(callout) == ["分管副校长"]
    later(2)
    assert house.turn(callout, "分管副校长").times == 2
    later(3)
    assert house.called(callout) == ["分管副校长", "校办主任"]
    later(6)
    assert house.called(callout)[-1] == "教导主任"
    later(7)
    answering.on_the_page(actor=house.actor("gao"), callout_id=callout.public_id, coming=False)
    assert house.called(callout)[-1] == "校长", "who can't come is not waited for"
    later(7 + 6.1)
    assert house.called(callout)[-2:] == ["局长", "督导员"], "six minutes after the head, as the policy has it"
    answering.on_the_page(actor=house.actor("dudao"), callout_id=callout.public_id, coming=True)
    ended = fresh(callout)
    assert (ended.status, ended.shouted_at, ended.next_at) == (Status.ANSWERED, None, None)
    later(60)
    assert house.called(callout)[-1] == "督导员", "nobody is called any more"
    assert ledger.verify().ok


def test_when_nobody_answers_it_is_shouted_to_everybody_once(house: Any, later: Any) -> None:
    callout = house.begin()
    for minute in range(0, 40, 1):
        later(minute)
    assert fresh(callout).status == Status.SHOUTING
    assert fresh(callout).shouted_at is not None
    for title in ("校长", "分管副校长", "校办主任", "总务处副主任", "教导主任", "系统管理员"):
        assert notices_to(house.example.posts[f"school/{title}"].reference).count("NOBODY HAS ANSWERED") == 1
    assert "NOBODY HAS ANSWERED" in notices_to(house.example.posts["bureau/局长"].reference)
    assert [one.alarm for one in house.sent_to("gao")][-1]
    answering.on_the_page(actor=house.actor("shen"), callout_id=callout.public_id, coming=True)
    assert fresh(callout).status == Status.ANSWERED, "whoever heard the shout may answer it"
    assert ledger.verify().ok


def test_an_answer_stops_what_is_still_owed_and_tells_who_was_called(house: Any, later: Any) -> None:
    callout = house.begin()
    later(3)
    answering.on_the_page(actor=house.actor("zheng"), callout_id=callout.public_id, coming=True)
    owed = Notice.objects.filter(about=callout.reference, state__in=(State.OWED, State.LEASED))
    assert not owed.exists()
    assert deliver_once().taken == 0
    told = Notice.objects.filter(about=callout.reference, state=State.DELIVERED)
    assert [(one.to, one.context["post"]) for one in told] == [(house.actor("fang").account_reference, "校办主任")]


def test_the_next_one_reads_who_was_called_before_and_when(house: Any, later: Any) -> None:
    house.begin()
    later(3)
    [first, *_rest] = house.sent_to("zheng")
    assert [(one["post"], one["cannot"]) for one in first.context["before"]] == [("分管副校长", "")]
    assert len(first.context["before"][0]["at"]) == 5


def test_a_message_goes_by_the_ways_of_the_step_in_their_order_through_quiet_hours(house: Any, settings: Any) -> None:
    settings.OUTBOX_ALARM_WAYS = ("voice", "sms", "email")
    house.actor("fang")
    callout = house.begin()
    [sent] = house.sent_to("fang")
    assert (sent.channel, sent.ways, sent.alarm, sent.state) == (Channel.VOICE, ["sms", "email"], True, State.OWED)
    assert sent.next_attempt_at == callout.began_at


def test_an_empty_post_is_passed_over_at_once(house: Any) -> None:
    end_all(house, "分管副校长", "校办主任")
    callout = house.begin()
    assert house.called(callout) == ["教导主任"], "the first of the list that somebody holds"
    nobody = house.begin(about="incident:other", titles=("分管副校长", "校办主任"))
    assert house.called(nobody) == ["校长"], "otherwise the head"


def end_all(house: Any, *titles: str) -> None:
    posts = [house.example.posts[f"school/{title}"] for title in titles]
    Appointment.objects.filter(post__in=posts).update(ended_at=time.now(), until_on=time.today("Asia/Shanghai"))


def test_a_house_in_which_nobody_is_left_shouts_at_once(house: Any) -> None:
    Appointment.objects.filter(
        post__unit__organisation__in=[house.example.organisations[k] for k in ("school", "bureau")]
    ).update(ended_at=time.now(), until_on=time.today("Asia/Shanghai"))
    callout = house.begin()
    assert fresh(callout).status == Status.SHOUTING
    assert notices_to(house.example.posts["school/校长"].reference) == ["NOBODY HAS ANSWERED"]


def test_the_same_alarm_twice_is_one_and_the_thing_being_over_ends_it(house: Any, later: Any) -> None:
    callout = house.begin()
    assert house.begin() == callout
    house.over()
    assert fresh(callout).status == Status.WITHDRAWN
    later(30)
    assert house.called(callout) == ["分管副校长"]
    with pytest.raises(Conflict):
        answering.on_the_page(actor=house.actor("fang"), callout_id=callout.public_id, coming=True)
    assert house.begin() != callout, "it may happen again"


def test_an_exercise_stays_in_the_house_and_overtakes_nothing(house: Any, later: Any) -> None:
    callout = house.begin(exercise=True)
    for minute in range(0, 40):
        later(minute)
    assert fresh(callout).status == Status.SHOUTING
    assert not house.sent_to("he")
    assert "局长" not in house.called(callout)
    assert not any(one.alarm for name in ("fang", "xiaozhang") for one in house.sent_to(name))
    assert all(one.context["exercise"] for one in Notice.objects.filter(about=callout.reference))


def test_a_worker_that_slept_for_a_week_calls_everybody_once_and_the_delay_is_the_machines(
    house: Any, later: Any
) -> None:
    callout = house.begin()
    later(7 * 24 * 60)
    assert fresh(callout).status == Status.SHOUTING
    assert house.called(callout) == ["分管副校长", "校办主任", "教导主任", "校长", "局长", "督导员"]
    head = house.turn(callout, "校长")
    assert head.due_at == callout.began_at + dt.timedelta(minutes=9)
    assert head.called_at - head.due_at > dt.timedelta(days=6)
    assert jobs.sweep() == 0
    assert ledger.verify().ok


def test_a_process_that_dies_between_two_steps_leaves_the_step_undone_and_it_is_done_once(
    house: Any, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes at the end of the write: nothing of the step is kept, and the next worker does all of it."""
    callout = house.begin()

    class PowerCutError(BaseException):
        pass

    def dies(**_entry: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as cut:
        cut.setattr(ledger, "record", dies)
        with pytest.raises(PowerCutError):
            later(3)
    assert house.called(callout) == ["分管副校长"]
    assert not house.sent_to("zheng")
    later(3.1)
    later(3.2)
    assert house.called(callout) == ["分管副校长", "校办主任"]
    assert len(house.sent_to("zheng")) == 1


def test_who_is_not_called_answers_nothing(house: Any) -> None:
    callout = house.begin()
    for name in ("gao", "qingxi", "xinfang"):
        with pytest.raises(Refused):
            answering.on_the_page(actor=house.actor(name), callout_id=callout.public_id, coming=True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_an_answer_at_once(house: Any) -> None:
    """Whoever comes first: each call once, and after an answer none."""
    callout = house.begin()
    errors: list[BaseException] = []
    gate = threading.Barrier(3)

    def at_once(work: Any) -> None:
        try:
            gate.wait(10)
            work()
        except (Conflict, Refused):
            pass
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    def answer() -> None:
        answering.on_the_page(actor=house.actor("fang"), callout_id=callout.public_id, coming=True)

    with time.moved(dt.timedelta(minutes=3, seconds=2)):
        threads = [threading.Thread(target=at_once, args=(work,)) for work in (jobs.sweep, jobs.sweep, answer)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(30)
        assert not errors
        assert fresh(callout).status == Status.ANSWERED
        jobs.sweep()
    turns = Turn.objects.filter(callout=callout)
    assert turns.count() == turns.values("step", "appointment").distinct().count() <= 2
    assert not Clock.objects.filter(subject_kind="callout", ended_at=None).exists()
    assert not store.in_write()
    assert ledger.verify().ok
