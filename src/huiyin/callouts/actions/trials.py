"""A policy tried with real messages: each person whom it would call gets one by each way, and confirms it. An exercise, never an alarm.

It raises nothing, calls nobody further and shouts nowhere; a real call-out that begins in the house ends it.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huiyin.callouts import kinds, loading, rules, whom
from huiyin.callouts.models import OPEN, By, Callout, Trial, TrialCall
from huiyin.callouts.schema import Cause
from huiyin.documents.kinds import in_every_language
from huiyin.kernel import ids, ledger, outbox, store, time
from huiyin.kernel.errors import Conflict, Refused
from huiyin.kernel.outbox import letters
from huiyin.kernel.outbox import rules as outbox_rules
from huiyin.kernel.outbox.models import Channel, Notice
from huiyin.organisations.access import Actor, may, require
from huiyin.organisations.addresses import reachable
from huiyin.organisations.models import Appointment, Organisation, Post

from . import notices, parts

TEMPLATE = "callouts/trial"


def begin(*, actor: Actor, cause: Cause, posts: Sequence[str] = ()) -> Trial:
    """Messages to all whom the policy would call today, in the own house, at once. `posts`: whom the thing would name, in order (public
    ids; what is no post of the house is passed over); none: the head.

    `Conflict` while a real call-out or another trial runs in the house.
    """
    require(actor, "callout_try")
    policy = loading.in_use(cause)
    with store.write():
        # Two who begin at once come one after the other.
        house = Organisation.objects.select_for_update(of=("self",), no_key=True).select_related("head_post", "parent")
        organisation, at = house.get(pk=actor.organisation_id), time.now()
        _nothing_runs(organisation, at)
        known = Post.objects.filter(public_id__in=list(posts), unit__organisation=organisation, closed_at=None)
        references = {one.public_id: one.reference for one in known}
        trial = Trial.objects.create(
            organisation=organisation, cause=cause, policy=policy.model_dump(mode="json", by_alias=True),
            named=[references[one] for one in dict.fromkeys(posts) if one in references], begun_at=at, begun_by=actor.reference, ends_at=at + rules.TRIAL_LASTS,
        )  # fmt: skip
        asked = whom.Asked(organisation, trial.named, exercise=True)
        calls = list[TrialCall]()
        for step, people in whom.of_policy(asked, policy):
            ways = rules.ways(policy.steps[step].channels, settings.OUTBOX_ALARM_WAYS)
            calls += _send(trial, step, people, ways)
        _record(trial, "begin_trial", actor.reference, at, calls)
    return trial


def end(*, actor: Actor, trial_id: str) -> Trial:
    """What still waits is not sent, and nobody is waited for."""
    with store.write():
        trial = _locked(trial_id)
        if not may(actor, "callout_try", trial):
            raise Refused
        if trial.ended_at is not None:
            raise Conflict(_("This trial is over."), _("What was confirmed stays to be read."))
        _end(trial, actor.reference, time.now())
    return trial


def give_way(organisation: Organisation, at: dt.datetime) -> None:
    """Part of an action: a real call-out begins, so that nobody takes its messages for those of a trial."""
    store.require_write()
    for trial in _open(organisation):
        _end(trial, parts.SYSTEM, at)


def heard_by_link(*, secret: str) -> TrialCall:
    """By the address in a message. `Refused` where there is none such; `Conflict` where the trial is over. Twice is as once."""
    with store.write():
        found = TrialCall.objects.select_related("trial").filter(digest=notices.digest(secret)).first()
        if found is None:
            raise Refused
        return _heard(found, By.LINK)


def heard_on_the_page(*, actor: Actor, trial_id: str, way: str) -> TrialCall:
    """Who is called says in Huiyin by which way a message reached them: no other way is proved by it."""
    with store.write():
        trial = _locked(trial_id)
        mine = trial.calls.select_related("trial").filter(
            appointment__account_id=actor.account_id, way=way, quiet=False
        )
        found = mine.exclude(way="").first()
        if not may(actor, "callout_read", trial) or found is None:
            raise Refused
        return _heard(found, By.PAGE)


def by_gateway(*, channel: str, key: str, sender: str) -> TrialCall | None:
    """Part of an action: what a gateway passed on, whose secret was asked. None: it belongs to no trial that runs."""
    store.require_write()
    calls = TrialCall.objects.filter(way=channel, trial__ended_at=None, trial__ends_at__gt=time.now(), quiet=False)
    rows = calls.select_related("trial", "appointment__account").order_by("-id")
    found = next((one for one in rows if (_is_key_of(one, key) if key else _is_number_of(one, sender))), None)
    return _heard(found, By(channel)) if found else None


def _is_key_of(call: TrialCall, key: str) -> bool:
    sent = Notice(channel=call.way, key=call.key)
    return hmac.compare_digest(letters.idempotence_key(sent).encode(), key.encode())


def _is_number_of(call: TrialCall, sender: str) -> bool:
    digits = rules.plain_number(sender)
    return len(digits) >= rules.SHORTEST_NUMBER and rules.plain_number(call.appointment.account.phone) == digits


def _nothing_runs(organisation: Organisation, at: dt.datetime) -> None:
    if Callout.objects.filter(organisation=organisation, status__in=OPEN, exercise=False).exists():
        raise Conflict(_("A real call-out runs in this house."), _("Try again when it is over."))
    for trial in _open(organisation):
        if trial.runs(at):
            raise Conflict(_("A trial runs in this house already."), _("End it first, or wait until it is over."))
        _end(trial, parts.SYSTEM, at)


def _send(trial: Trial, step: int, people: Iterable[Appointment], ways: Sequence[str]) -> list[TrialCall]:
    """A message by each way that somebody has; a row without a way for who has none."""
    people = list(people)
    by = reachable([one.account.public_id for one in people], ways)
    calls, owed = list[TrialCall](), list[outbox.Owed]()
    for one in people:
        for way in by.get(one.account.public_id, ("",)):
            call = TrialCall(trial=trial, step=step, appointment=one, post_title=one.post.title, way=way)
            call.quiet = bool(way) and _quiet(one, trial)
            if way and not call.quiet:
                owed.append(_owed(call))
            call.save()
            calls.append(call)
    outbox.owe_many(owed, at=trial.begun_at)
    return calls


def _quiet(one: Appointment, trial: Trial) -> bool:
    """Only alarms go through quiet hours, and this is none."""
    account, zone = one.account, trial.organisation.zone
    return outbox_rules.after_quiet(trial.begun_at, account.quiet_from, account.quiet_until, zone) > trial.begun_at


def _owed(call: TrialCall) -> outbox.Owed:
    trial, account = call.trial, call.appointment.account
    link = ""
    if settings.CSRF_TRUSTED_ORIGINS and call.way != Channel.VOICE:  # nobody types an address that was read aloud
        secret = ids.random_text(notices.SECRET, notices.LETTERS)
        call.digest = notices.digest(secret)
        link = f"{settings.CSRF_TRUSTED_ORIGINS[0].rstrip('/')}/called/trial/{secret}/"
    words = {
        "kind": in_every_language(kinds.TITLES[trial.cause]), "office": trial.organisation.name, "link": link,
        "language": account.language, "replies": _replies(call.way),
    }  # fmt: skip
    return outbox.Owed(account.reference, TEMPLATE, words, trial.reference, call.key, call.way)


def _replies(way: str) -> bool:
    """Whether this installation's gateway passes on what somebody answers."""
    return way in (Channel.SMS, Channel.VOICE) and bool(
        way in settings.OUTBOX_GATEWAYS and settings.OUTBOX_GATEWAYS[way].secret
    )


def _heard(call: TrialCall, by: By) -> TrialCall:
    trial = _locked(call.trial.public_id)
    call = TrialCall.objects.select_for_update(of=("self",)).select_related("appointment__account").get(pk=call.pk)
    at = time.now()
    if call.heard_at is not None:
        return call
    if not trial.runs(at):
        raise Conflict(_("This trial is over."), _("Nobody waits for an answer any more."))
    call.heard_at, call.by = at, by
    call.save(update_fields=["heard_at", "by"])
    ledger.record(
        verb="callouts.confirm_trial", actor=call.appointment.post.reference, about=trial.reference, at=at, commits=[call]
    )  # fmt: skip
    return call


def _open(organisation: Organisation) -> list[Trial]:
    found = Trial.objects.select_for_update(of=("self",)).filter(organisation=organisation, ended_at=None)
    return list(found.select_related("organisation"))


def _locked(public_id: str) -> Trial:
    found = Trial.objects.select_for_update(of=("self",)).select_related("organisation").filter(public_id=public_id)
    trial = found.first()
    if trial is None:
        raise Refused
    return trial


def _end(trial: Trial, by: str, at: dt.datetime) -> None:
    trial.ended_at, trial.ended_by = min(at, trial.ends_at), by
    trial.save(update_fields=["ended_at", "ended_by"])
    outbox.withdraw(about=trial.reference)
    _record(trial, "end_trial", by, at, ())


def _record(trial: Trial, verb: str, by: str, at: dt.datetime, calls: Iterable[TrialCall]) -> None:
    ledger.record(verb=f"callouts.{verb}", actor=by, about=trial.reference, at=at, commits=[trial, *calls])
