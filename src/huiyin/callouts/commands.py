"""`huiyin callouts check`: does an alarm by these policies always end at a person or in a shout."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from django.utils.translation import get_language, gettext

from . import loading
from .checker import check
from .loading import OnFile


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this room's commands."""
    room = commands.add_parser("callouts", help="check who is called when").add_subparsers(required=True)
    checking = room.add_parser("check", help="check the installed policies, or one file")
    checking.add_argument("file", nargs="?", type=Path, metavar="FILE")
    checking.add_argument("--json", action="store_true")
    checking.set_defaults(run=run_check, needs_database=False)


def run_check(options: argparse.Namespace) -> int:
    """Check; exit status 1 where a policy does not hold."""
    found = [_of(options.file)] if options.file else _installed()
    ok = not any(one.problems for one in found)
    if options.json:
        sys.stdout.write(
            json.dumps({"ok": ok, "policies": [_as_json(one) for one in found]}, ensure_ascii=False) + "\n"
        )
    else:
        for one in found:
            sys.stdout.write(_as_text(one))
    return 0 if ok else 1


def _of(file: Path) -> OnFile:
    policy = loading.read(file)
    return OnFile(file, policy, tuple(check(policy)))


def _installed() -> list[OnFile]:
    """The shipped ones are checked against the ways of this installation too."""
    return [*(OnFile(Path(), one, tuple(check(one))) for one in loading.shipped()), *loading.own()]


def _as_json(one: OnFile) -> dict[str, object]:
    policy = one.policy
    return {
        "name": policy.name if policy else one.file.stem,
        "version": policy.version if policy else 0,
        "steps": len(policy.steps) if policy else 0,
        "shout_after": policy.shout_after if policy else 0,
        "problems": [{"rule": p.rule, "path": p.path, "message": p.message} for p in one.problems],
    }


def _as_text(one: OnFile) -> str:
    policy = one.policy
    if policy is None:
        return "".join(f"{p.path}\n    {p.message}\n" for p in one.problems)
    head = gettext("%(name)s@%(version)s %(title)s: %(steps)s steps, a shout after %(minutes)s minutes, %(problems)s problems") % {
        "name": policy.name,
        "version": policy.version,
        "title": policy.title.into(get_language() or "zh-hans"),
        "steps": len(policy.steps),
        "minutes": policy.shout_after,
        "problems": len(one.problems),
    }  # fmt: skip
    return "\n".join([head, *(f"  {p.rule}  {p.path}\n    {p.message}" for p in one.problems)]) + "\n"
