"""Whatever policy passes the checker, whoever is there and whatever they say: it ends at a person or in a shout, in time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.callouts import loading
from huiyin.callouts.actions import answering
from huiyin.callouts.models import Callout, Said, Status
from huiyin.callouts.timeline import moments
from huiyin.kernel import time
from huiyin.kernel.clocks import jobs
from huiyin.organisations.access.session import actor_for

SLACK = dt.timedelta(seconds=30)  # of the test, which looks a second after each moment

step = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["named", "deputy", "duty-leader", "on-duty", "leaders", "head", "above", "everybody"]),
        "otherwise": st.sampled_from(["next", "deputy", "head", "above"]),
        "wait": st.integers(1, 9),
        "again": st.integers(0, 4),
    }
)


def text_of(steps: list[dict[str, Any]], version: int, last: int) -> str:
    """A file: the minutes grow by what each step waits."""
    said = [
        f'name = "mine"\nversion = {version}\nsource = "own rule"\ncauses = ["duty"]\nends_in = "shout"',
        f'shout_after = {sum(one["wait"] for one in steps[:-1]) + last}\n[title]\nen = "M"\nzh-hans = "我"\nzh-hant = "我"',
    ]
    after = 0
    for number, one in enumerate(steps):
        said.append(
            f'[[steps]]\nid = "s{number}"\nwho = "{one["who"]}"\notherwise = "{one["otherwise"]}"\n'
            f'after = {after}\nagain = {one["again"]}\nchannels = ["all"]'
        )
        after += one["wait"]
    return "\n".join(said)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    steps=st.lists(step, min_size=1, max_size=4),
    last=st.integers(1, 9),
    named=st.sampled_from([(), ("分管副校长",), ("分管副校长", "校办主任", "教导主任")]),
    words=st.lists(st.sampled_from(["", "", Said.CANNOT, Said.CANNOT, Said.COMING]), max_size=12),
)
def test_it_ends_at_a_person_or_in_a_shout_within_the_minutes_of_the_policy(
    house: Any, settings: Any, tmp_path: Any, steps: Any, last: int, named: Any, words: list[str]
) -> None:
    settings.CALLOUT_POLICIES = tmp_path
    version = len(list(tmp_path.iterdir())) + 1
    (tmp_path / f"mine@{version}.toml").write_text(text_of(steps, version, last))
    policy = loading.in_use("duty")
    if (policy.name, policy.version) != ("mine", version):
        (tmp_path / f"mine@{version}.toml").write_text("")  # the checker refused it, and it stays unused
        assert next(one for one in loading.own() if one.file.name == f"mine@{version}.toml").problems
        return
    callout = house.begin(cause="duty", about=f"shift:{version}", titles=named)
    latest = callout.began_at + dt.timedelta(minutes=policy.shout_after) + SLACK
    heard, now = set[int](), callout.began_at
    for _round in range(2 * len(moments(policy)) + len(words)):
        with time.moved(now - callout.began_at + dt.timedelta(seconds=1)):
            while (turn := next((one for one in callout.turns.filter(said="") if one.pk not in heard), None)) and words:
                heard.add(turn.pk)
                word = words.pop()
                if word and Callout.objects.get(pk=callout.pk).open:
                    actor = actor_for(turn.appointment.account, turn.appointment.public_id)
                    answering.on_the_page(actor=actor, callout_id=callout.public_id, coming=word == Said.COMING)  # type: ignore[arg-type]
            stands = Callout.objects.get(pk=callout.pk)
            if stands.status != Status.RUNNING:
                break
            assert stands.next_at is not None
            now = max(now, stands.next_at)
        with time.moved(now - callout.began_at + dt.timedelta(seconds=1)):
            jobs.sweep()
    ended = stands.ended_at or stands.shouted_at
    assert stands.status in (Status.ANSWERED, Status.SHOUTING)
    assert ended is not None
    assert ended <= latest
    assert (stands.status == Status.ANSWERED) == callout.turns.filter(said=Said.COMING).exists()
    if stands.status == Status.SHOUTING:
        assert callout.turns.exists(), "somebody was called first: the head, whatever the roster and the plan look like"
