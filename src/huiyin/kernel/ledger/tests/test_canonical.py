"""The bytes of a row are those of every release: what was committed to once must be written the same for ever."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.kept_json import kept
from huiyin.kernel.ledger import canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)  # fmt: skip


@given(st.dictionaries(st.text(min_size=1), VALUES), st.booleans())
def test_a_row_is_written_as_one_object_of_canonical_json(values, shared):
    """The bytes that any release has committed to, whether the row's values are its own or those of a pattern."""
    names = sorted(values)
    form = canonical.RowForm(
        tuple((f"{canonical.to_json(name)}:", object, lambda value: value) for name in names), (), tuple
    )
    told = [kept(values[name]) if shared else values[name] for name in names]
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical.row_bytes(form, told, b"") == plain.encode()
