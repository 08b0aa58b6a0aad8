"""Parts of acts: who reports is kept apart, under two layers for each pair of readers, and handed on without being read.

A layer is libsodium's sealed box. What a reader takes off with their own key is still closed: it opens with the key of a second reader, or
with the installation's, by which it goes on to others. Why so: docs/decisions/0063-a-name-by-two-readers.md.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.confidential import contents, crypto, desks
from huiyin.confidential.identity import Who, seal_who
from huiyin.confidential.identity_models import NameOpening, NamePart, SealedName
from huiyin.confidential.models import ReaderKey
from huiyin.kernel import ledger
from huiyin.kernel.errors import Conflict
from huiyin.kernel.vault import keys

if TYPE_CHECKING:
    from .parts import Doing


def name_of(act: Doing) -> SealedName | None:
    return SealedName.objects.select_for_update().filter(report=act.report).first()


def keep(act: Doing, who: Who) -> None:
    """A name that came with the first words; for those who have a seal of the report."""
    name_key = crypto.new_data_key()
    row = SealedName(report=act.report)
    row.sealed = seal_who(who, row, name_key)
    row.own = crypto.give(name_key, act.report.public) if act.report.own else b""
    row.save()
    share(act, row, name_key)


def move_apart(act: Doing) -> None:
    """A name that came among the words (as before there was a seal for it, or from a browser that encrypts): from now on it stands apart."""
    if name_of(act) is not None:
        return
    message = act.report.messages.select_for_update().order_by("id").first()
    said = contents.said_or_garbled(message, act.data_key) if message is not None else None
    if message is None or said is None or not (who := Who(said.name, said.contact)):
        return
    message.sealed = contents.seal_said(dataclasses.replace(said, name="", contact=""), message, act.data_key)
    message.save()
    act.rows.append(message)
    keep(act, who)


def take_up(act: Doing) -> tuple[SealedName, bytes] | None:
    """The name and its key, for who acts to hand on; None where there is none. `Conflict` where it does not open here."""
    row = name_of(act)
    if row is None or not row.sealed:
        return None
    try:
        return row, _key_of(act, row)
    except crypto.DoesNotOpenError:
        raise Conflict(
            _("The name of the reporter can’t be handed on from here."),
            _("The key of this installation is another than the one under which it was sealed."),
        ) from None


def share(act: Doing, row: SealedName, name_key: bytes) -> None:
    """Two layers for each pair of those who open it together today; what was before opens nothing any more."""
    own = [one.key for one in act.report.envelopes.filter(until=None, key__until=None).select_related("key__reader")]
    words = act.report.messages.order_by("id").first()
    assert words is not None, "a report begins with its first words"
    whom = contents.said_in(words, act.data_key).whom
    had = {act.report.organisation_id, *act.report.pointers.values_list("organisation_id", flat=True)}
    sealed_to = set(act.report.envelopes.values_list("key_id", flat=True))
    _end_openings(act, row)
    delete(act, row.parts.select_for_update())
    for outer, inner in desks.pairs(own, whom, had, never=sealed_to):
        closed = crypto.give(name_key, inner.public if inner else crypto.of_installation().public)
        act.rows.append(_part(row, outer, inner, crypto.give(closed, outer.public)))
    row.save()
    act.rows.append(row)


def put(act: Doing, row: SealedName, parts: Mapping[tuple[ReaderKey, ReaderKey | None], bytes]) -> None:
    """A name that came sealed, with both layers for each pair: whoever made it could do so by public keys alone."""
    row.report = act.report
    row.save()
    act.rows += [row, *(_part(row, outer, inner, given) for (outer, inner), given in parts.items())]


def share_anew(act: Doing) -> None:
    """To those who may open it together as offices and readers stand today; where it can't be handed on, it stays as it was."""
    if (found := _if_it_opens(act)) is not None:
        share(act, *found)


def to_reporter(act: Doing) -> None:
    """A reporter with a new code: what they sealed is theirs again."""
    if (found := _if_it_opens(act)) is not None:
        row, name_key = found
        row.own = crypto.give(name_key, act.report.public)
        row.save()
        act.rows.append(row)


def leave(act: Doing, gone: Collection[int]) -> None:
    """These keys open nothing of the name any more, alone or with another."""
    row = name_of(act)
    if row is not None:
        _end_openings(act, row)
        delete(act, row.parts.select_for_update().filter(Q(key__in=gone) | Q(other__in=gone)))


def drop(act: Doing) -> None:
    """The name goes; that it was opened, and by whom, went with what was said."""
    row = name_of(act)
    if row is not None:
        _end_openings(act, row)
        delete(act, row.parts.select_for_update())
        row.sealed = row.own = b""
        row.save()
        act.rows.append(row)


def end(act: Doing, opening: NameOpening) -> None:
    """What was asked for is over: read or not, nobody reads by it any more."""
    opening.ended_on, opening.given, opening.second_given = act.day, b"", b""
    opening.save()
    act.rows.append(opening)
    delete(act, opening.asks.select_for_update())


def parts_with(row: SealedName, key: ReaderKey) -> Sequence[NamePart]:
    """Of who asks: one for each who may be the second."""
    return list(row.parts.filter(key=key, other__isnull=False).select_related("other__reader"))


def _if_it_opens(act: Doing) -> tuple[SealedName, bytes] | None:
    try:
        return take_up(act)
    except Conflict:
        return None


def _key_of(act: Doing, row: SealedName) -> bytes:
    if act.key is None:
        return crypto.take(row.own, act.private)
    part = row.parts.filter(key=act.key, other=None).first()
    if part is None:
        raise crypto.DoesNotOpenError
    closed = crypto.take(part.given, act.private)
    if len(closed) == crypto.GIVEN:
        return crypto.take(closed, crypto.of_installation().private)
    return crypto.unlock_with(
        closed, keys.current().derive("sealed-report-names")
    )  # as it was sealed before browsers could


def _end_openings(act: Doing, row: SealedName) -> None:
    for one in row.openings.select_for_update().filter(ended_on=None):
        end(act, one)


def _part(row: SealedName, outer: ReaderKey, inner: ReaderKey | None, given: bytes) -> NamePart:
    return NamePart.objects.create(name=row, key=outer, other=inner, given=given)


def delete(act: Doing, rows: Collection[ledger.Committed]) -> None:
    for one in list(rows):
        act.gone.append(ledger.row_reference(one))
        one.delete()
