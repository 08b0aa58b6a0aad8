"""The register of processing: what is kept of persons, why, by what, how long, who reads it, where. One table, for page, paper and docs.

Each model of the installation stands in one of its rows or in `NOTHING_OF_PERSONS`; a test says so of every model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from .kinds import ANNOUNCEMENT, CLAIM, HAZARD, HOLDING, SUGGESTION, UNSORTED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Activity:
    """`schedules`: kinds whose years an office sets; `ends`: when it goes otherwise. `models`: what holds it ("room.*": all of a room)."""

    key: str
    title: StrOrPromise
    whose: StrOrPromise
    what: StrOrPromise
    why: StrOrPromise
    ends: StrOrPromise
    readers: StrOrPromise
    where: StrOrPromise
    models: tuple[str, ...]
    schedules: tuple[str, ...] = ()


_DATABASE = _("database")
_SEALED = _("database, sealed under a key of its own, itself under the installation's key")

ACTIVITIES: Final[tuple[Activity, ...]] = (
    Activity(
        "identities", _("Who raises a matter"), _("who raises something"),
        _("name, telephone, mail, address, number of an identity card: each only where the person gave it"),
        _("to answer, and to tell the person (信访工作条例 19)"),
        _("with the matter, or before that by the person's own request (个人信息保护法 47)"),
        _("the handler and the window, field by field, with a purpose that the person reads"), _SEALED,
        ("vault.SealedIdentity", "vault.IdentityOpening", "vault.AddressProof", "vault.AdoptedKey"),
        (CLAIM.key, SUGGESTION.key, UNSORTED.key),
    ),
    Activity(
        "cases", _("Matters raised, and the work on them"), _("who raises something; whoever is named in it"),
        _("words, files, answers, letters, dates, reviews, meetings, tasks, supervision"),
        _("to handle the matter (信访工作条例)"), _("by the office's schedule, from its end on"),
        _("posts that work on it or answer for it; nobody whom it may concern"), _("database; files in the folder of files"),
        (
            "cases.*", "tasks.*", "receptions.*", "mediation.*", "leaders.*", "instructions.*", "supervision.*", "clocks.Clock",
            "files.Attachment", "vault.CaseKey", "vault.SealedText",
        ),
        (CLAIM.key, SUGGESTION.key, UNSORTED.key),
    ),
    Activity(
        "confidential", _("Sealed reports on persons"), _("who reports, and who is reported"),
        _("the report, its files, what is written both ways"), _("to take a report without anybody concerned reading it"),
        _("as the readers decide; the pointer stays"), _("readers whom it does not concern, each with their own key"),
        _("database, sealed to the readers' keys, which the installation does not have"), ("confidential.*",),
    ),
    Activity(
        "support", _("Requests for support in hardship"), _("who asks for support"), _("what was asked, agreed and said"),
        _("to help, on request or with consent"), _("its own clock after the end, or at once when the person says so"),
        _("the one post that supports, and whom the person let in"), _SEALED, ("support.*",),
    ),
    Activity(
        "incidents", _("Emergencies and exercises"), _("who was there"),
        _("names in the log, pictures, head-counts by number; sign of who answered a call"),
        _("for the response alone (突发事件应对法 83-85)"),
        _("destroyed after the response by a clock; longer only by a written assessment (突发事件应对法 85)"),
        _("everybody of the house while it lasts"), _("names sealed under the key of the emergency; pictures in the folder of files"),
        ("incidents.*", "callouts.*"),
    ),
    Activity(
        "bulletins", _("Reports up the chain"), _("whoever an event concerned, by number"), _("what happened, how many, what was done"),
        _("duties to report, each with its article"), _("no schedule: kept"), _("who reports and who receives it"), _DATABASE, ("bulletins.*",),
    ),
    Activity(
        "hazards", _("Hazards, rounds and equipment"), _("staff, by post"), _("places, defects, pictures, who mended and who looked"),
        _("safety of the premises"), _("hazards by the office's schedule; equipment while it is there"), _("everybody of the house"),
        _("database; pictures in the folder of files"), ("prevention.*",), (HAZARD.key,),
    ),
    Activity(
        "staff", _("Accounts and posts"), _("staff"),
        _("name, sign-in name, mail, telephone, posts held and when; proofs of the account; where one is signed in"),
        _("to sign in, and to know who may what"), _("the account while employed, then closed; sessions and codes when they run out"),
        _("administrators; the holder"), _("database; seeds sealed, passwords hashed"),
        (
            "organisations.Account", "organisations.Appointment", "organisations.SignInKey", "organisations.CodeApp",
            "organisations.RecoveryCode", "organisations.Passkey", "organisations.LinkedIdentity", "organisations.OpenSession",
            "organisations.Device", "organisations.LetIn", "organisations.TwoHands", "organisations.LeadingGroup",
            "organisations.GroupMember", "sessions.Session",
        ),
    ),
    Activity(
        "duty", _("Duty and training"), _("staff"), _("who has which shift, was away, took a training"),
        _("that somebody is there; duties to train"), _("no schedule: kept"), _("everybody of the house the rosters; the rest who plans it"), _DATABASE,
        ("duty.*", "training.*", "onpaper.*"),
    ),
    Activity(
        "announcements", _("Notices to the house and to parents"), _("staff"), _("what was announced; which post has read it; of parents a number"),
        _("that whoever it concerns knows"), _("by the office's schedule, from its last day on; who has read it stays"), _("everybody of the house"),
        _("database; papers in the folder of files"), ("announcements.*",), (ANNOUNCEMENT.key,),
    ),
    Activity(
        "plans", _("Plans"), _("staff who hold a role"), _("who holds which role, by post; who approved"), _("emergency plans (突发事件应对法)"),
        _("no schedule: versions are kept"), _("everybody of the house"), _DATABASE, ("plans.*",),
    ),
    Activity(
        "notices", _("Notices"), _("whoever is told something"), _("that something is new; no contents, no address"), _("to tell who must know"),
        _("what it says goes once it is out"), _("the recipient"), _("database; addresses are asked from the vault at sending"),
        ("outbox.Notice", "outbox.ToTell", "outbox.Delivery", "outbox.Attempt", "outbox.Settlement"),
    ),
    Activity(
        "archive", _("Archive"), _("whoever a file is about"), _("dossiers for a day; catalogues and scans of an old archive, without names"),
        _("to hand over what has ended"), _("a package after a day; an old archive by the office's schedule; registers stay"), _("registrar, leader, head"),
        _("packages sealed on disk; database"), ("archive.*", "retention.*"), (HOLDING.key,),
    ),
    Activity(
        "limits", _("Counters against guessing"), _("visitors"), _("keyed hashes of networks and browsers"), _("to keep forms open to all"),
        _("hours"), _("nobody"), _DATABASE, ("limits.*",),
    ),
)  # fmt: skip

NOTHING_OF_PERSONS: Final[dict[str, str]] = {
    "auth.*": "not used",
    "contenttypes.*": "Django's own",
    "ledger.*": "acts, posts and salted commitments; opens only beside the row that it is about",
    "calendars.*": "holidays",
    "outbox.GatewayStanding": "whether a gateway answers",
    "organisations.Organisation": "the office",
    "organisations.Competence": "which office has which matter",
    "organisations.Unit": "the office",
    "organisations.Post": "a post, not who holds it",
    "organisations.SchoolTerm": "days",
    "organisations.SchoolClass": "a class, not its pupils",
    "documents.*": "words around letters, and numbers",
    "oversight.*": "counts, small ones held back on every page",
    "operations.*": "the machine",
}


def of_model(label: str) -> list[str]:
    """Keys of the rows in which a model stands; a whole room ("room.*") counts where the model itself stands nowhere."""
    rows = [(one.key, one.models) for one in ACTIVITIES] + [("", tuple(NOTHING_OF_PERSONS))]
    exact = [key for key, models in rows if label in models]
    return exact or [key for key, models in rows if f"{label.partition('.')[0]}.*" in models]
