"""Words of this room that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Answer, Origin, Paper, Status, Word

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

KINDS: Mapping[str, Text] = {
    "fire": pgettext_lazy("kind of plan", "Fire"),
    "earthquake": pgettext_lazy("kind of plan", "Earthquake"),
    "food": pgettext_lazy("kind of plan", "Food poisoning"),
    "infectious": pgettext_lazy("kind of plan", "Infectious disease"),
    "weather": pgettext_lazy("kind of plan", "Bad weather and natural disaster"),
    "violence": pgettext_lazy("kind of plan", "Violence and intruders"),
    "traffic": pgettext_lazy("kind of plan", "School bus and traffic"),
    "crush": pgettext_lazy("kind of plan", "Crush"),
    "drowning": pgettext_lazy("kind of plan", "Drowning"),
    "self-harm": pgettext_lazy("kind of plan", "Self-harm and crisis of the mind"),
    "bullying": pgettext_lazy("kind of plan", "Bullying"),
    "network": pgettext_lazy("kind of plan", "Network security"),
    "data": pgettext_lazy("kind of plan", "Data leak"),
    "building": pgettext_lazy("kind of plan", "Buildings"),
    "laboratory": pgettext_lazy("kind of plan", "Laboratory"),
    "evacuation": pgettext_lazy("kind of plan", "Evacuation"),
    "petition": pgettext_lazy("kind of plan", "Receiving group visits"),
    "drill": pgettext_lazy("kind of plan", "Exercise"),
    "general": pgettext_lazy("kind of plan", "General plan"),
    "inspection": pgettext_lazy("kind of plan", "Inspection"),
    "rules": pgettext_lazy("kind of plan", "Rules"),
    "law": pgettext_lazy("kind of plan", "Law"),
    "other": pgettext_lazy("kind of plan", "Other"),
}
PARTS: Mapping[str, Text] = {
    "purpose": pgettext_lazy("part of a plan", "Purpose"),
    "scope": pgettext_lazy("part of a plan", "Scope"),
    "principles": pgettext_lazy("part of a plan", "Principles"),
    "organisation": pgettext_lazy("part of a plan", "Command"),
    "duties": pgettext_lazy("part of a plan", "Duties"),
    "levels": pgettext_lazy("part of a plan", "Levels"),
    "triggers": pgettext_lazy("part of a plan", "Triggers"),
    "prevention": pgettext_lazy("part of a plan", "Prevention and warning"),
    "response": pgettext_lazy("part of a plan", "Response"),
    "reporting": pgettext_lazy("part of a plan", "Reporting"),
    "evacuation": pgettext_lazy("part of a plan", "Evacuation"),
    "medical": pgettext_lazy("part of a plan", "Medical help"),
    "support": pgettext_lazy("part of a plan", "Support"),
    "recovery": pgettext_lazy("part of a plan", "Recovery"),
    "aftercare": pgettext_lazy("part of a plan", "Aftercare"),
    "drill": pgettext_lazy("part of a plan", "Exercises"),
    "contacts": pgettext_lazy("part of a plan", "Contacts"),
    "supplement": pgettext_lazy("part of a plan", "Supplementary rules"),
    "other": pgettext_lazy("part of a plan", "Something else"),
}
PHASES: Mapping[str, Text] = {
    "prevention": pgettext_lazy("phase", "Before anything happens"),
    "first": pgettext_lazy("phase", "First minutes, by whoever is there"),
    "response": pgettext_lazy("phase", "Under command"),
    "stand-down": pgettext_lazy("phase", "At the end"),
    "aftercare": pgettext_lazy("phase", "Afterwards"),
}
COLLECTIONS: Mapping[str, Text] = {
    "": _("The plan itself"),
    "parts": pgettext_lazy("pieces of a plan", "Parts"),
    "clauses": pgettext_lazy("pieces of a plan", "Clauses"),
    "roles": pgettext_lazy("pieces of a plan", "Roles"),
    "levels": pgettext_lazy("pieces of a plan", "Levels"),
    "triggers": pgettext_lazy("pieces of a plan", "Triggers"),
    "steps": pgettext_lazy("pieces of a plan", "Steps"),
    "limits": pgettext_lazy("pieces of a plan", "Time limits"),
    "contacts": pgettext_lazy("pieces of a plan", "Contacts"),
    "resources": pgettext_lazy("pieces of a plan", "Resources"),
    "annexes": pgettext_lazy("pieces of a plan", "Annexes"),
    "unplaced": pgettext_lazy("pieces of a plan", "Not placed yet"),
}
A_PIECE: Mapping[str, Text] = {
    "": _("The plan itself"),
    "parts": pgettext_lazy("piece of a plan", "Part"),
    "clauses": pgettext_lazy("piece of a plan", "Clause"),
    "roles": pgettext_lazy("piece of a plan", "Role"),
    "levels": pgettext_lazy("piece of a plan", "Level"),
    "triggers": pgettext_lazy("piece of a plan", "Trigger"),
    "steps": pgettext_lazy("piece of a plan", "Step"),
    "limits": pgettext_lazy("piece of a plan", "Time limit"),
    "contacts": pgettext_lazy("piece of a plan", "Contact"),
    "resources": pgettext_lazy("piece of a plan", "Resource"),
    "annexes": pgettext_lazy("piece of a plan", "Annex"),
    "unplaced": pgettext_lazy("piece of a plan", "Lines without a place"),
}
STATUS: Mapping[str, Text] = {
    Status.DRAFT: pgettext_lazy("plan", "Draft"),
    Status.IN_REVIEW: pgettext_lazy("plan", "Draft in review"),
    Status.APPROVED: pgettext_lazy("plan", "Approved, not published yet"),
    Status.PUBLISHED: pgettext_lazy("plan", "In force"),
    Status.REPLACED: pgettext_lazy("plan", "Replaced"),
}
ORIGINS: Mapping[str, Text] = {
    Origin.BLANK: _("Begun blank"),
    Origin.STARTER: _("From a starter plan"),
    Origin.IMPORT: _("From a file"),
    Origin.VERSION: _("From the version before"),
}
WORDS: Mapping[str, Text] = {
    Word.AGREES: pgettext_lazy("review of a plan", "Agrees"),
    Word.CHANGES: pgettext_lazy("review of a plan", "Wants changes"),
}
ANSWERS: Mapping[str, Text] = {
    Answer.OVERRULED: _("The mark is mistaken: overruled"),
    Answer.STANDS: _("The mark is right: it stands"),
}
PAPERS: Mapping[str, Text] = {
    Paper.RISKS: _("Risk assessment"),
    Paper.RESOURCES: _("Survey of resources"),
    Paper.CONSULTED: _("Who was listened to"),
    Paper.DRAFTING: _("Drafting note"),
    Paper.EVALUATED: _("Looked at again"),
}
EDITS: Mapping[str, Text] = {
    "add": pgettext_lazy("edit of a plan", "Added"),
    "change": pgettext_lazy("edit of a plan", "Changed"),
    "move": pgettext_lazy("edit of a plan", "Moved"),
    "remove": pgettext_lazy("edit of a plan", "Taken out"),
    "place": pgettext_lazy("edit of a plan", "Placed"),
    "undo": pgettext_lazy("edit of a plan", "Taken back"),
}
FIELDS: Mapping[str, Text] = {
    "title": pgettext_lazy("field of a plan", "Title"),
    "kind": pgettext_lazy("field of a plan", "What the plan is for"),
    "language": pgettext_lazy("field of a plan", "Language"),
    "part": pgettext_lazy("field of a plan", "What the part does"),
    "number": pgettext_lazy("field of a plan", "Number"),
    "level": pgettext_lazy("field of a plan", "Level"),
    "text": pgettext_lazy("field of a plan", "Text"),
    "law": pgettext_lazy("field of a plan", "Article"),
    "duties": pgettext_lazy("field of a plan", "Duties"),
    "post": pgettext_lazy("field of a plan", "Post"),
    "deputies": pgettext_lazy("field of a plan", "Deputies"),
    "holder": pgettext_lazy("field of a plan", "Who it was on paper"),
    "team": pgettext_lazy("field of a plan", "Team"),
    "rank": pgettext_lazy("field of a plan", "Rank"),
    "begins": pgettext_lazy("field of a plan", "Begins when"),
    "ends": pgettext_lazy("field of a plan", "Ends when"),
    "decided_by": pgettext_lazy("field of a plan", "Who decides"),
    "action": pgettext_lazy("field of a plan", "What is done"),
    "role": pgettext_lazy("field of a plan", "By which role"),
    "phase": pgettext_lazy("field of a plan", "When"),
    "levels": pgettext_lazy("field of a plan", "At which levels"),
    "within": pgettext_lazy("field of a plan", "Within minutes"),
    "after": pgettext_lazy("field of a plan", "After which step"),
    "proof": pgettext_lazy("field of a plan", "What shows that it was done"),
    "tells": pgettext_lazy("field of a plan", "Who is told"),
    "calls_out": pgettext_lazy("field of a plan", "Number outside that is rung"),
    "clause": pgettext_lazy("field of a plan", "Clause"),
    "minutes": pgettext_lazy("field of a plan", "Minutes"),
    "days": pgettext_lazy("field of a plan", "Days"),
    "name": pgettext_lazy("field of a plan", "Name"),
    "what_for": pgettext_lazy("field of a plan", "What for"),
    "outside": pgettext_lazy("field of a plan", "Outside of the house"),
    "place": pgettext_lazy("field of a plan", "Where"),
    "count": pgettext_lazy("field of a plan", "How many"),
    "keeper": pgettext_lazy("field of a plan", "Who keeps it"),
    "file": pgettext_lazy("field of a plan", "File"),
}
