"""Every page of a verb: what it does for who may, and how it says no. One set-up, a success and a refusal each."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.actions import closing, handling, replying
from huiyin.cases.models import Case
from huiyin.cases.queries.case_page_acts import acts_of
from huiyin.cases.verbs import PAGES
from huiyin.kernel import ledger, time
from huiyin.kernel.tests.walks import drawn

from .staff_scenes import code, registered, sorted_, submitted
from .test_staff_job import text_of

pytestmark = pytest.mark.django_db


def test_register(office, do):
    case = office.fresh(office.raised())
    assert do("liang", case, "register", category="").status_code == 422
    assert do("liang", case, "register", category=code()).status_code == 302
    case.refresh_from_db()
    assert case.category.code == code()


def test_sort_asks_which_way_the_law_has(office, do):
    case = registered(office)
    answer = do("liang", case, "sort", category=code(), kind="claim", title="菜凉", competent="on")
    assert answer.status_code == 422
    assert 'id="id_claim_channel-error"' in answer.content.decode(), "the error stands at its field"
    assert (
        do("liang", case, "sort", category=code(), kind="suggestion", title="菜凉", competent="on").status_code == 302
    )
    case.refresh_from_db()
    assert (case.kind, case.title) == ("suggestion", "菜凉")


def test_the_list_of_categories_is_shortened_without_script(office, as_):
    case = registered(office)
    address = reverse("cases:verb", args=[case.public_id, "sort"])
    page = as_("liang").post(address, {"narrow": "食堂", "narrow-list": "1", "title": "我写的标题", "kind": "claim"})
    body = page.content.decode()
    assert page.status_code == 200
    assert "食堂与伙食费" in body
    assert "我写的标题" in body, "what was typed stays"
    assert "govuk-error-message" not in body
    everything = as_("liang").get(address).content.decode()
    assert body.count("<option") < everything.count("<option")


def test_notify_writes_a_letter(office, do):
    case = registered(office)
    assert do("liang", case, "notify", path="").status_code == 422
    assert do("liang", case, "notify", path="由基础教育股办，按信访程序").status_code == 302
    assert case.letters.get().kind == "notify"


def test_accept_asks_about_conflicts(office, do):
    case = sorted_(office)
    assert do("he", case, "accept", note="").status_code == 422
    assert do("he", case, "accept", conflict_free="on", note="").status_code == 302
    case.refresh_from_db()
    assert case.tracks.first().state == "accepted"


def test_refuse_needs_the_next_door(office, do):
    case = sorted_(office)
    assert do("he", case, "refuse", reason="不归教育（第23条）", body="", address="").status_code == 422
    assert do("he", case, "refuse", reason="不归教育（第23条）", body="县医保局", address="").status_code == 302
    assert case.letters.get().kind == "refuse"


def test_transfer_inside_the_installation(office, do, as_):
    receipt = office.raised()
    case = sorted_(office, receipt)
    assert do("liang", case, "transfer", reason="", organisation="", body="", address="").status_code == 422
    there = office.example.organisations["township"].public_id
    answer = do("liang", case, "transfer", reason="道路由镇政府管", organisation=there, body="", address="")
    assert answer.status_code == 302
    arrived = office.fresh(receipt)
    assert arrived.organisation.short_name == "柳塘镇政府"
    before = as_("liang").get(reverse("cases:case", args=[case.public_id]))
    assert before.status_code == 200, "the sender keeps a page of its own"
    assert "伙食费问了" not in before.content.decode(), "and the words are where the case is"
    assert "伙食费问了" in as_("xinfang").get(reverse("cases:case", args=[arrived.public_id])).content.decode()


def test_channel(office, do):
    case = sorted_(office, channel=4)
    assert do("he", case, "channel", procedure="").status_code == 422
    assert do("he", case, "channel", procedure="行政复议：县司法局，60日内").status_code == 302


def test_assign_asks_about_conflicts_and_names_who_holds_the_post(office, do, as_):
    case = office.accepted(office.raised())
    handler = office.example.posts["bureau/基教股股长"].public_id
    assert "蒋文" in as_("he").get(reverse("cases:verb", args=[case.public_id, "assign"])).content.decode()
    assert do("he", case, "assign", handler=handler, leader="").status_code == 422
    assert do("he", case, "assign", handler=handler, leader="", conflict_free="on").status_code == 302
    case.refresh_from_db()
    assert case.handler.public_id == handler


def test_questions_and_messages(office, do):
    receipt = office.raised()
    case = office.assigned(receipt)
    assert do("jiang", case, "ask_person", question=" ").status_code == 422
    assert do("jiang", case, "ask_person", question="是哪一天？").status_code == 302
    handling.say(concern=receipt.concern, text="上周三")
    handling.say(concern=receipt.concern, text="饭还是凉的")
    assert do("jiang", case, "answer_message", text="保温台已换好").status_code == 302
    assert office.clock(case, "answer_message").status == "met"


def test_another_unit_is_asked_and_answers_without_reading_the_case(office, do, as_):
    case = office.assigned(office.raised())
    unit = office.example.units["bureau/政策法规股"].public_id
    assert do("jiang", case, "consult", unit="", question="有没有依据？").status_code == 422
    assert do("jiang", case, "consult", unit=unit, question="有没有依据？").status_code == 302
    legal = as_("fazhi")
    assert "有没有依据" in text_of(legal.get(reverse("cases:day")))
    assert legal.get(reverse("cases:case", args=[case.public_id])).status_code == 404
    address = reverse("cases:consultation", args=[case.consultations.get().public_id])
    page = legal.get(address)
    assert "伙食费问了" not in text_of(page), "the question, not the case"
    assert legal.post(address, {"text": ""}).status_code == 422
    assert as_("song").get(address).status_code == 404, "not asked"
    assert legal.post(address, {"text": "有，第28条。"}).status_code == 302
    late = legal.post(address, {"text": "再补充一句"})
    assert late.status_code == 409
    assert "再补充一句" in text_of(late), "what was typed is not lost"


def test_more_time_is_asked_for_by_one_and_decided_by_another(office, do, as_):
    case = office.assigned(office.raised(), complex=True)
    before = office.clock(case, "close").due_on
    assert do("jiang", case, "extend", length="31", reason="调取进货单").status_code == 422
    assert do("jiang", case, "extend", length="30", reason="调取进货单").status_code == 302
    assert case.public_id in text_of(as_("he").get(reverse("cases:day")))
    assert do("he", case, "decide_extension", approve="yes").status_code == 302
    assert (office.clock(case, "close").due_on - before).days == 30
    again = as_("jiang").get(reverse("cases:verb", args=[case.public_id, "extend"]))
    assert again.context["why_not"], "once only, and it says so"


def test_the_draft_says_what_is_missing_at_its_place(office, as_):
    case = office.assigned(office.raised())
    form = as_("jiang").get(reverse("cases:case", args=[case.public_id])).context["draft_form"]
    data = {
        "version": form["version"].value(),
        "reply_version": "0",
        "outcome": "explain",
        "claim": "公布账目",
        "facts": "已换",
    }
    answer = as_("jiang").post(
        reverse("cases:reply", args=[case.public_id]), {**data, "decision": "公布", "submit": "1"}
    )
    assert answer.status_code == 422
    assert 'id="id_basis-error"' in answer.content.decode()
    assert case.replies.get().facts == "已换", "and it is saved"
    shown = answer.context["draft_form"]
    data = {name: shown[name].value() for name in shown.fields} | {"basis": "条例第28条", "submit": "1"}
    assert as_("jiang").post(reverse("cases:reply", args=[case.public_id]), data).status_code == 302
    assert case.replies.get().status == "submitted"


def test_who_is_second_at_a_draft_keeps_what_they_typed(office, as_):
    case = office.assigned(office.raised())
    handler = office.example.actors["jiang"]
    form = as_("jiang").get(reverse("cases:case", args=[case.public_id])).context["draft_form"]
    data = {"version": form["version"].value(), "reply_version": "0", "facts": "我写的事实"}
    replying.save_reply(actor=handler, case_id=case.pk, reply_version=0, text=replying.ReplyText(facts="别人写的事实"))
    answer = as_("jiang").post(reverse("cases:reply", args=[case.public_id]), data)
    assert answer.status_code == 409
    assert "我写的事实" in answer.content.decode()
    assert case.replies.get().facts == "别人写的事实"
    shown = answer.context["draft_form"]
    again = {name: shown[name].value() or "" for name in shown.fields}
    assert as_("jiang").post(reverse("cases:reply", args=[case.public_id]), again).status_code == 302
    assert case.replies.get().facts == "我写的事实"


def test_a_draft_goes_back_with_a_word_and_is_issued(office, do, as_):
    case = submitted(office)
    assert do("song", case, "send_back_draft", note="").status_code == 422
    assert do("song", case, "send_back_draft", note="写清每月几号公布").status_code == 302
    assert "写清每月几号公布" in text_of(as_("jiang").get(reverse("cases:case", args=[case.public_id])))
    case.refresh_from_db()
    replying.submit_for_approval(actor=office.example.actors["jiang"], case_id=case.pk, version=case.version)
    assert (
        as_("jiang").post(reverse("cases:verb", args=[case.public_id, "issue_reply"]), {"version": "1"}).status_code
        == 404
    )
    assert do("song", case, "issue_reply").status_code == 302
    letter = case.letters.get(kind="reply")
    assert as_("jiang").get(reverse("cases:letter", args=[case.public_id, letter.public_id])).status_code == 200


def test_delivery_needs_a_proof_and_a_day_that_fits(office, do):
    case = office.answered(office.raised())
    today = time.today("Asia/Shanghai").isoformat()
    common = {"channel": "letter", "served_time": ""}
    assert do("jiang", case, "serve", served_on=today, proof="", **common).status_code == 422
    early = do("jiang", case, "serve", served_on="2020-01-01", proof="签收", **common)
    assert 'id="id_served_on-error"' in early.content.decode()
    assert do("jiang", case, "serve", served_on=today, proof="签收", **common).status_code == 302


def test_settled_by_slip_carried_out_and_looked_at_again(office, do, as_):
    receipt = office.raised()
    case = office.served(receipt, outcome="support")
    assert do("jiang", case, "carry_out", plan="").status_code == 422
    assert do("jiang", case, "carry_out", plan="每月5日公布，总务处做").status_code == 302
    assert do("jiang", case, "carried_out", proof="公示栏照片").status_code == 302
    assert do("jiang", case, "confirm_settled", slip="").status_code == 422
    assert do("jiang", case, "confirm_settled", slip="11月20日签字，存卷3页").status_code == 302
    assert do("jiang", case, "check_later", result="", note="看了").status_code == 422
    assert do("jiang", case, "check_later", result="kept", note="11月30日看了公示栏").status_code == 302
    case.refresh_from_db()
    assert (case.agreed_by, case.checked_result) == ("signed-slip", "kept")
    facts = [
        str(fact.value) for fact in as_("jiang").get(reverse("cases:case", args=[case.public_id])).context["facts"]
    ]
    assert len(set(facts)) == 3, "three facts, never mixed"
    assert do("he", case, "reopen", facts="").status_code == 422
    assert do("he", case, "reopen", facts="十月的账没有公布").status_code == 302
    assert ledger.verify().ok


def test_close(office, do):
    receipt = office.raised()
    case = office.served(receipt)
    closing.say_settled(concern=receipt.concern)
    assert do("song", case, "close", reason="").status_code == 422
    assert do("song", case, "close", reason="来访人认可").status_code == 302
    case.refresh_from_db()
    assert case.bucket == "done"


def test_before_a_case_is_closed_its_page_says_what_the_file_lacks_and_what_must_be_there_refuses(office, do, as_):
    """条例 27: solved, explained, helped. Read from the file: nobody ticks anything."""
    receipt = office.raised()
    case = office.served(receipt)
    closing.say_settled(concern=receipt.concern)
    handling.say(concern=receipt.concern, text="账目贴在哪里？")
    page = as_("song").get(reverse("cases:verb", args=[case.public_id, "close"]))
    told = {str(point.title): point.done for point, _url, _article in page.context["points"]}
    assert told["书面处理意见已经出具，写明诉求、事实、意见和依据"] is True
    assert told["来访人的每条留言都已回复"] is False
    assert "《信访工作条例》第35条" in text_of(page)
    case.refresh_from_db()
    refused = do("song", case, "close", reason="来访人认可")
    assert refused.status_code == 422
    assert "还不能办结" in text_of(refused)
    case.refresh_from_db()
    assert do("jiang", case, "answer_message", text="贴在校门口。").status_code == 302
    case.refresh_from_db()
    assert do("song", case, "close", reason="来访人认可").status_code == 302


def test_a_note_is_for_staff_alone(office, do):
    case = office.assigned(office.raised())
    assert do("jiang", case, "note", text="").status_code == 422
    assert do("jiang", case, "note", text="供货商周五来").status_code == 302
    assert not case.events.get(verb="note").public


def test_somebody_faster_is_told_and_nothing_typed_is_lost(office, as_):
    case = office.assigned(office.raised())
    address = reverse("cases:verb", args=[case.public_id, "ask_person"])
    version = as_("jiang").get(address).context["form"]["version"].value()
    closing.file_note(actor=office.example.actors["song"], case_id=case.pk, text="我刚打过电话")
    answer = as_("jiang").post(address, {"version": version, "question": "是哪一天的菜凉？"})
    assert answer.status_code == 409
    assert "是哪一天的菜凉" in answer.content.decode()
    assert "我刚打过电话" in text_of(answer), "it shows what changed"
    again = answer.context["form"]["version"].value()
    assert as_("jiang").post(address, {"version": again, "question": "是哪一天的菜凉？"}).status_code == 302


def test_no_post_gets_a_page_that_its_role_does_not_have(office, as_):
    """Every verb page for one post of every role, for a case of their office and for one that is not."""
    case = office.assigned(office.raised())
    names = ("liang", "tang", "jiang", "song", "he", "dudao", "fazhi", "admin", "shen", "jiwei")
    for person, username in enumerate(names):
        actor = office.example.actors[username]
        offered = {act.verb for act in acts_of(actor, case)}
        for number, (verb, page) in enumerate(PAGES.items()):
            if not drawn(number + person, 2):
                continue
            answer = as_(username).get(reverse("cases:verb", args=[case.public_id, verb]))
            allowed = may_on(actor, page.permission, case)
            assert answer.status_code == (200 if allowed else 404), (username, verb)
            assert not (verb in offered and not allowed), (username, verb)


def may_on(actor, permission: str, case: Case) -> bool:
    from huiyin.organisations.access import may

    return may(actor, "read", case) and may(actor, permission, case)
