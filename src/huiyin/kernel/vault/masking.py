"""Taking a person's own particulars out of a text before it is indexed, so that no search finds cases by person.

Pure. What is masked: the case's own identity strings, mainland telephone numbers, identity-card numbers, bank-card
numbers, e-mail addresses, and the numbers of houses and doors. Digits may be full-width, and spaced or dashed as people write them.
"""

from __future__ import annotations

import re
import unicodedata

from .identity import Identity

MASK = "×"

_GAP = r"[ \u3000\-—–_.·]{0,2}"
_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"


def _spaced(*digits: str) -> str:
    return _GAP.join(digits)


_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86" + _GAP + ")?" + _spaced("1", "[3-9]", *[r"\d"] * 9) + r"(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)[(（]?0\d{2,3}[)）]?[ \-—–]?" + _spaced("[2-9]", *[r"\d"] * 6) + r"\d?(?!\d)")
_ID_CARD = re.compile(_BEFORE + _spaced(*[r"\d"] * 17, "[0-9Xx]") + _AFTER)
_LONG_NUMBER = re.compile(
    r"(?<!\d)" + _spaced(*[r"\d"] * 15) + rf"(?:{_GAP}\d){{0,4}}(?!\d)"
)  # old identity card, bank card
_EMAIL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
# The number of a house or a door, not the road: the place of a matter stays findable, where somebody lives does not.
_DOOR = r"(?:[0-9A-Za-z零一二三四五六七八九十\-]{1,6}(?:号楼|号|栋|幢|座|单元|楼|层|室|户))"
_BARE_DOOR = "(?:[0-9]{3,4}(?![0-9年月日元人名个块米万]))?"
_HOUSE = re.compile(
    r"(?P<road>(?:路|街|道|巷|弄|胡同|小区|村|组|社|屯|苑|园|城|庄|坊)[\u4e00-\u9fff]{0,4}?)"
    r"(?:[0-9]{1,5}(?:-[0-9]{1,4})?(?:号|弄|栋|幢|座|单元|室|户)|[零一二三四五六七八九十百]{1,5}(?:号|弄|栋|幢|单元|室))"
    r"(?!线|口|文|令)" + _DOOR + "{0,4}" + _BARE_DOOR
)
_DOORS = re.compile(r"(?<![0-9])[0-9]{1,4}(?:栋|幢|座|号楼)" + _DOOR + "{1,4}" + _BARE_DOOR)
_PATTERNS = (_EMAIL, _ID_CARD, _LONG_NUMBER, _MOBILE, _LANDLINE, _DOORS)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_SHORTEST_OWN = 2  # a name of one character would blank half of a Chinese text


def mask(text: str, identity: Identity | None = None) -> str:
    """The text with every particular replaced by one `×`, normalised (NFKC), ready for an index."""
    text = unicodedata.normalize("NFKC", text)
    for own in _own_strings(identity) if identity else ():
        text = re.sub(_loosely(own), MASK, text, flags=re.IGNORECASE)
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    return _HOUSE.sub(rf"\g<road>{MASK}", text)


def looks_like_personal_number(query: str) -> bool:
    """Whether a search asks for a person: a telephone, identity, or card number, or a part long enough to be one."""
    text = unicodedata.normalize("NFKC", query)
    if _EMAIL.search(text) or any(pattern.search(text) for pattern in (_MOBILE, _LANDLINE, _ID_CARD, _LONG_NUMBER)):
        return True
    return any(_part_of_number(run) for run in re.findall(r"[0-9](?:" + _GAP + r"[0-9Xx])+", text))


def holds_personal_number(text: str) -> bool:
    """Whether a telephone, identity or card number, or an e-mail address, stands in a text."""
    plain = unicodedata.normalize("NFKC", text)
    if _MOBILE.search(plain) or _ID_CARD.search(plain):
        return True  # also where it is written with spaces; a day with its time (2026-01-03 14:30) is none
    return any(looks_like_personal_number(word) for word in text.split() if any(map(str.isdigit, word)))


def is_id_card(number: str) -> bool:
    """Whether 18 characters are a mainland identity number: ISO 7064 MOD 11-2 check character (GB 11643)."""
    compact = re.sub(_GAP, "", number).upper()
    if not re.fullmatch(r"\d{17}[\dX]", compact):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(compact, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == compact[-1]


def _own_strings(identity: Identity) -> list[str]:
    """The case's own particulars, longest first, so that an address is not left in pieces."""
    own = {identity.name, identity.phone, identity.email, identity.address, identity.national_id}
    if identity.note.isascii():  # an account elsewhere; a note in words ("evenings") is no particular of a person
        own.add(identity.note)
    normal = (unicodedata.normalize("NFKC", text).strip() for text in own)
    return sorted((text for text in normal if len(text) >= _SHORTEST_OWN), key=len, reverse=True)


def _loosely(own: str) -> str:
    """The string with any spacing between its characters: 张 三, 138 0000 0000."""
    return _GAP.join(re.escape(character) for character in own if not character.isspace())


def _part_of_number(run: str) -> bool:
    """Seven digits in a row are a subscriber number, or the tail or middle of a longer one; a day (20260103) is none."""
    digits = re.sub(r"[^0-9Xx]", "", run)
    if re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", digits):
        return False
    return len(digits) >= 7
