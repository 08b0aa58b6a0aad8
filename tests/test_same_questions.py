"""Whether there is a sealed report or not: who must not know gets as many bytes, for the same questions to the database."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.cases.tests.conftest import Office
from huiyin.confidential.actions import handling as handling_reports
from huiyin.confidential.models import Kind
from huiyin.confidential.tests.conftest import District

from .pages import signed_in
from .test_two_worlds import SECRET, no_sealed_reports, standstill  # noqa: F401

pytestmark = pytest.mark.django_db


def test_the_database_is_asked_the_same_whether_there_is_a_sealed_report_or_not(office: Office, standstill):  # noqa: F811
    """Time is noise; questions are not: what takes as many of the same questions for the same bytes takes as long (`benchmarks sealed`)."""
    district = District(office.example)
    unlocked = district.reads("jiwei")
    standstill(0)
    visitors = {who: signed_in(who) for who in ("zhenzhang", "xinfang", "admin", "ducha")} | {"": Client()}
    paths = [
        "/today/",
        "/cases/",
        "/cases/?q=招标",
        "/sealed-reports/",
        "/sealed-reports/readers/",
        "/machine/",
        "/sealed-report/",
        "/",
    ]

    def questions() -> dict[tuple[str, str], tuple[list[str], int]]:
        found = {}
        for who, client in visitors.items():
            for path in paths:
                with CaptureQueriesContext(connection) as asked:
                    answer = client.get(path)
                shapes = [
                    re.sub(r"'[^']*'|\b\d[\d.]*\b|x'[0-9a-f]*'", "?", one["sql"]) for one in asked.captured_queries
                ]
                found[who, path] = (shapes, len(answer.content))
        return found

    questions()  # what is kept between requests is kept from here on
    for harm in (Kind.REPORT, Kind.RETALIATION):
        report = district.handed("township/信访专干", text=SECRET) if harm == Kind.REPORT else None
        if report is not None:
            handling_reports.accept(
                actor=district.actor("jiwei"), report_id=report.public_id, unlocked=unlocked, text="已受理"
            )
        else:
            district.county_organ()
            district.reads("xianjiwei")
            questions()
            district.handed("township/信访专干", text=SECRET, kind=Kind.RETALIATION, needs=SECRET)
        with_it = questions()
        no_sealed_reports()
        without = questions()
        assert with_it == without
        assert sum(len(shapes) for shapes, _size in with_it.values()) > 50
