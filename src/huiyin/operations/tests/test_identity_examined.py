"""The doctor asks the sign-in service of the house, where one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.operations import serving
from huiyin.operations.doctor.service import identity
from huiyin.organisations.tests.identity_provider import Provider
from huiyin.settings import own_files
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


def test_a_file_that_cannot_be_used_is_named_by_the_doctor_and_keeps_only_the_server_from_starting(
    settings, tmp_path: Path
):
    file = tmp_path / "identity.toml"
    file.write_text('issuer = "http://login.example"')
    settings.IDENTITY_PROVIDER, settings.IDENTITY_PROVIDER_WRONG = own_files.read(file, identity_from, None)
    assert settings.IDENTITY_PROVIDER is None
    ((weight, what),) = found()
    assert weight == "bad"
    assert str(file) in what
    with pytest.raises(BadInput, match="https"):
        serving.check(serving.Serving())
