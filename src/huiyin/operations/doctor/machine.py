"""The machine below: disk, clock, folders, the key file, what was built."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin import __version__
from huiyin.documents import paper
from huiyin.kernel import disk as disk_state
from huiyin.kernel.vault import keys
from huiyin.operations import keyguard, queries, renewing

from .finding import Finding

ENOUGH = 2_000_000_000  # bytes; below it, say so
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)  # no installation of this version can be older
SLACK = timedelta(minutes=5)


def disk(now: datetime) -> Iterator[Finding]:
    """It takes what is written, and there is room where the state lies."""
    free = disk_state.free()
    words = _("{size:.1f} GB are free at {path}.").format(size=free / 1e9, path=settings.HUIYIN_HOME)
    remedy = _("Make room, or move the folder to a larger disk: a full one takes no concern.")
    if isinstance(disk_state.standing(), disk_state.DiskReadOnly):
        what = _("{path} or the database in it can only be read: no concern is taken.").format(
            path=settings.HUIYIN_HOME
        )
        yield Finding(
            "disk",
            "bad",
            what,
            _("Look why (dmesg, mount, ls -l): a failing disk is often mounted so. Save a copy before mending it."),
        )
    elif free < disk_state.TOO_LITTLE:
        yield Finding("disk", "bad", words, remedy)
    elif free < ENOUGH:
        yield Finding("disk", "note", words, remedy)
    else:
        yield Finding("disk", "good", words)


def clock(now: datetime) -> Iterator[Finding]:
    """The year is plausible, and no file of ours comes from the future."""
    newest = max((_modified(path) for path in settings.HUIYIN_HOME.iterdir()), default=RELEASED)
    if now < RELEASED:
        what = _("The machine says that it is {moment:%Y-%m-%d}: before this version was made.").format(moment=now)
    elif newest > now + SLACK:
        what = _("The machine's clock stands before the time of its own files ({moment:%Y-%m-%d %H:%M} UTC).").format(
            moment=newest
        )
    else:
        yield Finding("clock", "good", _("The clock says {moment:%Y-%m-%d %H:%M} UTC.").format(moment=now))
        return
    yield Finding(
        "clock", "bad", what, _("Set the time (timedatectl set-ntp true): every deadline is counted from it.")
    )


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def folder(now: datetime) -> Iterator[Finding]:
    """Only the user who runs Huiyin may look into its folder, and can write there."""
    home = settings.HUIYIN_HOME
    mode = stat.S_IMODE(home.stat().st_mode)
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            "folder",
            "bad",
            _("This user can't write to {path}.").format(path=home),
            _("chown it to the user that runs huiyin."),
        )
    elif mode & 0o077:
        yield Finding(
            "folder",
            "bad",
            _("Others on this machine can look into {path} (mode {mode:o}).").format(path=home, mode=mode),
            f"chmod 700 {home}",
        )
    else:
        yield Finding("folder", "good", _("{path} is closed to others.").format(path=home))


def key_file(now: datetime) -> Iterator[Finding]:
    """The key is there, whole, apart from the state, and closed to others."""
    keyguard.check()
    installation = queries.installation()
    if installation and not installation.example_data and installation.words_confirmed_at is None:
        what = _("The recovery words were never typed back: nobody knows whether they were written down rightly.")
        yield Finding("key", "bad", what, _("Type `huiyin key words`, write them on paper, then `huiyin key confirm`."))
    if renewing.begun():
        what = _("A new key lies ready at {path}, and nothing is sealed under it yet.").format(path=keyguard.coming())
        yield Finding(
            "key", "note", what, _("Type `huiyin key renew` again; or delete the file, and the key stays as it is.")
        )
    problems = keys.check(settings.HUIYIN_KEY_FILE, settings.HUIYIN_HOME)
    for problem in problems:
        what, _separator, remedy = problem.message.partition(";")
        yield Finding("key", "bad", what, remedy.strip())
    if not problems:
        fingerprint = keys.fingerprint(keys.current())
        yield Finding(
            "key",
            "good",
            _("The key file is in order; its fingerprint is {fingerprint}.").format(fingerprint=fingerprint),
        )
    for one in installation.retired_keys if installation else ():
        what = _("The key {fingerprint} is retired since {day}: its words open backups of before, and nothing here.")
        yield Finding("key", "good", what.format(fingerprint=one["fingerprint"], day=one["until"]))


def static_files(now: datetime) -> Iterator[Finding]:
    """Styles and the language catalogues were built."""
    package = Path(settings.STATICFILES_DIRS[0]).parent.parent
    style = Path(settings.STATICFILES_DIRS[0]) / "build" / "huiyin.css"
    lacking = [path for path in package.rglob("*.po") if not path.with_suffix(".mo").is_file()]
    remedy = _("Type `make assets`, or install the built package.")
    if not style.is_file():
        yield Finding("pages", "bad", _("The style sheet was not built."), remedy)
    if lacking:
        yield Finding(
            "pages", "bad", _("{number} language catalogues were not compiled.").format(number=len(lacking)), remedy
        )
    if style.is_file() and not lacking:
        yield Finding(
            "pages", "good", _("Styles and languages of version {version} are built.").format(version=__version__)
        )


def fonts(now: datetime) -> Iterator[Finding]:
    """Letters as PDF need a face for Chinese."""
    if paper.chinese():
        yield Finding("fonts", "good", _("Letters can be printed as PDF: this machine has a Chinese font."))
        return
    yield Finding(
        "fonts",
        "bad",
        _("This machine has no Chinese font: no letter can be made as PDF."),
        _("Install one (Debian: apt-get install fonts-noto-cjk), or put one into {path}.").format(
            path=settings.HUIYIN_HOME / "fonts"
        ),
    )
