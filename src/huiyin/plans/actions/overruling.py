"""A mark of the check that somebody thinks mistaken: sent to a legal reviewer, who is not the author and decides with a reason.
And the other way: the lawful clause put in the place of the marked one."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require
from huiyin.plans import changes, marks, people, rules
from huiyin.plans.models import Answer, Overruling, PlanVersion

from . import editing, notices, parts


def put_instead(*, actor: Actor, version_id: str, rule: str, fingerprint: str) -> PlanVersion:
    """The lawful clause of the check in the place of the sentence that is marked."""
    at = time.now()
    mark, seen = _mark(version_id, rule, fingerprint)
    with store.write():
        version = parts.locked_version(version_id)
        require(actor, "plan_write", version.plan)
        parts.expect(version, "edit")
        parts.same(version, seen)
        if not changes.says(version.text, mark.key, mark.text):
            raise Conflict(_("These words can't be replaced as a whole."), _("Open the piece and write it anew."))
        text = changes.sentence_replaced(changes.main_text(version.text, mark.key), mark.text, mark.instead)
        rows = editing.replaced(version, actor, at, mark.key, text)
        parts.record("put-instead", actor, version.plan, at, rows)
    return version


def ask_overruling(
    *, actor: Actor, version_id: str, rule: str, fingerprint: str, why: str, reviewer: str
) -> Overruling:
    """Say that a mark is mistaken, and why; a legal reviewer decides by a day. Until then it stands."""
    at = time.now()
    mark, seen = _mark(version_id, rule, fingerprint)
    with store.write():
        version = parts.locked_version(version_id)
        plan = version.plan
        require(actor, "plan_write", plan)
        parts.expect(version, "edit")
        parts.same(version, seen)
        why = parts.written("why", why, _("Say why the mark is mistaken."))
        if plan.overrulings.filter(rule=rule, text_hash=fingerprint, answer="").exists():
            raise Conflict(_("A legal reviewer has been asked already."), _("The decision is still to come."))
        post = next((one for one in people.legal_reviewers(plan) if one.public_id == reviewer), None)
        if post is None or people.held_by(actor, [post.reference]):
            raise BadInput("reviewer", _("Choose a legal reviewer who is somebody else."), _("The list shows them."))
        row = Overruling.objects.create(
            plan=plan, plan_version=version, rule=rule, key=mark.key, lines=list(mark.lines or ()), text=mark.text,
            text_hash=fingerprint, asked_by=actor.reference, asked_title=actor.post_title, asked_at=at, asked_why=why,
            reviewer=post,
        )  # fmt: skip
        days = plan.organisation.own_number(rules.MARK_KEY, rules.MARK_DAYS)
        clock = parts.start_days(
            rules.MARK, row.public_id, parts.DECIDE, _("Decide whether a mark is mistaken"), post.reference, plan, at, days
        )  # fmt: skip
        notices.tell(plan, "ask_overruling", [post.reference], actor=actor, at=at)
        parts.record("ask-overruling", actor, plan, at, [row, clock])
    return row


def overrule(*, actor: Actor, mark_id: str, answer: str, reason: str) -> Overruling:
    """Decide: mistaken, or it stands; with a reason that is printed with the plan. Never by the author, in whatever post."""
    at = time.now()
    with store.write():
        plan_id = Overruling.objects.filter(public_id=mark_id).values_list("plan__public_id", flat=True).first()
        plan = parts.locked(plan_id or "")
        row = Overruling.objects.select_for_update(of=("self",)).select_related("plan_version").get(public_id=mark_id)
        require(actor, "plan_overrule", plan)
        if people.wrote(actor, row):
            raise Refused
        if row.answer:
            raise Conflict(_("This has been decided already."), _("Load the page again."))
        if answer not in Answer.values:
            raise BadInput("answer", _("Say whether the mark is mistaken."), "")
        row.answer, row.answered_at = answer, at
        row.reason = parts.written("reason", reason, _("Without a reason nothing is decided."))
        row.answered_by, row.answered_title, row.answered_name = actor.reference, actor.post_title, parts.name_of(actor)
        row.save()
        rows = parts.met(rules.MARK, row.public_id, parts.DECIDE, at, "overrule")
        verb = "overrule" if answer == Answer.OVERRULED else "stands"
        notices.tell(plan, verb, [row.asked_by, row.plan_version.author], actor=actor, at=at)
        parts.record("overrule", actor, plan, at, [row, *rows])
    return row


def _mark(version_id: str, rule: str, fingerprint: str) -> tuple[marks.Mark, int]:
    """The mark as the draft stands, and the number of edits with which it was checked. The check takes its time: before the write."""
    version = PlanVersion.objects.filter(public_id=version_id).first()
    if version is None:
        raise Refused
    document = version.text
    with translation.override(document.language):  # the clause that is put instead is written in the plan's language
        found = [one for one in marks.report(document).unlawful if one.about == (rule, fingerprint)]
    if not found:
        raise Conflict(_("These words are no longer marked."), _("Load the page again."))
    return found[0], version.version
