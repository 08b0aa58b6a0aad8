"""From the read model of a case to what its page draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.cases.dates_for_staff import for_staff, title_for_staff
from huiyin.cases.forms import ways
from huiyin.cases.models import Case, Consultation, Letter, Reply
from huiyin.cases.models.case import AgreedBy, Kind
from huiyin.cases.presenting import chip, clock_bar, pick, strip
from huiyin.cases.queries import consultations
from huiyin.cases.queries.case_page import CasePage, Voice, served
from huiyin.cases.queries.stages import Stage
from huiyin.cases.queries.telling import Happened, Said
from huiyin.cases.queries.told_by import ToldBy
from huiyin.cases.wording import CHANNELS, CHECKED, FIELDS, OUTCOMES, SERVED_BY, happened
from huiyin.documents.queries import frame_words
from huiyin.documents.sheets import compose
from huiyin.documents.showing import letter_words
from huiyin.kernel import time
from huiyin.kernel.clocks.queries import ClockView
from huiyin.procedures import loading
from huiyin.procedures.schema import Pack
from huiyin.web import components as c
from huiyin.web import dates

SETS_A_DAY = ("consult_office", "assign_down", "assigned_here", "send_report_back", "report_returned")
JOINS = "join_group"
SILENT = ("draft_reply", "recourse_named")  # steps of the system or of one's own desk: they need no line of their own


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A date of the case: its bar and chip while it runs, its chip when it has ended."""

    title: str
    bar: c.ClockBar | None
    chip: c.DeadlineChip
    owner: str


def words_of(page: CasePage) -> tuple[c.Words, ...]:
    """The people's words, each concern whole; what many say in the same words stands once."""
    later = sum(1 for said in page.said if said.voice)
    link = (
        c.Link("#talk", ngettext("%(count)d later word", "%(count)d later words", later) % {"count": later})
        if later
        else None
    )
    alike: dict[tuple[str, ...], list[Voice]] = {}
    for voice in page.voices:
        own = () if not voice.files else (voice.public_id,)
        alike.setdefault((voice.text, voice.wish, voice.place, voice.happened, *own), []).append(voice)
    return tuple(
        _words(page, same[0], number, link, several=len(alike) > 1, people=len(same))
        for number, same in enumerate(alike.values(), 1)
    )


def _words(page: CasePage, voice: Voice, number: int, later: c.Link | None, *, several: bool, people: int) -> c.Words:
    taken = ""
    if voice.taken_down:
        taken = (
            _("taken down by a clerk, read back") if voice.read_back else _("taken down by a clerk, but not read back")
        )
    more = [
        (_("Hopes for: %(text)s"), voice.wish),
        (_("Where: %(text)s"), voice.place),
        (_("When: %(text)s"), voice.happened),
    ]
    text = "\n\n".join([voice.text, *(label % {"text": said} for label, said in more if said)])
    title = _("The person's words (%(number)d)") % {"number": number} if several else _("The person's words")
    meta = f"{dates.moment_text(voice.received_at, page.zone)} · {CHANNELS[voice.channel]}"
    if people > 1:
        meta += " · " + ngettext("%(n)d person says the same", "%(n)d people say the same", people) % {"n": people}
    links = tuple(c.Link(file_url(page.case, one.public_id), one.name) for one in voice.files)
    return c.Words(text, title, meta=meta, taken_down=taken, links=links, later=later, anchor=f"words-{number}")


def steps_of(page: CasePage, stage: Stage) -> tuple[c.Step, ...]:
    """The drawn procedure, with the day of each step."""
    details: dict[str, str] = {}
    for step in stage.steps:
        at, due = stage.step_dates.get(step.id), stage.step_due.get(step.id)
        if step.status == "done" and at:
            details[step.id] = dates.short_day_text(at, page.zone)
        elif step.status == "now":
            details[step.id] = _now(page, stage, pick(step.title), at)
        elif step.status == "next" and due:
            details[step.id] = _("by %(day)s") % {"day": dates.short_day_text(due, page.zone)}
        elif step.status == "off":
            details[step.id] = _("open to the person")
    late = any(clock.late and clock.status == "running" and clock.waits_on == "office" for clock in page.clocks)
    return strip(stage.steps, details, late=late and stage is page.stages[0])


def _now(page: CasePage, stage: Stage, step: str, at: dt.datetime | None) -> str:
    """The state in words; where that is the step's own name, since when."""
    state = pick(stage.title)
    return state if state != step or at is None else _("since %(day)s") % {"day": dates.short_day_text(at, page.zone)}


def clocks_of(page: CasePage) -> tuple[tuple[ClockLine, ...], tuple[ClockLine, ...]]:
    """(running, ended). A bar for what runs; what the person may do in their own time says so."""
    open_now = [clock for clock in page.clocks if clock.status in ("running", "paused")]
    ended = [clock for clock in page.clocks if clock.status not in ("running", "paused")]
    return tuple(_clock(clock) for clock in open_now), tuple(_clock(clock) for clock in ended)


def _clock(clock: ClockView) -> ClockLine:
    clock = for_staff(clock)
    owner = _("the person's own time") if clock.waits_on == "petitioner" else ""
    return ClockLine(pick(clock.title), clock_bar(clock), chip(clock), owner)


def facts_of(case: Case, page: CasePage) -> tuple[c.Fact, ...]:
    """The three facts that are never mixed. What nobody has said is not called settled."""
    handled = dates.day_text(case.handled_at, page.zone) if case.handled_at else _("not yet")
    checked = _("not yet")
    if case.checked_at:
        found = CHECKED.get(case.checked_result, case.checked_result)
        checked = f"{dates.day_text(case.checked_at, page.zone)} · {found}"
    return (
        c.Fact(_("Handled"), handled),
        c.Fact(_("The person agrees"), _agreed(case, page.zone)),
        c.Fact(_("Checked later"), checked),
    )


def _agreed(case: Case, zone: str) -> str:
    if case.agreed_at:
        by_slip = case.agreed_by == AgreedBy.SIGNED_SLIP
        words = _("yes: signed slip, entered on %(day)s") if by_slip else _("yes: own word, %(day)s")
        return words % {"day": dates.day_text(case.agreed_at, zone)}
    if case.refused_at:
        return _("no: not settled, %(day)s") % {"day": dates.day_text(case.refused_at, zone)}
    return _("has not said so") if case.handled_at else _("not asked yet")


def messages_of(page: CasePage) -> tuple[c.Message, ...]:
    """What was said both ways."""
    return tuple(_message(page, said) for said in page.said)


def _message(page: CasePage, said: Said) -> c.Message:
    if said.voice:
        who = _("The person, not answered yet") if said.waits else _("The person")
    elif said.asks:
        who = _("%(post)s asks, no answer yet") if said.waits else _("%(post)s asks")
        who = who % {"post": said.who}
    else:
        who = said.who
    links = tuple(c.Link(file_url(page.case, one.public_id), one.name) for one in said.files)
    return c.Message(who, said.at, said.text, said.voice, links)


def events_of(happenings: Iterable[Happened], stages: Iterable[Stage]) -> tuple[c.Event, ...]:
    """The timeline, newest first."""
    packs = [loading.load(stage.pack, stage.version) for stage in stages]
    told = (one for one in happenings if one.verb not in SILENT)
    return tuple(_event(same[0], packs, len(same)) for same in _gathered(told))


def _gathered(happenings: Iterable[Happened]) -> Iterator[list[Happened]]:
    """Each by itself, but that forty people who join one after another at the same desk are one line."""
    for (verb, _by), alike in groupby(happenings, key=lambda one: (one.verb, one.by)):
        same = list(alike)
        yield from [same] if verb == JOINS else ([one] for one in same)


def _event(one: Happened, packs: list[Pack], times: int = 1) -> c.Event:
    late = one.verb == "missed"
    head = str(happened(one.verb, packs))
    if "title" in one.data and isinstance(one.data["title"], dict):
        title = title_for_staff(one.data.get("name", ""), one.data["title"])
        head = _("%(what)s: %(title)s") % {"what": head, "title": pick(title)}
    if times > 1:
        head = ngettext("%(what)s: %(n)d person", "%(what)s: %(n)d people", times) % {"what": head, "n": times}
    by = one.by if one.public else _("%(post)s, for staff alone") % {"post": one.by} if one.by else ""
    return c.Event(head, one.at, "late" if late else "voice" if one.voice else "office", by=by, detail=_detail(one))


def _detail(one: Happened) -> str:
    data = one.data
    parts = [one.note]
    if one.verb == "assign":
        parts.append(" · ".join(text for text in (data.get("handler", ""), data.get("leader", "")) if text))
    if one.verb == "missed" and data.get("told"):
        parts.append(_("Told of it: %(post)s") % {"post": data["told"]})
    if one.verb == "serve" and data.get("channel"):
        parts.append(str(SERVED_BY.get(data["channel"], data["channel"])))
    if one.verb == "issue_reply" and data.get("outcome"):
        parts.append(str(OUTCOMES.get(data["outcome"], data["outcome"])))
    if one.verb == "open_identity":
        parts.append(_("The person reads this line: %(fields)s") % {"fields": fields_words(data.get("fields", ()))})
    parts += [str(data.get(name, "")) for name in ("competent", "from", "unit", "office", "seal_number", "post")]
    if one.verb in SETS_A_DAY and data.get("due"):
        day = dates.day_text(dt.date.fromisoformat(data["due"]))
        parts.append(_("By %(day)s") % {"day": day})
    return " · ".join(part for part in parts if part)


def fields_words(fields: Iterable[str]) -> str:
    """`name, telephone`."""
    return _(", ").join(str(FIELDS.get(field, field)) for field in fields)


def asked_of(page: CasePage) -> tuple[tuple[Consultation, c.DeadlineChip | None], ...]:
    """Who else was asked, and of another office its day."""
    days = consultations.clocks_of(page.consultations)
    return tuple((one, chip(days[one.public_id]) if one.public_id in days else None) for one in page.consultations)


def letter_rows(page: CasePage) -> tuple[tuple[str, str, str], ...]:
    """(address, title, day and delivery) of each letter."""
    return tuple((letter_url(page.case, one), pick(one.title), _letter_line(one, page.zone)) for one in page.letters)


def _letter_line(letter: Letter, zone: str) -> str:
    line = _("sent on %(day)s") % {"day": dates.short_day_text(letter.at, zone)}
    reached = served(letter)
    if reached:
        at, how = reached
        by = str(SERVED_BY.get(how, how))
        return _("%(sent)s, reached the person on %(day)s (%(how)s)") % {
            "sent": line,
            "day": dates.short_day_text(at, zone),
            "how": by,
        }
    return _("%(sent)s, delivery not recorded") % {"sent": line} if letter.reply_id else line


def preview(case: Case, draft: Reply | None, zone: str, *, superior: str) -> c.Letter:
    """The letter as the person will get it; what is missing is marked in its place."""
    kind = "suggestion" if case.kind == Kind.SUGGESTION else "reply"
    parts = [(name, getattr(draft, name) if draft else "") for name in ("claim", "facts", "decision", "basis")]
    if kind == "suggestion" and not parts[-1][1]:
        parts.pop()
    ways = _("Within 30 days from the day you receive this you can ask %(office)s for review.") % {"office": superior}
    sheet = compose(
        frame_words(case.organisation, kind, [name for name, _text in parts]),
        get_language() or "zh-hans",
        number="",
        at=time.now(),
        received_at=case.received_at,
        zone=zone,
        signed_by=case.organisation.name,
        parts=[(name, _decided(draft, text) if name == "decision" else text) for name, text in parts],
        ways=[ways] if superior and kind == "reply" else [],
    )
    return letter_words(replace(sheet, day=_("the day of issue"), number=_("the number comes with the issue")))


def _decided(draft: Reply | None, text: str) -> str:
    """Whole only with what it comes to: support, explain, not support (条例 32)."""
    outcome = str(OUTCOMES[draft.outcome]) if draft and draft.outcome else ""
    return f"{outcome}\n{text}" if outcome and text.strip() else ""


def file_url(case: Case, public_id: str) -> str:
    return reverse("cases:file", args=[case.public_id, public_id])


def letter_url(case: Case, letter: Letter) -> str:
    return reverse("cases:letter", args=[case.public_id, letter.public_id])


def told_words(told: ToldBy) -> str:
    """How the person wants to be told; whether anything can be sent there."""
    words = dict((*ways.FOR_CLERK, ways.ON_DEVICE)).get(told.way)
    if not words:
        return ""
    if told.proven is False and told.way == "push":
        return _("The device that the person switched on can’t be reached any more: nothing is sent there.")
    if told.proven is False:
        return _("The person wants to be told %(way)s. The address is not confirmed yet: nothing is sent there.") % {
            "way": words
        }
    return _("The person wants to be told %(way)s.") % {"way": words}
