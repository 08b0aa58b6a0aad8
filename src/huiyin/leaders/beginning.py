"""Everything that this room offers to others, in one place: called once, when the app is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from huiyin.cases import following, verbs
from huiyin.cases.actions import excluding
from huiyin.cases.forms.staff_verbs import VerbForm
from huiyin.cases.models import Case
from huiyin.organisations import duties, handover
from huiyin.organisations.access import Actor
from huiyin.tasks import origins

from . import consequences, keeping, pages, wording
from .actions import appoint_leader
from .actions.appointing import URGING, when_barred
from .actions.handing_over import when_post_changes
from .forms import AppointLeader
from .handover import led_cases
from .queries.sheet import own_records

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text


def register() -> None:
    following.in_step(keeping.follow)
    handover.register(led_cases)
    handover.on_change(when_post_changes)
    duties.register(own_records)
    excluding.also_moves(when_barred)
    consequences.register()
    wording.offer()
    pages.offer()
    origins.register(URGING, _("A leader's urging"), pages.address_of_lead)
    title: Text = _("Name the leader who answers for it")
    verbs.register(
        verbs.VerbPage(
            "appoint_leader",
            "appoint_leader",
            AppointLeader,
            _appoint,
            title,
            _("Name this leader"),
            _("The person is told which post answers. What a former leader owed goes along."),
        )
    )


def _appoint(actor: Actor, case: Case, form: VerbForm) -> object:
    data = form.cleaned_data
    return appoint_leader(actor=actor, case_id=case.pk, version=data["version"], leader=data["leader"])
