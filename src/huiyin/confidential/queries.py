"""What a reader may list, what the seal of a report gives who can open it, and what its reporter reads by the code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from huiyin.cases.models import Concern
from huiyin.cases.queries.offices import Body
from huiyin.kernel import clocks
from huiyin.kernel.clocks.queries import ClockView
from huiyin.kernel.errors import Refused
from huiyin.organisations.access import Actor, may
from huiyin.organisations.access.matrix import ADMINISTRATOR, DISCIPLINE, HEAD, LEADER, LEGAL_REVIEWER, SUPERVISOR
from huiyin.organisations.handover import is_held
from huiyin.organisations.models import Organisation, Post
from huiyin.organisations.queries import own_office

from . import contents, crypto, desks, identity_queries, opening, rules
from .contents import Paper, Said
from .identity_queries import NameSeal, SeenOpening
from .models import (
    Custodian,
    HandOver,
    Message,
    Pointer,
    Reader,
    ReaderKey,
    Recovery,
    Report,
    Resealed,
    SealedFile,
    State,
)
from .opening import Unlocked
from .rules import Whom

LAST = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the list of a reader: nothing of its contents."""

    report: Report
    clock: ClockView | None


@dataclass(frozen=True, slots=True)
class Lists:
    """`sent_on`: pointers, the newest first."""

    open: tuple[Row, ...]
    closed: tuple[Row, ...]
    sent_on: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A message as it stands inside of its seal."""

    message: Message
    said: Said
    files: tuple[tuple[str, Paper], ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with its seal open. `lines` is empty at a body that only forwards. `name`: None where the reporter gave none."""

    report: Report
    lines: tuple[Line, ...]
    clock: ClockView | None
    organ: bool
    forward_to: tuple[Organisation, ...]
    on_its_way: HandOver | None
    colleagues: tuple[ReaderKey, ...]
    name: NameSeal | None

    @property
    def first(self) -> Said:
        return self.lines[0].said


@dataclass(frozen=True, slots=True)
class Mine:
    """What the reporter reads."""

    report: Report
    lines: tuple[Line, ...]
    clock: ClockView | None
    organ: bool
    can_go_higher: bool
    openings: tuple[SeenOpening, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A reader of an office. `ready`: has a key and holds the post today."""

    reader: Reader
    held: bool
    ready: bool


def key_of(actor: Actor) -> ReaderKey | None:
    """The key in force of who acts; None where they have not made one."""
    try:
        return opening.own_key(actor)
    except Refused:
        return None


def may_name(actor: Actor) -> bool:
    """Whether who acts appoints readers of the own office."""
    return opening.may_name(actor, own_office(actor))


def is_reader(actor: Actor) -> bool:
    """Whether the post was appointed."""
    return may(actor, "confidential_read") and Reader.objects.filter(post_id=actor.post_id, until=None).exists()


def lists(key: ReaderKey) -> Lists:
    """What is sealed to this key."""
    office = key.reader.organisation
    rows = list(_sealed_to(key).order_by("id"))
    watched = clocks.queries.of_subjects(rules.SUBJECT, [row.public_id for row in rows])
    drawn = [Row(one, _next(watched.get(one.public_id, ()))) for one in rows]
    over = (State.TOLD, State.REFUSED, State.HANDED)
    mine = Pointer.objects.filter(organisation=office, report__envelopes__key=key)
    return Lists(
        open=tuple(one for one in sorted(drawn, key=_first_harm) if one.report.state not in over or one.clock),
        closed=tuple(one for one in reversed(drawn) if one.report.state in over and not one.clock)[:LAST],
        sent_on=tuple(mine.select_related("to").order_by("-id")[:LAST]),
    )


def listed(actor: Actor, public_id: str) -> Report:
    """A report of the reader's list, closed as it is; `Refused` for everybody else."""
    found = _sealed_to(opening.own_key(actor)).filter(public_id=public_id).first()
    if found is None:
        raise Refused
    return found


def opened(actor: Actor, public_id: str, unlocked: Unlocked) -> Opened:
    """With the reader's key. `Refused` where there is no seal for them, or where it concerns them."""
    report = listed(actor, public_id)
    data_key = opening.key_of(actor, report, opening.own_key(actor), unlocked)
    if opening.actor_is_barred(actor, report, data_key):
        raise Refused
    organ = desks.is_organ(report.organisation)
    key, first = opening.own_key(actor), opening.first_words(report, data_key)
    apart = opening.apart_of(report, key, unlocked)
    return Opened(
        report=report, lines=_unnamed(_lines(report, data_key, apart)) if organ else (), clock=clock_of(report), organ=organ,
        forward_to=tuple(opening.forward_to(report, data_key)),
        on_its_way=report.hand_overs.filter(arrived_on=None).defer("data").first(),
        colleagues=tuple(opening.colleagues(report, data_key)) if organ else (),
        name=identity_queries.seal_of(report, key, unlocked, among_words=bool(first.name or first.contact)),
    )  # fmt: skip


def paper(actor: Actor, public_id: str, unlocked: Unlocked, file_id: str) -> Paper:
    """A file of a report, for a reader of an organ."""
    report = listed(actor, public_id)
    data_key = opening.key_of(actor, report, opening.own_key(actor), unlocked)
    found = SealedFile.objects.filter(message__report=report, public_id=file_id).first()
    if found is None or not desks.is_organ(report.organisation) or opening.actor_is_barred(actor, report, data_key):
        raise Refused
    return contents.paper_in(found, data_key)


def mine(keys: crypto.OfCode) -> Mine | None:
    """By the code alone."""
    report = Report.objects.filter(lookup=keys.lookup).select_related("organisation").first()
    if report is None:
        return None
    if not report.own:
        return Mine(report, (), clock_of(report), desks.is_organ(report.organisation), can_go_higher=False)
    data_key = crypto.take(report.own, keys.pair.private)
    higher = opening.can_go_higher(report, data_key)
    return Mine(
        report,
        _lines(report, data_key),
        clock_of(report),
        desks.is_organ(report.organisation),
        higher,
        identity_queries.openings_of(report, data_key),
    )


def seal_of_code(locator: bytes) -> bytes | None:
    """The data key of a report as it is sealed to its code, for who shows the half that finds it; None where there is none."""
    report = Report.objects.filter(lookup=crypto.lookup_of(locator)).first()
    return opening.own_seal(report) if report is not None else None


def name_pairs(whom: Whom) -> list[tuple[bytes, bytes]]:
    """Public keys of the two layers under which a name is sealed, for each pair."""
    return list(desks.name_pairs(desks.readers_for(whom), whom))


def clock_of(report: Report) -> ClockView | None:
    return _next(clocks.queries.of_subject(rules.SUBJECT, report.public_id, only_open=True))


def readers(organisation_id: int) -> tuple[Named, ...]:
    found = Reader.objects.filter(organisation_id=organisation_id, until=None)
    ready = {key.reader_id for key in desks.able()}
    rows = found.select_related("post__unit__organisation")
    return tuple(Named(row, is_held(row.post), row.pk in ready) for row in rows)


def can_be_named(organisation_id: int) -> tuple[tuple[str, str], ...]:
    """Posts of the office with the role of discipline that do not read yet: public id and title."""
    taken = Reader.objects.filter(until=None).values("post_id")
    found = Post.objects.filter(unit__organisation_id=organisation_id, closed_at=None).exclude(pk__in=taken)
    rows = found.select_related("unit").order_by("id")
    return tuple((row.public_id, f"{row.title} · {row.unit.name}") for row in rows if DISCIPLINE in row.roles)


def homes() -> tuple[tuple[str, str], ...]:
    """Offices that a report can be about: public id and name, in the order of the tree."""
    found = Organisation.objects.filter(closed_at=None).order_by("path")
    return tuple(found.values_list("public_id", "name"))


def posts_about(home: Organisation) -> tuple[tuple[str, str], ...]:
    """Posts of an office that a report can be about: every open one."""
    found = (
        Post.objects.filter(unit__organisation=home, closed_at=None).select_related("unit").order_by("unit_id", "id")
    )
    return tuple((row.public_id, f"{row.title} · {row.unit.name}") for row in found)


def posts_at(home: str) -> tuple[tuple[str, str], ...]:
    """The same by the office's public id; none where there is no such office."""
    office = Organisation.objects.filter(public_id=home).first()
    return posts_about(office) if office else ()


def titles(about: tuple[str, ...]) -> tuple[str, ...]:
    found = Post.objects.filter(public_id__in=about).select_related("unit").order_by("id")
    return tuple(f"{row.title} · {row.unit.name}" for row in found)


def bodies_outside() -> tuple[Body, ...]:
    """Where one can go that is no office of this tree: of those some may be below the one it is about."""
    found = Organisation.objects.filter(closed_at=None).exclude(outside_body_name="").order_by("path")
    return tuple(dict.fromkeys(Body(row.outside_body_name, row.outside_body_channel) for row in found))


def readers_of(whom: Whom) -> list[ReaderKey]:
    """To whom a report is sealed today."""
    return desks.readers_for(whom)


def resealed(concern: Concern) -> Resealed | None:
    """Where the words of this concern are, if it turned out to be a report about a person."""
    return Resealed.objects.filter(concern=concern).select_related("report__organisation").first()


def second_hand(whom: Whom) -> str:
    """Who would open a name together with the first reader: `here`, `above`, `nobody`."""
    return desks.second_hand(whom)


def open_here() -> bool:
    """Whether anybody could read a report handed in here."""
    return bool(desks.able())


def _sealed_to(key: ReaderKey) -> QuerySet[Report]:
    found = Report.objects.filter(envelopes__key=key, envelopes__until=None, organisation=key.reader.organisation)
    return found.select_related("organisation")


def _lines(report: Report, data_key: bytes, apart: bytes = b"") -> tuple[Line, ...]:
    """`apart`: the key of what readers alone read; without it that is left out."""
    found = report.messages.order_by("id").prefetch_related("files")
    if not apart:
        found = found.filter(apart=False)
    return tuple(
        Line(
            one,
            contents.said_or_garbled(one, apart if one.apart else data_key),
            tuple((file.public_id, contents.paper_in(file, data_key)) for file in one.files.all()),
        )
        for one in found
    )


def _unnamed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Where the name stands among the first words still, it is shown by no page before it has its own seal and two have opened that."""
    first, *others = lines
    return (replace(first, said=replace(first.said, name="", contact="")), *others)


def _next(watched: tuple[ClockView, ...]) -> ClockView | None:
    return min(
        (one for one in watched if one.status in ("running", "paused")), key=lambda one: one.due_at, default=None
    )


def _first_harm(row: Row) -> tuple[bool, bool, int]:
    """Who is being harmed comes first, then reports by name (2020 rules), then the older ones."""
    return not row.report.of_harm, not row.report.named, row.report.pk


@dataclass(frozen=True, slots=True)
class Recoveries:
    """`own`: the key of who asks; `running`: what they have asked for; `of_mine`: what others ask for about keys of theirs; `others`:
    keys of the desk that are over and to which something is sealed still.
    """

    own: ReaderKey
    running: Recovery | None
    there: int
    of_mine: tuple[Recovery, ...]
    others: tuple[ReaderKey, ...]


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A custodian is asked: by which post, whose key, why; `given`: their words are there."""

    recovery: Recovery
    by: str
    of: str
    given: bool


def can_keep(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Posts of every office that may keep a share: who leads, reviews, supervises or reads; never the own one."""
    found = Post.objects.filter(closed_at=None).exclude(pk=actor.post_id).select_related("unit__organisation")
    rows = found.order_by("unit__organisation__path", "id")
    fit = {HEAD, LEADER, SUPERVISOR, DISCIPLINE, LEGAL_REVIEWER}
    return tuple(
        (row.public_id, f"{row.title} · {row.unit.organisation.name}")
        for row in rows if fit & set(row.roles) and ADMINISTRATOR not in row.roles
    )  # fmt: skip


def custodians(key: ReaderKey) -> tuple[Custodian, ...]:
    return tuple(key.custodians.filter(until=None).select_related("post__unit__organisation"))


def recoveries(actor: Actor) -> Recoveries:
    """For the reader's page. `Refused` without a key."""
    own = opening.own_key(actor)
    asked = Recovery.objects.filter(ended_at=None).select_related("key__reader__post", "by__reader__post")
    running = asked.filter(by=own).first()
    over = ReaderKey.objects.filter(reader__organisation=own.reader.organisation, until__isnull=False, needed__gt=0)
    with_seals = over.filter(envelopes__until=None, recoveries__opened=False) | over.filter(
        envelopes__until=None, recoveries=None
    )
    return Recoveries(
        own=own, running=running, there=running.shares.count() if running else 0,
        of_mine=tuple(asked.filter(key__account_id=actor.account_id).exclude(by=own)),
        others=tuple(with_seals.distinct().select_related("reader__post").order_by("id")),
    )  # fmt: skip


def asked_of(actor: Actor, public_id: str) -> AskedOf:
    """`Refused` for everybody but a custodian of the key."""
    found = Recovery.objects.filter(public_id=public_id, ended_at=None).select_related(
        "key__reader__post", "by__reader__post"
    )
    row = found.first()
    own = row.key.custodians.filter(until=None, post_id=actor.post_id).first() if row else None
    if row is None or own is None:
        raise Refused
    return AskedOf(row, row.by.reader.post.title, row.key.reader.post.title, row.shares.filter(custodian=own).exists())


def asked_pages(actor: Actor, public_ids: Collection[str]) -> list[str]:
    """Those of these recoveries of which this post keeps a share."""
    found = Recovery.objects.filter(public_id__in=public_ids, ended_at=None, key__custodians__post_id=actor.post_id)
    return list(found.filter(key__custodians__until=None).distinct().values_list("public_id", flat=True))
