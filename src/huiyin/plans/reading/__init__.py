"""Reading: the bytes of a file become a `Text`, whatever the format. Knows nothing of plans."""

from .files import ENDINGS, read, read_file
from .text import Format, Text

__all__ = ["ENDINGS", "Format", "Text", "read", "read_file"]
