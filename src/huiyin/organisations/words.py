"""What roles are called on pages."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from .access.matrix import (
    ADMINISTRATOR,
    APPROVER,
    DISCIPLINE,
    HANDLER,
    HEAD,
    LEADER,
    LEGAL_REVIEWER,
    REGISTRAR,
    SUPERVISOR,
)

ROLE_LABELS: Final = {
    REGISTRAR: _("Registers at the window"),
    HANDLER: _("Handles cases"),
    APPROVER: _("Approves replies"),
    LEADER: _("Responsible leader"),
    HEAD: _("Head of the organisation"),
    SUPERVISOR: _("Supervises late cases"),
    DISCIPLINE: _("Discipline"),
    LEGAL_REVIEWER: _("Legal reviewer"),
    ADMINISTRATOR: _("Runs the system (reads no case)"),
}
