"""A report goes to an organ outside of the installation: packed and encrypted for it, on a medium, with a letter; then its receipt.

Who packs it reads nothing of it: the file is made in memory and kept as it is encrypted, until the organ has it. Then a pointer stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from huiyin.confidential import contents, identity_queries, opening, packing
from huiyin.confidential.contents import Said
from huiyin.confidential.identity import Who
from huiyin.confidential.models import HandOver, Pointer, Report, SealedFile, State
from huiyin.confidential.opening import Unlocked
from huiyin.confidential.packing import Page
from huiyin.confidential.wording import KINDS, OUTCOMES, PROTECTIONS
from huiyin.kernel import ledger, store
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor
from huiyin.organisations.models import Organisation, Post

from . import clockwork, layers, parts


@dataclass(frozen=True, slots=True)
class Packed:
    """`key`: for the second sheet, shown this once; empty where the organ has its own."""

    row: HandOver
    key: str = field(repr=False)


def pack(*, actor: Actor, report_id: str, unlocked: Unlocked, to: str, address: str, recipient: str = "") -> Packed:
    """Answers the row with the encrypted file. The name goes along where two have opened it together on this day; else it stays here.
    Packed again, the file of before is gone, and its key opens nothing that is here.

    `BadInput` at `to` or `recipient`; `Conflict` where something was said meanwhile.
    """
    to, recipient = " ".join(to.split()), recipient.strip()
    if len(to) < 4:
        raise BadInput("to", _("Name the organ."), _("For example the discipline commission of the county."))
    if recipient and not packing.is_recipient(recipient):
        raise BadInput("recipient", _("This is no public key of age."), _("It begins with age1; or leave it empty."))
    bag, number, unnamed = _bag(actor, report_id, unlocked)
    locked = packing.lock(bag, recipient)
    with store.write():
        act = parts.by_reader("pack", actor, report_id, unlocked, organ=False)
        parts.is_open(act)
        if act.report.messages.count() != number:
            raise Conflict(_("Something was said since."), _("Pack it once more."))
        drop_packed(act)
        row = HandOver.objects.create(
            report=act.report, organisation=act.report.organisation, to=to, address=" ".join(address.split()), packed_on=act.day,
            data=locked.data,
        )  # fmt: skip
        act.rows.append(row)
        parts.say(act, Said("packed_unnamed" if unnamed else "packed", to, act.title))
        clockwork.packed(act)
        act.end()
    return Packed(row, locked.key)


def arrived(*, actor: Actor, report_id: str, unlocked: Unlocked, receipt: str) -> Report:
    """The organ has given a receipt. Nobody here opens the report any more; its reporter reads who has it."""
    receipt = " ".join(receipt.split())
    if len(receipt) < 2:
        raise BadInput(
            "receipt", _("Write day and number of the receipt."), _("They stand on what the organ gave you.")
        )
    with store.write():
        act = parts.by_reader("arrived", actor, report_id, unlocked, organ=False)
        row = act.report.hand_overs.select_for_update().filter(arrived_on=None).first()
        if row is None:
            raise Conflict(_("Nothing is on its way."), _("Pack it for an organ first."))
        row.data, row.arrived_on, row.receipt = b"", act.day, receipt
        row.save()
        act.rows.append(row)
        parts.say(act, Said("handed", f"{row.to}\n{receipt}", act.title))
        parts.take_back(act, act.report.envelopes.select_for_update().filter(until=None))
        pointer = Pointer.objects.create(
            report=act.report,
            organisation=act.report.organisation,
            seal_number=act.report.seal_number,
            outside=row.to,
            on=act.day,
        )
        act.rows.append(pointer)
        layers.drop(act)
        clockwork.answered(act)
        clockwork.stopped(act)
        act.report.state, act.report.late_on = State.HANDED, None
        act.end()
    return act.report


def medium(actor: Actor, report_id: str, unlocked: Unlocked, hand_over_id: str) -> HandOver:
    """The encrypted file, for who may open the report's seal; else `Refused`. Reads only."""
    report, _data_key = _opened(actor, report_id, unlocked)
    row = report.hand_overs.filter(public_id=hand_over_id, arrived_on=None).first()
    if row is None or not row.data:
        raise Refused
    return row


def drop_packed(act: parts.Doing) -> None:
    """Part of an action: what was packed and has not arrived is gone; it goes another way now."""
    for row in act.report.hand_overs.select_for_update().filter(arrived_on=None):
        act.gone.append(ledger.row_reference(row))
        row.delete()


def _opened(actor: Actor, report_id: str, unlocked: Unlocked) -> tuple[Report, bytes]:
    key = opening.own_key(actor)
    report = Report.objects.filter(public_id=report_id).select_related("organisation").first()
    if report is None:
        raise Refused
    data_key = opening.key_of(actor, report, key, unlocked)
    if opening.actor_is_barred(actor, report, data_key):
        raise Refused
    return report, data_key


def _bag(actor: Actor, report_id: str, unlocked: Unlocked) -> tuple[bytes, int, bool]:
    """All of the report in the clear, in memory; of how many messages it was made; whether there is a name that is not in it."""
    report, data_key = _opened(actor, report_id, unlocked)
    key = opening.own_key(actor)
    apart = opening.apart_of(report, key, unlocked)
    messages = list(report.messages.order_by("id"))
    said = [contents.said_or_garbled(one, apart if one.apart else data_key) for one in messages]
    with override("zh-hans"):
        name = identity_queries.seal_of(report, key, unlocked, among_words=bool(said[0].name or said[0].contact))
        who = name.who if name is not None else None
        pages = [
            _about(said[0], who, named=name is not None),
            *(_page(one.on.isoformat(), what) for one, what in zip(messages, said, strict=True)),
        ]
        title = str(_("Sealed report %(number)s")) % {"number": report.seal_number}
    found = SealedFile.objects.filter(message__report=report).order_by("id")
    return (
        packing.bag(title, pages, [contents.paper_in(one, data_key) for one in found]),
        len(messages),
        name is not None and who is None,
    )


def _about(first: Said, who: Who | None, *, named: bool) -> Page:
    home = Organisation.objects.filter(public_id=first.home).first()
    posts = Post.objects.filter(public_id__in=first.about).select_related("unit").order_by("id")
    lines = [home.name if home is not None else first.home, *(f"{post.title} · {post.unit.name}" for post in posts)]
    if named:
        told = f"{who.name} · {who.contact}" if who is not None else _("sealed apart; two open it together")
        lines.append(f"{_('Who reports')}：{told}")
    lines += [text for text in (first.needs, first.earlier) if text]
    return Page(str(_("Whom it is about")), "\n".join(lines))


def _page(day: str, said: Said) -> Page:
    words = {"outcome": str({**OUTCOMES, **PROTECTIONS}.get(said.outcome, "")), "text": said.text}
    by = f" · {said.by}" if said.by else ""
    return Page(f"{day} · {str(KINDS[said.kind]) % words}{by}", said.text)
