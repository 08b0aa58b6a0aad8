"""What changes the installation itself: set it up, fill it with the example, note that the recovery words are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.taxonomy import load_taxonomy
from huiyin.kernel import ledger, store, time
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.vault import keys, words
from huiyin.organisations.access import Actor, machine
from huiyin.organisations.actions.people import appoint, create_account
from huiyin.organisations.actions.tree import create_organisation, create_post, create_unit
from huiyin.organisations.models import Organisation

from .models import Installation


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a real installation starts from. `roll_…`: whether a last day on a rest day moves on (law.md T-08)."""

    name: str
    short_name: str
    kind: str
    outside_body_name: str
    outside_body_channel: str
    administrators: tuple[tuple[str, str], ...]  # (sign-in name, the person's name); two of them
    roll_over_office: bool = False
    roll_over_petitioner: bool = True
    region: str = "CN"
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class FirstKey:
    """With this code a first administrator sets a password of their own. Shown once, never stored."""

    username: str
    key: str


def set_up(beginning: Beginning) -> Sequence[FirstKey]:
    """Make the organisation and its two administrators. Raises `Conflict` when the database is not empty."""
    _check(beginning)
    actor = machine("setup")
    organisation = create_organisation(
        actor=actor,
        parent=None,
        name=beginning.name.strip(),
        short_name=beginning.short_name.strip() or beginning.name.strip(),
        kind=beginning.kind,
        region=beginning.region,
        zone=beginning.zone,
        outside_body_name=beginning.outside_body_name.strip(),
        outside_body_channel=beginning.outside_body_channel.strip(),
        roll_over_office=beginning.roll_over_office,
        roll_over_petitioner=beginning.roll_over_petitioner,
    )
    unit = create_unit(actor=actor, organisation=organisation.public_id, name=_("System administration"))
    made = [
        _administrator(actor, unit.public_id, number, username, person, beginning.zone)
        for number, (username, person) in enumerate(beginning.administrators, 1)
    ]
    load_taxonomy()
    note_installation(example=False)
    return made


def _check(beginning: Beginning) -> None:
    if Organisation.objects.exists():
        raise Conflict(
            _("There is an organisation already."),
            _("Set-up is for an empty database. Name an empty folder in HUIYIN_HOME."),
        )
    if beginning.kind not in Organisation.Kind.values:
        raise BadInput("kind", _("There is no such kind of organisation."), ", ".join(Organisation.Kind.values))
    if not beginning.name.strip():
        raise BadInput("name", _("The organisation has no name."))
    if not beginning.outside_body_name.strip() or not beginning.outside_body_channel.strip():
        raise BadInput(
            "outside_body",
            _("No outside body is named."),
            _("It takes a report about the head of this house; name one that is not below it, and how it is reached."),
        )
    names = [username.strip().lower() for username, _person in beginning.administrators]
    if len(set(names)) < 2 or not all(names):
        raise BadInput(
            "administrators",
            _("Two administrators are needed, with different names."),
            _("One alone could be locked out, ill or gone, and nobody could check what he does."),
        )


def _administrator(actor: Actor, unit: str, number: int, username: str, person: str, zone: str) -> FirstKey:
    post = create_post(
        actor=actor, unit=unit, title=_("System administrator {number}").format(number=number), roles=("administrator",)
    )
    new = create_account(actor=actor, username=username, display_name=person)
    appoint(actor=actor, account=new.account.public_id, post=post.public_id, from_on=time.today(zone))
    return FirstKey(new.account.username, new.key)


def note_installation(*, example: bool) -> None:
    """Write the one row that says what this installation is."""
    moment = time.now()
    with store.write():
        Installation.objects.create(example_data=example, set_up_at=moment)
        ledger.record(
            verb="operations.fill_with_example" if example else "operations.set_up",
            actor="system:setup",
            about="installation:1",
            at=moment,
        )


def confirm_words(text: str) -> tuple[int, ...]:
    """Compare typed recovery words with the key; note it when all are right, else answer which are not (1 to 24)."""
    wrong = words.wrong_positions(keys.current(), text)
    if not wrong:
        moment = time.now()
        with store.write():
            Installation.objects.filter(id=1).update(words_confirmed_at=moment)
            ledger.record(verb="operations.confirm_words", actor="system:setup", about="installation:1", at=moment)
    return wrong
