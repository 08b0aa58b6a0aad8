"""Many people with one matter: the group begins, people join it, some of them speak for it, slips are printed.

Each is a concern of its own with a code of its own. There is no roster: nobody of the group learns who else belongs to it,
and the office opens one identity at a time, each with a purpose.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.cases import drafts, receipts
from huiyin.cases.models import Case, Concern, Draft, Group, GroupSlip, Member, ReceiptCode
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.concern import Channel
from huiyin.cases.models.group import MOST_SPEAKERS, How
from huiyin.cases.rules import TEXT_LIMIT, clean_text
from huiyin.cases.search import actions as search
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.kernel.vault import actions as vault
from huiyin.kernel.vault.identity import FIELD_OF_CHANNEL, Identity
from huiyin.organisations.access import Actor, require

from .contact import ask_proof
from .intake import Receipt, concern_reference
from .leaving import step_down as stepped_down
from .procedure import Doing, Line, locked, note_only, record, tell

MOST_SLIPS = 60  # of one sheet


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody who joins says. `words`: their own, beside the common ones; may be empty."""

    identity: Identity
    words: str = ""
    contact_by: str = ""
    language: str = "zh-hans"
    speaks: bool = False


def open_group(*, actor: Actor, case_id: int, version: int, matter: str) -> Group:
    """At the desk: what one person raised is raised by many. `matter`: the common words, which everybody reads."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "group", case)
        return _open(Doing.by_staff(case, "open_group", actor, at), matter)


def open_own_group(*, concern: Concern, matter: str) -> Group:
    """The person says that others want to join, in words that are meant for them. Their own first words stay their own."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        if concern.left_at is not None:
            raise Refused
        return _open(Doing.by_petitioner(case, "open_group", at, concern.public_id), matter)


def add_member(*, actor: Actor, case_id: int, joining: Joining) -> Receipt:
    """At the gate: one after another. No version: several clerks may be adding at once. The code is changed at first use."""
    at = time.now()
    ready = _prepared(joining)
    with store.write():
        case = locked(case_id)
        require(actor, "group", case)
        group = _group_of(case)
        doing = Doing.by_staff(case, "join_group", actor, at)
        return _join(doing, group, joining, ready, How.GATE, registered_by=actor.reference)


def print_slips(*, actor: Actor, case_id: int, count: int) -> list[str]:
    """Codes for slips that people take and fill in later. Nobody belongs to the group by a slip that lies in a drawer."""
    at = time.now()
    if not 1 <= count <= MOST_SLIPS:
        raise BadInput(
            "count", _("At most %(most)d slips on one sheet.") % {"most": MOST_SLIPS}, _("Print another sheet.")
        )
    codes = [receipts.draw() for _number in range(count)]
    with store.write():
        case = locked(case_id)
        require(actor, "group", case)
        group = _group_of(case)
        GroupSlip.objects.bulk_create(
            GroupSlip(group=group, digest=receipts.digest(code), issued_at=at) for code in codes
        )
        doing = Doing.by_staff(case, "print_slips", actor, at)
        _note(doing, Line(public=False, data={"slips": count}))
    return codes


def join(*, group: Group, joining: Joining, token: drafts.Token, slip: GroupSlip | None = None) -> Receipt:
    """The person joins on the page, with the group's code or with a slip. Sent twice it is one concern and one receipt."""
    at = time.now()
    ready = _prepared(joining)
    sealed = drafts.seal(drafts.DraftContents(code=ready.code), token)
    with store.write():
        kept = (
            Draft.objects.select_for_update(of=("self",))
            .select_related("concern")
            .filter(token_digest=token.digest)
            .first()
        )
        if kept is not None:
            if kept.concern is None:
                raise Refused
            return Receipt(kept.concern, drafts.unseal(bytes(kept.sealed), token).code)
        case = locked(group.case_id)
        if slip is not None:
            _use(slip, at)
        elif not joinable(case):
            raise Conflict(_("This matter has ended; nobody can join it any more."), _("You can raise it yourself."))
        doing = Doing.by_petitioner(case, "join_group", at)
        receipt = _join(doing, group, joining, ready, How.SLIP if slip else How.ONLINE)
        expires = at + dt.timedelta(days=drafts.KEEP_DAYS)
        Draft.objects.create(
            token_digest=token.digest, sealed=sealed, concern=receipt.concern, updated_at=at, expires_at=expires
        )
    return receipt


def speak(*, concern: Concern) -> Member:
    """The group has named this person as one of its representatives; they say so themselves (条例 20¶3: at most five)."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        member = _member_of(concern)
        doing = Doing.by_petitioner(case, "name_representative", at, concern.public_id)
        return _named(doing, member)


def step_down(*, concern: Concern) -> None:
    """They speak for the group no longer; they belong to it as before."""
    at = time.now()
    with store.write():
        case = locked(concern.case_id)
        rows = stepped_down(concern)
        if rows:
            _note(Doing.by_petitioner(case, "step_down", at, concern.public_id), Line(), *rows)


def name_representative(*, actor: Actor, case_id: int, concern_public_id: str) -> Member:
    """At the desk, on the word of the group: the choice is theirs, the clerk only writes it down."""
    at = time.now()
    with store.write():
        case = locked(case_id)
        require(actor, "group", case)
        concern = case.concerns.filter(public_id=concern_public_id, left_at=None).first()
        if concern is None:
            raise Refused
        doing = Doing.by_staff(case, "name_representative", actor, at).about(concern.public_id)
        return _named(doing, _member_of(concern))


def joinable(case: Case) -> bool:
    """Whether somebody can still join by the group's code: while it is not ended, and nothing has sealed it."""
    return case.bucket != Bucket.DONE and case.kind != Kind.MISCONDUCT


@dataclass(frozen=True, slots=True)
class _Ready:
    """Done before the write: sealing and drawing take longer than storing."""

    code: str
    sealed: vault.Prepared | None


def _prepared(joining: Joining) -> _Ready:
    if len(joining.words) > TEXT_LIMIT:
        raise BadInput("words", _("It is too long."), _("Send the rest as a message later."))
    return _Ready(receipts.draw(), vault.prepare(joining.identity) if joining.identity.present() else None)


def _open(doing: Doing, matter: str) -> Group:
    case, text = doing.case, clean_text(matter)
    if hasattr(case, "group"):
        raise Conflict(_("It is a group's matter already."), _("Look at the page once more."))
    if case.kind == Kind.MISCONDUCT:
        raise Refused
    if len(text) < 4 or len(text) > TEXT_LIMIT:
        raise BadInput(
            "matter", _("Say what all of you ask for."), _("Everybody who joins reads these words; name nobody.")
        )
    group = Group.objects.create(
        case=case, matter=text, invite=receipts.draw(), opened_at=doing.at, opened_by=doing.actor
    )
    members = [
        Member.objects.create(group=group, concern=concern, how=How.FIRST, joined_at=doing.at)
        for concern in case.concerns.filter(left_at=None)
    ]
    case.facts = {**case.facts, "group": True}
    note_only(doing, line=Line(), rows=[group, *members])
    return group


def _join(doing: Doing, group: Group, joining: Joining, ready: _Ready, how: str, *, registered_by: str = "") -> Receipt:
    case, sealed = doing.case, ready.sealed
    own = clean_text(joining.words)
    concern = Concern.objects.create(
        case=case,
        channel=Channel.VISIT if registered_by else Channel.WEB,
        received_at=doing.at,
        text=own or group.matter,
        language=joining.language,
        named=bool(sealed and "name" in sealed.kept),
        identity=sealed.public_id if sealed else "",
        contact_by=joining.contact_by,
        registered_by=registered_by,
        read_back=bool(registered_by),
    )
    ReceiptCode.objects.create(
        concern=concern, digest=receipts.digest(ready.code), issued_at=doing.at, must_change=bool(registered_by)
    )
    member = Member.objects.create(group=group, concern=concern, how=how, joined_at=doing.at)
    rows: list[ledger.Committed] = [concern, member]
    if sealed:
        kept = vault.keep(sealed, about=concern_reference(concern), at=doing.at)
        address = getattr(joining.identity, FIELD_OF_CHANNEL.get(joining.contact_by, ""), "")
        rows += [kept, *ask_proof(doing, concern, kept, address)]
    _reached(case, concern)
    _note(doing.about(concern.public_id), Line(), *rows)
    if own:
        search.index(case)
    if joining.speaks:
        _named(Doing(case, "name_representative", doing.actor, doing.title, doing.at, concern.public_id), member)
    return Receipt(concern, ready.code)


def _reached(case: Case, concern: Concern) -> None:
    """What the procedure asks about the people of the case: whether somebody gave a name and can be told."""
    known = {"named": concern.named, "address_clear": bool(concern.identity) or not concern.registered_by}
    facts = {**case.facts, **{name: True for name, now in known.items() if now}}
    if facts != case.facts:
        case.facts = facts
        case.save(update_fields=["facts"])


def _named(doing: Doing, member: Member) -> Member:
    if member.speaks_since is not None:
        return member
    if Member.objects.filter(group=member.group_id, speaks_since__isnull=False).count() >= MOST_SPEAKERS:
        raise BadInput(
            "speaks",
            _("Five people speak for this group already; more than five is not allowed (Regulations art. 20)."),
            _(
                "Everybody else is registered and answered all the same. If one of the five steps down, another can be named."
            ),
        )
    member.speaks_since = doing.at
    member.save(update_fields=["speaks_since"])
    _note(doing, Line(), member)
    return member


def _use(slip: GroupSlip, at: dt.datetime) -> None:
    taken = GroupSlip.objects.filter(pk=slip.pk, used_at=None).update(used_at=at)
    if not taken:
        raise Conflict(
            _("This slip has been filled in already."), _("Look at how it stands with the code that you got then.")
        )


def _note(doing: Doing, line: Line, *rows: ledger.Committed) -> None:
    """Timeline and ledger alone: forty people who join must not make everybody's open form out of date."""
    record(doing, [*rows, tell(doing, line)])


def _group_of(case: Case) -> Group:
    group = Group.objects.filter(case=case).first()
    if group is None or case.kind == Kind.MISCONDUCT:
        raise Refused
    return group


def _member_of(concern: Concern) -> Member:
    member = Member.objects.filter(concern=concern).first()
    if member is None or concern.left_at is not None:
        raise Refused
    return member
