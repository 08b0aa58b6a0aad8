"""Many people with one matter: each sealed, each with a code, nobody sees another, five speak, one goes and the rest stay."""

from __future__ import annotations

import pytest

from huiyin.cases.actions import closing, grouping, handling, identity, replying
from huiyin.cases.actions.contact import prove_address
from huiyin.cases.drafts import Token
from huiyin.cases.models import Case, Concern, Group, Member
from huiyin.cases.queries import groups
from huiyin.cases.queries.status import status_of
from huiyin.cases.rules import show_code
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.vault.identity import Identity

from .conftest import Office, code_sent

pytestmark = pytest.mark.django_db
MATTER = "五年级全体家长：午饭天天是凉的，伙食费的账要贴出来。"
SECRET = "我家孩子上周吃坏了肚子，住了两天院。"


def group(office: Office, members: int = 3) -> tuple[Case, list[Concern]]:
    first = office.raised()
    case = office.fresh(first)
    desk = office.example.actors["liang"]
    grouping.open_group(actor=desk, case_id=case.pk, version=case.version, matter=MATTER)
    concerns = [first.concern]
    for number in range(members - 1):
        who = Identity(name=f"家长{number}", phone=f"1390000000{number}", email=f"p{number}@example.test")
        joining = grouping.Joining(who, contact_by="email")
        concerns.append(grouping.add_member(actor=desk, case_id=case.pk, joining=joining).concern)
        prove_address(concern=concerns[-1], typed=code_sent(concerns[-1]))
    return Case.objects.get(pk=case.pk), concerns


def seen(concern: Concern) -> str:
    return repr(status_of(Concern.objects.get(pk=concern.pk)))


def test_s8_each_member_is_registered_sealed_and_gets_a_code_of_their_own(office):
    case, concerns = group(office)
    assert {concern.case_id for concern in Concern.objects.filter(pk__in=[one.pk for one in concerns])} == {case.pk}
    assert len({concern.identity for concern in concerns}) == 3
    assert all(concern.codes.filter(must_change=True).count() == 1 for concern in concerns[1:])
    assert groups.group_of(case).members == 3
    assert ledger.verify().ok


def test_s8_members_never_see_each_other(office):
    case, (first, second, third) = group(office)
    before = {one.pk: seen(one) for one in (first, third)}
    handling.say(concern=second, text=SECRET)
    for other in (first, third):
        assert seen(other) == before[other.pk], "that somebody wrote shows nowhere"
    case.refresh_from_db()
    desk = office.example.actors["liang"]
    Notice.objects.all().delete()
    handling.answer(actor=desk, case_id=case.pk, version=case.version, text="请把病历带来。", to=second.public_id)
    assert "请把病历带来" in seen(second)
    assert {seen(one) == before[one.pk] for one in (first, third)} == {True}
    assert [notice.to for notice in Notice.objects.filter(to__startswith="vault:")] == [f"vault:{second.identity}"]
    identity.open_identity(actor=desk, concern_public_id=second.public_id, purpose="打电话约时间", fields=["phone"])
    assert "打电话约时间" in seen(second)
    assert {seen(one) == before[one.pk] for one in (first, third)} == {True}


def test_s8_what_the_office_writes_to_all_reaches_each(office):
    case, concerns = group(office)
    desk = office.example.actors["liang"]
    Notice.objects.all().delete()
    handling.say(concern=concerns[1], text=SECRET)
    case.refresh_from_db()
    handling.answer(actor=desk, case_id=case.pk, version=case.version, text="账目周五贴出来。")
    assert all("账目周五贴出来" in seen(one) and (one == concerns[1]) == (SECRET in seen(one)) for one in concerns)
    assert {notice.to for notice in Notice.objects.all() if notice.to.startswith("vault:")} == {
        f"vault:{one.identity}" for one in concerns[1:]
    }


def test_s8_an_answer_to_one_leaves_what_another_wrote_owed(office):
    case, (first, second, _third) = group(office)
    desk = office.example.actors["liang"]
    handling.say(concern=first, text="第一个问题")
    handling.say(concern=second, text="第二个问题")
    case.refresh_from_db()
    handling.answer(actor=desk, case_id=case.pk, version=case.version, text="答第一个", to=first.public_id)
    assert office.clock(case, "answer_message").status == "running"
    case.refresh_from_db()
    handling.answer(actor=desk, case_id=case.pk, version=case.version, text="答第二个", to=second.public_id)
    assert office.clock(case, "answer_message").status == "met"


def test_s8_more_than_five_representatives_are_refused_with_the_article(office):
    case, concerns = group(office, 7)
    for concern in concerns[:5]:
        grouping.speak(concern=concern)
    with pytest.raises(BadInput, match=r"20"):
        grouping.speak(concern=concerns[5])
    grouping.step_down(concern=concerns[0])
    desk = office.example.actors["liang"]
    grouping.name_representative(actor=desk, case_id=case.pk, concern_public_id=concerns[5].public_id)
    card = groups.group_of(case)
    assert {speaker.concern_id for speaker in card.speakers} == {one.public_id for one in concerns[1:6]}


def test_s8_a_representative_gets_no_roster(office):
    _case, concerns = group(office, 4)
    grouping.speak(concern=concerns[1])
    part = groups.own_part(concerns[1])
    assert part.speaks
    assert part.invite
    assert groups.own_part(concerns[2]).invite == ""
    page = seen(concerns[1])
    for other in (concerns[0], *concerns[2:]):
        assert other.public_id not in page
        assert not other.identity or other.identity not in page
    grouping.speak(concern=concerns[2])
    assert page == seen(concerns[1]), "not even how many speak"


def test_s8_people_join_by_a_slip_once_and_by_the_code_of_the_group(office):
    case, _concerns = group(office, 1)
    desk = office.example.actors["liang"]
    [code, spare] = grouping.print_slips(actor=desk, case_id=case.pk, count=2)
    found, slip = groups.of_code(show_code(code).lower())
    token = Token.fresh()
    receipt = grouping.join(group=found, joining=grouping.Joining(Identity()), token=token, slip=slip)
    again = grouping.join(group=found, joining=grouping.Joining(Identity()), token=token, slip=slip)
    assert again == receipt
    assert groups.of_code(code) is None
    with pytest.raises(Conflict):
        grouping.join(group=found, joining=grouping.Joining(Identity()), token=Token.fresh(), slip=slip)
    invite = groups.of_code(Group.objects.get().invite)
    grouping.join(group=invite[0], joining=grouping.Joining(Identity(), words=SECRET), token=Token.fresh())
    assert groups.group_of(case).members == 3
    assert groups.of_code(spare) is not None
    assert ledger.verify().ok


def test_s8_who_leaves_ends_nobody_elses_case_and_nobody_learns_of_it(office):
    case, (first, second, third) = group(office)
    grouping.speak(concern=second)
    before = seen(first)
    closing.withdraw(concern=second, note="不想提了")
    case.refresh_from_db()
    assert case.bucket != "done"
    assert seen(first) == before
    assert Concern.objects.get(pk=second.pk).left_at
    assert Member.objects.get(concern=second).speaks_since is None
    closing.withdraw(concern=third)
    closing.withdraw(concern=Concern.objects.get(pk=first.pk))
    case.refresh_from_db()
    assert case.bucket == "done"


def test_s8_the_time_to_go_up_begins_when_the_last_one_has_the_answer(office):
    case, concerns = group(office)
    office.answered(receipt_of(concerns[0]))
    for concern in concerns[:2]:
        replying.read_on_page(case_id=case.pk, concern=concern)
        assert not Clock.objects.filter(subject_id=case.public_id, name="ask_review").exists()
    replying.read_on_page(case_id=case.pk, concern=concerns[2])
    assert Clock.objects.get(subject_id=case.public_id, name="ask_review").status == "running"


def test_s8_it_is_settled_when_each_of_them_says_so(office):
    case, concerns = group(office)
    office.answered(receipt_of(concerns[0]))
    for concern in concerns:
        replying.read_on_page(case_id=case.pk, concern=concern)
    for concern in concerns[:2]:
        closing.say_settled(concern=concern)
        case.refresh_from_db()
        assert case.agreed_at is None
    closing.say_settled(concern=concerns[2])
    case.refresh_from_db()
    assert case.agreed_by == "petitioner"
    closing.say_not_settled(concern=concerns[1])
    case.refresh_from_db()
    assert case.unsettled


def test_only_who_may_adds_people(office):
    case, _concerns = group(office, 1)
    for who in ("admin", "xiaozhang", "fazhi"):
        with pytest.raises(Refused):
            grouping.add_member(actor=office.example.actors[who], case_id=case.pk, joining=grouping.Joining(Identity()))


def receipt_of(concern: Concern):
    from huiyin.cases.actions.intake import Receipt

    return Receipt(concern, "")
