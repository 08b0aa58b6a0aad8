"""The holder of a code reads and acts on their own concern, and on no other."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.cases import receipts
from huiyin.cases.actions import handling, identity, intake, receipt_codes, sorting
from huiyin.cases.actions.contact import prove_address
from huiyin.cases.models import Concern, Message, Service
from huiyin.cases.rules import Answers, show_code
from huiyin.cases.tests.conftest import code_sent
from huiyin.kernel import time
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.vault.addresses import addresses_of
from huiyin.kernel.vault.identity import Identity
from huiyin.kernel.vault.models import SealedIdentity

LETTER = re.compile(r"/status/letters/[a-z0-9]+")


def opened(code: str) -> Client:
    client = Client()
    assert client.post("/s", {"code": show_code(code)}).headers["Location"] == "/status/"
    return client


def text(client: Client, path: str = "/status/") -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.headers)
    return response.content.decode()


def test_the_answer_is_read_and_only_then_the_thirty_days_begin(office):
    receipt = office.raised()
    client = opened(receipt.code)
    office.answered(receipt)
    page = text(client)
    assert "每月公布。" in page
    assert "从今天的第二天起算" in page, "it is said before the button is pressed"
    assert "/status/review" not in page
    client.post("/status/read")
    page = text(client)
    assert "/status/review" in page
    service = Service.objects.get()
    assert (service.channel, service.recorded_by) == ("web", "petitioner")
    client.post("/status/read")
    assert Service.objects.count() == 1


def test_the_letter_is_whole_and_names_the_way_up(office):
    receipt = office.raised()
    office.served(receipt)
    client = opened(receipt.code)
    letter = text(client, LETTER.search(text(client))[0])
    for words in ("公布账目", "保温台已更换。", "每月公布。", "食品安全法实施条例第28条", "第35条", "临禾县教育局"):
        assert words in letter


def test_settled_and_not_settled_are_the_persons_own_word(office):
    receipt = office.raised()
    office.served(receipt)
    client = opened(receipt.code)
    client.post("/status/settled", {"word": "yes", "note": "饭是热的"})
    case = office.fresh(receipt)
    assert case.agreed_by == "petitioner"
    client.post("/status/settled", {"word": "no"})
    case.refresh_from_db()
    assert case.agreed_at is None
    assert case.refused_at is not None
    assert "不算作解决" in text(client)


def test_review_is_asked_for_in_time_and_not_a_day_later(office, days):
    late, receipt = office.raised(), office.raised()
    office.served(late)
    office.served(receipt)
    client = opened(receipt.code)
    empty = client.post("/status/review", {"reasons": ""}).content.decode()
    assert "一句话就够" in empty
    assert client.post("/status/review", {"reasons": "账还没有贴。"}).headers["Location"] == "/status/"
    assert "复查申请已经到上一级" in text(client)
    days(40)
    client = opened(late.code)
    assert "申请的日子已经过了" in text(client, "/status/review")
    client.post("/status/review", {"reasons": "账还没有贴。"})
    assert office.fresh(late).tracks.first().state == "late_requested", "it is answered, and never passed over"


def test_a_missed_date_says_by_how_much_and_who_was_told(office, days):
    receipt = office.raised()
    office.assigned(receipt)
    client = opened(receipt.code)
    client.post("/status/say", {"text": "今天的汤还是凉的。"})
    days(14)
    page = text(opened(receipt.code))
    assert re.search(r"晚了\d+天", page)
    assert re.search(r"已报\S*副?局长", page), "the post that was told is named"
    assert "您现在就可以请上一级督促" in page


def test_a_message_answers_the_question_and_brings_its_files(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    worker = office.example.actors["jiang"]
    handling.ask_person(actor=worker, case_id=case.pk, version=case.version, question="您愿意来看厨房吗？")
    client = opened(receipt.code)
    assert "您愿意来看厨房吗？" in text(client)
    upload = SimpleUploadedFile("厨房.txt", "厨房的照片说明".encode())
    assert client.post("/status/say", {"text": "愿意来。", "chosen": [upload]}).status_code == 302
    assert Message.objects.get(asks=True).answered_at is not None
    attachment = Attachment.objects.get(about=f"message:{Message.objects.get(text='愿意来。').public_id}")
    fetched = client.get(f"/status/files/{attachment.public_id}")
    assert b"".join(fetched.streaming_content) == "厨房的照片说明".encode()
    assert "attachment" in fetched.headers["Content-Disposition"]


def test_a_message_that_cannot_be_taken_is_still_on_the_page(office):
    receipt = office.raised()
    client = opened(receipt.code)
    bad = SimpleUploadedFile("setup.exe", b"MZ\x90\x00")
    page = client.post("/status/say", {"text": "愿意来。", "chosen": [bad]}).content.decode()
    assert "这是一个程序" in page
    assert "愿意来。" in page
    assert not Message.objects.exists()


def test_messages_of_one_concern_are_limited(office):
    receipt = office.raised()
    client = opened(receipt.code)
    for number in range(22):
        response = client.post("/status/say", {"text": f"第{number}句"})
    assert "一小时里发得太多了" in response.content.decode()
    assert Message.objects.count() == 20


def test_a_session_opens_its_own_concern_alone(office):
    mine, other = office.raised(text="我的事：饭是凉的。"), office.raised(text="别人的事：车位不够。")
    office.served(other)
    theirs = opened(other.code)
    address = LETTER.search(text(theirs))[0]
    theirs.post("/status/say", {"text": "附上。", "chosen": [SimpleUploadedFile("a.txt", b"words")]})
    attachment = Attachment.objects.get()
    client = opened(mine.code)
    assert "车位" not in text(client)
    assert client.get(address).status_code == 404
    assert client.get(f"/status/files/{attachment.public_id}").status_code == 404
    assert Client().get(address).headers["Location"] == "/s"
    assert Client().post("/status/say", {"text": "x"}).status_code == 403


def test_of_several_people_in_one_case_nobody_reads_what_another_wrote(office):
    first, second = office.raised(text="我说饭凉。"), office.raised(text="我说账不清。")
    Concern.objects.filter(pk=second.concern.pk).update(case=first.concern.case)
    opened(first.code).post("/status/say", {"text": "只给单位看的话"})
    page = text(opened(second.code))
    assert "我说账不清。" in page
    assert "只给单位看的话" not in page
    assert "我说饭凉。" not in page.replace("<h1>我说饭凉</h1>", "").replace("<title>我说饭凉", "")


def test_the_page_closes_by_itself_and_at_once_when_left(office, forward):
    receipt = office.raised()
    client = opened(receipt.code)
    forward(20 * 60)
    text(client)  # reading renews it
    forward(20 * 60)
    text(client)
    forward(31 * 60)
    assert client.get("/status/").headers["Location"] == "/s"
    client = opened(receipt.code)
    kept = client.cookies["huiyin_status"].value
    assert "没有您的码" in client.post("/status/leave").content.decode()
    assert client.get("/status/").headers["Location"] == "/s"
    assert receipt.code not in kept


def test_what_was_being_written_when_the_page_closed_is_not_lost(office, forward):
    client = opened(office.raised().code)
    forward(31 * 60)
    response = client.post("/status/say", {"text": "写了半天的话"})
    assert response.status_code == 403
    assert "写了半天的话" in response.content.decode()
    assert not Message.objects.exists()


def test_nothing_of_the_page_is_kept_by_the_browser(office):
    response = opened(office.raised().code).get("/status/")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_who_opened_the_identity_when_and_what_for_stands_on_the_page(office):
    receipt = office.raised()
    case = office.assigned(receipt)
    client = opened(receipt.code)
    assert "没有人打开过您的身份" in text(client)
    worker = office.example.actors["jiang"]
    concern = receipt.concern.public_id
    identity.open_identity(actor=worker, concern_public_id=concern, purpose="核对打饭的时间", fields=("name", "phone"))
    page = text(client)
    for words in ("被打开过1次", "基教股股长", "核对打饭的时间", "没有看到"):
        assert words in page
    assert "13800001111" not in page
    assert case.pk


def test_contact_is_corrected_without_being_shown(office):
    receipt = office.raised()
    client = opened(receipt.code)
    page = text(client, "/status/contact")
    assert "13800001111" not in page
    assert "lin@example.test" not in page
    wrong = client.post("/status/contact", {"contact_by": "phone", "phone": "1390000"}).content.decode()
    assert "手机号是11位" in wrong
    client.post("/status/contact", {"contact_by": "email", "email": "neu@example.test"})
    concern = Concern.objects.get()
    assert concern.contact_by == "email"
    sealed = SealedIdentity.objects.get(public_id=concern.identity)
    assert set(sealed.kept) == {"name", "phone", "email", "address"}, "what was left empty stays"
    prove_address(concern=concern, typed=code_sent(concern))
    assert addresses_of([concern.identity], "email") == {concern.identity: "neu@example.test"}
    assert "没有人打开过" in text(client), "correcting is no opening"


def test_who_gave_nothing_may_leave_a_contact_later(office):
    receipt = office.raised(identity=Identity())
    client = opened(receipt.code)
    client.post("/status/contact", {"contact_by": "phone", "phone": "13900001111"})
    assert Concern.objects.get().identity
    assert "封存的有" in text(client)


def test_taking_it_back_says_what_it_means_and_ends_the_dates(office):
    receipt = office.raised()
    client = opened(receipt.code)
    assert "有人逼您撤" in text(client, "/status/withdraw")
    client.post("/status/withdraw", {"note": ""})
    assert "您已撤回" in text(client)
    assert "不能再加了" in client.post("/status/say", {"text": "还有"}).content.decode() or "message" not in text(
        client
    )


def test_a_clerks_code_becomes_the_persons_own_before_anything_is_shown(office):
    desk = office.example.actors["liang"]
    answers = Answers(organisation=office.example.organisations["bureau"].public_id, text="来访说工资没有发")
    at = time.now()
    slip = intake.register_for(
        actor=desk, answers=answers, identity=Identity(), intake=intake.Intake("visit", at, desk, read_back=True)
    )
    client = Client()
    client.post("/s", {"code": slip.code})
    assert client.get("/status/").headers["Location"] == "/status/code"
    assert "工资" not in text(client, "/status/code")
    assert client.post("/status/code").headers["Location"] == "/receipt/"
    again = client.post("/status/code")  # the first answer was lost on the way
    assert again.headers["Location"] == "/receipt/"
    fresh = re.search(r"hy-slip__code[^>]*>([^<]+)<", text(client, "/receipt/"))[1]
    assert receipts.find(slip.code) is None
    assert receipts.find(fresh) is not None
    assert client.post("/receipt/", {"last_four": fresh[-4:]}).headers["Location"] == "/status/"
    page = text(client)
    assert "工资没有发" in page
    assert "念给您听过" in page


def test_a_reissued_code_closes_the_open_page_and_shows_in_it(office):
    receipt = office.raised()
    client = opened(receipt.code)
    desk = office.example.actors["liang"]
    receipt_codes.reissue_code(actor=desk, concern_public_id=receipt.concern.public_id, checked_how="看了身份证")
    assert client.get("/status/").headers["Location"] == "/s"
    assert receipt.concern.case.events.filter(verb="reissue_code", public=True).exists()


def test_a_case_that_was_passed_on_shows_the_whole_way(office):
    receipt = office.raised()
    client = opened(receipt.code)
    desk = office.example.actors["liang"]
    case = office.fresh(receipt)
    from huiyin.cases.models import Category

    code = Category.objects.filter(level=2).first().code
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category=code)
    wanted = sorting.Sorting(kind="claim", category=code, title="食堂饭菜凉", claim_channel=6)
    case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
    school = office.example.organisations["school"].public_id
    sorting.transfer(
        actor=office.example.actors["he"],
        case_id=case.pk,
        version=case.version,
        reason="归学校办",
        elsewhere=sorting.Elsewhere(body="", organisation=school),
    )
    page = text(client)
    assert "这件事走过的路" in page
    assert page.index("临禾县教育局</b>") < page.index("柳塘镇中心学校</b>")


def test_at_a_school_its_own_panel_and_the_lawful_review_are_both_in_reach(office):
    school = replace(
        office,
        at="school",
        desk="zheng",
        decider="fang",
        head="xiaozhang",
        worker="shen",
        handler_post="school/总务处副主任",
    )
    receipt = school.raised()
    school.served(receipt)
    client = opened(receipt.code)
    page = text(client)
    assert "同时走的法定程序" in page
    assert "/status/review" in page
    assert client.post("/status/review", {"reasons": "账还没有贴。"}).headers["Location"] == "/status/"


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_page_of_an_answered_concern_opens_in_each_language(office, language):
    receipt = office.raised()
    office.served(receipt)
    client = opened(receipt.code)
    client.get(f"/language/{language}")
    page = text(client)
    for path in (
        LETTER.search(page)[0],
        "/status/review",
        "/status/contact",
        "/status/withdraw",
        "/status/procedure/0",
    ):
        text(client, path)
