"""A set is made ready in the morning: numbered, set, sealed, told. Once a day for a post, whichever workers there are."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, outbox, store, time
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.files import storage
from huiyin.kernel.vault import crypto
from huiyin.onpaper import folder, rules
from huiyin.onpaper.models import Making, Morning, MorningSet
from huiyin.onpaper.queries import mornings

from .sheets import numbered

SYSTEM = "system:onpaper.morning"
BATCH = 50


def begin(now: dt.datetime) -> MorningSet | None:
    """For the worker: the next set that is due, or that its worker left. None: nothing is to be done."""
    wanted = mornings.next_due(now)
    if wanted is None:
        return None
    with store.write():
        wish = Morning.objects.select_for_update().get(organisation=wanted.office)  # one worker after the other
        row = MorningSet.objects.filter(post=wanted.post, day=wanted.day).first()
        if wanted.post.public_id not in wish.posts:
            return None
        if row is None:
            return _first_try(wanted, now)
        if not mornings.is_free(row, now):
            return None
        if row.tries >= rules.MOST_TRIES:
            _failed(row, str(_("Making it broke off. Whoever runs the machine finds the reason in its log.")), now)
            return None
        row.tries, row.held_until = row.tries + 1, now + rules.HELD
        row.save(update_fields=["tries", "held_until"])
    return row


def _first_try(wanted: mornings.Wanted, now: dt.datetime) -> MorningSet:
    """The rows of the set get their numbers, as where a post prints it itself."""
    sheet = numbered(wanted.office, wanted.post, SYSTEM, str(_("the machine")), now)
    row = MorningSet.objects.create(
        organisation=wanted.office, post=wanted.post, day=wanted.day, sheet=sheet, tries=1, held_until=now + rules.HELD
    )
    ledger.record(verb="onpaper.print_day", actor=SYSTEM, about=sheet.reference, at=now, commits=[sheet])
    return row


@dataclass(frozen=True, slots=True)
class Ready:
    """The PDF under a key of its own, on disk under `name`. `in_folder`: the operator's folder has it, where one is named."""

    name: str
    wrapped_key: bytes
    digest: str
    size: int
    in_folder: bool


def put_ready(row: MorningSet, pdf: bytes) -> Ready:
    """Outside of the write. What no row comes to name is swept away in a day."""
    key = crypto.new_key()
    sealed = crypto.seal(pdf, key, row.reference)
    name = storage.digest(sealed, b"")
    storage.put(name, sealed)
    taken = folder.put(settings.MORNING_FOLDER, folder.name_of(row.day, row.sheet.number), pdf)
    return Ready(name, crypto.wrap(key, row.reference), hashlib.sha256(pdf).hexdigest(), len(pdf), taken)


def take_over(*, row: MorningSet, ready: Ready) -> None:
    """It is made, where nobody else was faster; its post is told."""
    with store.write():
        fresh = MorningSet.objects.select_for_update(of=("self",)).select_related("post").get(pk=row.pk)
        if fresh.state != Making.RUNNING or fresh.tries != row.tries:
            return
        at = time.now()
        fresh.state, fresh.held_until, fresh.made_at, fresh.failure = Making.MADE, None, at, ""
        fresh.digest, fresh.size, fresh.not_in_folder = ready.digest, ready.size, not ready.in_folder
        fresh.stored, fresh.wrapped_key = ready.name, ready.wrapped_key
        fresh.save()
        ledger.record(verb="onpaper.morning", actor=SYSTEM, about=fresh.reference, at=at, commits=[fresh])
        _tell(fresh, "made" if ready.in_folder else "not-in-folder", at)


def give_up(*, row: MorningSet, error: HuiyinError) -> None:
    """This try: it is made once more in some minutes, and after the last one its post is told why there is none."""
    with store.write():
        fresh = MorningSet.objects.select_for_update(of=("self",)).select_related("post").get(pk=row.pk)
        if fresh.state != Making.RUNNING or fresh.tries != row.tries:
            return
        at = time.now()
        if fresh.tries >= rules.MOST_TRIES:
            _failed(fresh, error.sentences, at)
        else:
            fresh.held_until = at + rules.AGAIN
            fresh.save(update_fields=["held_until"])


def _failed(row: MorningSet, why: str, at: dt.datetime) -> None:
    row.state, row.held_until, row.failure = Making.FAILED, None, why[:300]
    row.save()
    ledger.record(verb="onpaper.morning_failed", actor=SYSTEM, about=row.reference, at=at, commits=[row])
    _tell(row, "failed", at)


def _tell(row: MorningSet, what: str, at: dt.datetime) -> None:
    outbox.owe(
        to=row.post.reference, template="onpaper/morning", context={"what": what, "language": settings.LANGUAGE_CODE},
        about=row.reference, key=f"{row.reference}:{what}", at=at,
    )  # fmt: skip


def forget(now: dt.datetime) -> int:
    """Sets that have lain their days: bytes and keys go, here and in the folder; that they were made stays. How many."""
    with store.write():
        old = mornings.to_forget(now, BATCH)
        gone = [(row.stored, folder.name_of(row.day, row.sheet.number)) for row in old]
        for row in old:
            row.stored, row.wrapped_key = "", b""
            row.save(update_fields=["stored", "wrapped_key"])
    for stored, name in gone:
        storage.remove(stored)
        folder.remove(settings.MORNING_FOLDER, name)
    return len(gone)
