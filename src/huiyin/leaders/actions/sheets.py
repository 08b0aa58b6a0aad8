"""When a year has ended its work sheets are kept as they stand."""

from __future__ import annotations

from huiyin.cases.actions.letters import in_every_language
from huiyin.kernel import ledger, store, time
from huiyin.leaders.models import YearSheet
from huiyin.leaders.queries.sheet import done_in, due_of
from huiyin.organisations.models import Post


def keep_sheet(*, post: Post, year: int) -> YearSheet:
    """By the passing of the year, for a post that has no kept sheet of it yet."""
    at = time.now()
    due = [[in_every_language(one.where), in_every_language(one.text)] for one in due_of(post)]
    done = [
        {"duty": one.duty, "on": one.on.isoformat(), "what": in_every_language(one.what), "number": one.number, "url": one.url}
        for one in done_in(post, year)
    ]  # fmt: skip
    with store.write():
        row = YearSheet.objects.create(post=post, title=post.title, year=year, due=due, done=done, kept_at=at)
        ledger.record(verb="leaders.keep-sheet", actor="system:sheets", about=post.reference, at=at, commits=[row])
    return row
