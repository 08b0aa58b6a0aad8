"""What runs on the machine: database, ledger, worker, mail, calendars, backup, the way in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.kernel import files as kernel_files
from huiyin.kernel import ledger as kernel_ledger
from huiyin.kernel.calendars import tables
from huiyin.kernel.errors import Unavailable
from huiyin.kernel.ledger import triggers
from huiyin.operations import example, intact, overdue, queries, upgrade
from huiyin.operations.models import Installation
from huiyin.operations.watching import telling
from huiyin.operations.watching.looking import WORKER
from huiyin.organisations import openid

from .finding import Finding

BACKUP_OLD = timedelta(days=2)
NOTICE_EXPECTED = (11, 15)  # month, day: by then the State Council has usually announced the next year


def migrations(now: datetime) -> Iterator[Finding]:
    pending = upgrade.pending_migrations()
    if pending:
        what = ngettext(
            "The database lacks a change of this version.",
            "The database lacks {number} changes of this version.",
            len(pending),
        ).format(number=len(pending))
        yield Finding("database shape", "bad", what, _("Start `huiyin serve`: it keeps a copy, then makes them."))
    else:
        yield Finding("database shape", "good", _("The database has the shape of this version."))


def database(now: datetime) -> Iterator[Finding]:
    """SQLite examines its own pages; PostgreSQL keeps checksums itself."""
    if connection.vendor != "sqlite":
        yield Finding("database", "good", _("PostgreSQL answers."))
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(3)")
        said = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()[0]
    if said != ["ok"]:
        what = _("The database file is damaged: {said}").format(said="; ".join(said))
        yield Finding("database", "bad", what, intact.remedy())
    elif synchronous < 2:
        yield Finding(
            "database",
            "bad",
            _("The database does not wait for the disk."),
            _("Use the settings as shipped (synchronous=FULL)."),
        )
    else:
        yield Finding("database", "good", _("The database file is whole, and each write waits for the disk."))


def files(now: datetime) -> Iterator[Finding]:
    """Every attachment that is recorded lies on disk, as long as it was. That they are those that were kept says the backup's proof."""
    lacking = kernel_files.lacking()
    if lacking:
        names = ", ".join(digest[:16] for digest in lacking[:5])
        what = ngettext(
            "An attachment is missing or cut off on disk: {names}",
            "{number} attachments are missing or cut off on disk: {names} …",
            len(lacking),
        ).format(number=len(lacking), names=names)
        remedy = _(
            "Take them from a backup: type `huiyin restore FILE --to FOLDER` and copy these from its folder “files”, by their names."
        )
        yield Finding("files", "bad", what, remedy)
    else:
        yield Finding("files", "good", _("All attachments lie on disk."))


def ledger(now: datetime) -> Iterator[Finding]:
    """The guards in the database stand, and the ledger verifies."""
    missing = triggers.missing()
    if missing:
        what = ngettext(
            "A guard that keeps the ledger from being changed is missing.",
            "{number} guards that keep the ledger from being changed are missing.",
            len(missing),
        ).format(number=len(missing))
        yield Finding(
            "ledger",
            "bad",
            what,
            _("Type `huiyin ledger verify`, then restart `huiyin serve`, and ask who was at the database."),
        )
    report = kernel_ledger.verify()
    if not report.ok:
        what = _("The ledger does not verify; the first bad entry is {entry}.").format(entry=report.first_bad)
        yield Finding(
            "ledger", "bad", what, _("Stop Huiyin, keep the files as they are, and compare with the last backup.")
        )
    if report.ok and not missing:
        yield Finding("ledger", "good", _("The ledger verifies: {entries} entries.").format(entries=report.entries))


def worker(now: datetime) -> Iterator[Finding]:
    """Somebody does what must happen by itself."""
    if not queries.worker_is_alive(now):
        what = _("The worker gives no sign: nothing is sent, and no missed date is noticed.")
        yield Finding("worker", "bad", what, _("Start `huiyin serve` (or `huiyin worker`), and look at its log."))
        return
    states = queries.job_states(now)
    for state in states:
        if state.failing:
            what = _("The job {name} fails again and again: {error}.").format(name=state.name, error=state.last_error)
            yield Finding("worker", "bad", what, _("Look at the log around that place; the job goes on trying."))
        elif state.silent:
            yield Finding(
                "worker",
                "bad",
                _("The job {name} gives no sign.").format(name=state.name),
                _("Restart `huiyin serve`."),
            )
    if not any(state.failing or state.silent for state in states):
        yield Finding("worker", "good", _("The worker runs; {number} jobs do their rounds.").format(number=len(states)))


def watcher(now: datetime) -> Iterator[Finding]:
    """Somebody proves that all that should have happened has happened; and it has."""
    look = telling.last()
    if look is None or not look.is_fresh(now):
        what = _("The watcher gives no sign: nobody proves that what should happen by itself happens.")
        yield Finding("watcher", "bad", what, _("Start `huiyin serve`, which starts it, and look at its log."))
        return
    for one in look.found:
        if one.what != WORKER:  # stands above
            yield Finding("watcher", "bad", overdue.words(one), _("Restart `huiyin serve`, and look at its log."))
    if not look.found:
        yield Finding("watcher", "good", _("All that should have happened by itself has happened."))


def mail(now: datetime) -> Iterator[Finding]:
    """Mail leaves the house."""
    if settings.EMAIL_BACKEND.startswith("huiyin.kernel.outbox.folder"):
        what = _("No mail server is named: mail is laid into {path}.").format(path=settings.EMAIL_FILE_PATH)
        yield Finding(
            "mail", "note", what, _("Name one in huiyin.env: HUIYIN_MAIL=smtp://user:password@host:587?tls=1")
        )
    else:
        yield Finding("mail", "good", _("Mail goes out through {host}.").format(host=settings.EMAIL_HOST))


def identity(now: datetime) -> Iterator[Finding]:
    """Where a provider of the house is named, it answers as it should."""
    if settings.IDENTITY_PROVIDER_WRONG:
        remedy = _("Mend the file: until then nobody signs in by that service, and `huiyin serve` does not start.")
        yield Finding("identity", "bad", settings.IDENTITY_PROVIDER_WRONG, remedy)
    provider = settings.IDENTITY_PROVIDER
    if provider is None:
        return
    back = provider.address + reverse("organisations:identity-back")
    try:
        openid.begin(provider, back)
    except Unavailable:
        what = _("The sign-in service of the house ({issuer}) does not answer as it should.").format(
            issuer=provider.issuer
        )
        remedy = _("Passwords go on. Look at identity.toml, and whether this machine reaches the service.")
        yield Finding("identity", "bad", what, remedy)
        return
    what = _("The sign-in service of the house answers; it must know this address to come back to: {back}").format(
        back=back
    )
    yield Finding("identity", "good", what)


def calendars(now: datetime) -> Iterator[Finding]:
    """The holidays of this year and, once they are announced, of the next one are loaded."""
    known = {notice.year for notice in (*tables.shipped_notices(), *tables.loaded_notices())}
    last = max(known)
    remedy = _(
        "Type `huiyin calendar load FILE` with the State Council's notice. Until then dates of that year are marked provisional."
    )
    what = _("Holidays of mainland China are known up to {year}.").format(year=last)
    if last < now.year:
        yield Finding("calendar", "bad", what, remedy)
    elif last == now.year and (now.month, now.day) >= NOTICE_EXPECTED:
        yield Finding("calendar", "note", what, remedy)
    else:
        yield Finding("calendar", "good", what)


def beginning(now: datetime) -> Iterator[Finding]:
    """It was set up, or filled with the example, to the end."""
    if queries.was_interrupted():
        yield Finding("beginning", "bad", str(example.INTERRUPTED), example.remedy_of_interrupted())


def backup(now: datetime) -> Iterator[Finding]:
    """There is a young one, the last one did not fail, it was tried, and it lies on another disk."""
    installation = queries.installation()
    if installation is None or installation.example_data:
        return
    yield from _last_backup(installation, now)
    night = queries.last_backup()
    if night is None:
        return
    folder = settings.BACKUP_FOLDER
    if night.trouble:
        yield Finding(
            "backup", "bad", _("The backup of the night failed: {why}.").format(why=_(night.trouble)),
            _("Look at {folder}: does it exist, may Huiyin write there, is there room? Then type `huiyin backup`.").format(folder=folder),
        )  # fmt: skip
    elif night.proved_at:
        what = _("The last one was restored on trial, and its ledger verified: {number} entries.")
        yield Finding("backup", "good", what.format(number=night.entries))
    if folder.is_dir() and folder.stat().st_dev == settings.HUIYIN_HOME.stat().st_dev:
        yield Finding(
            "backup", "note", _("Backups lie on the same disk as what they save ({folder}).").format(folder=folder),
            _("Name a folder on another disk or share in HUIYIN_BACKUP_FOLDER."),
        )  # fmt: skip


def _last_backup(installation: Installation, now: datetime) -> Iterator[Finding]:
    last = installation.last_backup_at
    remedy = _("Is the worker at work? It makes one each night (docs/install.md). Or type `huiyin backup`.")
    if last is None:
        yield Finding("backup", "bad", _("There has never been a backup."), remedy)
    elif now - last > BACKUP_OLD:
        yield Finding("backup", "bad", _("The last backup is {days} days old.").format(days=(now - last).days), remedy)
    else:
        yield Finding("backup", "good", _("The last backup is of {moment:%Y-%m-%d %H:%M} UTC.").format(moment=last))


def https(now: datetime) -> Iterator[Finding]:
    if settings.HTTPS:
        yield Finding("https", "good", _("Pages go out encrypted (HTTPS)."))
        return
    what = _(
        "Pages go out in plain text (HTTP): whoever is in between can read and change what people write, passwords too."
    )
    remedy = _(
        "Right for a trial on this machine only. Start it with --certificate and --key, or put it behind a proxy that does "
        "HTTPS and set HUIYIN_BEHIND_PROXY=1 and HUIYIN_HTTPS=1 (docs/install.md)."
    )
    yield Finding("https", "note", what, remedy)


def offline(now: datetime) -> Iterator[Finding]:
    """Browsers keep pages for a time without network on encrypted addresses alone."""
    if settings.HTTPS:
        yield Finding("offline", "good", _("Phones can open the room of an incident and a round without a connection."))
        return
    what = _(
        "Phones can't open the room of an incident or a round without a connection: browsers allow that over HTTPS alone."
    )
    yield Finding(
        "offline",
        "note",
        what,
        _("Use HTTPS (see above). Until then leave the page open, and print the plan or the round."),
    )
