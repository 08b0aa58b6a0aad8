"""Why nobody need come any more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import HouseForm, line


class Withdraw(HouseForm):
    why = line(_("Why need nobody come any more?"), _("It stays to be read here."), 300)
