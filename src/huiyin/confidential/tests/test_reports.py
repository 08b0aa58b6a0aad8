"""From the first question to the result: who can open it, what the reporter reads, and what nobody does."""

from __future__ import annotations

import pytest

from huiyin.confidential import jobs, queries
from huiyin.confidential.actions import handling, keys, naming, reporting
from huiyin.confidential.models import Envelope, Report
from huiyin.confidential.opening import Unlocked
from huiyin.confidential.rules import Whom
from huiyin.confidential.tests.conftest import PASSPHRASE, WORDS
from huiyin.kernel import ledger, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import notices_to
from huiyin.organisations.models import Post

CLERK, MAYOR = "township/信访专干", "township/镇长"


def running(report: Report) -> dict[str, Clock]:
    return {clock.name: clock for clock in Clock.objects.filter(subject_id=report.public_id, ended_at=None)}


def said(district) -> list[str]:
    """What the reporter reads, the oldest first."""
    mine = queries.mine(district.keys)
    assert mine is not None
    return [line.said.text for line in mine.lines]


def test_a_report_by_name_is_accepted_looked_into_and_its_result_told_within_the_days_of_the_law(district, later):
    secretary = district.reads("jiwei")
    report = district.handed(CLERK, name="欧阳慕云", contact="13987654321")
    by = {"actor": district.actor("jiwei"), "report_id": report.public_id, "unlocked": secretary}
    assert (running(report)["tell_accept"].length, running(report)["tell_accept"].unit) == (15, "working-days")

    page = queries.opened(district.actor("jiwei"), report.public_id, secretary)
    assert (page.first.text, page.first.name, page.first.contact) == (WORDS, "", "")
    handling.accept(**by, text="已受理，由我办理。")
    assert set(running(report)) == {"stand"}
    reporting.say(keys=district.keys, text="还有一张发票。")
    assert queries.opened(district.actor("jiwei"), report.public_id, secretary).lines[-1].said.text == "还有一张发票。"
    handling.finish(**by)
    assert running(report)["tell_result"].unit == "working-days"
    with pytest.raises(BadInput):
        handling.tell_result(**by, outcome="false", text="不属实")
    handling.tell_result(**by, outcome="not_proven", text="目前证据不足以认定。")
    assert not running(report)
    assert said(district)[-1] == "目前证据不足以认定。"

    reporting.say(keys=district.keys, text="我有新证据。")
    assert set(running(report)) == {"look"}, "an objection is answered"
    handling.reopen(**by, text="新证据已收到，再次核查。")
    report.refresh_from_db()
    assert report.state == "accepted"
    assert ledger.verify().ok


def test_without_a_name_it_is_looked_at_by_the_offices_own_number_and_lateness_reaches_readers_and_reporter(
    district, later
):
    district.reads("jiwei")
    report = district.handed(CLERK)
    assert running(report)["look"].own_rule
    later(6.2)
    report.refresh_from_db()
    assert report.late_on is not None
    assert queries.mine(district.keys).report.late_on == report.late_on


def test_readers_hear_once_an_hour_that_there_is_something_and_nothing_of_it(district):
    district.reads("jiwei")
    district.handed(CLERK)
    district.handed(CLERK)
    reader = f"post:{district.post('discipline/纪委书记')}"
    assert notices_to(reader) == [], "a notice at the moment of the report would tell its moment"
    jobs.tell(time.now())
    jobs.tell(time.now())
    assert notices_to(reader) == ["There is something new in the sealed reports"]


def test_whom_it_is_about_decides_who_opens_it_before_a_word_is_taken(district):
    district.reads("jiwei")
    assert reporting.takes(Whom(district.home(), (district.post(CLERK),)))
    assert not reporting.takes(Whom(district.home(), (district.post(MAYOR),))), "the office is below the mayor"
    assert not reporting.takes(Whom(district.home(), whole=True))
    with pytest.raises(Conflict):
        district.handed(MAYOR)
    assert not Report.objects.exists()


def test_a_colleague_who_is_below_or_above_the_one_it_is_about_gets_no_seal(district):
    district.reads("jiwei")
    member = district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    opened = district.reads("jiweiyuan")
    report = district.handed(CLERK)
    assert Envelope.objects.filter(report=report).count() == 2
    head = district.post("discipline/纪委书记")
    assert not reporting.takes(Whom(district.home("discipline"), (head,))), "all of the office are below its head"
    assert queries.opened(member, report.public_id, opened).first.text == WORDS


def test_who_is_no_reader_has_nothing(district):
    secretary = district.reads("jiwei")
    report = district.handed(CLERK)
    for name in ("zhenzhang", "xinfang", "zhou", "he", "admin", "xiaozhang"):
        with pytest.raises(Refused):
            queries.opened(district.actor(name), report.public_id, secretary)
        with pytest.raises(Refused):
            handling.accept(actor=district.actor(name), report_id=report.public_id, unlocked=secretary, text="x")
    wrong = Unlocked("nothing2here", secretary.private)
    with pytest.raises(Refused):
        queries.opened(district.actor("jiwei"), report.public_id, wrong)


def test_a_reader_withdraws_unread_and_the_other_goes_on(district):
    secretary = district.reads("jiwei")
    member = district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    opened = district.reads("jiweiyuan")
    report = district.handed(CLERK)
    handling.recuse(actor=member, report_id=report.public_id, unlocked=opened)
    with pytest.raises(Refused):
        queries.opened(member, report.public_id, opened)
    with pytest.raises(Conflict):
        handling.recuse(actor=district.actor("jiwei"), report_id=report.public_id, unlocked=secretary)
    with pytest.raises(BadInput):
        handling.let_in(
            actor=district.actor("jiwei"), report_id=report.public_id, unlocked=secretary,
            key_id=queries.key_of(member).public_id,
        )  # fmt: skip
    assert queries.opened(district.actor("jiwei"), report.public_id, secretary).first.text == WORDS


def test_an_office_that_is_no_organ_sends_it_on_sealed_and_keeps_a_pointer_alone(district):
    district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长")
    opened = district.reads("jijian")
    desk = district.actor("jijian")
    report = district.handed("school/校长", home="school")
    assert report.organisation_id == desk.organisation_id
    assert running(report)["forward"].length == 15
    page = queries.opened(desk, report.public_id, opened)
    assert page.lines == ()
    assert not page.forward_to, "nobody else can open it yet"
    with pytest.raises(Conflict):
        handling.accept(actor=desk, report_id=report.public_id, unlocked=opened, text="受理")

    secretary = district.reads("jiwei")
    handling.forward(actor=desk, report_id=report.public_id, unlocked=opened, to=district.home("discipline"))
    with pytest.raises(Refused):
        queries.opened(desk, report.public_id, opened)
    [pointer] = queries.lists(queries.key_of(desk)).sent_on
    assert (pointer.seal_number, pointer.to.public_id) == (report.seal_number, district.home("discipline"))
    assert queries.opened(district.actor("jiwei"), report.public_id, secretary).first.text == WORDS
    assert set(running(report)) == {"look"}


def test_only_the_head_appoints_where_the_office_is_no_organ(district):
    itself = district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长")
    post = itself.reference.partition(":")[2]
    with pytest.raises(Refused):
        naming.name_reader(actor=itself, post_id=post)
    assert naming.name_reader(actor=district.actor("he"), post_id=post).post_id == itself.post_id


def test_sent_twice_it_is_one_report_with_one_code(district):
    district.reads("jiwei")
    handed = reporting.Handed(district.home(), (district.post(CLERK),), False, WORDS)
    sent = [reporting.hand_in(handed=handed, once="drawn")[1] for _time in range(2)]
    assert sent[0] == sent[1]
    assert Report.objects.count() == 1


def test_a_key_opens_by_its_own_passphrase_alone_and_keeps_it_when_the_words_change(district):
    district.reads("jiwei")
    actor, report = district.actor("jiwei"), district.handed(CLERK)
    with pytest.raises(BadInput):
        keys.unlock(actor=actor, passphrase="huiyin-example")
    with pytest.raises(BadInput, match=r"^new:"):  # long enough, but the password of the sign-in
        keys.change_passphrase(actor=actor, old=PASSPHRASE, new="huiyin-example")
    with pytest.raises(BadInput):
        keys.change_passphrase(actor=actor, old=PASSPHRASE, new="short")
    keys.change_passphrase(actor=actor, old=PASSPHRASE, new="四月的柳絮 silver teapot")
    with pytest.raises(BadInput):
        keys.unlock(actor=actor, passphrase=PASSPHRASE)
    opened = keys.unlock(actor=actor, passphrase="四月的柳絮 silver teapot")
    assert queries.opened(actor, report.public_id, opened).first.text == WORDS


def test_who_was_dismissed_as_a_reader_opens_nothing_and_gets_nothing_new(district):
    secretary = district.reads("jiwei")
    report = district.handed(CLERK)
    reader = queries.readers(district.actor("jiwei").organisation_id)[0].reader
    naming.end_reader(actor=district.actor("jiwei"), reader_id=reader.public_id)
    with pytest.raises(Refused):
        queries.opened(district.actor("jiwei"), report.public_id, secretary)
    assert not reporting.takes(Whom(district.home(), (district.post(CLERK),)))


def test_who_comes_to_be_below_the_one_it_is_about_opens_it_no_more(district):
    """The tree is asked again each time the seal is opened."""
    district.joins("jijian", "bureau/局领导", "纪检组长", "bureau/局长")
    district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    opened = district.reads("jiweiyuan")
    member, report = district.actor("jiweiyuan"), district.handed(CLERK)
    assert queries.opened(member, report.public_id, opened).first.text == WORDS
    Post.objects.filter(pk=member.post_id).update(reports_to=district.example.posts[CLERK].pk)
    with pytest.raises(Refused):
        queries.opened(member, report.public_id, opened)
