"""Another office at the table of a case reads the file while it sits there, and no longer; exclusions win."""

from __future__ import annotations

import pytest

from huiyin.cases.actions.involving import involve, leave
from huiyin.cases.actions.procedure import Doing, Line, locked, note_only
from huiyin.cases.models.involvement import Part
from huiyin.cases.queries.lists import Filters, cases, visible_case
from huiyin.cases.tests.conftest import Office
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import Refused
from huiyin.organisations.models import Post

pytestmark = pytest.mark.django_db


def seated(office: Office, case_id: int, *, ends: bool = False) -> None:
    at = time.now()
    township = office.example.organisations["township"]
    with store.write():
        doing = Doing(locked(case_id), "joined_in", "system:test", "", at)
        rows = leave(doing, township, Part.JOINT) if ends else [involve(doing, township, Part.JOINT)]
        note_only(doing, line=Line(), rows=rows)


def test_the_guest_reads_and_lists_the_case_while_it_sits_at_the_table(office: Office) -> None:
    case = office.assigned(office.raised())
    guest = head_of(office, "township")
    with pytest.raises(Refused):
        visible_case(guest, case.public_id)
    seated(office, case.pk)
    assert visible_case(guest, case.public_id).pk == case.pk
    assert case.public_id in [row.public_id for row in cases(guest, Filters()).rows]
    assert case.public_id in [row.public_id for row in cases(guest, Filters(query="凉的")).rows]
    seated(office, case.pk, ends=True)
    assert case.public_id not in [row.public_id for row in cases(guest, Filters()).rows]
    with pytest.raises(Refused):
        visible_case(guest, case.public_id)
    assert ledger.verify().ok


def test_an_office_whose_head_is_excluded_is_never_seated(office: Office) -> None:
    case = office.assigned(office.raised())
    township = office.example.organisations["township"]
    case.exclusions.create(post=Post.objects.get(pk=township.head_post_id))
    with pytest.raises(Refused):
        seated(office, case.pk)


def head_of(office: Office, name: str):
    head = office.example.organisations[name].head_post
    return next(actor for actor in office.example.actors.values() if actor.post_id == head.pk)
