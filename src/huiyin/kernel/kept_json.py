"""Lists and objects of which it is known that they never change: their texts are made once, for all the rows that hold them."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def _changed(*_args: object, **_named: object) -> NoReturn:
    raise TypeError("this value is shared by many rows: put another in its place")


class KeptDict(dict[str, Any]):
    """An object as a column of JSON holds it. `canonical`: as the ledger writes it, once it has. A copy is an ordinary one."""

    __slots__ = ("canonical", "text")

    def __init__(self, value: dict[str, Any]) -> None:
        super().__init__(value)
        self.text, self.canonical = json.dumps(value), ""

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return dict, (dict(self),)

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _changed


class KeptList(list[Any]):
    """A list, in the same way."""

    __slots__ = ("canonical", "text")

    def __init__(self, value: list[Any]) -> None:
        super().__init__(value)
        self.text, self.canonical = json.dumps(value), ""

    def __reduce__(self) -> tuple[type, tuple[list[Any]]]:
        return list, (list(self),)

    __setitem__ = __delitem__ = __iadd__ = __imul__ = append = clear = extend = insert = pop = remove = reverse = (
        sort
    ) = _changed


KEPT = frozenset({KeptDict, KeptList})  # the types of what never changes


def kept(value: Any) -> Any:
    """The same value as one that is kept, where it is a list or an object."""
    if type(value) is dict:
        return KeptDict(value)
    if type(value) is list:
        return KeptList(value)
    return value
