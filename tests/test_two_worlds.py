"""Two worlds that differ in one case alone: who must not know of it gets the same bytes in both, on every page.

The world with the case is built and looked at; then every row of the case is taken away, as if it had never been, and all is
looked at again at the same moment. Whatever an uncleared reader could tell them apart by is a leak.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from huiyin.cases.actions import going_up, handling, intake, sealing, sorting
from huiyin.cases.models import Case, Category, Consultation, Exclusion
from huiyin.cases.search import actions as search
from huiyin.cases.tests.conftest import Office
from huiyin.confidential import crypto
from huiyin.confidential import jobs as telling
from huiyin.confidential.actions import handling as handling_reports
from huiyin.confidential.actions import keys, reporting, resealing
from huiyin.confidential.actions import naming as appointing
from huiyin.confidential.models import Report as SealedReport
from huiyin.confidential.rules import Whom
from huiyin.confidential.tests.conftest import District
from huiyin.kernel import store, time
from huiyin.kernel.clocks import jobs
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.files.models import Attachment
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.tests.walks import WHOLE, drawn
from huiyin.kernel.vault.models import CaseKey, IdentityOpening, SealedIdentity, SealedText
from huiyin.organisations.models import Post
from huiyin.support.actions import answering, asking
from huiyin.support.actions.naming import name_supporter
from huiyin.support.models import Request

from .pages import Route, routes, seen, signed_in, undone

pytestmark = pytest.mark.django_db

SECRET = "锅炉房的承包合同没有招标，锅炉每天停。"
COMMON = "食堂的菜是凉的，希望早一点打饭。"
# The empty workbook for staff holds the moment at which it was made, and no case.
LEFT_OUT = {"organisations:sign-out", "organisations:import-template", "web:language"}
READ_A_QUERY = {"cases:list", "cases:day", "organisations:people", "oversight:figures"}
EVERY = 10
AT_THE_BUREAU = ("he", "song", "tang", "jiang", "admin")
ABOVE_AND_ASIDE = ("ducha",)


@pytest.fixture
def standstill(tmp_path, monkeypatch):
    """Time that a test moves, and that stands still where it was put: the same minute in both worlds."""
    file = tmp_path / "standing-clock"
    monkeypatch.setenv("HUIYIN_TEST_CLOCK", str(file))
    disk = shutil.disk_usage(tmp_path)  # the machine's page tells what is free, and other programs write meanwhile
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: disk)
    real = dt.datetime.now  # noqa: TID251  # the test's own side of the moved clock
    began = real(dt.UTC).replace(second=20, microsecond=0)

    def put(days: float) -> None:
        file.write_text(str((began + dt.timedelta(days=days) - real(dt.UTC)).total_seconds()))

    put(0)
    return put


def addresses(names: list[str], *, public: bool, lists_alone: bool) -> Iterator[str]:
    """Every page that is read, with every thing in it that has a name, and every query that a page reads."""
    queries = [
        "", "?view=unit", "?view=office", "?mine=1", "?q=锅炉", "?q=食堂", "?q=招标 合同",
        *(f"?bucket={bucket}" for bucket in ("new", "open", "waiting", "done", "before")),
        *(f"?after={name}" for name in names), *(f"?q={name}" for name in names[:2]),
        "?q=食堂&bucket=new", "?q=锅炉&mine=1",
    ]  # fmt: skip
    for route in routes():
        if route.name in LEFT_OUT or (route.verb is None and not public):
            continue
        if route.name.startswith("organisations:") and route.parameters:  # about posts and people: they hold no case
            continue
        if lists_alone and route.parameters:
            continue
        for values in _fillings(route, names):
            address = route.at(**values)
            yield from [address + query for query in (queries if route.name in READ_A_QUERY else queries[:1])]


def _fillings(route: Route, names: list[str]) -> Iterator[dict[str, object]]:
    words = {
        "name": ["accept", "assign", "seal", "transfer"],
        "step": ["what"],
        "code": ["en"],
        "version": [1],
        "number": [0],
        "position": [0],
        "size": [16, 32],
        "index": [0],
        "path": ["0/000.p/16", "0/000"],
    }
    pools = [words.get(parameter, names) for parameter in route.parameters[:1]]
    pools += [words.get(parameter, names[-1:]) for parameter in route.parameters[1:]]
    for values in itertools.product(*pools):
        yield dict(zip(route.parameters, values, strict=True))


def world(
    clients: dict[str, Client], names: list[str], still, *, lists_alone: bool = False
) -> dict[tuple[str, str], tuple[int, str, str]]:
    """Who, address -> what they get there. `make test` goes to every tenth address of the long list.

    That somebody looked is taken back: it is kept and shown, and the other world would have been looked at twice.
    """
    found, number = {}, itertools.count()
    for who, client in clients.items():
        for address in addresses(names, public=who in ("", "he"), lists_alone=lists_alone):
            if drawn(next(number), EVERY):
                still()
                found[who, address] = undone(client, partial(_seen_at, client, address))
    return found


def _seen_at(client: Client, address: str) -> tuple[int, str, str]:
    return seen(client.get(address))


def as_if_it_had_never_been(case: Case) -> None:
    """Every row that there would not be. (Entries of the ledger stay: no page shows them.)"""
    abouts = {case.reference, f"sealed-{case.reference}"} | {f"concern:{one.public_id}" for one in case.concerns.all()}
    with store.write():
        Clock.objects.filter(subject_id=case.public_id).delete()
        Notice.objects.filter(about__in=abouts).delete()
        Attachment.objects.filter(about__in=abouts).delete()
        IdentityOpening.objects.filter(sealed__about__in=abouts).delete()
        SealedIdentity.objects.filter(about__in=abouts).delete()
        SealedText.objects.filter(case_key__about__in=abouts).delete()
        CaseKey.objects.filter(about__in=abouts).delete()
        search.remove(case)
        for reply in case.replies.all():
            case.letters.filter(reply=reply).delete()
        case.delete()


def no_sealed_reports() -> None:
    with store.write():
        Clock.objects.filter(subject_kind="sealed-report").delete()
        Notice.objects.filter(about__startswith="sealed-desk:").delete()
        SealedReport.objects.all().delete()


def compare(with_it: dict, without: dict, at_least: int = 10) -> None:
    told = [key for key in with_it if with_it[key] != without[key]]
    shown = [(key, with_it[key][0], without[key][0]) for key in told[:20]]
    if told:
        one, other = with_it[told[0]][2].splitlines(), without[told[0]][2].splitlines()
        shown += [pair for pair in itertools.zip_longest(one, other) if pair[0] != pair[1]][:5]
    assert not told, f"{len(told)} of {len(with_it)} answers differ: {shown}"
    assert len(with_it) > at_least


@pytest.mark.parametrize("way", ["envelope", "readers"])
def test_a_sealed_report_is_in_nobodys_world_but_the_hands_that_sealed_it(office: Office, standstill, way: str):
    """Registered, told about, asked back; then sealed by the head of the reception: by an envelope, or to readers. Dates pass."""
    before, secret = office.raised(text=COMMON), office.raised(text=SECRET)
    after = office.raised(text=COMMON)
    desk = office.example.actors["liang"]
    case = office.fresh(secret)
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category=_code())
    handling.say(concern=secret.concern, text="锅炉房的事是校长的亲戚")
    case = office.fresh(secret)
    by = {"actor": desk, "case_id": case.pk, "version": case.version}
    if way == "readers":
        district = District(office.example)
        district.county_organ()
        district.reads("xianjiwei")
        about = (office.example.posts["bureau/分管副局长"].public_id,)
        resealing.reseal(**by, whom=Whom(office.example.organisations["bureau"].public_id, about))
        case.refresh_from_db()
    else:
        case = sealing.seal(**by, seal_number="封字3号", forwarded_to="县纪委监委")
    names = [case.public_id, office.fresh(before).public_id, secret.concern.public_id, "nothing2here"]
    names[1:1] = [row.public_id for row in SealedReport.objects.all()]
    clients = {who: signed_in(who) for who in (*AT_THE_BUREAU, *ABOVE_AND_ASIDE)} | {"": Client()}
    standstill(4)
    jobs.sweep()
    telling.tell(time.now())
    with_it = world(clients, names, lambda: standstill(4))
    as_if_it_had_never_been(Case.objects.get(pk=case.pk))
    no_sealed_reports()
    compare(with_it, world(clients, names, lambda: standstill(4)))
    assert office.fresh(after).public_id in clients["tang"].get("/cases/").content.decode(), (
        "the list is looked at, and it is not empty"
    )


@pytest.mark.parametrize("newer", [0, 49, 50])
def test_who_is_excluded_can_not_tell_that_there_is_a_case(office: Office, standstill, newer: int):
    """Worked on, asked about, consulted, late; its place in the list is first, last on the page, first of the next one."""
    office.raised(text=COMMON)
    secret = office.raised(text=SECRET)
    excluded = ("he", "song", "jiang", "fazhi")
    case = office.fresh(secret)
    posts = Post.objects.filter(pk__in=[office.example.actors[who].post_id for who in excluded])
    Exclusion.objects.bulk_create(Exclusion(case=case, post=post) for post in posts)
    desk = office.example.actors["liang"]
    case = sorting.register(actor=desk, case_id=case.pk, version=case.version, category=_code())
    wanted = sorting.Sorting("claim", _code(), "锅炉承包", claim_channel=6, otherwise="局里自己的合同")
    case = sorting.sort(actor=desk, case_id=case.pk, version=case.version, sorting=wanted)
    case = sorting.accept(actor=desk, case_id=case.pk, version=case.version, conflict_free=True)
    handler = office.example.posts["bureau/接待室主任"].public_id
    case = handling.assign(actor=desk, case_id=case.pk, version=case.version, handler=handler, conflict_free=True)
    unit = office.example.units["bureau/政策法规股"]
    handling.consult(
        actor=desk, case_id=case.pk, version=case.version, unit=unit.public_id, question="锅炉合同合法吗？"
    )
    handling.say(concern=secret.concern, text="锅炉今天又停了")
    for _number in range(newer):
        office.raised(text=COMMON)
    visible = office.raised(text=COMMON)
    names = [case.public_id, office.fresh(visible).public_id, Consultation.objects.get().public_id, "nothing2here"]
    clients = {who: signed_in(who) for who in excluded}
    standstill(70)
    jobs.sweep()
    assert newer < 49 or "after=" in seen(clients["song"].get("/cases/"))[2], "the list has a second page"
    with_it = world(clients, names, lambda: standstill(70), lists_alone=newer > 0)
    as_if_it_had_never_been(Case.objects.get(pk=case.pk))
    compare(with_it, world(clients, names, lambda: standstill(70), lists_alone=newer > 0))


def test_an_empty_day_is_as_empty_when_the_only_case_is_one_not_to_be_known(office: Office, standstill):
    secret = office.raised(text=SECRET)
    case = office.fresh(secret)
    Exclusion.objects.create(case=case, post_id=office.example.actors["song"].post_id)
    names = [case.public_id, "nothing2here"]
    clients = {"song": signed_in("song")}
    standstill(0)
    with_it = world(clients, names, lambda: standstill(0), lists_alone=True)
    as_if_it_had_never_been(Case.objects.get(pk=case.pk))
    compare(with_it, world(clients, names, lambda: standstill(0), lists_alone=True), at_least=2)


def test_a_request_for_support_is_in_nobodys_world_but_whoever_answers(office: Office, standstill):
    """Asked by name, taken on, a visit proposed and refused; an answer is owed. Not the head, the desk, the machine, nor anybody above."""
    people, bureau = office.example.actors, office.example.organisations["bureau"]
    name_supporter(actor=people["he"], post_id=office.example.posts["bureau/基教股股长"].public_id)
    with_name = asking.Asked(SECRET, name="欧阳慕云", phone="13987654321")
    row, code = asking.ask(organisation_id=bureau.public_id, asked=with_name)
    answering.take_on(actor=people["jiang"], request_id=row.public_id, words="知道了")
    on = time.now() + dt.timedelta(days=9)
    visit = answering.propose_visit(actor=people["jiang"], request_id=row.public_id, on=on, words="到家里")
    asking.answer_visit(code=code, visit_id=visit.public_id, answer="no")
    names = [row.public_id, visit.public_id, bureau.public_id, "nothing2here"]
    clients = {who: signed_in(who) for who in ("he", "song", "tang", "admin", "ducha", "xiaozhang")} | {"": Client()}
    standstill(1)
    jobs.sweep()
    assert seen(signed_in("jiang").get(f"/support/{row.public_id}/"))[0] == 200
    with_it = world(clients, names, lambda: standstill(1))
    with store.write():
        Clock.objects.filter(subject_id=row.public_id).delete()
        Notice.objects.filter(about=row.reference).delete()
        SealedIdentity.objects.filter(about=row.reference).delete()
        SealedText.objects.filter(case_key__about=row.reference).delete()
        CaseKey.objects.filter(about=row.reference).delete()
        Request.objects.all().delete()
    compare(with_it, world(clients, names, lambda: standstill(1)))


def test_a_sealed_report_is_in_nobodys_world_but_its_readers(office: Office, standstill):
    """Handed in by name, accepted, written to again, late, told of. Not the accused, their head, the machine, the readers' own neighbours."""
    people, posts = office.example.actors, office.example.posts
    appointing.name_reader(actor=people["jiwei"], post_id=posts["discipline/纪委书记"].public_id)
    keys.make_key(actor=people["jiwei"], passphrase="三月的柳絮 gold teapot")
    unlocked = keys.unlock(actor=people["jiwei"], passphrase="三月的柳絮 gold teapot")
    about, home = (posts["township/信访专干"].public_id,), office.example.organisations["township"].public_id
    handed = reporting.Handed(home, about, False, SECRET, "欧阳慕云", "13987654321")
    report, code = reporting.hand_in(handed=handed, once="drawn")
    accepted = handling_reports.accept(
        actor=people["jiwei"], report_id=report.public_id, unlocked=unlocked, text="已受理"
    )
    reporting.say(keys=crypto.of_code(code), text="还有一张发票")
    names = [report.public_id, report.seal_number, home, "nothing2here"]
    clients = {who: signed_in(who) for who in ("zhenzhang", "xinfang", "he", "admin", "ducha")} | {"": Client()}
    standstill(40)
    jobs.sweep()
    telling.tell(time.now())
    assert SealedReport.objects.get().late_on, "all of it has happened"
    with_it = world(clients, names, lambda: standstill(40))
    assert accepted.organisation_id == people["jiwei"].organisation_id
    no_sealed_reports()
    compare(with_it, world(clients, names, lambda: standstill(40)))


WORKERS = ("liang", "he", "song", "jiang")
ACTS: dict[str, Callable[[Drawn, str], object]] = {
    "register": lambda drawn, who: sorting.register(**drawn.by(who), category=_code()),
    "sort": lambda drawn, who: sorting.sort(**drawn.by(who), sorting=sorting.Sorting("claim", _code(), "锅炉", 6)),
    "accept": lambda drawn, who: sorting.accept(**drawn.by(who), conflict_free=True),
    "assign": lambda drawn, who: handling.assign(
        **drawn.by(who), handler=drawn.office.example.posts["bureau/接待室主任"].public_id, conflict_free=True
    ),
    "ask": lambda drawn, who: handling.ask_person(**drawn.by(who), question="哪一天？"),
    "say": lambda drawn, who: handling.say(concern=drawn.receipt.concern, text="锅炉又停了"),
    "answer": lambda drawn, who: handling.answer(**drawn.by(who), text="收到了"),
    "go_up": lambda drawn, who: going_up.ask_superior(concern=drawn.receipt.concern),
    "a_week": lambda drawn, who: drawn.passes(7),
    "two_months": lambda drawn, who: drawn.passes(61),
}


@dataclass
class Drawn:
    """One concern in a drawn world, on which people do what is drawn, in any order; what can't be done is not done."""

    office: Office
    receipt: intake.Receipt
    passes: Callable[[int], None]

    def by(self, who: str) -> dict[str, Any]:
        case = self.office.fresh(self.receipt)
        return {"actor": self.office.example.actors[who], "case_id": case.pk, "version": case.version}

    def does(self, act: str, who: str) -> None:
        with suppress(HuiyinError):
            ACTS[act](self, who)


@settings(
    max_examples=40 if WHOLE else 2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(
    acts=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(sorted(ACTS)), st.sampled_from(WORKERS)), max_size=14),
    sealed=st.booleans(),
)
def test_in_any_world_that_is_drawn_the_one_case_can_not_be_told(
    office: Office, standstill, acts: list[tuple[int, str, str]], sealed: bool
):
    """Three concerns, one of them secret, whatever is done to each by whom; sealed at the end, or excluded from the start."""
    with transaction.atomic():  # noqa: TID251  # each world is undone whole
        day = 0

        def passes(days: int) -> None:
            nonlocal day
            day += days
            standstill(day)
            jobs.sweep()

        standstill(day)
        texts = (COMMON, SECRET, COMMON)
        drawn = [Drawn(office, office.raised(text=text), passes) for text in texts]
        case = office.fresh(drawn[1].receipt)
        readers = ("song", "tang") if sealed else ("song", "he")
        if not sealed:
            posts = [office.example.actors[who].post_id for who in readers]
            Exclusion.objects.bulk_create(Exclusion(case=case, post_id=post) for post in posts)
        for which, act, who in acts:
            drawn[which].does(act, who)
        if sealed:
            sealing.seal(**drawn[1].by("liang"), seal_number="封字9号", forwarded_to="县纪委监委")
        names = [case.public_id, office.fresh(drawn[2].receipt).public_id, "nothing2here"]
        clients = {who: signed_in(who) for who in readers}
        with_it = world(clients, names, lambda: standstill(day), lists_alone=True)
        as_if_it_had_never_been(Case.objects.get(pk=case.pk))
        compare(with_it, world(clients, names, lambda: standstill(day), lists_alone=True))
        transaction.set_rollback(True)


def _code() -> str:
    return str(Category.objects.filter(level=2).values_list("code", flat=True)[0])
