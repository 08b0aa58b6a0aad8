"""Whether the people on a plan's list are reached: every holder and deputy answers; the numbers outside are rung on a quiet day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.documents.kinds import in_every_language
from huiyin.incidents import rules
from huiyin.incidents.models import ContactAnswer, ContactTest, NumberCheck
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.clocks.models import Clock
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.plans.models import Plan

from . import notices, parts

ANSWER = "answer"


def start_contact_test(*, actor: Actor, plan_id: str) -> ContactTest:
    """Each post of the plan in force is asked to say that this reaches it, within the office's own minutes."""
    at = time.now()
    with store.write():
        plan = _plan(actor, plan_id)
        if plan.current is None:
            raise Conflict(_("This plan is not in force."), _("Publish it first."))
        if ContactTest.objects.filter(plan_version__plan=plan, ended_at=None).exists():
            raise Conflict(_("A test of this list is running."), "")
        test = ContactTest.objects.create(
            plan_version=plan.current, started_by=actor.reference, started_title=actor.post_title, started_at=at
        )
        rows: list[ledger.Committed] = [test, *_asked(test, plan), _clock(test, plan, actor, at)]
        told = [f"post:{row.post.public_id}" for row in test.answers.select_related("post")]
        if not told:
            raise Conflict(_("No role of this plan names a post."), _("Choose posts for the roles first."))
        notices.tell_of_plan(plan, "contact", told, about=test.reference, actor="", at=at, exercise=True)
        ledger.record(
            verb="incidents.start_contact_test", actor=actor.reference, about=plan.reference, at=at, commits=rows
        )
    return test


def answer_contact_test(*, actor: Actor, test_id: str) -> ContactTest:
    """“It reaches me.” When everybody has answered, the test is over."""
    at = time.now()
    with store.write():
        test = _test(test_id)
        row = ContactAnswer.objects.select_for_update().filter(test=test, post_id=actor.post_id).first()
        if row is None:
            raise Refused
        if row.answered_at is not None:
            raise Conflict(_("You have answered already."), "")
        row.answered_at = at
        row.save()
        rows: list[ledger.Committed] = [row]
        if test.ended_at is None and not test.answers.filter(answered_at=None).exists():
            rows += _ended(test, at)
        plan = test.plan_version.plan
        ledger.record(
            verb="incidents.answer_contact_test", actor=actor.reference, about=plan.reference, at=at, commits=rows
        )
    return test


def over(clock: Clock, at: dt.datetime) -> None:
    """The minutes have passed: who started it and who keeps the plan read which posts were not reached."""
    test = _test(clock.subject_id)
    plan = test.plan_version.plan
    rows = _ended(test, at)
    notices.tell_of_plan(
        plan,
        "contact_done",
        [test.started_by, plan.keeper.reference],
        about=test.reference,
        actor=parts.SYSTEM,
        at=at,
        exercise=True,
    )
    ledger.record(verb="incidents.contact_test_over", actor=parts.SYSTEM, about=plan.reference, at=at, commits=rows)


def check_number(*, actor: Actor, plan_id: str, key: str, rang: bool) -> NumberCheck:
    """A number of the plan was rung on a quiet day: somebody answered, or nobody did."""
    at = time.now()
    with store.write():
        plan = _plan(actor, plan_id)
        contacts = plan.current.text.contacts if plan.current else ()
        contact = next((one for one in contacts if one.key == key and one.number), None)
        if contact is None:
            raise BadInput("key", _("There is no such number in the plan."), "")
        row = NumberCheck.objects.create(
            plan=plan, key=key, number=contact.number[:60], rang=rang, author=actor.reference, author_title=actor.post_title, at=at
        )  # fmt: skip
        ledger.record(verb="incidents.check_number", actor=actor.reference, about=plan.reference, at=at, commits=[row])
    return row


def _asked(test: ContactTest, plan: Plan) -> list[ContactAnswer]:
    roles: dict[str, list[str]] = {}
    for role in test.plan_version.text.roles:
        for public_id in dict.fromkeys((role.post, *role.deputies)):
            if public_id:
                roles.setdefault(public_id, []).append(role.title)
    posts = parts.posts_by_id(roles)
    return [
        ContactAnswer.objects.create(test=test, post=posts[one], post_title=posts[one].title, roles=titles)
        for one, titles in roles.items()
        if one in posts and posts[one].unit.organisation_id == plan.organisation_id
    ]


def _clock(test: ContactTest, plan: Plan, actor: Actor, at: dt.datetime) -> Clock:
    return clocks.start(
        subject_kind=parts.CONTACT, subject_id=test.public_id, name=ANSWER,
        title=in_every_language(_("Everybody on the list answers")), owner=actor.reference, started_at=at,
        start_fact=in_every_language(_("begun")),
        length=plan.organisation.own_number(rules.CONTACT_KEY, rules.CONTACT_MINUTES), unit="minutes",
        region=plan.organisation.region, zone=plan.organisation.zone, roll=False, own_rule=True,
    )  # fmt: skip


def _ended(test: ContactTest, at: dt.datetime) -> list[ledger.Committed]:
    test.ended_at = at
    test.save()
    open_ones = clocks.queries.open_rows(parts.CONTACT, test.public_id)
    return [test, *(clocks.stop(clock, at=at, because="incidents.contact_test") for clock in open_ones)]


def _test(test_id: str) -> ContactTest:
    found = ContactTest.objects.select_for_update(of=("self",)).select_related("plan_version__plan__keeper")
    test = found.filter(public_id=test_id).first()
    if test is None:
        raise Refused
    return test


def _plan(actor: Actor, plan_id: str) -> Plan:
    plan = (
        Plan.objects.select_related("organisation", "current", "keeper")
        .filter(public_id=plan_id, retired_at=None)
        .first()
    )
    if plan is None:
        raise Refused
    require(actor, "drill_plan", plan)
    return plan
