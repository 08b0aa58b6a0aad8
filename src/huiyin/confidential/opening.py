"""What a key opens: a reader's, or the one that follows from a code; whom a report concerns; where it can go. Read only."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor, Place, may
from huiyin.organisations.access.matrix import HEAD
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries.tree import tree_for_exclusion

from . import contents, crypto, desks, rules
from .contents import Said
from .models import Envelope, ReaderKey, Report, State


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A reader's key, opened with the passphrase, for some minutes."""

    key_id: str
    private: bytes = field(repr=False)


def own_seal(report: Report | None) -> bytes:
    """The data key, as it is sealed to the code."""
    if report is None:
        raise Refused
    if not report.own:
        raise Conflict(
            _("The readers have not opened it for you yet."), _("Come back in a few days: then you can write.")
        )
    return bytes(report.own)


def key_by_code(report: Report | None, keys: crypto.OfCode) -> bytes:
    """The data key of a report, for who has its code."""
    return crypto.take(own_seal(report), keys.pair.private)


def own_key(actor: Actor | None) -> ReaderKey:
    """The key in force of who acts, in the post that was appointed; `Refused` where there is none."""
    if actor is None or not may(actor, "confidential_read"):
        raise Refused
    found = ReaderKey.objects.filter(until=None, reader__until=None, reader__post_id=actor.post_id)
    key = found.filter(account_id=actor.account_id).select_related("reader__organisation", "reader__post").first()
    if key is None:
        raise Refused
    return key


def key_of(actor: Actor, report: Report, key: ReaderKey, unlocked: Unlocked) -> bytes:
    """The report's data key; `Refused` where no seal of it is for this reader."""
    envelope = Envelope.objects.filter(report=report, key=key, until=None).first()
    if envelope is None or report.organisation_id != actor.organisation_id:
        raise Refused
    if unlocked.key_id != key.public_id:
        raise Refused
    return crypto.take(envelope.given, unlocked.private)


def apart_of(report: Report, key: ReaderKey, unlocked: Unlocked) -> bytes:
    """The key of what readers alone read of this report; empty where there is nothing of that kind."""
    envelope = Envelope.objects.filter(report=report, key=key, until=None).first()
    return crypto.take(envelope.apart, unlocked.private) if envelope is not None and envelope.apart else b""


def actor_is_barred(actor: Actor, report: Report, data_key: bytes) -> bool:
    """Whether it concerns who would read it, as the offices stand today."""
    return bool((actor.post_ids | {actor.post_id}) & closed_to(report, data_key))


def closed_to(report: Report, data_key: bytes) -> frozenset[int]:
    """Posts that must not learn of it. What is read for that is shown to nobody."""
    return desks.barred(tree_for_exclusion(), first_words(report, data_key).whom)


def first_words(report: Report, data_key: bytes) -> Said:
    message = report.messages.order_by("id").first()
    assert message is not None, "a report begins with its first words"
    return contents.said_in(message, data_key)


def colleagues(report: Report, data_key: bytes) -> list[ReaderKey]:
    """Readers of the same desk who have never had a seal of it, and whom it does not concern."""
    closed = closed_to(report, data_key)
    had = set(report.envelopes.values_list("key_id", flat=True))
    return [
        key for key in desks.able()
        if key.reader.organisation_id == report.organisation_id and key.pk not in had and key.reader.post_id not in closed
    ]  # fmt: skip


def forward_to(report: Report, data_key: bytes) -> list[Organisation]:
    """Other desks with a reader who may open it."""
    closed = closed_to(report, data_key)
    had = had_by(report)
    found = {
        key.reader.organisation for key in desks.able() if key.reader.post_id not in closed and key.reader.organisation_id not in had
    }  # fmt: skip
    return sorted(found, key=lambda one: one.path)


def had_by(report: Report) -> set[int]:
    """Desks that have had it, and the one that has it."""
    return set(report.pointers.values_list("organisation_id", flat=True)) | {report.organisation_id}


def can_go_higher(report: Report, data_key: bytes) -> bool:
    """What its reporter may do now, by what has been answered at the desk that has it."""
    protections: list[str] = []
    for message in report.messages.filter(apart=False).order_by("id"):
        said = contents.said_or_garbled(message, data_key)
        if said.kind in ("higher", "forward"):
            protections = []
        if said.kind == "protect":
            protections.append(said.outcome)
    closed = report.state in (State.REFUSED, State.TOLD)
    return report.of_harm and rules.may_go_higher(
        closed=closed, late=report.late_on is not None, protections=protections
    )


def may_name(actor: Actor, organisation: Organisation) -> bool:
    """The head; at a discipline office its own posts too. Elsewhere nobody appoints themself."""
    if not may(actor, "confidential_name", Place(organisation.pk, organisation.path)):
        return False
    return HEAD in actor.roles or desks.is_organ(organisation)
