"""The example district that `make run` and `huiyin demo` show: every room brings its own part."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.organisations.example import PASSWORD, build_example_district
from huiyin.organisations.models import Appointment, Organisation

from . import actions


def build() -> None:
    """Fill an empty database. Raises `Conflict` where there is an organisation already."""
    build_example_district()
    actions.note_installation(example=True)


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
