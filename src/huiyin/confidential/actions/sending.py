"""A report goes on, sealed, to the readers of another desk; where it was, a pointer stays."""

from __future__ import annotations

from huiyin.confidential import desks, opening
from huiyin.confidential.contents import Said
from huiyin.confidential.models import Pointer, ReaderKey, State
from huiyin.organisations.models import Organisation

from . import clockwork, handing, layers, parts
from .parts import Doing


def next_readers(act: Doing) -> list[ReaderKey]:
    """Readers of the next desk on the way up that has not had it; none: the outside body."""
    whom = opening.first_words(act.report, act.data_key).whom
    return desks.readers_for(whom, passed=opening.had_by(act.report))


def goes_to(act: Doing, office: Organisation, kind: str) -> None:
    """Seals for its readers, none left here. `kind`: what is said of it in the thread."""
    closed = opening.closed_to(act.report, act.data_key)
    keys = [
        key for key in desks.able() if key.reader.organisation_id == office.pk and key.reader.post_id not in closed
    ]  # fmt: skip
    parts.say(act, Said(kind, office.name, act.title))
    handing.drop_packed(act)
    name = layers.take_up(act)
    parts.take_back(act, act.report.envelopes.select_for_update().filter(until=None))
    act.rows.append(
        Pointer.objects.create(
            report=act.report,
            organisation=act.report.organisation,
            seal_number=act.report.seal_number,
            to=office,
            on=act.day,
        )
    )
    clockwork.stopped(act)
    act.report.organisation, act.report.news, act.report.late_on = office, True, None
    act.report.state = State.RECEIVED
    parts.give(act, keys)
    if name is not None:
        layers.share(act, *name)
    clockwork.begin(act)
    act.end()
