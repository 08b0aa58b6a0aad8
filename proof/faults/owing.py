"""A process of the installation that owes notices: for each line it reads it answers the keys that are on disk, as JSON.

A line is `[[recipient, channel, alarm], …]`; what could not be written is answered with an empty list.
"""

from __future__ import annotations

import itertools
import json
import sys
from typing import Any

from proof.faults.plan import RECIPIENTS


def main() -> None:
    import django

    django.setup()
    from huiyin.kernel import ledger, store, time, vault

    numbers = itertools.count(1)
    with store.write():
        rows = [
            vault.seal(
                identity=vault.Identity(phone=f"1380000{number:04}", email=f"p{number}@example.test"), about=f"concern:fault{number}", at=time.now()
            )
            for number in range(RECIPIENTS)
        ]  # fmt: skip
        proofs = [_proven(row, channel) for row in rows for channel in ("email", "sms")]
        for row in rows:
            row.refresh_from_db()
        ledger.record(
            verb="cases.submit", actor="petitioner", about="concern:fault", at=time.now(), commits=[*rows, *proofs]
        )
    people = [row.reference for row in rows]
    print(json.dumps(people), flush=True)
    for line in sys.stdin:
        print(json.dumps(_owed(json.loads(line), people, numbers)), flush=True)


def _proven(sealed: Any, channel: str) -> Any:
    """The person has typed back what came to their address."""
    from huiyin.kernel import time
    from huiyin.kernel.vault import proving

    proof, code = proving.ask(sealed=sealed, channel=channel, at=time.now())
    assert proving.answer(proof=proof, typed=code, at=time.now())
    proof.refresh_from_db()
    return proof


def _owed(wanted: list[list[Any]], people: list[str], numbers: itertools.count[int]) -> list[str]:
    from huiyin.kernel import outbox, store, time
    from huiyin.kernel.errors import HuiyinError

    words = {"organisation": "临禾县教育局", "language": "zh-hans"}
    owed = [
        outbox.Owed(
            people[place], "cases/petitioner", words, "concern:fault", f"fault:{next(numbers)}", channel, alarm,
            ("email",) if alarm else (),
        )
        for place, channel, alarm in wanted
    ]  # fmt: skip
    try:
        with store.write():
            outbox.owe_many(owed, at=time.now())
    except HuiyinError:
        return []
    return [one.key for one in owed]


if __name__ == "__main__":
    main()
