"""Asked before: the new case leads to what was answered. It is registered, has its dates, and is never refused for being a repeat."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases import receipts
from huiyin.cases.models import Case, Concern, Repeat
from huiyin.cases.models.case import Kind
from huiyin.cases.models.ways import By
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Refused
from huiyin.organisations.access import Actor, require

from .procedure import Doing, Line, locked, record, tell


def give_old_code(*, concern: Concern, code: str, actor: Actor | None = None) -> Repeat:
    """The person asked before and gives that code, on their own page or to the clerk (`actor`)."""
    at = time.now()
    old = receipts.find(code)
    if old is None:
        raise BadInput(
            "code",
            _("There is no such receipt code."),
            _("Compare it with the old receipt. Without it this one is handled all the same."),
        )
    with store.write():
        case = locked(concern.case_id)
        if actor is not None:
            require(actor, "register", case)
        earlier = old.concern.case
        if earlier.pk == case.pk:
            raise BadInput("code", _("This is the code of this very matter."), _("Give the code of the earlier one."))
        if Kind.MISCONDUCT in (case.kind, earlier.kind):
            raise Refused  # a sealed case is linked with nothing
        doing = (
            Doing.by_staff(case, "asked_before", actor, at) if actor else Doing.by_petitioner(case, "asked_before", at)
        )
        return _linked(doing.about(concern.public_id), earlier, By.CODE, concern)


def link_by_matter(*, actor: Actor, case_id: int, earlier_id: int, told: str) -> Repeat:
    """The clerk found it by its matter. `told`: what was answered, in words that whoever asks now may read; the earlier
    letter may be somebody else's and is not shown.
    """
    at = time.now()
    if len(told.strip()) < 4:
        raise BadInput("told", _("Say what was answered then."), _("The person reads it. Name nobody."))
    with store.write():
        case = locked(case_id)
        require(actor, "register", case)
        earlier = Case.objects.select_related("organisation").prefetch_related("exclusions").get(pk=earlier_id)
        require(actor, "read", earlier)
        if earlier.pk == case.pk:
            raise BadInput("earlier", _("That is the same case."), _("Give the number of another one."))
        return _linked(Doing.by_staff(case, "asked_before", actor, at), earlier, By.MATTER, None, told.strip())


def _linked(doing: Doing, earlier: Case, by: str, concern: Concern | None, told: str = "") -> Repeat:
    repeat, made = Repeat.objects.get_or_create(
        case=doing.case,
        earlier=earlier,
        defaults={"by": by, "concern": concern, "at": doing.at, "actor": doing.actor, "told": told},
    )
    if made:
        record(doing, [repeat, tell(doing, Line(note=told))])
    return repeat
