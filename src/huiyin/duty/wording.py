"""The words of this room: days, parts, what a shift lacks, why somebody can't sit on it, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from huiyin.cases.office_rules.own_dates import RoomNumber, register_room

from . import rules
from .models import Part, ShiftEvent
from .rules import Lacks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

DAYS: Mapping[str, Text] = {
    "working": _("working days (adjusted ones too)"),
    "weekend": _("weekends"),
    "holiday": _("public holidays"),
}
PARTS: Mapping[str, Text] = {
    Part.SERVES: _("serves on shifts"),
    Part.LEADS: _("is the leader in charge"),
    Part.BOTH: _("serves, or is the leader in charge"),
}
WHY_NOT: Mapping[str, Text] = {
    "here": _("is on this shift already"),
    "part": _("does not take this part"),
    "away": _("is not available on this day"),
    "rest": _("would have too little rest between two shifts"),
    "apart": _("does not share a shift with somebody who is on it (rule of the office about posts)"),
    "full": _("all seats are taken"),
    "training": _("does not have the training without which the shift is not complete"),
    "leader": _("there is a leader in charge already"),
}
ASKS: Mapping[str, tuple[Text, Text]] = {
    "says_here": (_("Have people say when they are there"), _("Nobody need say that they are there")),
    "hands_over": (_("Have the hand-over signed"), _("The hand-over need not be signed")),
    "swaps_approved": (_("Have swaps approved"), _("Swaps need no approval")),
}
STATUS: Mapping[str, Text] = {
    "draft": pgettext_lazy("roster", "draft"),
    "published": pgettext_lazy("roster", "published"),
    "dropped": pgettext_lazy("roster", "given up"),
}
HAPPENED: Mapping[str, Text] = {
    "seat": _("On the shift: %(who)s"),
    "seat_leader": _("In charge of the shift: %(who)s"),
    "unseat": _("No longer on the shift: %(who)s"),
    "here": _("Says that they are there: %(who)s"),
    "handed_over": _("Handed over and signed: %(who)s"),
    "taken_over": _("Taken over and signed: %(who)s"),
    "unsigned": _("The hand-over is not signed by both. The head was told"),
    "let_be": _("The hand-over stays unsigned"),
    "swapped": _("Swapped: %(who)s in place of %(whom)s"),
    "unmanned": _("Nobody has said that they are there. The leader in charge was told"),
    "unmanned_head": _("Still nobody has said that they are there. The head was told"),
    "gap": _("Somebody is missing: %(lacks)s. Told: who made the roster"),
    "gap_head": _("Still somebody is missing: %(lacks)s. The head was told"),
    "gap_begun": _("The shift begins and somebody is missing: %(lacks)s. Told: the head and the office above"),
    "gap_filled": _("Nobody is missing any more"),
}
LATE = ("gap", "gap_head", "gap_begun", "unmanned", "unmanned_head", "unsigned")


def lacking(lacks: Lacks) -> str:
    """“the leader in charge, 1 person”."""
    said = []
    if lacks.leader:
        said.append(now_("the leader in charge"))
    if lacks.people:
        said.append(npgettext("shift", "%(n)d person", "%(n)d people", lacks.people) % {"n": lacks.people})
    if lacks.qualification:
        said.append(now_("somebody with the training"))
    return now_(", ").join(said)


def happened(event: ShiftEvent) -> str:
    """The sentence of a line, in the reader's language."""
    filled = dict(event.data)
    if "lacks" in filled:
        filled["lacks"] = lacking(Lacks(*filled["lacks"]))
    return str(HAPPENED[event.verb]) % filled


# A rule that collides with others -> what it says, and what the office can do about it.
COLLIDES: Mapping[str, tuple[Text, Text]] = {
    "leader": (_("%(shift)s needs a leader in charge."), _("Let more people be in charge, or begin the roster with a kind of shift that has no leader.")),
    "people": (_("%(shift)s needs people: %(number)s."), _("Take more people in, or begin the roster with a kind of shift that needs fewer.")),
    "training": (_("On %(shift)s somebody has the training “%(training)s”."), _("Train more people, or write down who has been trained.")),
    "rest": (_("Between two shifts of one person lie %(number)s hours of rest."), _("Fewer hours can be set among the office's own dates, as long as people can still rest.")),
    "away": (_("%(who)s is not available from %(first)s to %(last)s."), _("Ask whether these days can be moved.")),
    "apart": (_("%(one)s and %(other)s do not share a shift."), _("Lift the rule under “Shifts and people”.")),
    "busy": (_("%(who)s has a shift of another roster, %(first)s to %(last)s."), _("Give that shift to somebody else.")),
    "kept": (_("%(who)s stays on %(shift)s, put there by hand."), _("Take them off the shift.")),
    "part_leads": (_("Nobody is in charge who does not take that part."), _("Let more people be in charge, under “Shifts and people”.")),
    "part_serves": (_("Nobody serves who does not take that part."), _("Let more people serve, under “Shifts and people”.")),
}  # fmt: skip
STAGES: Mapping[str, Text] = {
    "": _("It waits for its turn."),
    "seats": _("Looking for somebody for every seat."),
    "fair": _("Sharing it out evenly."),
    "even": _("Sharing out nights and rest days evenly."),
    "rules": _("Not all rules can be kept: looking for the ones that collide."),
}
ENDED: Mapping[str, Text] = {
    "found": _("Seats were proposed."),
    "impossible": _("No roster keeps all rules. These collide; without any one of them the others could be kept:"),
    "overtaken": _(
        "The draft was changed while seats were worked out. What was done by hand stands, nothing was proposed. Ask again."
    ),
    "unknown": _("No seats could be worked out in time. Ask again, or make the roster shorter."),
}

SWAPS: Mapping[str, Text] = {
    "asked": pgettext_lazy("swap", "asked, not answered yet"),
    "agreed": pgettext_lazy("swap", "agreed; who makes rosters has still to approve"),
    "done": pgettext_lazy("swap", "done"),
    "refused": pgettext_lazy("swap", "the other one can't"),
    "withdrawn": pgettext_lazy("swap", "withdrawn"),
    "turned_down": pgettext_lazy("swap", "not approved"),
    "lapsed": pgettext_lazy("swap", "came to nothing: a shift began or a seat is no longer there"),
}


def offer_numbers() -> None:
    """The office's own numbers of this room, set on the page of own dates."""
    register_room(
        "duty",
        _("Duty"),
        [
            RoomNumber(rules.REST_KEY, _("Rest between two shifts of one person"), rules.REST_HOURS, "hours"),
            RoomNumber(rules.GAP_KEY, _("A gap in the roster: tell the head so long before"), rules.GAP_DAYS),
            RoomNumber(
                rules.HERE_KEY,
                _(
                    "Nobody has said that they are there: tell the leader in charge so long after the shift begins, the head after as long again"
                ),
                rules.HERE_MINUTES,
                "minutes",
            ),
            RoomNumber(
                rules.HANDOVER_KEY,
                _("A hand-over is not signed by both: tell the head so long after the shift"),
                rules.HANDOVER_MINUTES,
                "minutes",
            ),
            RoomNumber(rules.NEXT_KEY, _("Publish the next roster so long before this one ends"), rules.NEXT_DAYS),
        ],
    )
