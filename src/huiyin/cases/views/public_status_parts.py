"""From the read model of a concern to what its page draws."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huiyin.cases.presenting import chip, clock_bar, derivation_rows, pick, strip
from huiyin.cases.queries.offices import Office, of_organisation
from huiyin.cases.queries.stages import Stage
from huiyin.cases.queries.status import MISSED, Miss, StatusPage
from huiyin.cases.queries.telling import Happened, Said
from huiyin.cases.wording import CHANNELS, told_to_person
from huiyin.kernel.clocks.queries import ClockView
from huiyin.procedures import loading
from huiyin.procedures.schema import Pack
from huiyin.web import dates
from huiyin.web.components import ClockBar, DeadlineChip, DerivationRow, Event, Link, Message, Recourse, Step, Words

from .public_receipt import place_of

FIELDS: dict[str, str | Promise] = {
    "name": pgettext_lazy("identity", "name"),
    "phone": gettext_lazy("telephone"),
    "email": gettext_lazy("e-mail"),
    "address": gettext_lazy("address"),
    "national_id": gettext_lazy("identity number"),
    "note": gettext_lazy("how to reach you"),
}
# What is no verb of a procedure, and what reads better from the person's side.
HAPPENINGS: dict[str, str | Promise] = {
    "raise": gettext_lazy("Raised"),
    "arrive": gettext_lazy("Arrived from another office"),
    "message": gettext_lazy("You wrote"),
    "person_answers": gettext_lazy("You answered"),
    "answer_message": gettext_lazy("The office wrote to you"),
    "ask_person": gettext_lazy("The office asked you"),
    MISSED: gettext_lazy("A date was missed"),
    "open_identity": gettext_lazy("Your identity was opened"),
    "change_code": gettext_lazy("You got a code that only you know"),
    "reissue_code": gettext_lazy("A new receipt code was issued, the old one is void"),
    "assign_down": gettext_lazy("Assigned to an office below, which answers you"),
    "consult_office": gettext_lazy("Another office was asked about a point"),
    "office_answered": gettext_lazy("The office that was asked answered"),
    "report_back": gettext_lazy("The office reported the result to the one above"),
    "report_noted": gettext_lazy("The office above took note of the result"),
    "report_returned": gettext_lazy("The office above sent the report back"),
    "ask_superior": gettext_lazy("You asked the office above to see to it"),
    "correct_contact": gettext_lazy("You changed how you are told"),
    "ask_posting": gettext_lazy("A letter is to be posted to you"),
    "posted": gettext_lazy("A letter to you was posted"),
    "posting_arrived": gettext_lazy("The posted letter reached you"),
    "posting_returned": gettext_lazy("The posted letter came back to the office"),
    "prove_address": gettext_lazy("Your address is confirmed: you are told there"),
    "attach": gettext_lazy("You sent files"),
    "date_moved": gettext_lazy("A date moved, because the holidays were published"),
    "date_moved_by_terms": gettext_lazy("A date moved, because the school's terms were entered"),
    "migrate": gettext_lazy("The procedure was corrected, and the case goes on by it"),
    "extend": gettext_lazy("More time was approved"),
    "confirm_settled": gettext_lazy("Settled"),
    "read_answer": gettext_lazy("You have the answer"),
    "open_group": gettext_lazy("Others can join"),
    "join_group": gettext_lazy("You joined"),
    "name_representative": gettext_lazy("You speak for the group"),
    "step_down": gettext_lazy("You no longer speak for the group"),
    "alone": gettext_lazy("It is handled by itself from now on"),
    "join": gettext_lazy("Handled together with the same matter"),
    "exclude": gettext_lazy("Who may be concerned by it is kept from it; it is handled here from now on"),
    "asked_before": gettext_lazy("Linked with what was asked before"),
    "not_settled": gettext_lazy("Not settled"),
    "serve": gettext_lazy("The answer reached you"),
    "erase": gettext_lazy("Your words and identity were erased"),
    "withdraw": gettext_lazy("You took it back"),
    "lapsed": gettext_lazy("Your own time for it has passed"),
    "take_up": gettext_lazy("Taken up here; the time runs from now"),
    "lay_down": gettext_lazy("Laid down: nothing more is to be done"),
    "choose_level": gettext_lazy("You said who should take it on"),
    "open_joint": gettext_lazy("A joint reception is opened"),
    "remind": gettext_lazy("Somebody was reminded of a date"),
}


@dataclass(frozen=True, slots=True)
class DateLine:
    """One promised date. `bar` and `why` stand open for the first one that runs; the others open from their chip.

    `kept`: done in time, so that the page can fold it away.
    """

    title: str
    chip: DeadlineChip
    bar: ClockBar | None
    why: tuple[DerivationRow, ...]
    told: str
    kept: bool


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """Who opened the identity, when, what for, what they saw and what not."""

    line: str
    purpose: str
    saw: str


def steps_of(page: StatusPage, stage: Stage) -> tuple[Step, ...]:
    """The drawn procedure with the day of each step below it."""
    details: dict[str, str] = {}
    for step in stage.steps:
        at, due = stage.step_dates.get(step.id), stage.step_due.get(step.id)
        if step.status == "done" and at:
            details[step.id] = dates.short_day_text(at, page.zone)
        elif step.status == "now":
            details[step.id] = pick(stage.title)
        elif step.status == "next" and due:
            details[step.id] = _("by %(day)s") % {"day": dates.short_day_text(due, page.zone)}
        elif step.status == "off":
            details[step.id] = _("open to you, not taken")
    return strip(stage.steps, details)


def dates_of(page: StatusPage) -> tuple[DateLine, ...]:
    """Every date that was given: the one that is drawn, then what is late, what runs, what was kept; never what lost its object."""
    told = {miss.clock_id: miss for miss in page.misses}
    shown = [clock for clock in page.dates if clock.status != "stopped" or clock.missed_at]
    drawn = next((clock.public_id for clock in _by_weight(shown) if clock_bar(clock)), "")
    shown.sort(key=lambda clock: (clock.public_id != drawn, clock.status != "running", not clock.late))
    return tuple(_date_line(clock, told.get(clock.public_id), drawn=clock.public_id == drawn) for clock in shown)


def messages_of(page: StatusPage) -> tuple[Message, ...]:
    """What was said both ways, in order."""
    return tuple(_message(page, said) for said in page.said)


def words_of(page: StatusPage) -> Words:
    """The person's first words; who took them down, and whether they were read back."""
    taken = ""
    if page.taken_down:
        taken = (
            _("taken down by a clerk, read back to you")
            if page.read_back
            else _("taken down by a clerk, not read back")
        )
    meta = f"{dates.moment_text(page.received_at, page.zone)} · {CHANNELS[page.channel]}"
    links = tuple(Link(file_url(one.public_id), one.name) for one in page.files)
    return Words(page.text, _("Your words"), meta=meta, taken_down=taken, links=links)


def recourse_of(page: StatusPage) -> Recourse:
    """The way up as it is now: open with its last day, or still to come; and whom to ask while something is late."""
    above = page.way_up
    office, address = (above.name, place_of(above)) if above else ("", "")
    open_way = _open_way(page)
    if open_way is not None:
        return open_way
    later = next((pick(stage.law_text) for stage in reversed(page.stages) if stage.law_text), "")
    ask = None
    if any(clock.late and clock.status == "running" for clock in page.dates):
        why = _("A date was missed. You can ask the office above, now, to see to it.")
        ask = Link(reverse("cases:status-superior"), _("Ask the office above to see to it"), post=True)
    elif above:
        why = _("You can turn to the office above at any time; nobody may hold it against you.")
    else:
        why = _("There is no office above this one here. Other lawful ways stay open: reconsideration, suit.")
    return Recourse(
        why,
        office,
        address,
        action=ask,
        later=" ".join((later, _("Going up does not stop this office from going on."))).strip(),
    )


def _open_way(page: StatusPage) -> Recourse | None:
    """The way up that the procedure has open for the person now, if there is one."""
    if "object_to_refusal" in page.can:
        return Recourse(
            _("It was not accepted. If you think that this office must take it on, the office above decides about it."),
            *_named(page.way_up),
            action=Link(reverse("cases:status-objection"), _("Object to the refusal")),
        )
    if not page.ways and page.early:
        return Recourse(
            _(
                "You have the answer. If you don't agree, you can ask for it to be looked at again. You need not wait until everybody who raised it has read it."
            ),
            *_named(page.way_up),
            action=Link(reverse("cases:status-review"), _("Ask for review")),
        )
    if not page.ways:
        return None
    way = page.ways[0]
    office = of_organisation(way.office) if way.office else page.way_up
    ask = Link(reverse("cases:status-review"), _("Ask for review"))
    if way.late or way.until is None:
        late = _("The day to ask has passed. You can ask all the same: you are told whether it is taken on, and why.")
        return Recourse(late, *_named(office), action=ask)
    why = _("You have the answer. If you don't agree, you can ask for it to be looked at again.")
    return Recourse(
        why,
        *_named(office),
        limit=_("until %(day)s") % {"day": dates.day_text(way.until, page.zone)},
        action=ask,
        later=_("The office goes on with what it has decided meanwhile. Review costs nothing."),
    )


def _named(office: Office | None) -> tuple[str, str]:
    return (office.name, place_of(office)) if office else ("", "")


def openings_of(page: StatusPage) -> tuple[OpeningRow, ...]:
    """Every opening of the sealed identity, oldest first."""
    rows = []
    for opening in page.openings:
        saw = fields_words(opening.fields)
        hidden = fields_words(tuple(field for field in page.kept if field not in opening.fields))
        seen = _("Seen: %(saw)s") % {"saw": saw}
        if hidden:
            seen = _("%(seen)s; not seen: %(hidden)s") % {"seen": seen, "hidden": hidden}
        rows.append(OpeningRow(f"{dates.moment_text(opening.at, page.zone)} · {opening.post}", opening.purpose, seen))
    return tuple(rows)


def seal_title(page: StatusPage) -> str:
    """How often the identity was opened, in words."""
    count = len(page.openings)
    if not page.kept:
        return _("We don't know who you are")
    if not count:
        return _("Nobody has opened your identity")
    return ngettext("Your identity was opened %(count)d time", "Your identity was opened %(count)d times", count) % {
        "count": count
    }


def events_of(page: StatusPage) -> tuple[Event, ...]:
    """What happened, newest first."""
    packs = [loading.load(stage.pack, stage.version) for stage in page.stages]
    return tuple(_event(one, packs) for one in page.happenings)


def file_url(public_id: str) -> str:
    """Where a file of the opened concern is fetched."""
    return reverse("cases:status-file", args=[public_id])


def letter_url(public_id: str) -> str:
    return reverse("cases:status-letter", args=[public_id])


def _by_weight(clocks: list[ClockView]) -> list[ClockView]:
    """The lawful and the longest first: that is the date which the page draws."""
    return sorted(clocks, key=lambda clock: (clock.derivation.law.own_rule, -clock.due_on.toordinal()))


def _date_line(clock: ClockView, miss: Miss | None, *, drawn: bool) -> DateLine:
    told = ""
    if miss and miss.told:
        told = _("Told of it on %(day)s: %(post)s. It counts in the public figures.") % {
            "day": dates.day_text(miss.at, clock.derivation.zone), "post": miss.told
        }  # fmt: skip
    return DateLine(
        pick(clock.title),
        chip(clock, flat=drawn),
        clock_bar(clock) if drawn else None,
        derivation_rows(clock.derivation) if drawn else (),
        told,
        clock.status == "met" and not clock.late,
    )


def _message(page: StatusPage, said: Said) -> Message:
    if said.voice:
        who = _("You")
    elif said.asks:
        who = _("%(post)s asks you") % {"post": said.who or page.organisation.short_name}
    else:
        who = _("%(post)s answers you") % {"post": said.who or page.organisation.short_name}
    return Message(
        who, said.at, said.text, said.voice, tuple(Link(file_url(one.public_id), one.name) for one in said.files)
    )


def _event(happened: Happened, packs: list[Pack]) -> Event:
    late = happened.verb == MISSED
    title = pick(happened.data["title"]) if late and "title" in happened.data else ""
    head = str(_title(happened.verb, packs) if happened.own else _of_another(happened.verb, packs))
    return Event(
        f"{head}: {title}" if title else head,
        happened.at,
        "late" if late else "voice" if happened.voice else "office",
        by=happened.by,
        detail=happened.note or _detail(happened),
    )


def _of_another(verb: str, packs: list[Pack]) -> str:
    """What one of several people did for the case of all; never who, and never in whose words."""
    return _("One of those who raise it: %(what)s") % {"what": told_to_person(verb) or _by_procedure(verb, packs)}


def _title(verb: str, packs: list[Pack]) -> str | Promise:
    if verb in HAPPENINGS:
        return HAPPENINGS[verb]
    of_a_room = told_to_person(verb)
    if of_a_room is not None:
        return of_a_room
    return _by_procedure(verb, packs)


def _by_procedure(verb: str, packs: list[Pack]) -> str:
    transitions = (transition for pack in packs for transition in pack.transitions if transition.verb == verb)
    found = next(transitions, None)
    return pick(found.title) if found else verb


def _detail(happened: Happened) -> str:
    data = happened.data
    if happened.verb == "assign" and data.get("handler"):
        leader = data.get("leader", "")
        handles = _("%(post)s handles it") % {"post": data["handler"]}
        responsible = _("%(post)s is responsible") % {"post": leader}
        return f"{handles} · {responsible}" if leader else handles
    if happened.verb == MISSED and data.get("told"):
        return _("Told of it: %(post)s") % {"post": data["told"]}
    return str(data.get("from", "") or data.get("to", "") or data.get("post", "") or data.get("office", ""))


def fields_words(fields: tuple[str, ...]) -> str:
    """`name, telephone`."""
    return _(", ").join(str(FIELDS.get(field, field)) for field in fields)
