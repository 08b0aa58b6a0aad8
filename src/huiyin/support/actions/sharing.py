"""Who else may read, and who answers: the person's own choice, at any time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import clocks, outbox, store
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.posts import post_of
from huiyin.support import rules
from huiyin.support.models import Request

from . import parts


def let_in(*, code: str, post_id: str) -> Request:
    """One more post reads along from now on. It answers for nothing."""
    with store.write():
        act = parts.by_person("let_in", code)
        parts.is_open(act)
        post = post_of(act.request.organisation, post_id)
        if act.request.seen_by(post.pk):
            raise BadInput("post", _("This post reads it already."), "")
        if act.request.let_in.filter(until=None).count() >= rules.MOST_LET_IN:
            raise BadInput("post", _("More posts can't be let in."), _("Take one away first."))
        parts.lets_in(act, post)
        parts.tell(act, _("Somebody lets you read along with what they asked for"), [post])
        act.end()
    return act.request


def put_out(*, code: str, post_id: str) -> Request:
    """It reads no more, and the notice that it got is listed no more."""
    with store.write():
        act = parts.by_person("put_out", code)
        row = act.request.let_in.select_for_update().filter(post__public_id=post_id, until=None).first()
        if row is None:
            raise Conflict(_("This post does not read it."), _("Look at it as it stands here."))
        row.until = act.at
        row.save()
        act.rows.append(row)
        parts.line(act, other=row.post)
        outbox.withdraw(about=act.request.reference, to=[row.post.reference])
        act.end()
    return act.request


def hand_to(*, code: str, post_id: str) -> Request:
    """Another post answers for it from now on; the one before reads it no more. What is owed goes along, with its days."""
    with store.write():
        act = parts.by_person("hand_to", code)
        parts.is_open(act)
        row, post = act.request, post_of(act.request.organisation, post_id)
        if post.pk == row.post_id:
            raise BadInput("post", _("It answers for this request already."), "")
        for known in row.let_in.select_for_update().filter(post=post, until=None):
            known.until = act.at
            known.save()
            act.rows.append(known)
        outbox.withdraw(about=row.reference, to=[row.post.reference])
        row.post = post
        act.rows += [clocks.hand_over(clock, owner=post.reference) for clock in parts.open_clocks(act)]
        parts.line(act, other=post)
        parts.tell(act, _("Somebody asks you for support"), [post])
        act.end()
    return row
