"""The words of this room: kinds of event, bodies, fields, stages, what a check says; and the office's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, RoomSwitch, register_room

from . import law, rules
from .models import Decision, Judgement, Stage, Way
from .rules import Finding

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

KINDS: Mapping[str, Text] = {
    "accident": pgettext_lazy("event", "Work safety accident"),
    "fire": pgettext_lazy("event", "Fire"),
    "food": pgettext_lazy("event", "Food safety accident"),
    "health": pgettext_lazy("event", "Public health event"),
    "infectious": pgettext_lazy("event", "Infectious disease found"),
    "pupil-accident": pgettext_lazy("event", "Accident to a pupil"),
    "harm": pgettext_lazy("event", "A minor is harmed or in danger"),
    "bullying": pgettext_lazy("event", "Serious bullying"),
    "sexual": pgettext_lazy("event", "Sexual abuse or harassment of a minor"),
    "kindergarten": pgettext_lazy("event", "A child in a kindergarten is harmed"),
    "security": pgettext_lazy("event", "Public security event in the house"),
    "group-visit": pgettext_lazy("event", "Group visit with effect on the public"),
    "disaster": pgettext_lazy("event", "Natural disaster, bad weather"),
    "network": pgettext_lazy("event", "Network attack or data leak"),
    "other": pgettext_lazy("event", "Something else that is urgent"),
}
BODIES: Mapping[str, Text] = {
    "above": pgettext_lazy("body", "The office above"),
    "fire": pgettext_lazy("body", "Fire brigade (119)"),
    "police": pgettext_lazy("body", "Police (110)"),
    "parents": pgettext_lazy("body", "Parents"),
    "cdc": pgettext_lazy("body", "Local CDC"),
    "health": pgettext_lazy("body", "County health department"),
    "market": pgettext_lazy("body", "County market supervision (food safety)"),
    "safety": pgettext_lazy("body", "County emergency and work safety authority"),
    "civil": pgettext_lazy("body", "Civil affairs"),
    "government": pgettext_lazy("body", "Party committee and government of the same level"),
    "joint": pgettext_lazy("body", "Office of the joint conference for petition work"),
    "head": pgettext_lazy("body", "Head of the office"),
}
FIELDS: Mapping[str, Text] = {
    "occurred_at": pgettext_lazy("bulletin", "When"),
    "place": pgettext_lazy("bulletin", "Where"),
    "course": pgettext_lazy("bulletin", "What happened"),
    "dead": pgettext_lazy("bulletin", "Dead"),
    "missing": pgettext_lazy("bulletin", "Missing"),
    "badly": pgettext_lazy("bulletin", "Badly hurt or ill"),
    "slightly": pgettext_lazy("bulletin", "Slightly hurt"),
    "affected": pgettext_lazy("bulletin", "Concerned in all"),
    "hospital": pgettext_lazy("bulletin", "Taken to hospital"),
    "people": pgettext_lazy("bulletin", "How many came"),
    "loss": pgettext_lazy("bulletin", "Loss, first estimate (10,000 yuan)"),
    "sealed": pgettext_lazy("bulletin", "What was sealed: food, samples, tools"),
    "demand": pgettext_lazy("bulletin", "What they ask for"),
    "done": pgettext_lazy("bulletin", "What was done"),
    "promised": pgettext_lazy("bulletin", "What is promised, by when"),
    "cause": pgettext_lazy("bulletin", "Cause"),
    "asks": pgettext_lazy("bulletin", "What is asked for"),
    "other": pgettext_lazy("bulletin", "Other"),
}
STAGES: Mapping[str, Text] = {
    Stage.FIRST: pgettext_lazy("bulletin", "First report"),
    Stage.FOLLOW_UP: pgettext_lazy("bulletin", "Follow-up"),
    Stage.FINAL: pgettext_lazy("bulletin", "Final report"),
}
WAYS: Mapping[str, Text] = {
    Way.PHONE: pgettext_lazy("way", "by telephone"),
    Way.PAPER: pgettext_lazy("way", "on paper"),
    Way.SYSTEM: pgettext_lazy("way", "in the system"),
}
DECISIONS: Mapping[str, Text] = {
    Decision.PASSED_ON: pgettext_lazy("bulletin", "passed on to the office above"),
    Decision.ENDED: pgettext_lazy("bulletin", "ends here"),
}
JUDGEMENTS: Mapping[str, Text] = {
    Judgement.RIGHT: pgettext_lazy("bulletin", "It was as reported, or nothing shows otherwise"),
    Judgement.MISTAKEN: pgettext_lazy("bulletin", "It was an honest mistake"),
    Judgement.FALSE: pgettext_lazy("bulletin", "It was false: the office knew better when it reported"),
}
GRADES: Mapping[str, Text] = {
    "extra-serious": pgettext_lazy("grade of an accident", "extra-serious accident"),
    "serious": pgettext_lazy("grade of an accident", "serious accident"),
    "larger": pgettext_lazy("grade of an accident", "larger accident"),
    "ordinary": pgettext_lazy("grade of an accident", "ordinary accident"),
}
FINDINGS: Mapping[str, Text] = {
    "required": _("%(field)s: this is missing."),
    "unknown": _("%(field)s: not known yet. The final report needs the number."),
    "in_future": _("%(field)s: this time has not come yet."),
    "occurred_after_learned": _("It is said to have happened after your office learned of it."),
    "learned_late": _("Your office learned of it more than a day after it happened."),
    "parts_over_total": _("Dead, missing and hurt are %(other)s together: more than are concerned in all."),
    "hospital_over_total": _("More were taken to hospital than are concerned in all (%(other)s)."),
    "lower_unsaid": _("%(field)s: the report before says %(other)s. Tick it as a correction, and say why."),
    "why_missing": _("Say why the report before was wrong."),
    "nothing_corrected": _("%(field)s: it is ticked as a correction and stands as before."),
    "nothing_new": _("Nothing differs from the report before."),
    "personal_number": _("%(field)s: there is a telephone or identity number in it. Leave it out."),
    "persons": _("%(field)s: a report of a group visit says nothing of who came, how, or from where. Say how many, and what they ask for."),
    "conclusion": _("%(field)s: this sounds like a finding on cause or fault. If it is not found out yet, say so."),
    "record_differs": _("%(field)s: the head-count of the emergency says %(other)s."),
}  # fmt: skip


def finding_text(finding: Finding) -> str:
    """The sentence of what a check says, in the reader's language."""
    return str(FINDINGS[finding.key]) % {"field": FIELDS.get(finding.place, ""), "other": finding.other}


def offer_numbers() -> None:
    """The office's own numbers of this room and the rules that it can turn on, on the page of own dates."""
    register_room(
        "bulletins",
        _("Reports up the chain"),
        [
            RoomNumber(rules.AT_ONCE_KEY, _("“At once” counts as late after"), rules.AT_ONCE_MINUTES, "minutes", rules.AT_ONCE_MOST, _("Public Health Emergency Regulations (2011), art. 20")),
            RoomNumber(rules.PROMPTLY_KEY, _("“Promptly” counts as late after"), rules.PROMPTLY_HOURS, "hours"),
            RoomNumber(rules.WRITTEN_KEY, _("First report in writing"), rules.WRITTEN_MINUTES, "minutes"),
            RoomNumber(rules.NEXT_KEY, _("Next report, until the final one"), rules.NEXT_HOURS, "hours"),
            RoomNumber(rules.RECEIVE_KEY, _("Acknowledge a report from below"), rules.RECEIVE_MINUTES, "minutes"),
            RoomNumber(rules.PASS_KEY, _("Pass on a report from below, or end it here"), rules.PASS_HOURS, "hours"),
            RoomNumber(rules.DOUBT_KEY, _("Answer what the office above doubts in a report"), rules.DOUBT_HOURS, "hours"),
        ],
        [
            RoomSwitch(one.key, _to(one.id), one.within, "hours", one.law, one.article)
            for one in law.rules()
            if one.off_by_default and isinstance(one.within, int)
        ],
    )  # fmt: skip


def _to(rule_id: str) -> Text:
    return {
        "R-10": _("Public health event: to the county health department"),
        "R-13": _("Food safety accident: to the county market supervision"),
        "R-21": _("Accident to a pupil: to the education bureau"),
    }[rule_id]
