"""The day list of a head in whose office each room has something: as many questions to the database for one thing as for three."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from huiyin.cases import jobs
from huiyin.cases.models import Case
from huiyin.cases.tests.conftest import Office
from huiyin.instructions import actions as instructions
from huiyin.instructions.tests.conftest import paper
from huiyin.kernel import time
from huiyin.kernel.outbox import jobs as outbox_jobs
from huiyin.leaders import actions as leaders
from huiyin.leaders.models import Lead
from huiyin.mediation.tests.conftest import Table
from huiyin.receptions.actions import receiving
from huiyin.supervision.actions import supervising
from huiyin.supervision.tests.conftest import order
from huiyin.tasks.tests.conftest import Give, give
from tests.pages import signed_in

__all__ = ["give"]
pytestmark = pytest.mark.django_db
HEAD = "bureau/局长"


def one_of_each(office: Office, give: Give) -> None:
    """A late task, a supervision, an instruction, a hard case, two alike, a reception, a mediation, a led case."""
    people, head = office.example.actors, office.example.posts[HEAD].public_id

    def fresh() -> Case:
        return office.assigned(office.raised())

    give(to="bureau", post=HEAD, due=2, case=fresh())
    supervised = fresh()
    supervising.open_supervision(
        actor=people["ducha"], case_id=supervised.pk, version=supervised.version, trigger="delay", order=order(within=2)
    )
    bureau = office.example.organisations["bureau"].public_id
    came = paper(title="分管副市长", office="市政府", cases=(fresh().public_id,))
    instructions.record_instruction(actor=people["liang"], organisation=bureau, paper=came)
    instructions.report_up(actor=people["jiang"], case_id=fresh().pk, to=head, tried="谈了两次。", asks="请约谈。")
    jobs.propose_joining(time.now())
    plan = receiving.Plan(kind="visit", planned_for=time.now(), place="一楼接待室")
    receiving.plan(actor=people["liang"], plan=plan, case=fresh())
    receipt = office.raised()
    office.assigned(receipt)
    Table(office, receipt).invited()
    led = fresh()
    leaders.appoint_leader(actor=people["he"], case_id=led.pk, version=led.version, leader=head)
    lead = Lead.objects.get(case=led, until=None)
    on = time.today("Asia/Shanghai") + dt.timedelta(days=2)
    leaders.plan_step(actor=people["he"], lead_id=lead.public_id, version=lead.version, next_step="看厨房", next_on=on)


def test_a_day_with_rows_of_all_rooms_costs_at_most_sixty_four_questions(office, give, django_assert_max_num_queries):
    head, counts, rows = signed_in("he"), [], []
    for more in (1, 2):
        for _number in range(more):
            one_of_each(office, give)
        outbox_jobs.deliver()
        head.get(reverse("cases:day"))
        with django_assert_max_num_queries(64) as asked:
            page = head.get(reverse("cases:day"))
        counts.append(len(asked.captured_queries))
        rows.append([item.url.split("/")[1] for _title, _key, items in page.context["groups"] for item in items])
    rooms = {"cases", "tasks", "supervision", "instructions", "receptions", "mediation", "leaders"}
    assert rooms <= set(rows[0]), "each room has a row"
    assert len(rows[1]) > len(rows[0])
    assert counts[0] == counts[1]
