"""Letters and slips as PDF: tagged for screen readers, Chinese faces embedded, the same words in the same order as on the page.

Set by typst in a child process (decision 0013). What people wrote reaches it as data alone, never as source; a sheet that
takes too long or too much memory takes nobody else down. Nothing is kept: a letter is set anew whenever it is asked for.
"""

from .fonts import chinese
from .fonts import missing as unprintable
from .letters import Extras, name_of, pdf, picture, response
from .slips import GroupSlips, group_slips_pdf, slip_pdf

__all__ = [
    "Extras",
    "GroupSlips",
    "chinese",
    "group_slips_pdf",
    "name_of",
    "pdf",
    "picture",
    "response",
    "slip_pdf",
    "unprintable",
]
