"""Nothing that people say, and nobody's name, address or code, comes into a log, whatever breaks."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from huiyin.kernel import logs
from huiyin.operations.testing.built_once import built_once
from huiyin.organisations.access import public
from huiyin.organisations.example import Example, build_example_district

pytestmark = pytest.mark.django_db

NAME, PHONE, WORDS, EMAIL = "欧阳暮雪", "13912345678", "食堂的肉发臭，孩子吃坏了肚子", "muxue.ouyang@example.cn"
PASSWORD = "a-password-that-was-guessed"


@public
def breaks(request: HttpRequest, code: str) -> HttpResponse:
    """A page of ours with a mistake in it: the error quotes what was written, as a database does."""
    try:
        raise LookupError(request.POST["text"])
    except LookupError as error:
        raise ValueError(f"Key (name)=({NAME}) of {code} is there already") from error


urlpatterns = [path("breaks/<code>/", breaks, name="breaks"), path("", include("huiyin.urls"))]
handler404 = "huiyin.web.views.not_found"
handler500 = "huiyin.web.views.broken"


@pytest.fixture
def written() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """What both kinds of log hold, with everything told that anybody tells."""
    streams = io.StringIO(), io.StringIO()
    handlers = [logging.StreamHandler(stream) for stream in streams]
    root, loggers = logging.getLogger(), [logging.getLogger(name) for name in ("django", "django.request", "huiyin")]
    levels = [(logger, logger.level) for logger in (root, *loggers)]
    for handler, formatter in zip(handlers, (logs.Line(), logs.Json()), strict=True):
        handler.setFormatter(formatter)
        root.addHandler(handler)
    for logger, _level in levels:
        logger.setLevel(logging.DEBUG)
    yield streams
    for handler in handlers:
        root.removeHandler(handler)
    for logger, level in levels:
        logger.setLevel(level)


@override_settings(ROOT_URLCONF="huiyin.operations.tests.test_logs")
def test_what_people_write_stands_in_no_log(written: tuple[io.StringIO, io.StringIO]) -> None:
    district: Example = built_once("district", build_example_district)
    client = Client(raise_request_exception=False)
    for page, fields in {
        "about": {"staff": "no"},
        "where": {"organisation": district.organisations["bureau"].public_id},
        "what": {"text": WORDS},
        "details": {"place": "", "happened": "", "wish": ""},
        "files": {},
        "name": {"naming": "named", "name": NAME},
        "reach": {"contact_by": "email", "phone": PHONE, "email": EMAIL},
        "check": {"true": "on"},
    }.items():
        assert client.post(f"/raise/{page}", fields).status_code == 302, page
    [code] = re.findall(r"hy-slip__code[^>]*>([^<]+)<", client.get("/receipt/").content.decode())
    for address in (f"/s?code={code}", f"/{code}/", f"/nowhere/{NAME}", f"/search?q={PHONE}"):
        client.get(address)
    client.post("/s", {"code": f"{code[:-1]}x"})
    client.post("/sign-in/", {"username": NAME, "password": PASSWORD})
    client.get("/", headers={"host": f"{PHONE}.example.cn:{NAME}"})
    client.post("/raise/what", {"text": WORDS, "naming": NAME * 3000})
    assert client.post(f"/breaks/{code}/", {"text": WORDS}).status_code == 500

    lines, objects = (stream.getvalue() for stream in written)
    for planted in (NAME, PHONE, WORDS, EMAIL, PASSWORD, code, code.replace("-", "")):
        assert planted not in lines
        assert planted not in objects
        assert json.dumps(planted)[1:-1] not in lines + objects

    told = [json.loads(line) for line in objects.splitlines()]
    [broken] = [one for one in told if one["level"] == "ERROR" and one.get("status") == 500]
    assert broken["error"] == "ValueError from LookupError", "enough to find it"
    assert broken["places"][-1].startswith("test_logs.py:")
    assert (broken["route"], broken["message"]) == ("breaks", "%s: %s")
    assert "test_logs.py" in lines


@pytest.mark.parametrize("formatter", [logs.Line(), logs.Json()])
def test_a_record_stays_on_one_line(formatter: logging.Formatter) -> None:
    """Else somebody could write a second one."""
    record = logging.LogRecord("huiyin.x", logging.INFO, "x.py", 1, "one\n2026 ERROR %s", ("two\nthree",), None)
    assert "\n" not in formatter.format(record)
