"""The example district is whole: everybody can sign in, every school has a way up, the ledger holds."""

from __future__ import annotations

import pytest

from huiyin.kernel import ledger
from huiyin.organisations import actions
from huiyin.organisations.access import may
from huiyin.organisations.example import PASSWORD, build_example_district
from huiyin.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def test_the_example_can_be_used_at_once():
    example = build_example_district()
    assert {"county", "bureau", "school", "school-2", "primary", "township", "discipline"} == set(example.organisations)
    for organisation in Organisation.objects.all():
        assert organisation.head_post is not None
        assert organisation.head_post.is_head
        assert organisation.outside_body_channel
        assert organisation.path.endswith(f"/{organisation.pk}/")
    account = actions.sign_in(username="Shen", password=PASSWORD, address="198.51.100.4")
    assert account.display_name == "沈静"
    shen = example.actors["shen"]
    assert shen.organisation_path.startswith(example.organisations["bureau"].path)
    assert may(shen, "draft_reply")
    assert not may(example.actors["admin"], "read")
    assert ledger.verify().ok
