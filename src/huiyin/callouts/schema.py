"""What an escalation policy may say: whom to call, after how many minutes without an answer, over which channels, and when to shout.

A policy is a TOML file. A misspelt key is an error, not a silence. What a policy *must* say, so that an alarm always ends
at a person or in a shout, is asked by `checker`.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from huiyin.procedures.schema import Part, Words

Cause = Literal["incident", "role", "step", "duty"]
"""Where alarms begin: an emergency begins; nobody answers for a role of its plan; a step of the plan is late; a shift runs
and nobody is there."""

CAUSES: Final[tuple[Cause, ...]] = ("incident", "role", "step", "duty")

Who = Literal["named", "deputy", "duty-leader", "on-duty", "leaders", "head", "above", "everybody"]
"""`named`: the post that the thing itself names. `deputy`: the next on its list of deputies who was not called yet.
`duty-leader`, `on-duty`: who is in charge of the shift that runs, who sits on it. `leaders`: posts of the house with the role
leader. `head`: the head's post. `above`: head and supervisors of the office above. `everybody`: every held post of the house."""

NEXT: Final = "next"  # nobody is there: the step after it comes at once
ALL: Final = "all"  # every way of the installation, in the order that it set for alarms
LISTED: Final = "in-app"

Otherwise = Literal["", "next", "deputy", "duty-leader", "on-duty", "leaders", "head", "above", "everybody"]
Channel = Literal["all", "in-app", "email", "sms", "voice", "push", "wecom", "dingtalk", "feishu"]
Ending = Literal["", "shout"]


class Step(Part):
    """One step. `otherwise`: whom instead where nobody is there; `next`: go on at once. `after`, `again`: minutes since the
    beginning, and between two calls of the same step (0: called once). `channels`: where one fails, the next."""

    id: str = Field(min_length=1, max_length=40)
    who: Who
    otherwise: Otherwise = ""
    after: int
    again: int = 0
    channels: tuple[Channel, ...] = ()


class Policy(Part):
    """One version of a policy. `shout_after`: minutes since the beginning; from then on it stands in red everywhere."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    version: int = Field(ge=1, le=9999)
    title: Words
    source: str = ""
    causes: tuple[Cause, ...]
    steps: tuple[Step, ...] = ()
    ends_in: Ending = ""
    shout_after: int = 0
