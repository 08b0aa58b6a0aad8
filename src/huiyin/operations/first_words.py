"""What `huiyin serve` says on the console once pages can be opened."""

from __future__ import annotations

from django.utils.translation import gettext as _

from . import example, queries


def text(address: str) -> str:
    """Address, and the next thing to do: sign in to the example, or set up."""
    lines = [_("Huiyin answers at {address}").format(address=address)]
    installation = queries.installation()
    if installation is None:
        lines.append(_("Nothing is set up yet. Type `huiyin setup` here, or `huiyin demo` for an example district."))
    elif installation.example_data:
        lines.append(example.sign_ins())
        lines.append(
            _("This is example data. Nothing in it is real; `huiyin setup` in an empty folder starts a real one.")
        )
    return "\n".join(lines)
