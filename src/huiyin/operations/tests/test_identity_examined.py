"""The doctor asks the sign-in service of the house, where one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.kernel import time
from huiyin.operations.doctor.service import identity
from huiyin.organisations.tests.identity_provider import Provider
from huiyin.settings.identity import identity_from

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str, str]]:
    return [(one.weight, one.what) for one in identity(time.now())]


def test_it_says_whether_the_service_answers_and_what_it_must_know(settings, tmp_path: Path):
    assert found() == []
    provider = Provider()
    file = tmp_path / "identity.toml"
    file.write_text(
        f'issuer = "{provider.issuer}"\naddress = "https://huiyin.example"\nclient = "huiyin"\nname = "区统一身份认证"\n'
    )
    settings.IDENTITY_PROVIDER = identity_from(file)
    ((weight, what),) = found()
    assert weight == "good"
    assert "https://huiyin.example/sign-in/house/back/" in what
    provider.stop()
    assert [weight for weight, _what in found()] == ["bad"]
