"""A policy that could end in silence is refused, and says where and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.callouts import loading
from huiyin.callouts.checker import check
from huiyin.callouts.schema import CAUSES, Policy
from huiyin.callouts.timeline import following, moments
from huiyin.cli import main
from huiyin.settings.gateways import WebGateway

SOUND: dict[str, Any] = {
    "name": "mine", "version": 1, "title": {"en": "Mine", "zh-hans": "我的", "zh-hant": "我的"}, "source": "own rule",
    "causes": ["duty"], "ends_in": "shout", "shout_after": 20,
    "steps": [
        {"id": "a", "who": "duty-leader", "otherwise": "next", "after": 0, "again": 2, "channels": ["all"]},
        {"id": "b", "who": "head", "after": 5, "channels": ["in-app", "email"]},
        {"id": "c", "who": "above", "otherwise": "everybody", "after": 10, "channels": ["all"]},
    ],
}  # fmt: skip


def policy(damage: Callable[[dict[str, Any]], object] = lambda _sound: None) -> Policy:
    text = json.loads(json.dumps(SOUND))
    damage(text)
    return Policy.model_validate(text)


def step(number: int, **changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda text: text["steps"][number].update(changes)


def test_what_is_shipped_holds_and_there_is_one_for_every_cause() -> None:
    for one in loading.shipped():
        assert check(one) == [], one.name
    assert set(loading.everything()) == set(CAUSES)


def test_a_sound_policy_has_no_problems() -> None:
    assert check(policy()) == []


DAMAGED = {
    "ends in nothing": (lambda text: text.update(ends_in=""), "no-shout", "ends_in"),
    "no shout at all": (lambda text: text.pop("ends_in"), "no-shout", "ends_in"),
    "shouted before the last is called": (lambda text: text.update(shout_after=10), "minutes-grow", "shout_after"),
    "shouted the day after": (lambda text: text.update(shout_after=1441), "too-late", "shout_after"),
    "two at once": (step(1, after=0), "minutes-grow", "steps.1.b.after"),
    "backwards": (step(2, after=4), "minutes-grow", "steps.2.c.after"),
    "begins late": (step(0, after=1), "minutes-grow", "steps.0.a.after"),
    "negative": (step(0, after=-1), "minutes-grow", "steps.0.a.after"),
    "again and backwards": (step(0, again=-1), "minutes-grow", "steps.0.a.again"),
    "an empty role": (step(0, otherwise=""), "empty-role", "steps.0.a.otherwise"),
    "instead of itself": (step(0, otherwise="duty-leader"), "empty-role", "steps.0.a.otherwise"),
    "no way": (step(1, channels=[]), "no-channel", "steps.1.b.channels"),
    "a way that nobody set up": (step(1, channels=["voice"]), "no-gateway", "steps.1.b.channels.voice"),
    "sleeps with its reader": (step(1, channels=["in-app"]), "silenced", "steps.1.b.channels"),
    "a way twice": (step(1, channels=["email", "email"]), "twice", "steps.1.b.channels"),
    "a name twice": (step(1, id="a"), "twice", "steps.1.a"),
    "nobody at all": (lambda text: text.update(steps=[]), "no-person", "steps"),
    "perhaps nobody": (
        lambda text: (text["steps"][1].update(who="leaders", otherwise="next"), text["steps"][2].update(otherwise="next")),
        "no-person",
        "steps",
    ),
    "a deputy of nobody": (step(0, who="deputy"), "no-person", "steps.0.a.who"),
    "without end": (lambda text: (text.update(shout_after=200), text["steps"][2].update(again=1)), "too-often", "steps.2.c.again"),
    "no source": (lambda text: text.update(source=" "), "missing-source", "source"),
    "no title in English": (lambda text: text["title"].update(en=""), "untranslated-title", "title.en"),
    "for nothing": (lambda text: text.update(causes=[]), "no-cause", "causes"),
    "for the same twice": (lambda text: text.update(causes=["duty", "duty"]), "twice", "causes"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_policy_is_refused_with_rule_place_and_message(name: str) -> None:
    damage, rule, path = DAMAGED[name]
    found = check(policy(damage))
    assert (rule, path) in [(one.rule, one.path) for one in found]
    assert all(one.message for one in found)


def test_a_way_counts_once_its_gateway_is_named(settings: Any) -> None:
    settings.OUTBOX_GATEWAYS = {"voice": WebGateway("https://gateway.example/call")}
    settings.OUTBOX_ALARM_WAYS = ("voice", "email")
    assert check(policy(step(1, channels=["voice"]))) == []


steps = st.lists(
    st.fixed_dictionaries(
        {
            "who": st.sampled_from(
                ["named", "deputy", "duty-leader", "on-duty", "leaders", "head", "above", "everybody"]
            ),
            "otherwise": st.sampled_from(["", "next", "deputy", "head", "above", "everybody"]),
            "after": st.integers(-2, 40),
            "again": st.integers(-1, 8),
            "channels": st.lists(st.sampled_from(["all", "in-app", "email", "sms"]), max_size=3),
        }
    ),
    max_size=5,
)


@given(steps=steps, ends_in=st.sampled_from(["", "shout"]), shout_after=st.integers(0, 60))
def test_whatever_passes_calls_somebody_at_once_never_two_at_one_minute_and_shouts_last(
    steps: list[dict[str, Any]], ends_in: str, shout_after: int
) -> None:
    for number, one in enumerate(steps):
        one["id"] = f"s{number}"
    found = policy(lambda text: text.update(steps=steps, ends_in=ends_in, shout_after=shout_after))
    if check(found):
        return
    row = moments(found)
    minutes = [one.minute for one in row]
    assert minutes[0] == 0
    assert minutes == sorted(set(minutes))
    assert [one.shouts for one in row] == [False] * (len(row) - 1) + [True]
    assert minutes[-1] == shout_after
    for done in range(1, len(row)):
        assert row[following(row, done)].step != row[done - 1].step


def test_of_ones_own_the_newest_sound_one_holds_and_a_damaged_one_leaves_things_as_they_were(
    settings: Any, tmp_path: Any, capsys: Any
) -> None:
    settings.CALLOUT_POLICIES = tmp_path
    text = next(file for file in loading.SHIPPED.glob("duty@1.toml")).read_text()
    (tmp_path / "duty@2.toml").write_text(text.replace("version = 1", "version = 2"))
    assert loading.in_use("duty").version == 2
    (tmp_path / "duty@3.toml").write_text(text.replace("version = 1", "version = 3").replace('"shout"', '""'))
    assert loading.in_use("duty").version == 2
    assert main(["callouts", "check", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    [damaged] = [one for one in said["policies"] if one["problems"]]
    assert (damaged["version"], damaged["problems"][0]["rule"]) == (3, "no-shout")


def test_the_command_says_what_holds_what_does_not_and_what_cannot_be_read(tmp_path: Any, capsys: Any) -> None:
    text = (loading.SHIPPED / "incident@1.toml").read_text()
    good, bad, broken = tmp_path / "good.toml", tmp_path / "bad.toml", tmp_path / "broken.toml"
    good.write_text(text)
    bad.write_text(text.replace("shout_after = 25", "shout_after = 1"))
    broken.write_text(text.replace("shout_after", "shout_afer"))
    assert main(["callouts", "check", str(good)]) == 0
    assert main(["callouts", "check", str(bad)]) == 1
    assert "minutes-grow  shout_after" in capsys.readouterr().out
    assert main(["callouts", "check", str(broken)]) == 2
    assert "shout_afer" in capsys.readouterr().err
