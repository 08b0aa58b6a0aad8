"""Notices: nothing owed is lost, nothing is sent in the wrong order or for ever, nothing tells an address."""

from __future__ import annotations

import datetime as dt
import email
import logging
import threading
from email.policy import default

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel import ledger, outbox, store, vault
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.outbox import gateways, jobs, leasing, outcomes, rules, sending
from huiyin.kernel.outbox.models import Attempt, Delivery, Notice, Settlement, State

from .mail_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)

AT = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
FANG = "xiaofang@example.cn"


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "huiyin.kernel.outbox.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.DEFAULT_FROM_EMAIL = "huiyin@school.example"
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _templates(tmp_path, settings):
    """A room's own templates, as other rooms bring them."""
    from huiyin.kernel.outbox import letters

    folder = tmp_path / "templates" / "outbox"
    folder.mkdir(parents=True)
    (folder / "accepted.txt").write_text(
        "{{ number }} 受理了\n\n您的诉求 {{ number }} <受理了> & 60 天内答复。\n{{ more }}"
    )
    (folder / "broken.txt").write_text("{{ number|add:missing.filter.of }}{% if %}")
    letters._engine.cache_clear()
    original = letters.DjangoTemplates

    class WithTestFolder(original):
        def __init__(self, params):
            super().__init__({**params, "DIRS": [tmp_path / "templates"]})

    letters.DjangoTemplates = WithTestFolder
    yield
    letters.DjangoTemplates = original
    letters._engine.cache_clear()


def person(address: str = FANG) -> str:
    with store.write():
        row = vault.seal(identity=vault.Identity(name="张小芳", email=address), about="concern:abc", at=AT)
        row.proven = ["email"]
        row.save()
        ledger.record(verb="cases.submit", actor="petitioner", about="concern:abc", at=AT, commits=[row])
    return row.reference


def owe(
    to: str, key: str, *, channel: str = "email", template: str = "accepted", about: str = "case:abc", at=AT, **context
) -> None:
    with store.write():
        outbox.owe(
            to=to,
            template=template,
            context={"language": "zh-hans", "number": key, **context},
            about=about,
            key=key,
            channel=channel,
            at=at,
        )


def states() -> dict[str, str]:
    return dict(Notice.objects.order_by("id").values_list("key", "state"))


def deliver_all(now: dt.datetime = AT) -> None:
    while outbox.deliver_once(now).taken:
        pass


# --- owing ---------------------------------------------------------------------------------------------------------


def test_a_notice_and_the_fact_that_owes_it_come_together_or_not_at_all():
    with pytest.raises(store.OutsideWriteError):
        outbox.owe(to="post:p", template="accepted", context={}, about="case:abc", key="k", at=AT)
    with pytest.raises(ZeroDivisionError), store.write():  # noqa: PT012
        outbox.owe(to="post:p", template="accepted", context={}, about="case:abc", key="k", at=AT)
        raise ZeroDivisionError
    assert not Notice.objects.exists()


def test_the_same_key_is_owed_once():
    to = person()
    owe(to, "case:abc/accepted"), owe(to, "case:abc/accepted"), owe("post:p", "case:abc/accepted")
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("to", ["xiaofang@example.cn", "13912345678", "vault:", "person:abc", "vault:张小芳"])
def test_only_references_can_be_owed_to(to):
    with pytest.raises(ValueError, match="no notice"):
        owe(to, "k")


def test_an_address_that_slips_into_a_context_is_not_stored():
    owe(
        "post:p",
        "k",
        title="找我 139-1234-5678 或 fang@example.cn",
        lines=["身份证 11010519491231002X", {"a": "2026年3月1日"}],
    )
    context = Notice.objects.get().context
    assert context["title"] == "找我 … 或 …"
    assert context["lines"] == ["身份证 …", {"a": "2026年3月1日"}]


# --- sending -------------------------------------------------------------------------------------------------------


def test_a_person_gets_the_mail_in_plain_text_and_the_delivery_is_in_the_ledger(server):
    owe(person(), "N1")
    deliver_all()
    ((recipient, message),) = server.taken
    assert recipient == FANG
    assert message["Subject"] == "N1 受理了"
    assert message.get_content().strip() == "您的诉求 N1 <受理了> & 60 天内答复。"
    assert message["Auto-Submitted"] == "auto-generated"
    assert states() == {"N1": State.DELIVERED}
    assert Delivery.objects.get().message_id == message["Message-ID"]
    deliver_all(AT + DAY)
    assert len(server.taken) == 1
    assert ledger.verify().ok


def test_a_line_of_a_mail_may_begin_with_a_dot_or_be_one(server):
    owe(person(), "N1", more="ends\n.\n.hidden\n..two")
    deliver_all()
    ((_recipient, message),) = server.taken
    assert message.get_content().strip().splitlines()[-3:] == [".", ".hidden", "..two"]


def test_an_address_that_is_refused_does_not_cost_the_others_their_connection(server):
    for number in range(6):
        owe(person(f"a{number}@example.cn"), f"N{number}")
    server.refusals["a0@example.cn"] = "550 no such user"
    assert outbox.deliver_once(AT).sent == 5
    assert server.sessions == 2, "the one on which it was refused, and another for all that follow"


def test_a_worker_killed_between_sending_and_saying_so_sends_again_under_the_same_message_id(server):
    owe(person(), "N1")
    (notice,) = leasing.lease(AT, 10)
    gateway = gateways.of("email")
    gateway.open()
    gateway.send(notice, outbox.compose(notice), FANG)
    gateway.close()  # and here the worker is killed: nothing says that it was sent
    assert not outbox.deliver_once(AT + rules.LEASE / 2).taken  # the lease still holds
    deliver_all(AT + rules.LEASE)
    one, again = [message["Message-ID"] for _, message in server.taken]
    assert one == again
    assert one.startswith(f"<{Attempt.objects.get().key}@")
    assert states() == {"N1": State.DELIVERED}


def test_a_worker_that_comes_back_after_its_lease_does_not_deliver_twice_in_the_books(server):
    owe(person(), "N1")
    (slow,) = leasing.lease(AT, 10)
    deliver_all(AT + rules.LEASE)
    late = outcomes.state([slow], [sending.Try(slow, message_id="<late@x>")], AT + DAY)
    assert late.sent == 0
    assert Delivery.objects.count() == 1
    assert len(set(Attempt.objects.values_list("key", flat=True))) == 1, "that it went out twice shows by its key"
    assert Attempt.objects.filter(taken=True).count() == 2


def test_notices_to_one_person_arrive_in_the_order_in_which_they_were_owed_even_when_the_first_has_to_wait(server):
    fang, other = person(), person("li@example.cn")
    for number in range(3):
        owe(fang, f"F{number}"), owe(other, f"O{number}")
    server.refusals[FANG] = "451 try later"
    deliver_all()
    assert [message["Subject"][:2] for _, message in server.taken] == ["O0", "O1", "O2"]
    server.refusals.clear()
    deliver_all(AT + DAY)
    assert [message["Subject"][:2] for _, message in server.taken[3:]] == ["F0", "F1", "F2"]


def test_what_somebody_found_out_about_the_tables_does_not_stop_the_notices(server):
    """ANALYZE, by a tool or by hand: SQLite 3.40 then reads an index wrongly (`leasing._due`)."""
    for number in range(60):
        owe(person(f"a{number}@example.cn"), f"N{number}")
    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")
    deliver_all()
    assert set(states().values()) == {State.DELIVERED}


def test_two_workers_at_once_send_each_notice_once(server):
    for number in range(40):
        owe(person(f"a{number}@example.cn"), f"N{number}")

    def work():
        deliver_all()
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(recipient for recipient, _ in server.taken) == sorted(f"a{number}@example.cn" for number in range(40))
    assert set(states().values()) == {State.DELIVERED}


def test_a_refused_address_is_given_up_at_once_and_a_person_settles_it(server):
    owe(person(), "N1")
    server.refusals[FANG] = f"550 no such user {FANG}"
    assert outbox.deliver_once(AT).dead == 1
    (notice,) = outbox.given_up()
    assert notice.last_error == "not taken: SMTPRecipientsRefused 550"
    told = {"notice": notice, "actor": "post:p", "way": "letter", "today": AT.date(), "at": AT}
    for proof, on in (("  ", AT.date()), ("挂号信", AT.date() + DAY)):
        with pytest.raises(BadInput), store.write():
            outbox.settle(**told, proof=proof, on=on)
    with store.write():
        outbox.settle(**told, proof="挂号信，电 13912345678", on=AT.date() - DAY)
    assert Settlement.objects.get().proof == "挂号信，电 …"
    with pytest.raises(Conflict), store.write():
        outbox.retry(notice=notice, actor="post:p", at=AT)
    assert states() == {"N1": State.SETTLED}
    assert ledger.verify().ok


def test_a_dead_notice_can_be_tried_again(server):
    owe(person(), "N1")
    server.refusals[FANG] = "550 no"
    deliver_all()
    server.refusals.clear()
    (notice,) = outbox.given_up()
    with store.write():
        outbox.retry(notice=notice, actor="post:p", at=AT)
    deliver_all()
    assert states() == {"N1": State.DELIVERED}


def test_a_notice_that_never_gets_through_is_given_up_within_two_days_not_for_ever(server):
    owe(person(), "N1")
    server.refusals[FANG] = "451 try later"
    now, tries = AT, 0
    while not outbox.given_up():
        tries += outbox.deliver_once(now).taken
        now = Notice.objects.get().next_attempt_at
    assert tries == rules.MOST_ATTEMPTS == Attempt.objects.filter(failure="later").count()
    assert [one.gave_up for one in Attempt.objects.order_by("id")] == [False] * (tries - 1) + [True]
    assert now - AT < 2 * DAY
    assert ledger.verify().ok


def test_when_our_own_mail_server_is_away_over_a_week_nothing_is_given_up(server):
    for number in range(15):
        owe(person(f"a{number}@example.cn"), f"N{number}")
    server.stop()
    now = AT
    while now < AT + 7 * DAY:
        assert outbox.deliver_once(now).outage or not outbox.deliver_once(now).taken
        now += dt.timedelta(hours=2)
    assert not outbox.given_up()
    assert jobs.deliver() == 0  # so that the worker waits instead of knocking


def test_who_left_no_address_or_was_erased_is_not_forgotten(server):
    to = person(address="")
    owe(to, "N1"), owe("vault:nobody", "N2"), owe("vault:nobody", "N3")
    deliver_all()
    assert [notice.last_error for notice in outbox.given_up()] == ["no address is kept"] * 3


def test_trouble_in_one_rooms_addresses_does_not_stop_the_others(server, settings):
    settings.OUTBOX_RESOLVERS = {**settings.OUTBOX_RESOLVERS, "account": "huiyin.nowhere.resolve"}
    owe("account:a", "N1"), owe(person(), "N2")
    assert outbox.deliver_once(AT).sent == 1
    assert states() == {"N1": State.OWED, "N2": State.DELIVERED}


def test_what_a_mail_said_is_gone_from_the_queue_once_it_is_out(server):
    owe(person(), "N1", code="7k4x 9m2p")
    deliver_all()
    assert Notice.objects.get().context == {}


def test_a_broken_template_is_given_up_and_a_missing_one_still_says_that_there_is_news(server, caplog):
    owe(person(), "N1", template="broken"), owe(person("b@example.cn"), "N2", template="not-there")
    deliver_all()
    assert states() == {"N1": State.DEAD, "N2": State.DELIVERED}
    assert server.taken[0][1].get_content().strip()
    assert "not-there" in caplog.text


def test_neither_row_nor_log_nor_ledger_tells_an_address(server, caplog):
    caplog.set_level(logging.DEBUG)
    for number, answer in enumerate([f"550 no such user {FANG}", f"451 later {FANG}", "250 ok"]):
        owe(person(), f"N{number}")
        server.refusals[FANG] = answer
        deliver_all()
    owe(person("bad\naddress@example.cn"), "N9")
    deliver_all()
    rows = [repr(row) for row in Notice.objects.values()] + [repr(row) for row in Delivery.objects.values()]
    rows += [repr(row) for row in Attempt.objects.values()]
    rows += [repr(row) for row in ledger.Entry.objects.values("commitments", "about", "actor")]
    for text in (*rows, caplog.text):
        assert "xiaofang" not in text
        assert "example.cn" not in text
        assert "张小芳" not in text


def test_what_is_withdrawn_is_neither_sent_nor_listed(server):
    (
        owe(person(), "N1", about="case:secret"),
        owe("post:p", "N2", channel="in-app", about="case:secret"),
        owe("post:p", "N3", channel="in-app"),
    )
    (leased,) = leasing.lease(AT, 1)
    with store.write():
        assert outbox.withdraw(about="case:secret") == 2
    assert outcomes.state([leased], [sending.Try(leased, message_id="<x@y>")], AT).sent == 0
    deliver_all(AT + DAY)
    assert server.taken == []
    assert [item.about for item in outbox.inbox(["post:p"], language="zh-hans")] == ["case:abc"]
    assert not Notice.objects.filter(about="case:secret").exclude(context={}).exists()


# --- in Huiyin -----------------------------------------------------------------------------------------------------


def test_in_app_notices_are_listed_newest_first_in_the_readers_language_until_read():
    for number in range(3):
        owe("post:p", f"N{number}", channel="in-app")
    owe("account:a", "N3", channel="in-app"), owe("post:other", "N4", channel="in-app")
    owe("post:p", "N5", channel="in-app", template="not-there")
    mine = ["post:p", "account:a"]
    items = outbox.inbox(mine, language="en")
    assert [item.subject[:2] for item in items[1:]] == ["N3", "N2", "N1", "N0"]
    assert items[0].subject == "There is news about your matter"
    assert outbox.unread_count(mine) == 5
    others = Notice.objects.get(key="N4").public_id
    with store.write():
        assert outbox.mark_read(to=mine, public_ids=[items[1].public_id, others], at=AT) == 1
    assert outbox.unread_count(mine) == 4
    assert outbox.unread_count(["post:other"]) == 1
    assert [item.read for item in outbox.inbox(mine, language="en")] == [False, True, False, False, False]
    assert not outbox.deliver_once(AT).taken


def test_in_the_example_mails_lie_in_a_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "huiyin.kernel.outbox.folder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    owe(person(), "N1"), owe(person("li@example.cn"), "N2")
    deliver_all()
    found = sorted((tmp_path / "mail").iterdir())
    assert [path.suffix for path in found] == [".eml", ".eml"]
    assert not any("example" in path.name for path in found)
    messages = [email.message_from_bytes(path.read_bytes(), policy=default) for path in found]
    assert {message["To"] for message in messages} == {FANG, "li@example.cn"}
    assert found[0].stat().st_mode & 0o077 == 0


# --- rules ---------------------------------------------------------------------------------------------------------


@given(st.integers(1, 500), st.floats(0, 1))
def test_waits_grow_and_stay_within_bounds(attempts, chance):
    wait = rules.wait_after(attempts, chance)
    assert dt.timedelta(0) <= wait <= rules.wait_after(attempts, 1) <= rules.LONGEST_WAIT
    assert rules.wait_after(attempts + 1, chance) >= wait
    assert rules.wait_after(attempts, 0) == dt.timedelta(0), "drawn from the whole span"
