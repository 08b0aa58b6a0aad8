"""What `huiyin serve` says on the console once pages can be opened, and the code that only the console shows."""

from __future__ import annotations

import hmac

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput, Unavailable
from huiyin.kernel.limits import counters
from huiyin.kernel.vault import keys

from . import example, queries

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # as in public ids: no look-alikes
TRIES, WINDOW = 10, 600.0  # of the code, from one address, in seconds


def text(address: str) -> str:
    """Address, and the next thing to do: sign in to the example, or set up."""
    lines = [_("Huiyin answers at {address}").format(address=address)]
    installation = queries.installation()
    if queries.was_interrupted():
        lines += [str(example.INTERRUPTED), example.remedy_of_interrupted()]
    elif installation is None:
        lines.append(_("Nothing is set up yet. Type `huiyin setup` here, or `huiyin demo` for an example district;"))
        lines.append(_("or open {address}setup/ and type this code there: {code}").format(address=address, code=code()))
    elif installation.example_data:
        lines.append(example.sign_ins())
        lines.append(_("Receipt codes, to look as the person who raised it:") + "\n" + example.codes())
        lines.append(
            _("This is example data. Nothing in it is real; `huiyin setup` in an empty folder starts a real one.")
        )
    return "\n".join(lines)


def code() -> str:
    """The code of the first-run page: ten characters that every server process of this installation derives alike.

    It opens nothing once there is an organisation (docs/decisions/0008).
    """
    number = int.from_bytes(keys.current().derive("first-run-code"), "big")
    characters = [_ALPHABET[number // len(_ALPHABET) ** place % len(_ALPHABET)] for place in range(10)]
    return "".join(characters)


def check_code(typed: str, address: str) -> None:
    """Raise `BadInput` for a wrong code, `Unavailable` for too many tries from one address."""
    if not counters.allow("first-run-code", address, TRIES, WINDOW):
        raise Unavailable(_("Too many wrong codes."), _("Wait ten minutes, or type `huiyin setup` on the console."))
    if not hmac.compare_digest(typed.strip().lower().encode(), code().encode()):
        raise BadInput(
            "code", _("This is not the code."), _("It is the last line that “huiyin serve” printed on the console.")
        )
