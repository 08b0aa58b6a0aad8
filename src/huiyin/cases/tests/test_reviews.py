"""Going up: the next level looks again, by people who had nothing to do with the answer; and nothing asked is passed over."""

from __future__ import annotations

import pytest

from huiyin.cases.actions import asking_review, late_requests, reviewing, sorting
from huiyin.cases.actions.reviewing import ReviewText
from huiyin.cases.models import Case, Review
from huiyin.cases.queries.lists import visible_case
from huiyin.cases.queries.reviews import review_page, reviews
from huiyin.cases.queries.status import status_of
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.procedures.engine import NotPossible

from .staff_scenes import code

pytestmark = pytest.mark.django_db

CHANGED = ReviewText(
    outcome="change",
    result="support",
    claim="公布账目",
    facts="账目没有公布。",
    decision="十日内公布。",
    basis="条例第35条",
)
WAYS = "县矛盾纠纷调解中心，0000-5550 160"


@pytest.fixture
def asked(office) -> tuple[Review, object]:
    """The bureau has answered; the person asks the county to look again."""
    receipt = office.raised()
    office.served(receipt)
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="账目到今天也没有公布。")
    return review, receipt


def begun(office, review: Review, handler: str = "county/复核承办") -> Review:
    zhou = office.example.actors["zhou"]
    post = office.example.posts[handler].public_id
    return reviewing.begin_review(actor=zhou, review_id=review.public_id, version=review.version, handler=post)


def decided(office, review: Review, text: ReviewText = CHANGED) -> Review:
    review = begun(office, review) if review.status == "asked" else review
    fuhe, zhou = office.example.actors["fuhe"], office.example.actors["zhou"]
    review = reviewing.save_review(actor=fuhe, review_id=review.public_id, version=review.version, text=text)
    review = reviewing.submit_review(actor=fuhe, review_id=review.public_id, version=review.version)
    return reviewing.issue_review(actor=zhou, review_id=review.public_id, version=review.version)


def state(case: Case) -> str:
    return str(case.tracks.get(pack="xinfang-2022").state)


def test_a_reply_is_overturned_in_review_and_the_person_gets_the_next_door(office, asked):
    review, receipt = asked
    clock = office.clock(review.case, "review")
    assert (clock.length, clock.unit) == (30, "days")
    review = decided(office, review)
    assert state(review.case) == "review_issued"
    assert not any(way.verb == "ask_second_review" for way in status_of(receipt.concern).ways), "not before delivery"
    reviewing.read_review_on_page(case_id=review.case_id)
    case = office.fresh(receipt)
    assert state(case) == "second_review_open"
    assert case.facts["outcome"] == "support"
    page = status_of(receipt.concern)
    assert page.reviews[0].decision == CHANGED.decision
    assert page.reviews[0].served_at
    letter = review.letter
    assert letter.signed_by == "临禾县人民政府"
    assert review.recourse, "the decision names the next step up"
    assert ledger.verify().ok


def test_the_file_goes_up_whole_and_comes_down_again_when_it_is_sent_back(office, asked):
    review, receipt = asked
    fuhe = office.example.actors["fuhe"]
    assert visible_case(fuhe, review.case.public_id).pk == review.case_id
    again = ReviewText(
        outcome="send-back",
        claim="公布账目",
        facts="没有查账。",
        decision="退回重办。",
        basis="条例第35条",
        instructions="30日内查账并公布。",
    )
    decided(office, review, again)
    case = office.fresh(receipt)
    assert state(case) == "in_handling"
    assert case.handled_at is None
    assert office.clock(case, "handle_again").status == "running"
    with pytest.raises(Refused):
        visible_case(fuhe, review.case.public_id)
    assert "30日内查账" in status_of(receipt.concern).reviews[0].instructions
    assert ledger.verify().ok


def test_who_answered_can_not_review_and_who_drafts_can_not_decide(office, asked):
    review, _receipt = asked
    for who in ("jiang", "song", "liang", "admin", "xinfang"):
        with pytest.raises(Refused):
            review_page(office.example.actors[who], review.public_id)
    review = begun(office, review, "county/分管副县长")
    zhou, fuhe = office.example.actors["zhou"], office.example.actors["fuhe"]
    review = reviewing.save_review(actor=zhou, review_id=review.public_id, version=review.version, text=CHANGED)
    review = reviewing.submit_review(actor=zhou, review_id=review.public_id, version=review.version)
    with pytest.raises(Refused):
        reviewing.issue_review(actor=zhou, review_id=review.public_id, version=review.version)
    with pytest.raises(Refused):
        reviewing.issue_review(actor=fuhe, review_id=review.public_id, version=review.version)


def test_a_draft_without_the_law_s_parts_is_not_handed_in(office, asked):
    review, _receipt = asked
    review = begun(office, review)
    fuhe = office.example.actors["fuhe"]
    for missing in ("claim", "facts", "decision", "basis", "result"):
        text = ReviewText(**{**{name: getattr(CHANGED, name) for name in ReviewText.__slots__}, missing: ""})
        review = reviewing.save_review(actor=fuhe, review_id=review.public_id, version=review.version, text=text)
        with pytest.raises(BadInput) as told:
            reviewing.submit_review(actor=fuhe, review_id=review.public_id, version=review.version)
        assert told.value.place == missing


def test_two_people_at_one_review(office, asked):
    review, _receipt = asked
    begun(office, review)
    with pytest.raises(Conflict):
        begun(office, review)


def test_a_late_request_is_answered_with_the_reason_and_what_else_is_open(office, days):
    receipt = office.raised()
    office.served(receipt)
    days(33)
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="才看到")
    zhou = office.example.actors["zhou"]
    given = {"actor": zhou, "review_id": review.public_id, "version": review.version, "admit": False}
    with pytest.raises(BadInput):
        late_requests.decide_late(**given, reason="过了三十日，没有正当理由（条例第35条）")
    late_requests.decide_late(**given, reason="过了三十日，没有正当理由（条例第35条）", ways=WAYS)
    case = office.fresh(receipt)
    assert state(case) == "opinion_stands"
    assert WAYS in str(case.letters.get(kind="late_answer").parts)
    assert ledger.verify().ok


def test_a_late_request_that_is_taken_on_has_the_lawful_thirty_days_from_its_own_day(office, days):
    receipt = office.raised()
    office.served(receipt)
    days(33)
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="住院")
    asked_on = review.asked_at.date()
    days(4)
    zhou = office.example.actors["zhou"]
    review = late_requests.decide_late(
        actor=zhou, review_id=review.public_id, version=review.version, admit=True, reason="住院，有证明"
    )
    case = office.fresh(receipt)
    assert state(case) == "review_requested"
    assert abs((office.clock(case, "review").due_on - asked_on).days - 30) <= 1
    assert decided(office, review).status == "issued"


def test_a_late_request_that_nobody_answers_goes_on_up_by_itself(office, days):
    receipt = office.raised()
    office.served(receipt)
    days(33)
    asking_review.ask_review(concern=receipt.concern, reasons="才看到")
    days(25)
    case = office.fresh(receipt)
    assert office.clock(case, "answer_late").missed_at
    assert case.events.filter(verb="missed").exists()


def test_a_refusal_can_be_objected_to_and_the_level_above_decides(office):
    receipt = office.raised()
    desk, head = office.example.actors["liang"], office.example.actors["he"]
    case = office.fresh(receipt)
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category=code())
    case = sorting.sort(
        actor=desk,
        case_id=case.pk,
        version=case.version,
        sorting=sorting.Sorting("claim", code(), "账", claim_channel=6),
    )
    sorting.refuse(
        actor=head,
        case_id=case.pk,
        version=case.version,
        reason="不归我们",
        elsewhere=sorting.Elsewhere("县市场监管局"),
    )
    asking_review.object_to_refusal(concern=receipt.concern, reasons="食堂就归教育局管")
    review = Review.objects.get(level="objection")
    assert office.clock(case, "decide_objection").status == "running"
    zhou = office.example.actors["zhou"]
    late_requests.decide_objection(
        actor=zhou, review_id=review.public_id, version=review.version, accept=True, reason="学校食堂归教育部门管"
    )
    case = office.fresh(receipt)
    assert state(case) == "registered"
    assert Clock.objects.filter(subject_id=case.public_id, name="sort", status="running").exists()
    assert case.letters.filter(kind="objection").exists()
    assert ledger.verify().ok


@pytest.fixture
def at_school(office):
    office.at, office.desk, office.head, office.worker, office.decider = "school", "zheng", "xiaozhang", "gao", "fang"
    office.handler_post = "school/教导主任"
    return office


def test_at_a_public_school_the_person_chooses_who_looks_again(at_school):
    receipt = at_school.raised()
    case = at_school.served(receipt)
    ways = {way.pack: way for way in status_of(receipt.concern).ways}
    assert {way.level for way in ways.values()} == {"panel", "review"}
    assert ways["xinfang-2022"].office == at_school.example.organisations["bureau"]
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="不服", pack="xinfang-2022")
    states = dict(case.tracks.values_list("pack", "state"))
    assert states == {"xinfang-2022": "review_requested", "school-internal": "panel_open"}
    assert review.organisation == at_school.example.organisations["bureau"]


def test_the_second_review_is_the_last_step(at_school):
    office = at_school
    receipt = office.raised()
    office.served(receipt)
    [review] = asking_review.ask_review(concern=receipt.concern, reasons="不服", pack="xinfang-2022")
    he, liang, song = (office.example.actors[who] for who in ("he", "liang", "song"))
    post = office.example.posts["bureau/接待室主任"].public_id
    review = reviewing.begin_review(actor=he, review_id=review.public_id, version=0, handler=post)
    upheld = ReviewText(outcome="uphold", claim="账目", facts="属实。", decision="维持。", basis="条例第35条")
    review = reviewing.save_review(actor=liang, review_id=review.public_id, version=review.version, text=upheld)
    review = reviewing.submit_review(actor=liang, review_id=review.public_id, version=review.version)
    reviewing.issue_review(actor=song, review_id=review.public_id, version=review.version)
    reviewing.read_review_on_page(case_id=review.case_id)
    [second] = asking_review.ask_review(concern=receipt.concern, reasons="还是不服", pack="xinfang-2022")
    assert second.level == "second-review"
    assert second.organisation == office.example.organisations["county"]
    second = decided(
        office,
        second,
        ReviewText(outcome="uphold", claim="账目", facts="属实。", decision="维持。", basis="条例第36条"),
    )
    reviewing.read_review_on_page(case_id=second.case_id)
    case = office.fresh(receipt)
    assert state(case) == "final_decision"
    with pytest.raises(NotPossible):
        asking_review.ask_review(concern=receipt.concern, reasons="再来", pack="xinfang-2022")
    assert ledger.verify().ok


def test_the_list_shows_an_office_its_own_reviews_alone(office, asked):
    review, _receipt = asked
    seen = {
        who: [row.review.pk for row in reviews(office.example.actors[who])]
        for who in ("zhou", "ducha", "he", "xiaozhang", "admin")
    }
    assert seen["zhou"] == seen["ducha"] == [review.pk]
    assert seen["he"] == seen["xiaozhang"] == seen["admin"] == []
