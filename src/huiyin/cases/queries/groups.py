"""What may be known of a group: by the office, how many and who speaks (as sealed concerns); by a member, their own part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huiyin.cases import receipts
from huiyin.cases.models import Case, Concern, Group, GroupSlip, Member
from huiyin.cases.rules import is_code, normalise_code


@dataclass(frozen=True, slots=True)
class Speaker:
    """A representative as the office sees one: the concern, and what of the identity is sealed."""

    concern_id: str
    named: bool
    number: int


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as who reads the case may see it. `members`: who has not taken it back."""

    public_id: str
    matter: str
    invite: str
    members: int
    speakers: tuple[Speaker, ...]
    slips_out: int

    @property
    def can_name_more(self) -> bool:
        return len(self.speakers) < 5


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What one member knows: the common words, and whether they speak. `invite` only for who speaks. No numbers."""

    matter: str
    speaks: bool
    invite: str


def group_of(case: Case) -> GroupCard | None:
    """None where it is no group's. The caller has asked whether the case may be read."""
    group = Group.objects.filter(case=case).first()
    if group is None:
        return None
    rows = list(group.members.filter(concern__left_at=None, concern__case=case).select_related("concern"))
    speakers = [
        Speaker(row.concern.public_id, row.concern.named, number)
        for number, row in enumerate(rows, 1)
        if row.speaks_since is not None
    ]
    out = group.slips.filter(used_at=None).count()
    return GroupCard(group.public_id, group.matter, group.invite, len(rows), tuple(speakers), out)


def own_part(concern: Concern) -> OwnPart | None:
    """None for who belongs to no group, or does no longer."""
    member = Member.objects.select_related("group").filter(concern=concern).first()
    if member is None or concern.left_at is not None or member.group.case_id != concern.case_id:
        return None
    speaks = member.speaks_since is not None
    return OwnPart(member.group.matter, speaks, member.group.invite if speaks else "")


def of_code(typed: str) -> tuple[Group, GroupSlip | None] | None:
    """The group that a slip or a group's code leads to. One look-up each, whether it exists or not."""
    code = normalise_code(typed)
    if not is_code(code):
        return None
    slip = (
        GroupSlip.objects.select_related("group__case__organisation")
        .filter(digest__in=receipts.digests_of(code))
        .first()
    )
    group = Group.objects.select_related("case__organisation").filter(invite=code).first()
    if slip is not None:
        return (slip.group, slip) if slip.used_at is None else None
    return (group, None) if group is not None else None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One of them as the office sees one: a number, when, how, and whether a name is sealed. No name."""

    concern_id: str
    number: int
    joined_at: dt.datetime
    how: str
    named: bool
    speaks: bool


def members_of(case: Case) -> tuple[MemberLine, ...]:
    """In the order in which they came. The caller has asked whether this post may add people."""
    rows = Member.objects.filter(group__case=case, concern__left_at=None, concern__case=case).select_related("concern")
    return tuple(
        MemberLine(
            row.concern.public_id, number, row.joined_at, row.how, row.concern.named, row.speaks_since is not None
        )
        for number, row in enumerate(rows, 1)
    )
