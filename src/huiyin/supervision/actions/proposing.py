"""What reaches a supervisor by itself: the person asked the office above, or a rule says that somebody must look."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.procedure import Doing, Line, note_only
from huiyin.cases.responsible import supervising_post
from huiyin.kernel.clocks.models import Clock
from huiyin.organisations.models import Post
from huiyin.supervision import rules
from huiyin.supervision.models import Supervision
from huiyin.supervision.models.supervision import Origin, Status, Trigger

from . import parts

REVIEWED = frozenset({"issue_review", "issue_second_review", "return_to_office"})


def follow(doing: Doing, dates: list[Clock] | None) -> None:
    """After each act on a case. Nothing happens where no office above has a post that supervises and may know of it.

    `dates`: what the office owes and owed, where a date was missed.
    """
    if doing.verb == "ask_superior":
        _person_asks(doing)
    elif doing.verb == "missed" or doing.verb in REVIEWED:
        _propose(doing, _facts(doing, dates))


def _person_asks(doing: Doing) -> None:
    """It joins what is open already; else it is one of its own, with a date by which the person hears."""
    post = supervising_post(doing.case)
    if post is None:
        return
    standing = _standing(doing, post)
    if standing is None:
        _raise(doing, post, origin=Origin.PERSON, trigger=Trigger.DELAY, asked=True)
        return
    standing.person_asked_at = doing.at
    parts.save(standing)
    note_only(_quietly(doing, "supervision.join"), line=Line(public=False), rows=[standing])


def _propose(doing: Doing, facts: dict[str, int]) -> None:
    rules_met = rules.proposed(facts)
    if not rules_met:
        return
    known = set(Supervision.objects.filter(case=doing.case).exclude(rule="").values_list("rule", flat=True))
    fresh = [rule for rule in rules_met if rule.name not in known]
    post = supervising_post(doing.case) if fresh else None
    if post is None or _standing(doing, post) is not None:
        return
    _raise(doing, post, origin=Origin.RULE, trigger=fresh[0].trigger, rule=fresh[0].name)


def _facts(doing: Doing, dates: list[Clock] | None) -> dict[str, int]:
    if dates is not None:
        return {"lawful_missed": sum(1 for one in dates if not one.own_rule and one.missed_at is not None)}
    overturned = doing.case.reviews.filter(status="issued", outcome__in=("change", "send-back"))
    return {"overturned": overturned.exclude(level="panel").count()}


def _standing(doing: Doing, post: Post) -> Supervision | None:
    """What that office, or one above it, already has open about the case."""
    found = Supervision.objects.filter(case=doing.case, status__in=parts.OPEN).select_related("organisation")
    path = post.unit.organisation.path
    return next((one for one in found if path.startswith(one.organisation.path)), None)


def _raise(doing: Doing, post: Post, *, origin: str, trigger: str, rule: str = "", asked: bool = False) -> None:
    office = post.unit.organisation
    supervision = Supervision.objects.create(
        case=doing.case, organisation=office, origin=origin, rule=rule, trigger=trigger, status=Status.WAITING,
        raised_at=doing.at, person_asked_at=doing.at if asked else None,
    )  # fmt: skip
    clock = parts.start(
        parts.dates_of(supervision),
        parts.LOOK,
        parts.TITLES[parts.LOOK],
        post.reference,
        office,
        doing.at,
        length=rules.LOOK_DAYS,
    )
    by_itself = _quietly(doing, "supervision.receive" if asked else "supervision.propose")
    note_only(by_itself, line=Line(public=False, data={"office": office.name}), rows=[supervision, clock])
    if not asked:  # who is asked by the person is told by that act itself
        parts.tell(by_itself, [post.reference], _("A case below you may need supervision"))


def _quietly(doing: Doing, verb: str) -> Doing:
    return Doing(doing.case, verb, "system:supervision", "", doing.at)
