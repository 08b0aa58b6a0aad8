"""Hearings: while a claim is handled, and in the second review, where their time is not counted (条例 31(6), 36¶2)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import asking_review, reviewing
from huiyin.cases.actions.reviewing import ReviewText
from huiyin.kernel import ledger, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.mediation import queries
from huiyin.mediation.actions import hearings, minutes
from huiyin.mediation.actions.parts import Guest
from huiyin.mediation.models import Meeting, Status

pytestmark = pytest.mark.django_db

MEMBERS = (Guest("chair", "石立", "县信访督查室"), Guest("member", "唐律师", "县法律援助中心"))


def wanted(**more) -> hearings.Hearing:
    given = {
        "subject": "伙食费账目", "why": "涉及全校学生，争议大", "place": "县政府二楼会议室",
        "meets_at": time.now() + dt.timedelta(days=3), "guests": MEMBERS,
    }  # fmt: skip
    return hearings.Hearing(**{**given, **more})


def closed(actor, meeting: Meeting) -> Meeting:
    minutes.write(
        actor=actor, meeting_id=meeting.public_id, version=meeting.version, text="双方各说了半小时。", read_out=True
    )
    meeting.refresh_from_db()
    return hearings.close(actor=actor, meeting_id=meeting.public_id, version=meeting.version, opinion="账目应当公布。")


def test_while_a_claim_is_handled_the_time_runs_on(office, table):
    case = table.case
    due = office.clock(case, "close").due_on
    with pytest.raises(BadInput):
        hearings.announce(actor=table.actor, case_id=case.pk, version=case.version, hearing=wanted(guests=()))
    meeting = hearings.announce(actor=table.actor, case_id=case.pk, version=case.version, hearing=wanted())
    with pytest.raises(Conflict):
        hearings.close(actor=table.actor, meeting_id=meeting.public_id, version=meeting.version, opinion="公布。")
    assert closed(table.actor, meeting).status == Status.HELD
    clock = office.clock(table.case, "close")
    assert (clock.status, clock.due_on, clock.pauses) == ("running", due, [])
    letter = table.case.letters.get(kind="hearing_notice")
    assert "唐律师" not in str(letter.parts)
    assert ledger.verify().ok


@pytest.fixture
def second(office, table):
    """The county is looking at it for the second time: the school answered, the bureau upheld it."""
    office.at, office.desk, office.head, office.worker, office.decider = "school", "zheng", "xiaozhang", "gao", "fang"
    office.handler_post = "school/教导主任"
    receipt = office.raised()
    office.served(receipt)
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="不服", pack="xinfang-2022")
    he, liang, song, zhou = (office.example.actors[who] for who in ("he", "liang", "song", "zhou"))
    post = office.example.posts["bureau/接待室主任"].public_id
    review = reviewing.begin_review(actor=he, review_id=review.public_id, version=0, handler=post)
    upheld = ReviewText(outcome="uphold", claim="账目", facts="属实。", decision="维持。", basis="条例第35条")
    review = reviewing.save_review(actor=liang, review_id=review.public_id, version=review.version, text=upheld)
    review = reviewing.submit_review(actor=liang, review_id=review.public_id, version=review.version)
    reviewing.issue_review(actor=song, review_id=review.public_id, version=review.version)
    reviewing.read_review_on_page(case_id=review.case_id)
    [found] = asking_review.ask_review(concern=receipt.concern, reasons="还是不服", pack="xinfang-2022")
    chief = office.example.posts["county/复核承办"].public_id
    return reviewing.begin_review(actor=zhou, review_id=found.public_id, version=found.version, handler=chief)


def test_in_the_second_review_the_time_of_the_hearing_is_not_counted(office, second, days):
    fuhe = office.example.actors["fuhe"]
    due = office.clock(second.case, "second_review").due_on
    meeting = hearings.announce_in_review(
        actor=fuhe, review_id=second.public_id, version=second.version, hearing=wanted()
    )
    clock = office.clock(second.case, "second_review")
    assert clock.status == "paused"
    days(6)
    meeting.refresh_from_db()
    closed(fuhe, meeting)
    clock = office.clock(second.case, "second_review")
    assert clock.status == "running"
    assert (clock.due_on - due).days >= 5
    assert [pause["reason"] for pause in clock.pauses] == ["start_hearing"]
    assert ledger.verify().ok


def test_a_hearing_in_review_is_nobodys_business_at_the_office_that_is_reviewed(office, second):
    meeting = hearings.announce_in_review(
        actor=office.example.actors["fuhe"], review_id=second.public_id, version=second.version, hearing=wanted()
    )
    with pytest.raises(Refused):
        hearings.call_off(
            actor=office.example.actors["gao"], meeting_id=meeting.public_id, version=meeting.version, why="不开了"
        )
    hearings.call_off(
        actor=office.example.actors["fuhe"], meeting_id=meeting.public_id, version=meeting.version, why="改为书面"
    )
    assert office.clock(second.case, "second_review").status == "running"


def test_a_public_hearing_is_announced_only_with_the_word_of_who_raised_it(table):
    case = table.case
    given = {"actor": table.actor, "case_id": case.pk, "version": case.version}
    with pytest.raises(BadInput):
        hearings.announce(hearing=wanted(is_public=True, notice="林女士13800001111的账目"), **given)
    meeting = hearings.announce(hearing=wanted(is_public=True, notice="学校伙食费账目公布听证会"), **given)
    page = reverse("mediation:hearings")
    assert "伙食费" not in Client().get(page).content.decode()
    hearings.allow_notice(concern=table.receipt.concern, meeting_id=meeting.public_id, yes=True)
    shown = Client().get(page).content.decode()
    assert "学校伙食费账目公布听证会" in shown
    assert case.public_id not in shown
    assert case.title not in shown
    hearings.allow_notice(concern=table.receipt.concern, meeting_id=meeting.public_id, yes=False)
    assert not queries.announced()
