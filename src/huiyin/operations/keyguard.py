"""Holds an installation to the key with which it began.

A fresh key is made when there is none; where data are sealed already, that would hide a lost key file until somebody
needs a name. So the first start notes the key's fingerprint in the folder of state, and each later one compares.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.errors import Unavailable
from huiyin.kernel.vault import keys

FINGERPRINT_FILE = "key.fingerprint"


def check() -> None:
    """Note the fingerprint the first time; raise `Unavailable` when the key is missing or another one."""
    noted = settings.HUIYIN_HOME / FINGERPRINT_FILE
    if not noted.is_file():
        noted.write_text(keys.fingerprint(keys.current()) + "\n")
        return
    expected = noted.read_text().strip()
    if not settings.HUIYIN_KEY_FILE.is_file():
        found = _("is not there")
    elif (present := keys.fingerprint(keys.current())) != expected:
        found = _("holds another key ({fingerprint})").format(fingerprint=present)
    else:
        return
    raise Unavailable(
        _("The key file {path} {found}; this installation's key is {fingerprint}.").format(
            path=settings.HUIYIN_KEY_FILE, found=found, fingerprint=expected
        ),
        _("Put the right file back, or type the recovery words: huiyin key restore."),
    )
