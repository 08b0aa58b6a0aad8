"""What strangers send in place of a passkey."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.organisations.models import Passkey

from .test_pages import signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "organisations:sign-in-passkey"
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.sampled_from(["AAAA", "oA", "pGNmbXQ"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "rawId",
                    "type",
                    "response",
                    "clientDataJSON",
                    "attestationObject",
                    "authenticatorData",
                    "signature",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(JUNK.map(json.dumps) | st.text(max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_junk_opens_nothing_and_breaks_nothing(district, sent):
    client = Client()
    client.get(reverse(SIGN_IN))
    assert client.post(reverse(SIGN_IN), {"answer": sent}).status_code == 422


@given(JUNK.map(json.dumps))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_junk_makes_no_passkey(district, sent):
    client = signed_in("shen")
    address = reverse("organisations:new-passkey")
    client.get(address)
    assert client.post(address, {"name": "x", "answer": sent}).status_code == 422
    assert not Passkey.objects.exists()


def test_nobody_takes_away_the_passkey_of_another(district):
    from huiyin.organisations.models import Account

    row = Passkey.objects.create(
        account=Account.objects.get(username="gao"), name="x", host="testserver", digest="0" * 64, credential=b"", made_on="2026-01-01"
    )  # fmt: skip
    assert signed_in("shen").post(reverse("organisations:remove-passkey", args=[row.public_id])).status_code == 404
    assert Passkey.objects.exists()
