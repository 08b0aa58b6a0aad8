"""The `huiyin` command. Each room brings its own part in `commands.py`; here they are only put together.

Exit status: 0 done, 1 what was checked does not hold, 2 the input can't be used (the message on stderr names file,
line, reason and what to do).
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys

from huiyin.settings import environment

ROOMS = (
    "huiyin.kernel.calendars.commands",
    "huiyin.kernel.ledger.commands",
    "huiyin.procedures.commands",
    "huiyin.organisations.commands",
    "huiyin.cases.commands",
    "huiyin.cases.commands_rules",
    "huiyin.receipts.commands",
    "huiyin.plans.commands",
    "huiyin.callouts.commands",
    "huiyin.archive.commands",
    "huiyin.deliveries.commands",
    "huiyin.operations.commands",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and answer its exit status."""
    gc.disable()  # loading makes much and drops nothing: looking for garbage meanwhile is a quarter of the start
    environment.load()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", os.environ.get("HUIYIN_SETTINGS", "huiyin.settings.embedded"))
    import django

    django.setup()
    from django.db import DatabaseError

    from huiyin.kernel.errors import HuiyinError

    parser = argparse.ArgumentParser(prog="huiyin", description="Casework and readiness for schools and public bodies.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for room in ROOMS:
        importlib.import_module(room).register(commands)
    gc.freeze()
    gc.enable()
    options = parser.parse_args(arguments)
    try:
        needs = getattr(options, "needs_database", True)
        if needs(options) if callable(needs) else needs:
            from huiyin.operations import upgrade

            upgrade.bring_up_to_date()
        return int(options.run(options) or 0)
    except HuiyinError as error:
        sys.stderr.write(f"huiyin: {error}\n")
        return 2
    except DatabaseError as error:
        from huiyin.kernel import disk
        from huiyin.operations import intact

        state = disk.state_of(error)
        if state is None:
            raise
        if isinstance(state, disk.DatabaseDamaged):
            state.remedy = intact.remedy()
        sys.stderr.write(f"huiyin: {state}\n")
        return 2
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
