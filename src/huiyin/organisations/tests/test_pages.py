"""The pages as people use them: signing in, guessing, leaving, two editors at once, and who gets which page."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from openpyxl import Workbook as Book

from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations import actions, handover
from huiyin.organisations.access import may
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Account, Appointment, Organisation, Post

pytestmark = pytest.mark.django_db


def signed_in(username: str, address: str = "198.51.100.7") -> Client:
    client = Client(REMOTE_ADDR=address)
    answer = client.post(reverse("organisations:sign-in"), {"username": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def try_password(client: Client, username: str, password: str) -> int:
    return client.post(reverse("organisations:sign-in"), {"username": username, "password": password}).status_code


@pytest.fixture
def account(district):
    return lambda username: Account.objects.get(username=username)


# ---- signing in


def test_guessing_waits_longer_but_the_school_and_the_teacher_get_in(district, forward):
    at_home = signed_in("shen", "203.0.113.20")  # the teacher's own computer, in the school's network
    at_home.post(reverse("organisations:sign-out"))
    pupil = Client(REMOTE_ADDR="203.0.113.66")
    assert [try_password(pupil, "shen", f"guess-{number}") for number in range(6)] == [422] * 6
    page = pupil.post(reverse("organisations:sign-in"), {"username": "shen", "password": PASSWORD})
    assert page.status_code == 422, "while waiting not even the right password is looked at"
    assert try_password(at_home, "shen", PASSWORD) == 302, "her own browser is not kept out"
    assert try_password(Client(REMOTE_ADDR="203.0.113.67"), "gao", PASSWORD) == 302, (
        "nor is a colleague behind the same address"
    )
    assert try_password(Client(REMOTE_ADDR="198.51.100.1"), "shen", PASSWORD) == 302, "nor is she elsewhere"
    for _ in range(30):
        forward(300)
        try_password(pupil, "shen", "guess")
    forward(301)
    assert try_password(pupil, "shen", PASSWORD) == 302, "nobody is locked out for longer than five minutes"


def test_sign_in_does_not_tell_whether_an_account_exists(district):
    texts = []
    for name in ("shen", "nobody-here"):
        page = Client().post(reverse("organisations:sign-in"), {"username": name, "password": "wrong password"})
        texts.append(re.sub(r'value="[^"]*"', "", page.content.decode()))
    assert texts[0] == texts[1]
    for name in ("shen", "nobody-here"):
        page = Client().post(reverse("organisations:forgotten"), {"username": name})
        assert page.status_code == 302
        assert page["Location"] == reverse("organisations:key")


def test_what_a_browser_keeps_of_a_sign_in_is_read_by_no_script_and_sent_by_no_other_site(district):
    kept = signed_in("gao").cookies.values()
    assert {"huiyin_session", "huiyin_device", "huiyin_language", "huiyin_keys"} <= {morsel.key for morsel in kept}
    assert [morsel.key for morsel in kept if not (morsel["httponly"] and morsel["samesite"])] == []


def test_signing_in_leads_nowhere_else(district):
    client = Client()
    data = {"username": "admin", "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(reverse("organisations:sign-in"), data)["Location"] == reverse("organisations:home")


def test_a_password_that_somebody_else_chose_is_changed_first(district):
    made = actions.create_account(
        actor=district.actors["admin"], username="new-one", display_name="新人", password="chosen by another"
    )
    post = district.posts["bureau/登记员"].public_id
    actions.appoint(
        actor=district.actors["admin"], account=made.account.public_id, post=post, from_on=_today(), deputy=True
    )
    client = Client()
    client.post(reverse("organisations:sign-in"), {"username": "new-one", "password": "chosen by another"})
    assert client.get(reverse("organisations:people"))["Location"] == reverse("organisations:password")
    client.post(reverse("organisations:password"), {"old": "chosen by another", "new": "my own three words"})
    assert client.get(reverse("organisations:people")).status_code == 200


def test_a_reset_ends_sessions_and_the_code_works_once(district, account):
    colleague, admin = signed_in("shen"), signed_in("school-admin")
    page = admin.post(reverse("organisations:reset", args=[account("shen").public_id]), {"reason": "本人到场"})
    key = re.search(r'hy-code">([^<]+)<', page.content.decode()).group(1)
    assert colleague.get(reverse("organisations:account")).status_code == 302
    client = Client()
    data = {"key": key.upper(), "new": "a whole new phrase"}
    assert client.post(reverse("organisations:key"), data)["Location"] == reverse("organisations:sign-in")
    assert client.post(reverse("organisations:key"), data).status_code == 422
    assert try_password(client, "shen", "a whole new phrase") == 302


def test_a_forgotten_password_is_mended_by_mail_without_the_address_in_the_queue(district, account):
    from huiyin.kernel.outbox import Notice

    row = account("shen")
    actions.edit_account(
        actor=district.actors["shen"], account=row.public_id, version=row.version, changes={"email": "shen@example.org"}
    )
    actions.ask_for_key(username="shen", address="203.0.113.9")
    notice = Notice.objects.get(channel="email")
    assert notice.to == row.reference
    assert "example.org" not in str(notice.context)
    actions.use_key(key=notice.context["key"], new="a whole new phrase", address="203.0.113.9")
    assert not mail.outbox


# ---- joiners, leavers, deputies


def test_a_leaver_is_out_at_the_next_click(district, account):
    leaver = signed_in("shen")
    assert leaver.get(reverse("organisations:account")).status_code == 200
    admin = signed_in("school-admin")
    appointment = Appointment.objects.get(account=account("shen"))
    admin.post(reverse("organisations:end-appointment", args=[appointment.public_id]), {"on": ""})
    assert leaver.get(reverse("organisations:account"))["Location"].startswith(reverse("organisations:sign-in"))


def test_whoever_ends_an_appointment_sees_how_much_is_open_and_no_case(district, account):
    source = lambda post: [handover.OpenWork("事项", 7)] if post == district.actors["shen"].reference else []  # noqa: E731
    handover.register(source)
    try:
        appointment = Appointment.objects.get(account=account("shen"))
        page = signed_in("school-admin").get(reverse("organisations:end-appointment", args=[appointment.public_id]))
        assert "事项" in page.content.decode()
        assert ": 7" in page.content.decode() or "：7" in page.content.decode()
    finally:
        handover._sources.remove(source)


def test_one_acts_in_the_post_that_one_chose(district, account):
    client = signed_in("zheng")
    assert "校办主任" in client.get(reverse("organisations:account")).content.decode()
    deputy = Appointment.objects.get(account=account("zheng"), deputy=True)
    client.post(reverse("organisations:choose-post"), {"appointment": deputy.public_id})
    assert client.get(reverse("organisations:account")).wsgi_request.actor.post_title == "总务处副主任"
    other = Appointment.objects.get(account=account("gao"))
    client.post(reverse("organisations:choose-post"), {"appointment": other.public_id})
    assert client.get(reverse("organisations:account")).wsgi_request.actor.post_title == "总务处副主任"


def test_two_people_change_posts(district, account):
    first, second = (Appointment.objects.get(account=account(name)) for name in ("shen", "gao"))
    actions.swap(actor=district.actors["school-admin"], first=first.public_id, second=second.public_id)
    titles = {row.account.username: row.post.title for row in Appointment.objects.filter(ended_at=None)}
    assert titles["shen"] == "教导主任"
    assert titles["gao"] == "总务处副主任"


def test_a_post_has_one_principal_at_a_time(district, account):
    give = {"actor": district.actors["school-admin"], "account": account("gao").public_id}
    post = district.posts["school/总务处副主任"].public_id
    with pytest.raises(BadInput):
        actions.appoint(**give, post=post, from_on=_today())
    actions.appoint(**give, post=post, from_on=_today(), deputy=True)


def test_administrators_do_not_help_themselves(district, account):
    admin = district.actors["school-admin"]
    own = Post.objects.get(pk=admin.post_id)
    with pytest.raises(BadInput):
        actions.appoint(
            actor=admin, account=account("school-admin").public_id, post=district.posts["school/校长"].public_id,
            from_on=_today(), deputy=True,
        )  # fmt: skip
    with pytest.raises(BadInput):
        actions.edit_post(
            actor=admin,
            post=own.public_id,
            version=own.version,
            title=own.title,
            unit=own.unit.public_id,
            roles=["handler"],
        )
    with pytest.raises(BadInput):
        actions.create_post(actor=admin, unit=own.unit.public_id, title="全能", roles=["administrator", "handler"])
    with pytest.raises(Refused):  # the bureau's people are not the school's
        actions.reset_password(actor=admin, account=account("he").public_id, reason="x")


# ---- two at once


def test_two_administrators_edit_at_once_and_the_second_sees_what_the_first_wrote(district):
    school = Organisation.objects.get(name="柳塘镇中心学校")
    first, second = district.actors["admin"], district.actors["admin2"]
    read = school.version
    actions.edit_organisation(actor=first, organisation=school.public_id, version=read, changes={"phone": "111"})
    with pytest.raises(Conflict) as caught:
        actions.edit_organisation(actor=second, organisation=school.public_id, version=read, changes={"phone": "222"})
    assert "111" in str(caught.value)
    school.refresh_from_db()
    assert school.phone == "111"


def test_a_lost_race_keeps_what_was_typed(district):
    school = Organisation.objects.get(name="柳塘镇中心学校")
    client = signed_in("admin2")
    address = reverse("organisations:settings", args=[school.public_id])
    form = client.get(address).context["form"]
    actions.edit_organisation(
        actor=district.actors["admin"], organisation=school.public_id, version=school.version, changes={"phone": "111"}
    )
    data = {name: value for name, value in form.initial.items() if value not in (None, False)} | {"phone": "222"}
    page = client.post(address, data)
    assert page.status_code == 422
    assert "222" in page.content.decode()
    assert "111" in page.content.decode()


# ---- who gets which page


def routes() -> list[tuple[str, object]]:
    found = []

    def walk(patterns, namespace):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, pattern.namespace or namespace)
            else:
                found.append((f"{namespace}:{pattern.name}", pattern.callback))

    walk(get_resolver().url_patterns, "")
    return found


def test_every_page_says_whom_it_is_for():
    """`web` alone knows no access: its pages keep a preference in the reader's browser."""
    silent = [name for name, view in routes() if not name.startswith("web:") and not hasattr(view, "access_verb")]
    assert not silent


# These lead on, or need something that is set up first.
ELSEWHERE = (
    "organisations:home", "organisations:code-app", "organisations:identity", "organisations:begin-identity",
    "organisations:devices",
)  # fmt: skip


def test_each_post_gets_the_pages_of_its_verbs_and_no_other(district):
    """Every page of this room without a parameter, for one post of every role, and for nobody."""
    plain = [(name, view) for name, view in routes() if name.startswith("organisations:") and _plain(name)]
    assert len(plain) > 10
    visitor = Client()
    for username in ("admin", "tang", "shen", "song", "he", "dudao", "jiwei", "fazhi"):
        client, actor = signed_in(username), district.actors[username]
        for name, view in plain:
            if view.access_verb is None or name in ELSEWHERE:
                continue
            answer = client.get(reverse(name))
            assert answer.status_code in ((200, 405) if may(actor, view.access_verb) else (404,)), (username, name)
            assert visitor.get(reverse(name)).status_code == 302, name


def test_pages_with_a_thing_open_for_its_administrator_alone(district, account):
    school, shen = district.organisations["school"].public_id, account("shen").public_id
    unit, post = district.units["school/总务处"].public_id, district.posts["school/总务处副主任"].public_id
    appointment = Appointment.objects.get(account__username="shen").public_id
    group = Organisation.objects.get(public_id=school).leading_groups.get().public_id
    pages = [
        ("person", shen), ("appoint", post), ("end-appointment", appointment), ("swap", appointment), ("unit", unit),
        ("new-post", unit), ("post", post), ("settings", school), ("new-unit", school), ("new-organisation", school),
        ("new-group", school), ("group", group), ("school-year", school), ("import", school),
    ]  # fmt: skip
    clients = {name: signed_in(name) for name in ("school-admin", "admin", "shen")}
    other = district.organisations["school-2"].public_id
    for name, key in pages:
        address = reverse(f"organisations:{name}", args=[key])
        assert clients["school-admin"].get(address).status_code == 200, name
        assert clients["admin"].get(address).status_code == 200, name
        assert clients["shen"].get(address).status_code == 404, name
    for name in ("settings", "school-year", "import", "tree-of", "groups"):
        answer = clients["school-admin"].get(reverse(f"organisations:{name}", args=[other]))
        absent = clients["school-admin"].get(reverse(f"organisations:{name}", args=["nothing2here"]))
        assert (answer.status_code, absent.status_code) == (404, 404), name


def test_a_workbook_is_shown_before_it_is_written(district):
    client, school = signed_in("school-admin"), district.organisations["school"].public_id
    book = Book()
    page = book.worksheets[0]
    page.title = "班级"
    page.append(["年级", "班级名称"])
    page.append(["三年级", "三年级（9）班"])
    out = BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "staff.xlsx"
    shown = client.post(reverse("organisations:import", args=[school]), {"file": out})
    assert "三年级（9）班" in shown.content.decode()
    classes = Organisation.objects.get(public_id=school).classes
    assert not classes.filter(name="三年级（9）班").exists()
    assert client.post(reverse("organisations:import-confirm", args=[school])).status_code == 200
    assert classes.filter(name="三年级（9）班").exists()


def test_a_leading_group_is_changed_line_by_line(district):
    school = Organisation.objects.get(name="柳塘镇中心学校")
    group = school.leading_groups.get()
    client = signed_in("school-admin")
    address = reverse("organisations:group", args=[group.public_id])
    page = client.get(address)
    data = {**{key: value for key, value in page.context["form"].initial.items()}}
    lines = page.context["lines"]
    data |= {"members-TOTAL_FORMS": lines.total_form_count(), "members-INITIAL_FORMS": lines.initial_form_count()}
    for number, line in enumerate(lines.initial):
        data |= {f"members-{number}-{key}": value for key, value in line.items()}
    data |= {f"members-{number}-role": "member" for number in range(len(lines.initial), lines.total_form_count())}
    data["members-0-role"], data["members-1-role"] = "deputy", "leader"
    assert client.post(address, data).status_code == 302
    assert group.members.get(role="leader").post.title == "分管副校长"


def _plain(name: str) -> bool:
    try:
        reverse(name)
    except Exception:
        return False
    return True


def _today():
    from huiyin.kernel import time

    return time.today("Asia/Shanghai")


def test_a_school_administrator_is_shown_the_people_of_the_school(district):
    """And those without a post, who may be joining it; nobody of another organisation."""
    post = district.posts["school/教导主任"].public_id
    actions.create_account(actor=district.actors["admin"], username="joiner", display_name="新来的")
    page = signed_in("school-admin").get(reverse("organisations:appoint", args=[post])).content.decode()
    assert "沈静" in page
    assert "新来的" in page
    assert "何建国" not in page
    assert "戴春林" not in page
