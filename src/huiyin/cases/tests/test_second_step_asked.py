"""Where the office asks for a second step of signing in, who somebody is stays closed to an account without one."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse

from huiyin.cases.actions import identity, sealing
from huiyin.cases.models import Concern
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import may
from huiyin.organisations.access.session import actor_for
from huiyin.organisations.example import PASSWORD
from huiyin.organisations.models import Account, Organisation
from huiyin.organisations.tests.telephone import set_up_app

pytestmark = pytest.mark.django_db
SET_UP = "organisations:second-step"


@pytest.fixture
def asked(office):
    """Every office of the district asks for it."""
    Organisation.objects.update(second_step=True)


def opens(case, **more: str) -> tuple[str, dict[str, object]]:
    concern = case.concerns.get().public_id
    data = {"concern": concern, "fields_wanted": ["name"], "purpose": "电话核对地址", **more}
    return reverse("cases:open-identity", args=[case.public_id]), data


def test_without_it_the_way_leads_to_the_page_that_sets_it_up(asked, office, as_):
    case = office.assigned(office.raised())
    client = as_("jiang")
    assert client.get(reverse("cases:case", args=[case.public_id])).status_code == 200, "all other work stays open"
    address, data = opens(case)
    answer = client.post(address, data)
    assert answer["Location"] == reverse(SET_UP)
    assert "林秀英" not in answer.content.decode()
    page = client.get(reverse(SET_UP)).content.decode()
    assert "本单位要求" in page
    with pytest.raises(Refused):
        identity.open_identity(
            actor=actor_for(Account.objects.get(username="jiang")),
            concern_public_id=data["concern"], purpose="电话核对地址", fields=["name"],
        )  # fmt: skip
    set_up_app(client)
    assert "林秀英" in client.post(address, data).content.decode()
    assert "本单位要求" not in client.get(reverse(SET_UP)).content.decode()


def test_a_discipline_post_without_it_reads_no_case_and_does_its_other_work(asked, office, as_):
    client, row = as_("jiwei"), Account.objects.get(username="jiwei")
    assert not may(actor_for(row), "read")
    assert client.get(reverse("cases:list"))["Location"] == reverse(SET_UP)
    assert client.get(reverse("incidents:list")).status_code == 200
    set_up_app(client)
    assert client.get(reverse("cases:list")).status_code == 200


def test_who_opens_no_identity_is_not_asked(asked, office, as_):
    assert "本单位要求" not in as_("song").get(reverse(SET_UP)).content.decode()


def test_the_example_goes_without_and_a_new_office_below_does_as_the_one_above(office):
    from huiyin.organisations.actions import create_organisation

    assert not Organisation.objects.filter(second_step=True).exists()
    bureau, admin = office.example.organisations["bureau"], office.example.actors["admin"]
    new = {"actor": admin, "parent": bureau.public_id, "kind": "school"}
    assert not create_organisation(name="一校", short_name="一校", **new).second_step
    Organisation.objects.filter(pk=bureau.pk).update(second_step=True)
    assert create_organisation(name="二校", short_name="二校", **new).second_step


def test_an_administrator_turns_it_on_and_off_and_the_ledger_says_so(office, as_):
    from huiyin.kernel.ledger.models import Entry

    bureau, client = office.example.organisations["bureau"], as_("admin")
    address = reverse("organisations:settings", args=[bureau.public_id])
    for on in (True, False):
        form = client.get(address).context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        data.pop("second_step")
        assert client.post(address, data | ({"second_step": "on"} if on else {})).status_code == 302
        bureau.refresh_from_db()
        assert bureau.second_step is on
    verbs = list(Entry.objects.filter(verb__contains="second_step").order_by("id").values_list("verb", flat=True))
    assert verbs == ["organisations.asks_for_second_step", "organisations.asks_for_no_second_step"]


def test_an_old_session_proves_itself_before_an_identity_opens_and_what_was_typed_goes_along(office, as_, forward):
    case = office.assigned(office.raised())
    client = as_("jiang")
    forward(settings.PROOF_MINUTES * 60 + 1)
    address, data = opens(case)
    page = client.post(address, data)
    assert page.status_code == 403
    assert "林秀英" not in page.content.decode()
    carried = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))
    assert carried["purpose"] == "电话核对地址"
    carried.pop("csrfmiddlewaretoken", None)
    answer = client.post(address, carried | {"holder_proof": PASSWORD})
    assert "林秀英" in answer.content.decode()
    assert answer.context["purpose"] == "电话核对地址"


def test_erasing_for_good_asks_for_a_proof(office, as_, forward):
    case = office.assigned(office.raised())
    client = as_("jiang")
    address = reverse("cases:verb", args=[case.public_id, "erase"])
    page = client.get(address)
    version = page.context["form"]["version"].value()
    forward(settings.PROOF_MINUTES * 60 + 1)
    data = {"version": version, "concern": case.concerns.get().public_id, "ground": "本人要求"}
    assert client.post(address, data).status_code == 403
    assert Concern.objects.get().text


def test_who_was_let_in_without_it_comes_to_nothing_sealed(office):
    case = office.assigned(office.raised())
    desk = office.example.actors["liang"]
    sealing.seal(actor=desk, case_id=case.pk, version=case.version, seal_number="封1", forwarded_to="县纪委监委")
    case.refresh_from_db()
    row = Account.objects.get(username="liang")
    assert may(actor_for(row), "read", case), "who sealed it knows of it"
    Account.objects.filter(pk=row.pk).update(vouched=False)
    row.refresh_from_db()
    assert not may(actor_for(row), "read", case)
    assert not may(actor_for(row), "support_work")
    assert may(actor_for(row), "read"), "all that is not sealed stays open"
