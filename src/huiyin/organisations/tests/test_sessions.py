"""One's own open sessions: listed without an address, ended one by one or all others, and ended by an administrator unread."""

from __future__ import annotations

import re
import secrets

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from huiyin.kernel import outbox, reading
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.jobs import forget_expired
from huiyin.organisations.models import Account, Appointment, OpenSession
from huiyin.organisations.rules import device_name
from huiyin.organisations.sessions import SessionStore
from huiyin.web.middleware import Sessions

from .telephone import set_up_app

pytestmark = pytest.mark.django_db
LIST = "organisations:sessions"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"


def signed_in(username: str, agent: str = OFFICE) -> Client:
    client = Client(REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT=agent)
    client.post(reverse("organisations:sign-in"), {"username": username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("organisations:account")).status_code == 200


def listed(client: Client) -> str:
    return client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "WeChat · Android"),
        (OFFICE, "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("", "? · ?"),
        ("<script>" * 4000, "? · ?"),
    ],
)
def test_a_device_has_a_rough_name(agent, name):
    assert device_name(agent) == name


def test_the_list_names_devices_and_hours_and_nothing_else(district):
    office, phone = signed_in("shen"), signed_in("shen", PHONE)
    page = listed(office)
    assert "Edge · Windows" in page
    assert "WeChat · Android" in page
    assert "198.51.100" not in page
    assert "198.51.100" not in repr(list(OpenSession.objects.values()))
    assert {row.seen_at.minute for row in OpenSession.objects.all()} == {0}
    assert "WeChat · Android" not in listed(signed_in("gao")), "nobody sees the sessions of another"
    assert is_in(phone)


def test_one_is_ended_from_another(district):
    office, phone = signed_in("shen"), signed_in("shen", PHONE)
    address = re.search(r'action="([^"]+/end/)"', listed(office)).group(1)
    assert signed_in("gao").post(address).status_code == 404
    assert is_in(phone)
    office.post(address)
    assert not is_in(phone)
    assert is_in(office)
    assert office.post(address).status_code == 302, "ended twice is no mistake"


def test_all_others_end_at_once_and_those_that_no_list_knows_too(district):
    office, phone, unlisted = signed_in("shen"), signed_in("shen", PHONE), signed_in("shen")
    OpenSession.objects.filter(key=unlisted.session.session_key).delete()
    office.post(reverse("organisations:end-other-sessions"))
    assert [is_in(client) for client in (office, phone, unlisted)] == [True, False, False]
    assert "WeChat" not in listed(office)
    assert "Edge · Windows" in listed(office)


def test_another_proof_or_password_takes_the_others_from_the_list(district):
    office, _phone = signed_in("shen"), signed_in("shen", PHONE)
    set_up_app(office)
    assert "WeChat" not in listed(office)
    _again = OpenSession.objects.create(
        account=Account.objects.get(username="shen"), key="x", device="old", began_at="2026-01-01T00:00Z", seen_at="2026-01-01T00:00Z"
    )  # fmt: skip
    office.post(reverse("organisations:password"), {"old": PASSWORD, "new": "three unrelated words"})
    assert [row.key for row in OpenSession.objects.all()] == [office.session.session_key]


def test_an_administrator_ends_all_without_seeing_any_and_the_holder_is_told(district):
    phone, admin, stranger = signed_in("shen", PHONE), signed_in("school-admin"), signed_in("he")
    row = Account.objects.get(username="shen")
    address = reverse("organisations:end-all-sessions", args=[row.public_id])
    assert stranger.post(address).status_code == 404
    assert "WeChat" not in admin.get(reverse("organisations:person", args=[row.public_id])).content.decode()
    admin.post(address)
    assert not is_in(phone)
    assert any("administrator ended" in item.body for item in outbox.inbox((row.reference,), language="en"))


def test_a_line_goes_with_its_session(district, forward):
    client = signed_in("shen")
    client.post(reverse("organisations:sign-out"))
    assert not OpenSession.objects.exists()
    signed_in("shen")
    forward(9 * 3600)
    forget_expired()
    assert not OpenSession.objects.exists()
    assert not Session.objects.exists()


def test_last_used_moves_by_the_hour(district, forward):
    client = signed_in("shen")
    before = OpenSession.objects.get().seen_at
    forward(2 * 3600)
    client.post(reverse("organisations:choose-post"), {"appointment": "x"})
    assert (OpenSession.objects.get().seen_at - before).total_seconds() == 7200


def test_appointments_are_read_with_post_unit_and_office_in_one_question(district, django_assert_num_queries):
    account = Account.objects.get(username="jiang")
    with django_assert_num_queries(1):
        found = reading.chained(Appointment, "post", "unit", "organisation", account=account.pk)
        short = [chain_of(row) for row in found]
    whole = Appointment.objects.filter(account=account).select_related("post__unit__organisation").order_by("id")
    assert short == [chain_of(row) for row in whole] != []
    assert reading.chained(Appointment, "post", account=-1) == []


def chain_of(row: Appointment) -> list[dict[str, object]]:
    chain = (row, row.post, row.post.unit, row.post.unit.organisation)
    return [{name: value for name, value in vars(one).items() if name != "_state"} for one in chain]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True])
def test_where_the_disk_takes_no_session_the_page_says_so_and_keeps_what_was_written(rf, known):
    if connection.vendor != "sqlite":
        pytest.skip("the limit of a file's pages is SQLite's")
    request = rf.post("/somewhere/", {"text": "门口漏水"})
    request.actor, request.user = None, AnonymousUser()
    if known:
        session = SessionStore()
        session.save()
        request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key

    def answer(asked):
        asked.session["much"] = secrets.token_hex(200_000 + room)  # more than the file has room for
        return HttpResponse("done")

    with connection.cursor() as cursor:
        pages, free, size = (
            cursor.execute(f"PRAGMA {one}").fetchone()[0] for one in ("page_count", "freelist_count", "page_size")
        )
        room = free * size  # what other tests left empty can be written on
        cursor.execute(f"PRAGMA max_page_count={pages}")
        try:
            page = Sessions(answer)(request)
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert page.status_code == 503
    assert "门口漏水" in page.content.decode()
