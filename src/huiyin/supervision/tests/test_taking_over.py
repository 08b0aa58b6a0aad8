"""A superior works on a case itself: who owes what changes, no day does, and it comes back with reasons."""

from __future__ import annotations

import pytest

from huiyin.cases.actions import handling, replying
from huiyin.cases.models import Case
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import may
from huiyin.supervision import queries
from huiyin.supervision.actions import taking_over

from .test_supervising import version


def taken(office, case: Case) -> Case:
    taking_over.take_over(
        actor=office.example.actors["ducha"], case_id=case.pk, version=version(case),
        handler=office.example.posts["county/复核承办"].public_id, reasons="两次晚了，县里直接办。",
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def dates(case: Case) -> dict[str, tuple[object, str]]:
    rows = Clock.objects.filter(subject_id=case.public_id, ended_at=None, waits_on="office")
    return {clock.name: (clock.due_at, clock.owner) for clock in rows}


def test_what_the_office_owed_is_owed_by_the_superior_and_no_day_moves(office, late):
    before = dates(late)
    case = taken(office, late)
    fuhe = office.example.posts["county/复核承办"].reference
    after = dates(case)
    assert {name: due for name, (due, _owner) in after.items()} == {name: due for name, (due, _owner) in before.items()}
    assert after["close"][1] == fuhe
    assert ledger.verify().ok


def test_the_superior_answers_the_person_itself_and_the_office_reads_along(office, late):
    case = taken(office, late)
    worker, head = office.example.actors["fuhe"], office.example.actors["zhou"]
    assert not may(office.example.actors["jiang"], "draft_reply", case)
    assert may(office.example.actors["jiang"], "read", case)
    text = replying.ReplyText("support", "公布账目", "县里调了账。", "十日内公布。", "条例第32条")
    replying.save_reply(actor=worker, case_id=case.pk, reply_version=0, text=text)
    replying.submit_for_approval(actor=worker, case_id=case.pk, version=version(case))
    with pytest.raises(Refused):
        replying.issue_reply(actor=office.example.actors["song"], case_id=case.pk, version=version(case))
    replying.issue_reply(actor=head, case_id=case.pk, version=version(case))
    assert case.letters.get(kind="reply").signed_by == "临禾县人民政府"
    assert Clock.objects.get(subject_id=case.public_id, name="close").met_at is not None


def test_it_comes_back_with_reasons_to_whom_it_was_taken_from(office, late):
    handler = late.handler
    case = taken(office, late)
    with pytest.raises(BadInput):
        taking_over.give_back(actor=office.example.actors["ducha"], case_id=case.pk, version=version(case), reasons="")
    with pytest.raises(Refused):  # who stands below the superior can't take it back
        taking_over.give_back(
            actor=office.example.actors["dudao"], case_id=case.pk, version=version(case), reasons="还给我们"
        )
    taking_over.give_back(
        actor=office.example.actors["ducha"], case_id=case.pk, version=version(case), reasons="账已调来，由局里答复。"
    )
    case = Case.objects.get(pk=case.pk)
    assert (case.handler, case.worked_by) == (handler, None)
    assert dates(case)["close"][1] == handler.reference
    assert not may(office.example.actors["fuhe"], "read", case)
    handling.ask_person(
        actor=office.example.actors["jiang"], case_id=case.pk, version=version(case), question="哪一天？"
    )
    assert queries.taken_over(case) is None


def test_only_an_office_above_takes_over_and_not_what_is_taken_already(office, late):
    dudao, ducha = office.example.actors["dudao"], office.example.actors["ducha"]
    assert not taking_over.can_take_over(dudao, late)  # the office's own supervisor
    assert taking_over.can_take_over(ducha, late)
    assert not taking_over.can_take_over(ducha, taken(office, late))
