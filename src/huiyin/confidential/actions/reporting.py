"""A report is handed in, and what its reporter does with the code afterwards. Nobody does it for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.rules import is_code, normalise_code
from huiyin.confidential import contents, crypto, desks, opening, rules
from huiyin.confidential.contents import Paper, Said
from huiyin.confidential.identity import Who
from huiyin.confidential.models import Kind, Report, State
from huiyin.confidential.rules import Whom
from huiyin.kernel import ids, store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.models import Organisation

from . import clockwork, layers, parts, sending
from .parts import Doing

CODES = "sealed-report-codes"  # the purpose under which a code follows from what its browser was given


@dataclass(frozen=True, slots=True)
class Handed:
    """`home`: public id of the office that it is about; `about`: public ids of posts, none with `whole_house`.

    Of retaliation: `complained`, public id of the office that the earlier complaint was about; `needs`, the protection that is asked for;
    `earlier`, what the reporter tells of the earlier matter, which is kept nowhere else.
    """

    home: str
    about: tuple[str, ...]
    whole_house: bool
    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    papers: Sequence[Paper] = field(default=(), repr=False)
    kind: Kind = Kind.REPORT
    complained: str = ""
    needs: str = field(default="", repr=False)
    earlier: str = field(default="", repr=False)

    @property
    def whom(self) -> Whom:
        """Of retaliation nobody of the offices that are in it may know, whoever it is about: the line itself does the harm."""
        if self.kind != Kind.RETALIATION:
            return Whom(self.home, self.about, self.whole_house)
        return Whom(self.home, self.about, whole=True, houses=(self.complained,) if self.complained else ())


def office_of(home: str) -> Organisation:
    """`Refused` where there is none."""
    found = Organisation.objects.filter(public_id=home, closed_at=None).first()
    if found is None:
        raise Refused
    return found


def takes(whom: Whom) -> bool:
    """Whether somebody here may read it. Asked before a word is taken; answers nothing about who."""
    for place in (whom.home, *whom.houses):
        office_of(place)
    return bool(desks.readers_for(whom))


def hand_in(*, handed: Handed, once: str) -> tuple[Report, str]:
    """Answers the report and its code, which is shown this once. `once`: sent twice under it, it is one report.

    `BadInput` at `text` or `contact`; `Conflict` where nobody can read it any more: nothing of it is kept then.
    """
    code = receipts.of_browser(once, CODES)
    keys = crypto.of_code(code)
    text = parts.words("text", handed.text, _("Write what happened."), longest=rules.LONGEST)
    if handed.name.strip() and not handed.contact.strip():
        raise BadInput(
            "contact", _("Write how you can be reached."), _("A name alone is not yet a report by name (2020 rules).")
        )
    first, who = _first(handed, text), _who(handed)
    data_key = crypto.new_data_key()
    papers = contents.seal_papers(handed.papers, data_key)
    with store.write():
        if (before := Report.objects.filter(lookup=keys.lookup).first()) is not None:
            return before, code
        readers = desks.readers_for(handed.whom)
        if not readers:
            raise Conflict(
                _("Nobody here may read this any more. Nothing was kept."), _("Go to one of the bodies outside.")
            )
        office = readers[0].reader.organisation
        day, at = parts.today(office)
        report = Report.objects.create(
            organisation=office, seal_number=ids.public_id(), lookup=keys.lookup, public=keys.pair.public,
            own=crypto.give(data_key, keys.pair.public), named=bool(who), received_on=day, kind=handed.kind,
        )  # fmt: skip
        act = Doing("report", report, parts.REPORTER, "", day, at, data_key)
        parts.give(act, readers)
        parts.say(act, first, papers)
        if who:
            layers.keep(act, who)
        clockwork.begin(act)
        act.end()
    return report, code


def say(*, keys: crypto.OfCode, text: str, papers: Sequence[Paper] = ()) -> Report:
    """Something more, at any time: after a result it is an objection, which is recorded and answered."""
    data_key = opening.key_by_code(Report.objects.filter(lookup=keys.lookup).first(), keys)
    sealed = contents.seal_papers(papers, data_key)
    with store.write():
        act = parts.by_reporter("say", keys)
        takes_more(act)
        parts.say(act, Said("say", parts.words("text", text, _("Write what you want to say."))), sealed)
        act.report.news = True
        clockwork.looks(act)
        act.end()
    return act.report


def takes_more(act: Doing) -> None:
    if act.report.state in (State.REFUSED, State.HANDED):
        raise Conflict(_("It was not accepted here."), _("Report it to the body that was named to you."))


def ask_protection(*, keys: crypto.OfCode, text: str) -> Report:
    """Of who is harmed: what they need now. It is answered by a day of its own, as often as they ask."""
    with store.write():
        act = parts.by_reporter("ask_protection", keys)
        if not act.report.of_harm or act.report.state in (State.REFUSED, State.HANDED):
            raise Conflict(_("It was not accepted here."), _("Take it to the next office."))
        parts.say(act, Said("ask_protection", parts.words("text", text, _("Write what you need."))))
        act.report.news = True
        clockwork.protection_is_asked(act)
        act.end()
    return act.report


def go_higher(*, keys: crypto.OfCode) -> Report:
    """Who is harmed takes it, sealed, to the next office above that it does not concern. The desk of before opens it no more.

    `Conflict` where nobody is left: the page names the bodies outside.
    """
    with store.write():
        act = parts.by_reporter("go_higher", keys)
        if not opening.can_go_higher(act.report, act.data_key):
            raise Conflict(_("It is being worked on here."), _("You can go higher once the day has passed."))
        readers = sending.next_readers(act)
        if not readers:
            raise Conflict(_("Nobody is left here who may read it."), _("Go to one of the bodies outside."))
        sending.goes_to(act, readers[0].reader.organisation, "higher")
    return act.report


def _first(handed: Handed, text: str) -> Said:
    whom = handed.whom
    harm = handed.kind == Kind.RETALIATION
    if harm and is_code(normalise_code(handed.earlier)):
        raise BadInput(
            "earlier", _("This is a code: whoever has it reads as you do."),
            _("Write the number of the case or of the seal, or say in words what it was."),
        )  # fmt: skip
    return Said(
        "report", text, home=whom.home, about=whom.about, whole_house=whom.whole, houses=whom.houses,
        needs=handed.needs.strip() if harm else "", earlier=handed.earlier.strip() if harm else "",
    )  # fmt: skip


def _who(handed: Handed) -> Who:
    """A contact alone is no report by name."""
    name = handed.name.strip()
    return Who(name, handed.contact.strip()) if name else Who()


def find(typed: str) -> crypto.OfCode | None:
    """The keys of a code that leads to a report, however it was typed. As slow whether there is one or not."""
    keys = crypto.of_code(normalise_code(typed) or "-")
    return keys if Report.objects.filter(lookup=keys.lookup).exists() else None
