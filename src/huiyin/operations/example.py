"""The example district that `make run` and `huiyin demo` show: every room brings its own part."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.announcements.example import build_example_announcements
from huiyin.bulletins.example import build_example_bulletins
from huiyin.cases.example import build_example_cases
from huiyin.cases.models import Case
from huiyin.confidential.example import build_example_reports
from huiyin.documents.example import build_example_wording
from huiyin.duty.example import build_example_duty
from huiyin.incidents.example import build_example_incidents
from huiyin.instructions.example import build_example_instructions
from huiyin.kernel.clocks import jobs as clocks
from huiyin.kernel.errors import Conflict
from huiyin.kernel.outbox import jobs as outbox
from huiyin.leaders.example import build_example_leads
from huiyin.mediation.example import build_example_meetings
from huiyin.organisations.example import PASSWORD, build_example_district
from huiyin.organisations.models import Appointment, Organisation
from huiyin.plans.example import build_example_plans
from huiyin.prevention.example import build_example_hazards
from huiyin.receptions.example import build_example_receptions
from huiyin.supervision.example import build_example_supervisions
from huiyin.support.example import build_example_support
from huiyin.training.example import build_example_training

from . import actions, queries

INTERRUPTED = gettext_lazy("What is here is not whole: making the example, or setting up, was interrupted.")


def remedy_of_interrupted() -> str:
    return _("Put the folder {folder} aside, and begin again with an empty one.").format(folder=settings.HUIYIN_HOME)


def build() -> None:
    """Fill an empty database. Raises `Conflict` where there is an organisation already.

    The example's cases began weeks ago, and time can be moved under settings of their own alone: elsewhere a process with
    those settings does it.
    """
    if queries.was_interrupted():
        raise Conflict(INTERRUPTED, remedy_of_interrupted())
    if not settings.MOCKED_TIME_ALLOWED:
        _in_a_process_that_may_move_time()
        _catch_up()
        return
    district = build_example_district()
    build_example_wording(district)
    build_example_plans(district)
    codes = build_example_cases(district)
    codes |= build_example_instructions(district)
    codes |= build_example_meetings(district)
    codes |= build_example_receptions(district)
    codes |= build_example_leads(district)
    codes |= build_example_supervisions(district)
    build_example_incidents(district)
    build_example_hazards(district)
    build_example_duty(district)
    build_example_bulletins(district)
    build_example_training(district)
    build_example_announcements(district)
    build_example_support(district)
    build_example_reports(district)
    actions.note_installation(example=True)
    _keep(codes)


def _catch_up() -> None:
    """What would have happened by itself in the weeks that the stories tell: else the first page says in red that nothing does."""
    clocks.sweep()
    while outbox.deliver() + outbox.deliver_alarms():
        pass


def _in_a_process_that_may_move_time() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "huiyin.settings.example"}
    command = [sys.executable, "-m", "huiyin.cli", "demo", "--quiet"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Conflict(done.stderr.strip().removeprefix("huiyin: "))


def _keep(codes: dict[str, str]) -> None:
    """The receipt codes of the example, in a file: whoever tries it wants to look as a petitioner too."""
    lines = [
        f"{code}  {case.title}"
        for public_id, code in codes.items()
        for case in Case.objects.filter(public_id=public_id)
    ]
    (settings.HUIYIN_HOME / "example-codes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def codes() -> str:
    """The lines of that file; empty where there is none."""
    path = settings.HUIYIN_HOME / "example-codes.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def build_when_empty() -> None:
    """For `make run`: nothing happens where somebody set something up."""
    if not Organisation.objects.exists():
        build()


def sign_ins() -> str:
    """The example's people in lines: sign-in name, post, organisation; the one password first."""
    rows = Appointment.objects.select_related("account", "post__unit__organisation").order_by(
        "post__unit__organisation__path", "id"
    )
    people = [(row.account.username, row.post.title, row.post.unit.organisation.name) for row in rows]
    width = max((len(name) for name, _title, _house in people), default=0)
    lines = [f"    {name:<{width}}  {title}, {house}" for name, title, house in people]
    return "\n".join([_("Sign in to try it; everybody's password is {password}:").format(password=PASSWORD), *lines])
