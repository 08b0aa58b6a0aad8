"""A report is handed in, and what its reporter does with the code afterwards. Nobody does it for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.rules import normalise_code
from huiyin.confidential import crypto, desks, rules
from huiyin.confidential.contents import Paper, Said
from huiyin.confidential.models import Report, State
from huiyin.kernel import ids, store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.models import Organisation

from . import clockwork, parts
from .parts import Doing

CODES = "sealed-report-codes"  # the purpose under which a code follows from what its browser was given


@dataclass(frozen=True, slots=True)
class Handed:
    """`home`: public id of the office that it is about; `about`: public ids of posts, none with `whole_house`."""

    home: str
    about: tuple[str, ...]
    whole_house: bool
    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    papers: Sequence[Paper] = field(default=(), repr=False)


def office_of(home: str) -> Organisation:
    """`Refused` where there is none."""
    found = Organisation.objects.filter(public_id=home, closed_at=None).first()
    if found is None:
        raise Refused
    return found


def takes(home: str, about: Sequence[str], *, whole_house: bool) -> bool:
    """Whether somebody here may read it. Asked before a word is taken; answers nothing about who."""
    return bool(desks.readers_for(office_of(home), about, whole_house=whole_house))


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
    first = Said(
        "report", text, home=handed.home, about=handed.about, whole_house=handed.whole_house, name=handed.name.strip(),
        contact=handed.contact.strip() if handed.name.strip() else "",
    )  # fmt: skip
    data_key = crypto.new_data_key()
    with store.write():
        if (before := Report.objects.filter(lookup=keys.lookup).first()) is not None:
            return before, code
        readers = desks.readers_for(office_of(handed.home), handed.about, whole_house=handed.whole_house)
        if not readers:
            raise Conflict(
                _("Nobody here may read this any more. Nothing was kept."), _("Go to one of the bodies outside.")
            )
        office = readers[0].reader.organisation
        day, at = parts.today(office)
        report = Report.objects.create(
            organisation=office, seal_number=ids.public_id(), lookup=keys.lookup, public=keys.pair.public,
            own=crypto.give(data_key, keys.pair.public), named=bool(first.name), received_on=day,
        )  # fmt: skip
        act = Doing("report", report, parts.REPORTER, "", day, at, data_key)
        parts.give(act, readers)
        parts.say(act, first, handed.papers)
        clockwork.begin(act)
        act.end()
    return report, code


def say(*, keys: crypto.OfCode, text: str, papers: Sequence[Paper] = ()) -> Report:
    """Something more, at any time: after a result it is an objection, which is recorded and answered."""
    with store.write():
        act = parts.by_reporter("say", keys)
        if act.report.state == State.REFUSED:
            raise Conflict(_("It was not accepted here."), _("Report it to the body that was named to you."))
        parts.say(act, Said("say", parts.words("text", text, _("Write what you want to say."))), papers)
        act.report.news = True
        clockwork.looks(act)
        act.end()
    return act.report


def find(typed: str) -> crypto.OfCode | None:
    """The keys of a code that leads to a report, however it was typed. As slow whether there is one or not."""
    keys = crypto.of_code(normalise_code(typed) or "-")
    return keys if Report.objects.filter(lookup=keys.lookup).exists() else None
