"""What the installation wrote itself: its gateways, its policies for call-outs, its folder for sets of the morning. What is wrong is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.callouts import loading
from huiyin.onpaper import folder as printing
from huiyin.onpaper.queries import mornings as sets

from .finding import Finding


def gateways(now: datetime) -> Iterator[Finding]:
    """The file can be used. Where there is none, mail is the only way, and the examination of mail says so."""
    if settings.OUTBOX_GATEWAYS_WRONG:
        remedy = _("Mend the file: until then nothing goes out but mail, and `huiyin serve` does not start.")
        yield Finding("gateways", "bad", settings.OUTBOX_GATEWAYS_WRONG, remedy)
    elif settings.OUTBOX_GATEWAYS:
        ways = ", ".join(settings.OUTBOX_GATEWAYS)
        yield Finding("gateways", "good", _("Gateways are named for: {ways}.").format(ways=ways))


def callouts(now: datetime) -> Iterator[Finding]:
    """Each policy of the installation's own holds; one that does not is not used."""
    own = loading.own()
    for one in own:
        for problem in one.problems:
            what = _("{file} is not used: {path}: {message}").format(
                file=one.file, path=problem.path, message=problem.message
            )
            yield Finding(
                "call-outs", "bad", what, _("Mend it and type `huiyin callouts check`; what held before goes on.")
            )
    sound = [one for one in own if not one.problems]
    if sound and len(sound) == len(own):
        yield Finding(
            "call-outs",
            "good",
            ngettext("A policy of your own holds.", "{number} policies of your own hold.", len(sound)).format(
                number=len(sound)
            ),
        )


def mornings(now: datetime) -> Iterator[Finding]:
    """The folder takes files, and the sets of yesterday and today were made."""
    folder, found = settings.MORNING_FOLDER, sets.troubles(now)
    if folder is not None and (found.not_in_folder or not printing.takes(folder)):
        yield Finding(
            "mornings", "bad", _("The folder for sets of the morning took nothing ({folder}).").format(folder=folder),
            _("Look at HUIYIN_MORNING_FOLDER: does it exist, may Huiyin write there, is there room?"),
        )  # fmt: skip
    if found.failed:
        what = ngettext(
            "A set of the morning could not be made.", "{number} sets of the morning could not be made.", found.failed
        )
        yield Finding(
            "mornings", "bad", what.format(number=found.failed), _("The page Today on paper of its post says why.")
        )
