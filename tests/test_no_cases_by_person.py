"""Nobody finds cases by a person: planted names, numbers, addresses and a scan sent twice lead nowhere, and nothing stored joins them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, models
from django.test import Client
from PIL import Image

from huiyin.cases.actions import identity as identities
from huiyin.cases.models import Case, Concern
from huiyin.cases.tests.conftest import Office
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.outbox import jobs as outbox
from huiyin.kernel.tests.walks import WHOLE, drawn
from huiyin.kernel.vault.models import SealedIdentity

from .pages import routes, signed_in

pytestmark = pytest.mark.django_db

NAME, PHONE, NUMBER = "欧阳慕云", "13987654321", "110101199003078515"
MAIL, ADDRESS = "muyun.ouyang@example.test", "柳塘镇望河村七组43号"
PLANTED = (NAME, PHONE, NUMBER, MAIL, ADDRESS)
READERS = ("admin", "ducha", "tang")
WORDS = ("宿舍的热水停了三天。", "校门口的路灯坏了。", "食堂的账没有贴出来。")
PACKAGE = Path(__file__).resolve().parent.parent / "src" / "huiyin"


def scan() -> BytesIO:
    """The same scan, byte for byte, each time."""
    out = BytesIO()
    Image.linear_gradient("L").save(out, "PNG")
    out.seek(0)
    out.name = f"身份证-{NAME}.png"
    return out


@pytest.fixture
def planted(office: Office) -> list[Concern]:
    """One person hands in three concerns in the browser: told by e-mail, by telephone, by letter; the same scan with two of them."""
    ways = (
        {"contact_by": "email", "email": MAIL},
        {"contact_by": "phone", "phone": PHONE},
        {"contact_by": "letter", "address": ADDRESS},
    )
    bureau = office.example.organisations["bureau"].public_id
    for number, (words, way) in enumerate(zip(WORDS, ways, strict=True)):
        own = (f"我叫{NAME}，电话{PHONE}，身份证{NUMBER}，邮箱{MAIL}。", "", f"我叫{NAME}，住{ADDRESS}。")
        text = words + own[number]
        pages: tuple[tuple[str, dict[str, object]], ...] = (
            ("about", {"staff": "no"}),
            ("where", {"organisation": bureau}),
            ("what", {"text": text}),
            ("details", {"place": "", "happened": "", "wish": ""}),
            ("files", {"chosen": scan()} if number < 2 else {}),
            ("name", {"naming": "named", "name": NAME}),
            ("reach", way),
            ("check", {"true": "on"}),
        )
        client = Client()
        for page, fields in pages:
            answer = client.post(f"/raise/{page}", fields)
            assert answer.status_code == 302, (page, answer.content.decode()[-1500:])
            if page == "files" and "check" not in answer.headers["Location"]:
                client.get(answer.headers["Location"])
    outbox.deliver_once()
    found = list(Concern.objects.order_by("id"))
    assert len(found) == 3
    assert all(concern.named for concern in found)
    return found


def variants() -> Iterator[str]:
    """As people type them: whole, in parts, spaced, in full width, quoted, as a prefix."""
    for text in PLANTED:
        yield text
        yield " ".join(text)
        yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
        yield f'"{text}"'
        yield f"{text[: len(text) // 2 + 1]}*"
        yield text[len(text) // 2 :]
    yield from (
        "欧阳",
        "慕云",
        "阳慕",
        "139 8765 4321",
        "139-8765-4321",
        "+8613987654321",
        "8765",
        "1990-03-07",
        "望河村",
        "望河村七组",
    )
    yield from (
        "muyun",
        "ouyang",
        MAIL.upper(),
        unicodedata.normalize("NFD", NAME),
        f"{NAME} OR {WORDS[0][:4]}",
        f"{PHONE},{NAME}",
    )


def cases_on(page: str) -> set[str]:
    return set(re.findall(r"/cases/([2-9a-z]{12})/", page))


def parameters_read() -> set[str]:
    """Every name that a view or form of ours asks the query for."""
    found = {"q", "name", "phone", "person", "search"}
    for file in PACKAGE.rglob("*.py"):
        if "/tests/" not in str(file):
            text = file.read_text()
            found |= set(re.findall(r"""(?:GET|query)(?:\.get|\.getlist)?[\(\[]["'](\w+)["']""", text))
    return found


@pytest.mark.parametrize("who", READERS)
def test_no_page_lists_a_case_because_of_a_person(office: Office, planted: list[Concern], who: str):
    """Every plain staff page, every parameter that it reads, every spelling: the same cases as for a word that nobody wrote.

    `make test` asks each parameter of each page for one planted text in turn, `make proof` for all.
    """
    names = sorted(parameters_read())
    assert {"q", "after", "view"} <= set(names)
    plain = [route.at() for route in routes() if not route.parameters and route.verb not in (None, "?")]
    searched = ["/cases/", "/today/", "/people/"]
    client, turn = signed_in(who), itertools.cycle(PLANTED)
    for number, address in enumerate(plain):
        if not (address in searched or drawn(number, 1)):
            continue
        asked = names if address in searched else ["q"]
        control = {name: cases_on(_text(client, address, name, "从未写过的词")) for name in asked}
        tried = [(name, text) for name in asked for text in (PLANTED if WHOLE else [next(turn)])]
        tried += [("q", text) for text in variants()] if address == "/cases/" else []
        for name, text in tried:
            assert cases_on(_text(client, address, name, text)) <= control[name], (who, address, name, text)
    assert who != "tang" or cases_on(_text(client, "/cases/", "q", WORDS[1][:6])), "by their matter they are found"


def _text(client: Client, address: str, name: str, value: str) -> str:
    answer = client.get(address, {name: value})
    assert answer.status_code < 500, (address, name, value)
    return "" if answer.streaming else answer.content.decode(errors="replace")


def test_a_person_is_no_way_from_one_case_to_another(office: Office, planted: list[Concern]):
    """The page of one case, with the identity opened, names no other case of the same person."""
    desk, client = office.example.actors["liang"], signed_in("liang")
    for concern in planted:
        identities.open_identity(
            actor=desk, concern_public_id=concern.public_id, purpose="打电话核对时间", fields=["name"]
        )
    for concern in planted:
        page = client.get(f"/cases/{concern.case.public_id}/").content.decode()
        assert cases_on(page) <= {concern.case.public_id}


def test_nothing_that_is_stored_joins_two_concerns(planted: list[Concern]):
    """No value of one concern's sealed record or file is a value of another's; no record is used twice."""
    assert SealedIdentity.objects.count() == 3
    assert len({concern.identity for concern in planted}) == 3
    scans = list(Attachment.objects.all())
    assert len(scans) == 2
    assert scans[0].digest != scans[1].digest
    for model in (SealedIdentity, Attachment):
        for field in model._meta.concrete_fields:
            kept = [value for value in model.objects.values_list(field.attname, flat=True) if value not in (None, "")]
            same = len(kept) - len({bytes(value) if isinstance(value, memoryview) else str(value) for value in kept})
            telling = isinstance(field, models.BinaryField | models.CharField) and field.name not in (
                "content_type",
                "name",
            )
            assert not (same and telling), f"{model.__name__}.{field.name} is the same for two concerns"


def test_no_model_has_a_place_for_it():
    """No hash, index or key of a person; nothing but a case leads from one concern to another."""
    suspicious = re.compile(
        r"(phone|email|address|national|person|petitioner|identity|name).*(hash|digest|hmac|mac|key|index|token)"
    )
    for model in apps.get_models():
        if not model.__module__.startswith("huiyin.") or model._meta.app_label == "ledger_sample":
            continue
        for field in model._meta.get_fields():
            assert not suspicious.search(field.name), f"{model.__name__}.{field.name}"
    leads = {field.related_model.__name__ for field in Concern._meta.concrete_fields if field.is_relation}
    assert leads == {"Case", "Competence"}, (
        "a row of the table of competences is an office's, and thousands may be told of it"
    )
    to_self = [field.name for field in Case._meta.concrete_fields if field.related_model is Case]
    assert to_self == ["origin"]
    assert not [field for field in SealedIdentity._meta.concrete_fields if field.is_relation]
    sealed = {field.name for field in SealedIdentity._meta.concrete_fields if field.db_index or field.unique}
    assert sealed <= {"id", "public_id", "about"}


def test_what_is_kept_names_nobody(planted: list[Concern], caplog: pytest.LogCaptureFixture):
    """Database, search index, queue, files, logs: the planted words stand in the person's own words alone."""
    allowed = {"cases_concern.text", "cases_case.title", "cases_case.summary"}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    place = f"{table}.{column}"
                    assert place in allowed or not _says(raw), (place, raw[:200])
    sent = mail.outbox
    assert sent, "the one who wanted e-mail was told"
    for message in sent:
        assert not _says((message.subject + message.body).encode())
    assert not _says(caplog.text.encode())


def _says(raw: bytes) -> bool:
    return any(text.encode() in raw for text in PLANTED) or "慕云".encode() in raw
