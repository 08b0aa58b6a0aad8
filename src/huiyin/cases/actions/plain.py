"""Steps of a procedure whose whole content is what was written down: one readable table, each verb named.

The effects (clocks, notices, tracks) are those of the pack; only permission, the field that the law demands, and the facts
that the statement itself establishes stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.cases.models import Case
from huiyin.kernel import store, time
from huiyin.kernel.errors import BadInput, Conflict, Refused
from huiyin.organisations.access import Actor, require

from .assigning import ASSIGNED
from .giving_back import may_object
from .procedure import Doing, Line, advance, locked, stands_at

Verb = Literal[
    "object",
    "return_agreed",
    "to_legal_body",
    "report_up",
    "adopt",
    "talk",
    "tell_alternatives",
    "tell_parents",
    "protect",
    "rescue",
]
SHORTEST = 2  # characters


@dataclass(frozen=True, slots=True)
class Plain:
    """`gives`: what the procedure requires and the text is; `states`: facts that whoever writes it vouches for."""

    permission: str
    gives: frozenset[str]
    remedy: str | Promise
    states: Mapping[str, bool] = field(default_factory=dict)


_READS = _("The person reads it.")

PLAIN: Mapping[Verb, Plain] = {
    "object": Plain("object", frozenset({"reason"}), _("Say why it is not yours, with the article."), {"competent": False}),
    "return_agreed": Plain("transfer", frozenset({"sender_consent", "reason"}), _("Say who agreed, when and how.")),
    "to_legal_body": Plain("channel", frozenset({"competent_body"}), _("Name the court, procuratorate or police office.")),
    "report_up": Plain("assign", frozenset({"report_receipt"}), _("Say to whom it was reported, and when."), {"urgent": True}),
    "adopt": Plain("draft_reply", frozenset({"study_result"}), _("Say what came of the study.")),
    "talk": Plain("ask_person", frozenset(), _("Say when and where, and who comes."), {"conflict_free": True}),
    "tell_alternatives": Plain("ask_person", frozenset({"alternatives"}), _("Name the other ways, inside and outside.")),
    "tell_parents": Plain("ask_person", frozenset({"parents_told"}), _("Say who told whom, and when.")),
    "protect": Plain("ask_person", frozenset({"protection_measures"}), _("Say what protects the child from today.")),
    "rescue": Plain("ask_person", frozenset({"rescue_note"}), _("Say what was done first, and when.")),
}  # fmt: skip


def do_plain(*, actor: Actor, case_id: int, version: int, verb: Verb, text: str) -> Case:
    """One of the table. `BadInput` where nothing is said."""
    at = time.now()
    if verb not in PLAIN:
        raise Refused
    plain = PLAIN[verb]
    with store.write():
        case = locked(case_id, version=version)
        require(actor, plain.permission, case)
        if len(text.strip()) < SHORTEST:
            raise BadInput("text", _("This is still empty."), plain.remedy)
        if verb == "object":
            may_object(case)
        if verb == "return_agreed" and stands_at(case, ASSIGNED):
            raise Conflict(_("It is with an office that uses Huiyin here."), _("That office asks you to take it back."))
        case.facts = {**case.facts, **plain.states}
        advance(Doing.by_staff(case, verb, actor, at), given=plain.gives, line=Line(note=text.strip()))
    return case
