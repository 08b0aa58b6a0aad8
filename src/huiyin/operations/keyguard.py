"""Holds an installation to the key with which it began.

A fresh key is made when there is none; where data are sealed already, that would hide a lost key file until somebody
needs a name. So the first start notes the key's fingerprint in the folder of state, and each later one compares.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Unavailable
from huiyin.kernel.vault import keys

from . import intact

FINGERPRINT_FILE = "key.fingerprint"


def check() -> None:
    """Note the fingerprint the first time; raise `Unavailable` when the key is missing or another one."""
    noted = settings.HUIYIN_HOME / FINGERPRINT_FILE
    expected = noted.read_text().strip() if noted.is_file() else ""
    if not expected and (settings.HUIYIN_KEY_FILE.is_file() or not intact.was_there()):
        _note(noted)  # the first start, or one that was broken off while it was being written
        return
    if not settings.HUIYIN_KEY_FILE.is_file():
        found = _("is not there")
    elif (present := keys.fingerprint(keys.current())) != expected:
        found = _("holds another key ({fingerprint})").format(fingerprint=present)
    else:
        return
    expected = expected or _("not known: {path} is empty").format(path=noted)
    raise Unavailable(
        _("The key file {path} {found}; this installation's key is {fingerprint}.").format(
            path=settings.HUIYIN_KEY_FILE, found=found, fingerprint=expected
        ),
        _("Put the right file back, or type the recovery words: huiyin key restore."),
    )


def _note(noted: Path) -> None:
    """Whole or not at all, however it ends."""
    draft = noted.with_name(f".{noted.name}.part")
    with draft.open("w") as out:
        out.write(keys.fingerprint(keys.current()) + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(noted)
