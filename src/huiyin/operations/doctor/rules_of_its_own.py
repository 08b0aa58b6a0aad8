"""What the installation wrote itself: its gateways, and its policies for call-outs. One that is refused is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.callouts import loading

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
