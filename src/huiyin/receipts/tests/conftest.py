"""A concern with its receipt, and the log that it stands in."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from huiyin.cases.rules import show_code
from huiyin.cases.tests.conftest import Office, as_, days, office  # noqa: F401  # the fixtures themselves
from huiyin.kernel import ledger, time
from huiyin.kernel.ledger import notes
from huiyin.organisations.tests.conftest import forward  # noqa: F401


def opened(code: str) -> Client:
    """A browser that has typed the code."""
    client = Client()
    assert client.post("/s", {"code": show_code(code)}).headers["Location"] == "/status/"
    return client


def fetched(client: Client) -> bytes:
    """The receipt file as the browser saves it."""
    response = client.get("/status/receipt.json")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    return bytes(response.content)


@pytest.fixture
def publish(forward) -> Callable[[], None]:  # noqa: F811
    """Ten minutes pass, and the log is signed."""

    def sign() -> None:
        forward(600)
        while not ledger.run_once(time.now()).checkpoint:
            pass

    return sign


class Watcher:
    """A witness: follows the log as C2SP's tlog-witness says, by what the log serves."""

    def __init__(self, name: str = "witness.example/w1") -> None:
        self._private = Ed25519PrivateKey.generate()
        self.key = notes.Key(name, notes.WITNESS, self._private.public_key().public_bytes_raw())

    def sign(self, note: str, moment: int) -> str:
        text = notes.read(note).text
        blob = moment.to_bytes(8, "big") + self._private.sign(notes.cosigned_bytes(moment, text))
        return note + notes.Signature(self.key.name, self.key.id, blob).line()


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


def leaf_of(text: str) -> bytes:
    return hashlib.sha256(b"\x00" + text.encode()).digest()


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def written(path: Path, content: bytes | str) -> str:
    """The path of a file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)
