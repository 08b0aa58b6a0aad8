"""How large a plan may be. The longest that we know has 60 pages; what is beyond these figures is no plan, or no good will."""

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

MOST_BYTES = 30_000_000
MOST_LINES = 50_000
MOST_CHARACTERS = 600_000
MOST_UNPACKED = 150_000_000
MOST_PARTS = 5_000
MOST_RATIO = 200  # unpacked to packed, of a part above 1 MB; office files stay below 50
MOST_PAGES = 1_000


def too_large(name: str) -> BadInput:
    """For a file beyond one of them."""
    return BadInput(name, _("It is far too large for a plan."), _("Split it, or leave out its pictures."))
