"""Which post answers for a case. The person is told the post, never a name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions import notices
from huiyin.cases.actions.excluding import Barred
from huiyin.cases.actions.involving import involve
from huiyin.cases.actions.letters import in_every_language
from huiyin.cases.actions.procedure import Doing, Line, advance_or_note, locked, note_only, pack_of
from huiyin.cases.models import Case
from huiyin.cases.models.involvement import Part
from huiyin.kernel import clocks, ledger, store, time
from huiyin.kernel.errors import BadInput
from huiyin.leaders.models import Handover, Lead
from huiyin.leaders.queries.holders import holds, leads_cases, takes_over
from huiyin.organisations.access import Actor, require
from huiyin.organisations.models import Post
from huiyin.tasks.actions.passing import answer_to

URGING = "urging"


def appoint_leader(*, actor: Actor, case_id: int, version: int, leader: str) -> Case:
    """Name the leader who answers for a case (包案, 条例 18¶2), or another one. What the former one owed goes along."""
    at = time.now()
    with store.write():
        case = locked(case_id, version=version)
        require(actor, "appoint_leader", case)
        post = _chosen(case, leader)
        doing = Doing.by_staff(case, "appoint_leader", actor, at)
        line = Line(data={"post": post.title})
        advance_or_note(doing, given={"leader"}, line=line, rows=_set(doing, post))
        _tell(doing, post)
    return case


def hand_case(doing: Doing, post: Post | None) -> None:
    """Part of an action: the case is led by another post from now on, as one of many that change hands.

    None: nobody inside may lead it; the clock for naming a leader runs again where the procedure asks for one.
    """
    store.require_write()
    note_only(doing, line=Line(data={"post": post.title if post else ""}), rows=_set(doing, post))
    if post is not None:
        _tell(doing, post)


def when_barred(barred: Barred) -> list[ledger.Committed]:
    """Who must not know of a case leads it no longer, and signs no list with its number: up the superiors, as when a post is empty."""
    case = barred.case
    rows: list[ledger.Committed] = []
    lists = Handover.objects.filter(ended_at=None)
    for row in lists.filter(Q(post_id__in=barred.posts) | Q(to_post_id__in=barred.posts)):
        if case.public_id in row.cases:
            row.cases = [one for one in row.cases if one != case.public_id]
            row.save(update_fields=["cases"])
            rows.append(row)
    if case.leader is None or case.leader.pk not in barred.posts:
        return rows
    after = takes_over(case, case.leader)
    rows += _set(barred.doing, after)
    if after is not None:
        _tell(barred.doing, after)
    return rows


def _set(doing: Doing, post: Post | None) -> list[ledger.Committed]:
    case, before = doing.case, doing.case.leader
    rows: list[ledger.Committed] = []
    case.leader = post
    if post is not None and post.unit.organisation_id != case.organisation_id:
        rows.append(involve(doing, post.unit.organisation, Part.LEADING, None))
    if before is not None:
        rows += _owed_by_leader(case, post)
        rows += _urgings(case, before, post)
    return rows


def _owed_by_leader(case: Case, post: Post | None) -> Iterable[ledger.Committed]:
    """Dates that a procedure puts upon the leader."""
    owner = post or case.organisation.head_post
    for track in case.tracks.all():
        names = [deadline.id for deadline in pack_of(track).deadlines if deadline.owner == "leader"]
        for clock in clocks.queries.open_rows("case", case.public_id, track=str(track.pk), names=names):
            if owner is not None:
                yield clocks.hand_over(clock, owner=owner.reference)


def _urgings(case: Case, before: Post, post: Post | None) -> Iterable[ledger.Committed]:
    """What the former leader urged is answered to the new one."""
    after = post or case.organisation.head_post
    if after is None:
        return []
    return answer_to(case=case, origin=URGING, former=before, post=after)


def _tell(doing: Doing, post: Post) -> None:
    notices.to_post(doing, post.reference, notices.TO_STAFF, in_every_language(_("You answer for a case now")))
    notices.to_petitioner(doing, in_every_language(_("Who answers for your matter")))


def _chosen(case: Case, public_id: str) -> Post:
    """A held post of the office that works on the case, which can lead and may know of the case, and does not lead it already."""
    found = Post.objects.select_related("unit__organisation").filter(public_id=public_id, closed_at=None).first()
    if (
        found is None
        or found.unit.organisation_id != case.office.pk
        or not leads_cases(found)
        or case.excludes(found.pk)
        or not holds(found, time.today(case.organisation.zone))
    ):
        raise BadInput("leader", _("Choose a leader of your office."), _("An empty post can't answer for a case."))
    if case.leader_id == found.pk and Lead.objects.filter(case=case, until=None).exists():
        raise BadInput("leader", _("This post answers for it already."), _("Choose another one, or go back."))
    return found
