"""The commands `setup`, `demo` and `doctor`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from .console import in_its_language, language

if TYPE_CHECKING:
    from .actions import Beginning

KINDS = ("school", "township", "county-bureau", "county", "city", "discipline-office", "other")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add them."""
    setup = commands.add_parser("setup", help="start a real installation; asks for what is not given")
    setup.add_argument("--name", help="the organisation, as on its seal")
    setup.add_argument("--short-name", help="as people call it")
    setup.add_argument("--kind", choices=KINDS)
    setup.add_argument("--outside-body", help="who takes a report about the head of this house")
    setup.add_argument("--outside-body-channel", help="how it is reached: address, telephone, page")
    setup.add_argument("--administrator", action="append", metavar="SIGN-IN=NAME", help="give it twice: two people")
    setup.add_argument(
        "--office-rolls", choices=("yes", "no"), help="a last day on a rest day moves on, for the office's own clocks"
    )
    setup.add_argument("--petitioner-rolls", choices=("yes", "no"), help="… for the petitioner's clocks")
    setup.add_argument("--mail", help="smtp://user:password@host:587?tls=1, or folder")
    setup.add_argument("--mail-from", help="the sender's address")
    setup.add_argument(
        "--language", default="zh-hans", choices=("zh-hans", "zh-hant", "en"), help="of the recovery words and posts"
    )
    setup.add_argument("--later", action="store_true", help="type the recovery words back later (huiyin key confirm)")
    setup.set_defaults(run=run_setup)

    demo = commands.add_parser("demo", help="fill an empty database with an example district")
    demo.add_argument("--quiet", action="store_true", help="print no sign-ins")
    demo.set_defaults(run=run_demo)

    doctor = commands.add_parser("doctor", help="say what is wrong with this installation and what to do")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=run_doctor, needs_database=False)


def run_setup(options: argparse.Namespace) -> int:
    from . import actions

    with override(language()):
        beginning = _beginning(options)
    with override(options.language):
        begun = actions.set_up(beginning)
    with override(language()):
        _set_mail(options)
        print(
            _("Set up. Two people can sign in, each with a code that works once and asks for a password of their own:")
        )
        for first in begun:
            print(f"    {first.username}    {first.key}")
        return keep_words(options)


def _beginning(options: argparse.Namespace) -> Beginning:
    from .actions import Beginning

    ask = _asker()
    name = options.name or ask(_("The organisation's name, as on its seal"), "")
    administrators = options.administrator or [
        "{}={}".format(
            ask(_("Administrator {number}: sign-in name").format(number=number), ""),
            ask(_("and the person's name"), ""),
        )
        for number in (1, 2)
    ]
    return Beginning(
        name=name,
        short_name=options.short_name or ask(_("Its short name, as people call it"), name),
        kind=options.kind or ask(_("Its kind: {kinds}").format(kinds=", ".join(KINDS)), "school"),
        outside_body_name=options.outside_body
        or ask(_("The outside body that takes a report about the head of this house"), ""),
        outside_body_channel=options.outside_body_channel or ask(_("How it is reached: address, telephone, page"), ""),
        administrators=tuple(_pair(text) for text in administrators),
        roll_over_office=_yes(options.office_rolls or ask(_roll_question(petitioner=False), "no")),
        roll_over_petitioner=_yes(options.petitioner_rolls or ask(_roll_question(petitioner=True), "yes")),
    )


def _roll_question(*, petitioner: bool) -> str:
    """law.md T-08: whether “法定休假日” takes in a weekend is not settled; the safe side differs for the two."""
    if petitioner:
        return _(
            "When the last day of the PETITIONER's time (to ask for review) is a rest day, does it move to the next working day? "
            "“yes” is the safe side: nobody loses a right over a weekend. Both dates are shown in any case (yes/no)"
        )
    return _(
        "The law does not say whether a weekend counts as a “lawful rest day”. When the last day of the OFFICE's time is a rest day, "
        "does it move to the next working day? “no” is the safe side: the office is then never late by law (yes/no)"
    )


def _asker() -> Callable[[str, str], str]:
    """Asks on the terminal; without one, everything must be given as options."""
    from huiyin.kernel.errors import BadInput

    def ask(question: str, otherwise: str) -> str:
        if not sys.stdin.isatty():
            if otherwise:
                return otherwise
            raise BadInput(
                "setup",
                _("“{question}” is not answered.").format(question=question),
                _("Give it as an option: huiyin setup --help"),
            )
        shown = f"{question} [{otherwise}]: " if otherwise else f"{question}: "
        return input(shown).strip() or otherwise

    return ask


def _pair(text: str) -> tuple[str, str]:
    username, _separator, person = text.partition("=")
    return username.strip(), person.strip() or username.strip()


def _yes(text: str) -> bool:
    return text.strip().lower() in ("yes", "y", "是")


def _set_mail(options: argparse.Namespace) -> None:
    """Into huiyin.env; an address that can't be read is refused before anything is written."""
    from django.core.exceptions import ImproperlyConfigured

    from huiyin.kernel.errors import BadInput
    from huiyin.settings import environment
    from huiyin.settings.mail_url import mail_from_url

    given = options.mail or (
        sys.stdin.isatty() and _asker()(_("Mail server (smtp://user:password@host:587?tls=1, or folder)"), "folder")
    )
    if not given:
        return
    try:
        mail_from_url(given, environment.home())
    except ImproperlyConfigured as error:
        raise BadInput("--mail", str(error)) from error
    environment.change("HUIYIN_MAIL", given)
    if options.mail_from:
        environment.change("HUIYIN_MAIL_FROM", options.mail_from)


def keep_words(options: argparse.Namespace) -> int:
    """Print the recovery words and take them back; "later" leaves a finding that `huiyin doctor` repeats."""
    from . import safekeeping

    print(
        _(
            "Now the recovery words. They are the key to every sealed name. Write them on paper, and keep it where the machine is not:"
        )
    )
    safekeeping.run_key_words(options)
    if options.later or not sys.stdin.isatty():
        print(_("Type them back soon: huiyin key confirm. Until then `huiyin doctor` finds it wrong."))
        return 0
    while safekeeping.run_key_confirm(options):
        pass
    return 0


def run_demo(options: argparse.Namespace) -> int:
    from . import example

    example.build()
    if not options.quiet:
        with override(language()):
            print(example.sign_ins())
            print(example.codes())
    return 0


@in_its_language
def run_doctor(options: argparse.Namespace) -> int:
    from huiyin.kernel import time

    from .doctor import examine

    findings = list(examine(time.now()))
    bad = any(finding.weight == "bad" for finding in findings)
    if options.json:
        json.dump(
            {"ok": not bad, "findings": [asdict(finding) for finding in findings]}, sys.stdout, ensure_ascii=False
        )
        sys.stdout.write("\n")
        return int(bad)
    marks = {"good": _("well"), "note": _("note"), "bad": _("WRONG")}
    for finding in findings:
        print(f"{marks[finding.weight]:>6}  {finding.title}: {finding.what}")
        if finding.remedy and finding.weight != "good":
            print(f"        -> {finding.remedy}")
    return int(bad)
