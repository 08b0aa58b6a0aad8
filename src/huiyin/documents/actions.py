"""Every change: an office words its letters, or goes back to the standard text. Private parts: a number, a frame."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.organisations.access import Actor, Place, require
from huiyin.organisations.models import Organisation

from . import kinds, queries, rules
from .models import Frame, Series, Template

if TYPE_CHECKING:
    import datetime as dt

WIDEST_STEP = 3  # a number is one to three above the one before it: a gap tells nothing (docs/decisions)


def save_template(
    *, actor: Actor, organisation: Organisation, kind: str, language: str, version: int, pieces: Mapping[str, str]
) -> Template:
    """The office's own words for later letters. Letters that went out keep theirs. `version`: that of the form."""
    at = time.now()
    if (kind != rules.EVERY_KIND and not kinds.known(kind)) or language not in dict(settings.LANGUAGES):
        raise BadInput("kind", _("There is no such letter."), _("Choose one of the list."))
    with translation.override(language):
        standard = {**queries.standard(kind), "code": queries.standard_code(organisation)}
    kept = {name: text for name, text in rules.checked(kind, pieces).items() if text != standard[name]}
    with store.write():
        require(actor, "manage_letters", Place(organisation.pk, organisation.path))
        newest = queries.newest(organisation, kind, language)
        if version != (newest.version if newest else 0):
            raise Conflict(
                _("Somebody else has changed this text since you opened the page."),
                _("What you typed is still here. Look at the newest version below, then save."),
            )
        template = Template.objects.create(
            organisation=organisation,
            kind=kind,
            language=language,
            version=version + 1,
            pieces=kept,
            changed_by=actor.reference,
            changed_title=actor.post_title,
            at=at,
        )
        ledger.record(
            verb="documents.save_template",
            actor=actor.reference,
            about=f"organisation:{organisation.public_id}",
            at=at,
            commits=[template],
        )
    return template


def reset_template(*, actor: Actor, organisation: Organisation, kind: str, language: str, version: int) -> Template:
    """Back to the standard text; what stood there stays in the list of versions."""
    return save_template(
        actor=actor, organisation=organisation, kind=kind, language=language, version=version, pieces={}
    )


def take_number(organisation: Organisation, kind: str, at: dt.datetime) -> str:
    """Part of an action: the next number of the office's series of this kind and year.

    It is taken in the transaction that issues the letter, so none is lost by a process that dies. Letters of cases
    that somebody must not know of never come here: they take no number of an open series.
    """
    store.require_write()
    year = at.astimezone(time.zone_of(organisation.zone)).year
    Series.objects.get_or_create(organisation=organisation, kind=kind, year=year)
    series = Series.objects.select_for_update().get(organisation=organisation, kind=kind, year=year)
    series.last += 1 + secrets.randbelow(WIDEST_STEP)
    series.save(update_fields=["last"])
    return rules.number(queries.code_of(organisation), kinds.find(kind).mark, year, series.last)


def keep_frame(organisation: Organisation, kind: str, headings: Sequence[str]) -> Frame:
    """Part of an action: the words around a letter as they stand now, in each language."""
    store.require_write()
    words = queries.frame_words(organisation, kind, headings)
    frame, _new = Frame.objects.get_or_create(digest=rules.fingerprint(words), defaults={"words": words})
    return frame
