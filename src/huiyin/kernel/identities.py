"""What a column of a query is compared by, put together without reading a signature.

For each question that is put in an order Django asks every selected column for its hash, and to find what that is taken of
it binds the arguments of the constructor to its signature (`Expression.identity`): an eighth of the time in which a wide question is
composed. Here the same value is made by hand; a test compares the two for every column of the installation.
"""

from __future__ import annotations

from typing import Any

from django.db.models.expressions import Col, Expression
from django.utils.functional import cached_property

_BY_SIGNATURE = vars(Expression)["identity"].func
_OF_VALUE = vars(Expression)["_identity"].__func__


def install() -> None:
    """For the whole process, once."""
    quick = cached_property(_identity)
    quick.__set_name__(Col, "identity")
    setattr(Col, "identity", quick)  # noqa: B010  # a class of Django's, which the types say is not ours to change


def _identity(column: Any) -> tuple[Any, ...]:
    arguments, named = column._constructor_args
    if named:
        return tuple(_BY_SIGNATURE(column))
    alias, target, *output = arguments
    return (
        column.__class__,
        ("alias", alias),
        ("target", _OF_VALUE(Col, target)),
        ("output_field", _OF_VALUE(Col, output[0]) if output else None),
    )
