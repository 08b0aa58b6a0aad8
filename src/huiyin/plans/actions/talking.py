"""What is said of a draft: remarks on its pieces, and the word of posts that were asked for it by a day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.plans import changes, people, rules
from huiyin.plans.models import Comment, PlanVersion, Review, Status, Word

from . import notices, parts


def comment(*, actor: Actor, version_id: str, key: str, text: str) -> Comment:
    """A remark on a piece of the draft, or on the whole. Who writes the draft is told."""
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        require(actor, "plan_comment", version.plan)
        parts.expect(version, "edit")
        if key:
            _there(version, key)
        row = Comment.objects.create(
            plan_version=version, key=key, text=parts.written("text", text, _("Nothing is written yet.")), at=at,
            actor=actor.reference, actor_title=actor.post_title,
        )  # fmt: skip
        notices.tell(version.plan, "comment", [version.author], actor=actor, at=at)
        parts.record("comment", actor, version.plan, at, [row])
    return row


def resolve(*, actor: Actor, comment_id: str) -> Comment:
    """The remark is settled: by whoever writes the draft, or who made it."""
    at = time.now()
    with store.write():
        found = Comment.objects.filter(public_id=comment_id).select_related("plan_version").first()
        if found is None:
            raise Refused
        plan = parts.locked(found.plan_version.plan.public_id)
        row = Comment.objects.select_for_update().get(pk=found.pk)
        require(actor, "plan_comment" if row.actor == actor.reference else "plan_write", plan)
        if row.resolved_at is not None:
            raise Conflict(_("This remark is settled already."), _("Load the page again."))
        row.resolved_at, row.resolved_by, row.resolved_title = at, actor.reference, actor.post_title
        row.save()
        parts.record("resolve", actor, plan, at, [row])
    return row


def ask_review(*, actor: Actor, version_id: str, post: str, due_on: dt.date, question: str = "") -> Review:
    """Ask a post for its word on the draft by a day."""
    at = time.now()
    with store.write():
        version = parts.locked_version(version_id)
        plan = version.plan
        require(actor, "plan_write", plan)
        parts.expect(version, "review")
        asked = next((one for one in people.reviewers(plan) if one.public_id == post), None)
        if asked is None or asked.pk == actor.post_id:
            raise BadInput("post", _("Choose another post that is asked."), _("The list shows those who can be."))
        if version.reviews.filter(post=asked, given_at=None, withdrawn_at=None).exists():
            raise Conflict(_("This post has been asked already."), _("Its word is still to come."))
        days = (due_on - parts.day_of(plan, at)).days
        if days < 0:
            raise BadInput("due_on", _("This day has passed."), _("Give a day from today on."))
        review = Review.objects.create(
            plan_version=version, post=asked, asked_by=actor.reference, asked_title=actor.post_title, asked_at=at,
            due_on=due_on, question=question.strip()[:500],
        )  # fmt: skip
        clock = parts.start_days(
            rules.REVIEW, review.public_id, parts.GIVE, _("Give your word on the draft of a plan"), asked.reference, plan, at, days
        )  # fmt: skip
        version.status = Status.IN_REVIEW
        version.save()
        notices.tell(plan, "ask_review", [asked.reference], actor=actor, at=at)
        parts.record("ask-review", actor, plan, at, [version, review, clock])
    return review


def give_review(*, actor: Actor, review_id: str, word: str, text: str) -> Review:
    """The word of the post that was asked, on the draft as it stands now."""
    at = time.now()
    with store.write():
        review, version = _asked(review_id)
        require(actor, "plan_review", version.plan)
        if review.post_id != actor.post_id:
            raise Refused
        parts.expect(version, "review")
        if word not in Word.values:
            raise BadInput("word", _("Say whether you agree."), "")
        review.text = text.strip()
        if word == Word.CHANGES:
            parts.written("text", text, _("Say what must change."), _("So that the author can do it."))
        review.word, review.given_at, review.given_on_version = word, at, version.version
        review.save()
        rows = parts.met(rules.REVIEW, review.public_id, parts.GIVE, at, "give-review")
        notices.tell(version.plan, "give_review", [review.asked_by, version.author], actor=actor, at=at)
        parts.record("give-review", actor, version.plan, at, [review, *rows])
    return review


def withdraw_review(*, actor: Actor, review_id: str) -> Review:
    """The word is no longer needed."""
    at = time.now()
    with store.write():
        review, version = _asked(review_id)
        require(actor, "plan_write", version.plan)
        review.withdrawn_at = at
        review.save()
        rows = parts.stopped(rules.REVIEW, review.public_id, at, "withdraw-review")
        parts.record("withdraw-review", actor, version.plan, at, [review, *rows])
    return review


def _asked(review_id: str) -> tuple[Review, PlanVersion]:
    """A review that waits for its word, and its version, locked."""
    public_id = Review.objects.filter(public_id=review_id).values_list("plan_version__public_id", flat=True).first()
    if public_id is None:
        raise Refused
    version = parts.locked_version(public_id)
    review = Review.objects.select_for_update().get(public_id=review_id)
    if review.given_at is not None or review.withdrawn_at is not None:
        raise Conflict(_("This is no longer asked."), _("Load the page again."))
    return review, version


def _there(version: PlanVersion, key: str) -> None:
    try:
        changes.found(version.text, key)
    except changes.Gone as error:
        raise Conflict(_("This piece is no longer there: somebody has taken it out."), "") from error
