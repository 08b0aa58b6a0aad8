"""A lost passphrase, a reader who is gone: custodians of several offices open the key together, and each reporter reads it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.confidential import queries
from huiyin.confidential.actions import custody, keys, naming
from huiyin.confidential.models import GivenShare, Recovery
from huiyin.confidential.tests.conftest import PASSPHRASE, WORDS
from huiyin.kernel import ledger
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.operations.testing.rooms import notices_to, signed_in_as, text_of

CLERK = "township/信访专干"
NEW = "五月的柳絮 silver kettle 9"
KEEPERS = {"zhenzhang": "township/镇长", "zhou": "county/分管副县长", "he": "bureau/局长"}


def split(district, unlocked, name: str = "jiwei") -> dict[str, str]:
    """Who keeps which words; two of three open it."""
    posts = [district.post(place) for place in KEEPERS.values()]
    pairs = custody.split(actor=district.actor(name), unlocked=unlocked, post_ids=posts, needed=2)
    by_post = {post.public_id: words for post, words in pairs}
    return {keeper: by_post[district.post(place)] for keeper, place in KEEPERS.items()}


def test_two_of_three_give_the_key_back_and_the_reporter_reads_why_and_by_whom(district):
    sheets = split(district, district.reads("jiwei"))
    secretary, report = district.actor("jiwei"), district.handed(CLERK)
    key = queries.key_of(secretary)
    row = custody.begin(actor=secretary, key_id=key.public_id, reason="口令记不起来了", passphrase=NEW)
    assert notices_to(f"post:{district.post('county/分管副县长')}")[-1] == "Custodians are asked for their words"
    finish = {"actor": secretary, "recovery_id": row.public_id, "passphrase": NEW}
    custody.give(actor=district.actor("zhenzhang"), recovery_id=row.public_id, words=sheets["zhenzhang"].upper())
    with pytest.raises(Conflict):
        custody.finish(**finish)
    with pytest.raises(BadInput):
        custody.give(actor=district.actor("zhou"), recovery_id=row.public_id, words=sheets["he"])
    with pytest.raises(Refused):
        custody.give(actor=district.actor("xinfang"), recovery_id=row.public_id, words=sheets["he"])
    custody.give(actor=district.actor("zhou"), recovery_id=row.public_id, words=sheets["zhou"])
    with pytest.raises(BadInput):
        custody.finish(**finish | {"passphrase": PASSPHRASE})
    custody.finish(**finish)

    opened = keys.unlock(actor=secretary, passphrase=NEW)
    assert queries.opened(secretary, report.public_id, opened).first.text == WORDS
    told = queries.mine(district.keys).lines[-1].said
    assert told.kind == "recover"
    assert "口令记不起来了" in told.text
    assert "镇长" in told.text
    assert not GivenShare.objects.exists()
    assert ledger.verify().ok


def test_what_was_sealed_to_who_is_gone_is_sealed_to_a_colleague_whom_it_does_not_concern(district):
    district.joins("jiweiyuan", "discipline/纪委", "纪委委员", "discipline/纪委书记")
    sheets = split(district, district.reads("jiweiyuan"), "jiweiyuan")
    report = district.handed(CLERK)
    gone = queries.key_of(district.actor("jiweiyuan"))
    secretary = district.actor("jiwei")
    opened = district.reads("jiwei")
    with pytest.raises(Refused):
        custody.begin(actor=secretary, key_id=gone.public_id, reason="想看看")
    naming.end_reader(actor=secretary, reader_id=gone.reader.public_id)
    with pytest.raises(Refused):
        queries.opened(secretary, report.public_id, opened)

    row = custody.begin(actor=secretary, key_id=gone.public_id, reason="委员调走了")
    for keeper in ("he", "zhou"):
        custody.give(actor=district.actor(keeper), recovery_id=row.public_id, words=sheets[keeper])
    custody.finish(actor=secretary, recovery_id=row.public_id, unlocked=opened)
    assert queries.opened(secretary, report.public_id, opened).first.text == WORDS
    assert not queries.recoveries(secretary).others


def test_whose_key_it_is_stops_what_they_did_not_ask_for(district):
    split(district, district.reads("jiwei"))
    secretary = district.actor("jiwei")
    row = custody.begin(actor=secretary, key_id=queries.key_of(secretary).public_id, reason="口令丢了", passphrase=NEW)
    with pytest.raises(Refused):
        custody.stop(actor=district.actor("zhou"), recovery_id=row.public_id)
    custody.stop(actor=secretary, recovery_id=row.public_id)
    with pytest.raises(Refused):
        custody.give(actor=district.actor("zhou"), recovery_id=row.public_id, words="x")
    assert not Recovery.objects.get().opened


def test_no_office_alone_and_not_the_reader_keeps_enough(district):
    unlocked, secretary = district.reads("jiwei"), district.actor("jiwei")
    posts = [district.post(place) for place in ("bureau/局长", "bureau/分管副局长", "county/分管副县长")]
    with pytest.raises(BadInput):
        custody.split(actor=secretary, unlocked=unlocked, post_ids=posts, needed=2)
    posts = [district.post(place) for place in ("discipline/纪委书记", "bureau/局长", "county/分管副县长")]
    with pytest.raises(BadInput):
        custody.split(actor=secretary, unlocked=unlocked, post_ids=posts, needed=2)


def test_on_pages_the_words_are_shown_once_and_typed_back(district):
    district.reads("jiwei")
    reader = signed_in_as("jiwei")
    assert reader.get(reverse("confidential:split")).headers["Location"] == reverse("confidential:key")
    reader.post(reverse("confidential:key"), {"do": "unlock", "passphrase": PASSPHRASE})
    sent = {"posts": [district.post(place) for place in KEEPERS.values()], "needed": "2"}
    assert reader.post(reverse("confidential:split"), sent | {"needed": ""}).status_code == 422
    page = text_of(reader.post(reverse("confidential:split"), sent))
    sheets = {
        part.split("<b>")[1].split("</b>")[0]: " ".join(one.split("</li>")[0] for one in part.split("<li>")[1:])
        for part in page.split("<article")[1:]
    }
    assert "<article" not in text_of(reader.get(reverse("confidential:split")))
    asked = {"do": "lost", "reason": "口令丢了", "passphrase": NEW, "again": NEW}
    assert reader.post(reverse("confidential:recovery"), asked).status_code == 302
    row = Recovery.objects.get()
    for name, title in (("he", "局长"), ("zhou", "分管副县长")):
        keeper: Client = signed_in_as(name)
        address = reverse("confidential:custody", args=[row.public_id])
        assert "口令丢了" in text_of(keeper.get(address))
        assert keeper.post(address, {"words": "abandon " * 20}).status_code == 422
        assert keeper.post(address, {"words": sheets[title]}).status_code == 302
    assert signed_in_as("song").get(reverse("confidential:custody", args=[row.public_id])).status_code == 404
    assert reader.post(reverse("confidential:recovery"), {"do": "finish", "passphrase": NEW}).status_code == 302
    done = reader.post(reverse("confidential:key"), {"do": "unlock", "passphrase": NEW})
    assert done.status_code == 302
