"""The words of this room: severities, what keeps people safe meanwhile, how it stands, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room

from . import rules
from .actions.parts import MEND_WORDS
from .models import Answer, HazardEvent, Interim, Kind, ReportStatus, RoundStatus, Severity, Source, Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

SEVERITIES: Mapping[str, Text] = {
    Severity.GRAVE: pgettext_lazy("hazard", "grave"),
    Severity.GREATER: pgettext_lazy("hazard", "greater"),
    Severity.ORDINARY: pgettext_lazy("hazard", "ordinary"),
}
SEVERITY_HELP: Mapping[str, Text] = {
    Severity.GRAVE: _("grave: somebody may die or be badly hurt, or it can't be used as it is"),
    Severity.GREATER: _("greater: somebody may be hurt"),
    Severity.ORDINARY: _("ordinary: it must be mended, and hurts nobody just now"),
}
SEVERITY_TONE: Mapping[str, Literal["", "soon", "late"]] = {
    Severity.GRAVE: "late",
    Severity.GREATER: "soon",
    Severity.ORDINARY: "",
}
SEVERITY_ICON: Mapping[str, str] = {Severity.GRAVE: "warning", Severity.GREATER: "diamond", Severity.ORDINARY: "ring"}
INTERIM: Mapping[str, Text] = {
    Interim.CLOSED_OFF: _("closed off"),
    Interim.SIGN: _("a sign stands there"),
    Interim.GUARD: _("somebody stands there"),
}
STATUS: Mapping[str, Text] = {
    Status.OPEN: _("to be mended"),
    Status.MENDED: _("said to be mended, to be looked at"),
    Status.CLOSED: _("mended, and looked at"),
    Status.DROPPED: _("it was no hazard"),
}
REPORT_STATUS: Mapping[str, Text] = {
    ReportStatus.WAITING: _("to be sorted"),
    ReportStatus.ACCEPTED: _("registered as a hazard"),
    ReportStatus.JOINED: _("belongs to one that was registered already"),
    ReportStatus.NONE: _("it is no hazard"),
}
EVERY: Mapping[str, Text] = {
    "once": _("once"),
    "workday": _("every working day"),
    "week": _("every week"),
    "fortnight": _("every two weeks"),
    "month": _("every month"),
    "quarter": _("every three months"),
    "year": _("every year"),
}
ANSWERS: Mapping[str, Text] = {
    Answer.GOOD: _("Good"),
    Answer.HAZARD: _("A hazard"),
    Answer.NONE: _("No such thing"),
}
ROUND_STATUS: Mapping[str, Text] = {
    RoundStatus.DUE: _("round is due"),
    RoundStatus.DONE: _("round was gone"),
    RoundStatus.MISSED: _("nobody went in time"),
    RoundStatus.ENDED: _("not gone: it was ended"),
}
EQUIPMENT: Mapping[str, Text] = {
    Kind.FIRE: _("Fire facilities"),
    Kind.BUILDING: _("Building"),
    Kind.ROOM: _("Room, laboratory"),
    Kind.PLAYGROUND: _("Playground"),
    Kind.BOILER: _("Boiler, pressure vessel"),
    Kind.LIFT: _("Lift"),
    Kind.ELECTRIC: _("Electric plant, lightning rod"),
    Kind.KITCHEN: _("Kitchen"),
    Kind.VEHICLE: _("Vehicle"),
    Kind.COMPUTERS: _("Computer room, office computers"),
    Kind.SERVER: _("Server, machine room"),
    Kind.NETWORK: _("Network, Wi-Fi, cameras, screens"),
    Kind.SYSTEM: _("System, site, account of the office"),
    Kind.OTHER: pgettext_lazy("equipment", "Other"),
}
HAPPENS: Mapping[str, Text] = {
    "network": _("A machine is infected or broken into"),
    "data": _("Personal information has leaked"),
}
FIRST_STEPS: Mapping[str, tuple[Text, ...]] = {
    "network": (
        _("Isolate it: pull the network cable, switch Wi-Fi off. Do not switch the machine off or restart it."),
        _("Keep evidence: photograph the screen, write down the time. Delete nothing, clean nothing, pay nothing."),
        _("Tell whoever answers for network safety at once; nobody answers: who stands in, then the head."),
        _("Put no USB stick from it into another machine. Others on the same network stop working on it."),
        _("Whoever answers for it cuts off that part of the network, and changes passwords from a clean machine."),
        _("Tell those concerned what does not work, what takes its place, and which links not to open."),
        _("Report it to the office above; what looks like a crime to the police (110)."),
    ),
    "data": (
        _(
            "Stop it: take the message back, close the share, take the paper down; ask who has it to delete it and pass nothing on."
        ),
        _("Keep evidence: when, where, who could see it. Copy out nothing of what leaked; look into nobody’s phone."),
        _("Tell whoever answers for network safety at once; nobody answers: who stands in, then the head."),
        _("A device was lost: lock it from afar and change passwords; it was stolen: ring 110."),
        _("Find out which kinds of information, of how many people, and who can have it."),
        _(
            "Tell each person concerned: what leaked, what can come of it, what was done, what they can do, whom to ask. Who may be in danger first."
        ),
        _("Report it to the office above; what looks like a crime to the police (110)."),
    ),
}
"""The office's own, until a plan of this kind is in force."""
SOURCES: Mapping[str, Text] = {
    Source.STAFF: _("registered by the office"),
    Source.REPORT: _("reported by somebody without an account"),
    Source.ROUND: _("found on a round"),
    Source.CASE: _("it came of a case"),
    Source.INCIDENT: _("it came of an incident or exercise"),
    Source.PLAN: _("it came of a plan"),
}
HAPPENED: Mapping[str, Text] = {
    "register": _("Registered: %(severity)s, to be mended by %(to)s"),
    "guard": _("Meanwhile: %(interim)s"),
    "mark": _("Marked on the drawing “%(map)s”"),
    "unmark": _("Its mark on the drawing was taken away"),
    "add": _("Something was added"),
    "regrade": _("Graded otherwise: %(before)s before, now %(severity)s"),
    "hand_to": _("Given to %(to)s"),
    "drop": _("It is no hazard"),
    "reported": _("Reported once more, by the sheet at %(spot)s"),
    "link": _("Linked to what it came of"),
    "mend": _("Said to be mended"),
    "close": _("Looked at: it is mended"),
    "not_mended": _("Looked at: it is not mended"),
    "reopen": _("It has come back"),
    "late": _("The day has passed and it is not mended. The head was told"),
    "late_up": _("The day has passed and it is not mended. Told: %(office)s"),
    "late_top": _("The day has passed and it is not mended. There is no office above; the head was told"),
    "unchecked": _("Nobody has looked in time. The head was told"),
}
LATE = ("late", "late_up", "late_top", "unchecked")
_WORDS: Mapping[str, Mapping[str, Text]] = {"severity": SEVERITIES, "before": SEVERITIES, "interim": INTERIM}


def happened(event: HazardEvent) -> str:
    """The sentence of a line, in the reader's language."""
    filled = {name: _WORDS.get(name, {}).get(value, value) for name, value in event.data.items()}
    return str(HAPPENED[event.verb]) % filled


def offer_numbers() -> None:
    """The office's own numbers of this room, set on the page of own dates."""
    register_room(
        "prevention",
        _("Hazards"),
        [
            *(RoomNumber(rules.MEND_KEYS[one], title, rules.MEND_DAYS[one]) for one, title in MEND_WORDS.items()),
            RoomNumber(rules.CHECK_KEY, _("Look whether a hazard is mended"), rules.CHECK_DAYS),
            RoomNumber(rules.CHARGE_KEY, _("Name who answers for network safety"), rules.CHARGE_DAYS),
            RoomNumber(rules.SORT_KEY, _("Sort what anybody reported"), rules.SORT_DAYS),
            RoomNumber(
                rules.STILL_KEY, _("A grave hazard is still there: tell the next office above"), rules.STILL_DAYS
            ),
        ],
    )
