"""From asking to an end that the person sets: who reads it, what needs their word, and what happens when nobody answers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from huiyin.agenda import queries as agenda
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.models import SealedIdentity, SealedText
from huiyin.operations.testing.rooms import text_of
from huiyin.organisations.actions.people import end_appointment
from huiyin.organisations.models import Appointment
from huiyin.support.actions import answering, asking, ending, naming, sharing
from huiyin.support.models import Line, Request, Supporter
from huiyin.support.tests.conftest import DEPUTY, FIRST, HEAD, SUPPORTS, WORDS, day

MINE = "/support-request/"


def page_of(row: Request) -> str:
    return reverse("support:request", args=[row.public_id])


def running(row: Request) -> dict[str, Clock]:
    return {clock.name: clock for clock in Clock.objects.filter(subject_id=row.public_id, ended_at=None)}


def by_code(code: str) -> Client:
    """A browser without an account, in which the code was typed."""
    client = Client()
    assert client.post(MINE, {"do": "find", "code": code.lower()}).status_code == 302
    return client


def test_s14_somebody_in_hardship_asks_is_visited_with_their_yes_confirms_what_was_agreed_and_closes_it(
    school, signed_in, later
):
    person, gao = Client(), signed_in("gao")
    address = reverse("support:ask", args=[school.example.organisations["school"].public_id])
    assert address in text_of(person.get(reverse("support:offices")))
    form = text_of(person.get(address))
    assert SUPPORTS in form
    assert person.post(address, {"words": " "}).status_code == 422
    assert (
        person.post(address, {"words": WORDS, "name": "沈老师", "phone": "13800000000", "once": "x"}).status_code == 302
    )
    row = Request.objects.get()
    assert school.told(SUPPORTS) == ["Somebody asks for support"]
    assert WORDS not in str(Notice.objects.values_list("context", flat=True)), "a notice says that there is something"
    assert running(row)["answer"].due_on == day(3)
    assert WORDS in text_of(gao.get(page_of(row)))
    assert "13800000000" not in text_of(gao.get(page_of(row)))

    assert gao.post(page_of(row), {"do": "take_on", "words": FIRST}).status_code == 302
    assert set(running(row)) == {"follow"}, "nobody waits; the next look runs"
    said = {"do": "open_identity", "fields_wanted": ["phone"], "purpose": "约见面时间"}
    assert "13800000000" in text_of(gao.post(page_of(row), said))
    assert "约见面时间" in text_of(person.get(MINE)), "the person reads who looked, and what for"

    when = (time.now() + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert gao.post(page_of(row), {"do": "propose_visit", "on": when, "words": "到您家，带上教材。"}).status_code == 302
    visit = row.visits.get()
    with pytest.raises(Conflict):
        answering.visited(actor=school.actor("gao"), request_id=row.public_id, visit_id=visit.public_id, held=True)
    assert "到您家，带上教材。" in text_of(person.get(MINE))
    assert person.post(MINE, {"do": "visit", "visit_id": visit.public_id, "answer": "yes"}).status_code == 302
    assert running(row)["visit"].due_on == visit.on.astimezone(time.zone_of("Asia/Shanghai")).date()
    code = school_code(person)
    later(2.2)
    said = {"do": "visited", "visit_id": visit.public_id, "held": "yes", "words": ""}
    assert gao.post(page_of(row), said).status_code == 302

    said = {"do": "write_agreement", "words": "每周少上四节。", "follow_on": day(20)}
    assert gao.post(page_of(row), said).status_code == 302
    person = by_code(code)
    wrong = {
        "do": "agreement",
        "agreement_id": row.agreements.get().public_id,
        "answer": "no",
        "correction": "是每周六节。",
    }
    assert person.post(MINE, wrong | {"correction": ""}).status_code == 422
    assert person.post(MINE, wrong).status_code == 302
    assert "answer" in running(row), "it was put right: an answer is owed"
    gao.post(page_of(row), said | {"words": "每周少上六节。"})
    last = row.agreements.last()
    person.post(MINE, {"do": "agreement", "agreement_id": last.public_id, "answer": "yes"})
    assert running(row)["follow"].due_on == day(20)
    assert gao.post(page_of(row), {"do": "follow_up", "words": "好多了。", "next_on": day(30)}).status_code == 302
    assert running(row)["follow"].due_on == day(30)

    assert person.post(MINE, {"do": "close", "words": "谢谢。"}).status_code == 302
    row.refresh_from_db()
    assert row.status == "closed"
    assert set(running(row)) == {"keep"}
    assert person.post(MINE, {"do": "reopen", "words": "又住院了。"}).status_code == 302
    assert "answer" in running(row)
    assert ledger.verify().ok


def school_code(person: Client) -> str:
    """As it stands on the page."""
    return text_of(person.get(MINE)).split('translate="no">')[1].split("<")[0]


def test_sent_twice_it_is_one_request_and_both_answers_have_its_code(school):
    organisation = school.example.organisations["school"].public_id
    sent = [asking.ask(organisation_id=organisation, asked=asking.Asked(WORDS), once="drawn")[1] for _time in range(2)]
    assert sent[0] == sent[1]
    assert Request.objects.count() == 1


def test_nobody_reads_it_but_the_post_that_answers(school, signed_in):
    row = school.taken()
    for who in ("xiaozhang", "fang", "zheng", "shen", "school-admin", "qingxi", "dudao", "ducha"):
        client = signed_in(who)
        assert client.get(page_of(row)).status_code == 404, who
        assert client.post(page_of(row), {"do": "write", "words": "看看"}).status_code == 404, who
        assert row.public_id not in text_of(client.get(reverse("support:list"))), who
    with pytest.raises(Refused):
        answering.write(actor=school.actor("xiaozhang"), request_id=row.public_id, words="看看")


def test_whom_the_person_lets_in_reads_and_writes_along_until_they_say_otherwise(school, signed_in):
    row = school.taken()
    person, shen = by_code(school.code), signed_in("shen")
    post = school.post("总务处副主任")
    assert person.post(MINE, {"do": "let_in", "post": post}).status_code == 302
    assert school.told("总务处副主任") == ["Somebody lets you read along with what they asked for"]
    assert WORDS in text_of(shen.get(page_of(row)))
    assert shen.post(page_of(row), {"do": "write", "words": "我可以代课。"}).status_code == 302
    assert shen.post(page_of(row), {"do": "write_agreement", "words": "x", "follow_on": day(3)}).status_code == 409
    assert person.post(MINE, {"do": "put_out", "post": post}).status_code == 302
    assert shen.get(page_of(row)).status_code == 404
    assert not Notice.objects.filter(to=f"post:{post}", state="delivered", about=row.reference).exists()


def test_handed_on_by_the_person_another_post_answers_and_the_one_before_reads_no_more(school, signed_in):
    row = school.asked()
    sharing.hand_to(code=school.code, post_id=school.post(DEPUTY))
    assert signed_in("gao").get(page_of(row)).status_code == 404
    assert signed_in("fang").get(page_of(row)).status_code == 200
    assert running(row)["answer"].owner == f"post:{school.post(DEPUTY)}"
    with pytest.raises(BadInput):
        sharing.hand_to(code=school.code, post_id=school.post("系统管理员"))


def test_an_offer_leaves_nothing_until_the_person_says_yes(school, signed_in):
    def rows() -> list[int]:
        return [model.objects.count() for model in (Request, Line, Notice, SealedText, SealedIdentity, Clock)]

    before = rows()
    slip = text_of(signed_in("shen").get(reverse("support:slip") + "?signed"))
    assert "总务处副主任" in slip
    address = slip.split('<p class="hy-small" translate="no">')[1].split("<")[0].replace("&amp;", "&")
    address = address.split("testserver")[1]
    person = Client()
    assert "总务处副主任" in text_of(person.get(address))
    assert rows() == before
    person.post(address, {"words": WORDS, "once": "a"})
    row = Request.objects.get()
    assert row.offered
    assert signed_in("shen").get(page_of(row)).status_code == 404, "without the tick the colleague learns nothing"
    other = Client()
    other.post(address, {"words": WORDS, "let_in": "on", "once": "b"})
    assert signed_in("shen").get(page_of(Request.objects.last())).status_code == 200


def test_a_slip_that_is_opened_where_somebody_is_signed_in_puts_nobodys_name_into_the_form(school, signed_in):
    address = reverse("support:ask", args=[school.example.organisations["school"].public_id])
    assert "沈静" not in text_of(signed_in("shen").get(f"{address}?offered"))


def test_no_account_points_to_a_request(school, signed_in):
    address = reverse("support:ask", args=[school.example.organisations["school"].public_id])
    shen = signed_in("shen")
    assert "沈静" in text_of(shen.get(address)), "they need not type it, and may take it out"
    shen.post(address, {"words": WORDS, "name": "", "once": "c"})
    row = Request.objects.get()
    names = {field.name for model in (Request, Line) for field in model._meta.get_fields()}
    assert not {name for name in names if "account" in name}
    assert row.identity == ""
    assert set(row.lines.values_list("actor", flat=True)) == {"petitioner"}


def test_without_a_yes_nobody_comes_and_the_database_holds_it(school):
    row = school.taken()
    when = time.now() + dt.timedelta(days=1)
    visit = answering.propose_visit(actor=school.actor("gao"), request_id=row.public_id, on=when, words="到您家。")
    asking.answer_visit(code=school.code, visit_id=visit.public_id, answer="no", words="家里不方便。")
    assert "answer" in running(row)
    assert "visit" not in running(row)
    visit.refresh_from_db()
    visit.held_at = time.now()
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: TID251  # the constraint itself is tried
        visit.save()


def test_when_nobody_answers_the_deputy_then_the_head_is_told_a_number_and_nothing_of_it(school, signed_in, later):
    school.asked()
    row = Request.objects.get()
    later(2.5)
    assert school.told(SUPPORTS)[-1] == "Somebody whom you support waits; the day comes near"
    later(4.1)
    assert school.told(DEPUTY) == ["Somebody who asked for support was not answered in time"]
    assert school.told(HEAD) == []
    notice = Notice.objects.get(to=f"post:{school.post(DEPUTY)}")
    assert notice.context["n"] == 1
    assert row.public_id not in f"{notice.about}{notice.context}{notice.key}"
    assert signed_in("fang").get(page_of(row)).status_code == 404, "who is told reads nothing of it"
    assert DEPUTY in text_of(by_code(school.code).get(MINE)), "the person reads who was told"
    later(8.2)
    assert school.told(HEAD) == ["Somebody who asked for support was not answered in time"]
    answering.take_on(actor=school.actor("gao"), request_id=row.public_id, words=FIRST)
    row.refresh_from_db()
    assert row.late_at is None
    assert set(running(row)) == {"follow"}
    later(40)
    assert school.told(DEPUTY)[-1] == "Somebody who asked for support was not answered in time", (
        "a look that is late too"
    )
    assert len(school.told(DEPUTY)) == 2


def test_where_nobody_is_the_deputy_the_head_is_told(school, later):
    held = Appointment.objects.filter(post=school.example.posts[f"school/{DEPUTY}"], ended_at=None)
    for one in held:
        end_appointment(actor=school.actor("school-admin"), appointment=one.public_id)
    school.asked()
    later(4.1)
    assert school.told(HEAD)[-1] == "Somebody who asked for support was not answered in time"


def test_from_each_open_state_a_clock_runs(school):
    row = school.asked()
    assert "answer" in running(row)
    answering.take_on(actor=school.actor("gao"), request_id=row.public_id, words=FIRST)
    assert running(row)
    asking.say(code=school.code, words="还有一件事。")
    assert {"answer", "follow"} == set(running(row))
    answering.write(actor=school.actor("gao"), request_id=row.public_id, words="好。")
    assert {"follow"} == set(running(row))


def test_withdrawn_everything_is_destroyed_and_the_ledger_still_verifies(school, signed_in):
    row = school.taken(name="沈老师", phone="13800000000")
    person = by_code(school.code)
    assert person.post(MINE, {"do": "destroy"}).status_code == 422
    assert person.post(MINE, {"do": "destroy", "sure": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.status == "destroyed"
    assert {bytes(one) for one in SealedText.objects.values_list("ciphertext", flat=True)} == {b""}
    assert SealedIdentity.objects.get().erased_at is not None
    assert not Line.objects.exists()
    assert not running(row)
    assert signed_in("gao").get(page_of(row)).status_code == 404
    assert row.public_id not in text_of(signed_in("gao").get(reverse("support:list")))
    assert SUPPORTS not in text_of(person.get(MINE))
    assert person.post(MINE, {"do": "say", "words": "x"}).status_code == 200
    assert ledger.verify().ok


def test_closed_it_is_destroyed_by_itself_some_time_after(school, later):
    row = school.taken()
    ending.close(code=school.code)
    later(181)
    row.refresh_from_db()
    assert row.status == "destroyed"
    assert ledger.verify().ok


def test_only_the_person_closes(school, signed_in):
    row = school.taken()
    assert signed_in("gao").post(page_of(row), {"do": "close", "words": ""}).status_code == 404
    row.refresh_from_db()
    assert row.status == "taken"


def test_the_office_names_who_supports_and_what_was_asked_before_stays_where_it_was(school, signed_in):
    row = school.asked()
    head = signed_in("xiaozhang")
    other = school.post("总务处副主任")
    assert head.post(reverse("support:name"), {"post": other, "deputy": other}).status_code == 422
    assert head.post(reverse("support:name"), {"post": other, "deputy": ""}).status_code == 302
    row.refresh_from_db()
    assert row.post.title == SUPPORTS
    assert Supporter.objects.filter(until=None).get().post.public_id == other
    assert "总务处副主任" in text_of(by_code(school.code).get(MINE)), "the person reads it, and decides"
    assert signed_in("zheng").post(reverse("support:name"), {"post": other, "deputy": ""}).status_code == 404
    with pytest.raises(BadInput):
        naming.name_supporter(actor=school.actor("xiaozhang"), post_id=school.post("系统管理员"))


def test_where_nobody_was_named_nobody_can_ask_and_the_page_says_so(school, signed_in):
    other = school.example.organisations["school-2"].public_id
    assert other not in text_of(Client().get(reverse("support:offices")))
    assert Client().get(reverse("support:ask", args=[other])).status_code == 404
    assert signed_in("qingxi").get(reverse("support:slip")).status_code == 404
    assert reverse("support:name") in text_of(signed_in("qingxi").get(reverse("support:list")))


def test_when_nobody_holds_the_post_the_person_and_the_deputy_read_that_and_nobody_gets_it(school, signed_in):
    row = school.asked()
    held = Appointment.objects.get(post=school.example.posts[f"school/{SUPPORTS}"], deputy=False)
    end_appointment(actor=school.actor("school-admin"), appointment=held.public_id)
    assert school.told(DEPUTY) == ["Nobody holds the post that supports"]
    assert signed_in("fang").get(page_of(row)).status_code == 404
    assert row.lines.last().verb == "nobody_there"
    assert "is-late" in text_of(by_code(school.code).get(MINE))


def test_it_stands_on_the_day_and_the_own_agenda_of_who_answers_and_nowhere_else(school, signed_in):
    row = school.asked()
    monday = day(3) - dt.timedelta(days=day(3).weekday())
    assert page_of(row) in text_of(signed_in("gao").get(reverse("cases:day")))
    gao, head = school.actor("gao"), school.actor("xiaozhang")
    own = [due.url for each in agenda.week(gao, monday, own=True).days for due in each.dues]
    assert own == [page_of(row)]
    for actor, mine in ((gao, False), (head, False), (head, True)):
        assert agenda.week(actor, monday, own=mine).nothing


def test_how_often_is_told_by_handfuls_and_without_the_month_that_runs(school, signed_in):
    head = signed_in("xiaozhang")
    with time.moved(-dt.timedelta(days=40)):
        for _number in range(4):
            school.asked()
    small = text_of(head.get(reverse("support:name")))
    school.asked()
    assert text_of(head.get(reverse("support:name"))).split("csrf")[0] == small.split("csrf")[0]
    assert head.get(reverse("support:name")).context["asked"] is None
    with time.moved(-dt.timedelta(days=41)):
        school.asked()
        school.asked()
    assert head.get(reverse("support:name")).context["asked"] == 5
