"""A process of the installation that says, as JSON, under which key a copy of each notice may come by each way.

`{key: [notice, recipient, alarm, way]}`. The tries that were written down do not tell all: a worker that is killed
after a gateway took an alarm wrote none, and where the gateway is then left alone the alarm goes by another way.
"""

from __future__ import annotations

import json
from typing import Any

WAYS = ("email", "sms")


def main() -> None:
    import django

    django.setup()
    from huiyin.kernel.outbox.letters import idempotence_key
    from huiyin.kernel.outbox.models import Notice

    found: dict[str, list[Any]] = {}
    for notice in Notice.objects.filter(channel__in=WAYS).iterator():
        for notice.channel in WAYS:
            found[idempotence_key(notice)] = [notice.id, notice.to, notice.alarm, notice.channel]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
