"""Referred up: nothing leaves the office below until the one above takes it on; and nobody sends a case to and fro."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.cases.actions import giving_back, plain, sealing, sorting
from huiyin.cases.models import Case
from huiyin.cases.queries.status import status_of
from huiyin.kernel import ledger
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict

from .staff_scenes import passed_on, sorted_
from .test_staff_job import text_of

pytestmark = pytest.mark.django_db


def referred(office, receipt=None, sender: Case | None = None) -> tuple[Case, Case]:
    """(at the bureau, at the county): the bureau says that it needs the county's power."""
    case = sender or sorted_(office, receipt)
    county = sorting.Elsewhere("", organisation=office.example.organisations["county"].public_id)
    case.refresh_from_db()
    sorting.transfer(
        actor=office.example.actors["liang"], case_id=case.pk, version=case.version, reason="要调县里的经费", elsewhere=county
    )  # fmt: skip
    return Case.objects.get(pk=case.pk), Case.objects.filter(origin=case).latest("pk")


def state(case: Case) -> str:
    return str(case.tracks.get(pack="xinfang-2022").state)


def test_s16_what_is_referred_up_changes_hands_when_the_level_above_takes_it_on(office, client, do, as_):
    receipt = office.raised()
    sender, above = referred(office, receipt)
    assert (state(sender), state(above)) == ("referred_up", "referred_here")
    assert office.clock(sender, "referral").owner == office.example.posts["county/督查专员"].reference
    assert office.clock(above, "answer_referral").is_open
    receipt.concern.refresh_from_db()
    page = status_of(receipt.concern)
    assert page.organisation.name == "临禾县教育局", "until it is taken on, the office below answers"
    assert sender.letters.get(kind="refer_up").parts[1]["text"].startswith("临禾县人民政府")
    desk = as_("fuhe")
    assert above.public_id in text_of(desk.get(reverse("cases:day"))), "among what is new"
    shown = desk.get(reverse("cases:case", args=[above.public_id]))
    assert "伙食费" in text_of(shown), "the words can be read before it is decided"
    offered = [link.url.rstrip("/").rsplit("/", 1)[-1] for link, _first in shown.context["acts"]]
    assert offered == ["answer_referral", "note"], "nothing else, until it is taken on"
    assert not shown.context["seals"]
    assert desk.get(reverse("cases:case", args=[sender.public_id])).status_code == 404
    assert do("fuhe", above, "answer_referral", here="yes", reason="").status_code == 302
    receipt.concern.refresh_from_db()
    assert status_of(receipt.concern).organisation.name == "临禾县人民政府"
    assert (state(Case.objects.get(pk=sender.pk)), state(Case.objects.get(pk=above.pk))) == (
        "handed_over",
        "registered",
    )
    assert office.clock(above, "notify_transferred").is_open
    assert ledger.verify().ok


def test_it_is_returned_with_reasons_once_and_then_the_office_above_both_decides(office, do):
    receipt = office.raised()
    sender, above = referred(office, receipt)
    assert do("fuhe", above, "answer_referral", here="no", reason=" ").status_code == 422
    assert do("fuhe", above, "answer_referral", here="no", reason="局里自己能办（条例第5条）").status_code == 302
    assert (state(sender), state(above)) == ("sorted", "sent_back")
    assert Clock.objects.filter(subject_id=sender.public_id, name="decide", ended_at=None).exists()
    receipt.concern.refresh_from_db()
    assert "局里自己能办（条例第5条）" in [line.note for line in status_of(receipt.concern).happenings]
    sender, again = referred(office, sender=sender)
    assert do("fuhe", again, "answer_referral", here="no", reason="还是局里办").status_code == 422
    assert do("fuhe", again, "dispute", reason="归局里").status_code == 302
    assert state(again) == "disputed"
    assert office.clock(again, "decide_competence").is_open
    assert ledger.verify().ok


def objected(office) -> Case:
    """The township gives it back, the bureau agrees, and sends it there again."""
    there = passed_on(office)
    xinfang, liang = office.example.actors["xinfang"], office.example.actors["liang"]
    plain.do_plain(actor=xinfang, case_id=there.pk, version=there.version, verb="object", text="县道，不归镇里")
    sender = Case.objects.get(pk=there.origin_id)
    giving_back.answer_objection(actor=liang, case_id=sender.pk, version=sender.version, agree=True, reason="再看看")
    to = sorting.Elsewhere("", organisation=office.example.organisations["township"].public_id)
    sender.refresh_from_db()
    sorting.transfer(actor=liang, case_id=sender.pk, version=sender.version, reason="查了，归镇里", elsewhere=to)
    return Case.objects.filter(origin=sender).latest("pk")


def test_the_same_two_offices_do_not_send_it_to_and_fro(office, do, as_):
    there = objected(office)
    xinfang = office.example.actors["xinfang"]
    with pytest.raises(Conflict) as refused:
        plain.do_plain(actor=xinfang, case_id=there.pk, version=there.version, verb="object", text="不归镇里")
    assert "条例" in str(refused.value.remedy) or "第24条" in str(refused.value.remedy)
    page = as_("xinfang").get(reverse("cases:case", args=[there.public_id]))
    offered = [link.url.rstrip("/").rsplit("/", 1)[-1] for link, _first in page.context["acts"]]
    assert "dispute" in offered
    assert "object" not in offered
    assert do("xinfang", there, "dispute", reason="县道，公路法第8条").status_code == 302
    assert do("zhou", there, "decide_competence", here="yes", reason="路口归镇里").status_code == 302
    there.refresh_from_db()
    for verb in ("object", "dispute"):
        assert do("xinfang", there, verb, text="还是不归", reason="还是不归").status_code in (409, 422), (
            "it was decided"
        )
    assert state(there) == "sorted"
    assert ledger.verify().ok


def test_what_was_decided_to_be_the_senders_is_not_sent_there_again(office):
    there = objected(office)
    xinfang, zhou = office.example.actors["xinfang"], office.example.actors["zhou"]
    giving_back.dispute(actor=xinfang, case_id=there.pk, version=there.version, reason="县道")
    there.refresh_from_db()
    giving_back.decide_competence(actor=zhou, case_id=there.pk, version=there.version, here=False, reason="归教育局")
    sender = Case.objects.get(pk=there.origin_id)
    assert state(sender) == "sorted"
    to = sorting.Elsewhere("", organisation=there.organisation.public_id)
    with pytest.raises(BadInput):
        sorting.transfer(
            actor=office.example.actors["liang"],
            case_id=sender.pk,
            version=sender.version,
            reason="归镇里",
            elsewhere=to,
        )
    assert ledger.verify().ok


def test_an_objection_after_the_five_days_is_refused_with_what_to_do_instead(office, days):
    there = passed_on(office)
    days(10)
    there.refresh_from_db()
    with pytest.raises(Conflict):
        plain.do_plain(
            actor=office.example.actors["xinfang"],
            case_id=there.pk,
            version=there.version,
            verb="object",
            text="不归镇里",
        )


def test_what_is_sealed_below_leaves_nothing_above(office):
    sender, above = referred(office)
    liang = office.example.actors["liang"]
    sealing.seal(actor=liang, case_id=sender.pk, version=sender.version, seal_number="封3", forwarded_to="县纪委监委")
    above.refresh_from_db()
    assert state(above) == "sent_back"
    assert "食堂" not in above.title
    assert above.summary == ""
    assert ledger.verify().ok
