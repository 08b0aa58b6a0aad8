"""How the rows of each model belong to an organisation. A test fails for a model that is not in this table.

What hangs on a case belongs to the case: its file goes whole, also what an office above wrote into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class By:
    """By this path of relations from the row to its organisation."""

    path: str


@dataclass(frozen=True, slots=True)
class About:
    """By references (`concern:…`, or a public id alone) in these fields: each must name a row that goes along."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class With:
    """With the row that this relation names."""

    field: str


@dataclass(frozen=True, slots=True)
class Shared:
    """Nobody's own: taken along where a row that goes along names it, and known in the target by this field."""

    key: str


@dataclass(frozen=True, slots=True)
class Never:
    reason: str


Belonging = By | About | With | Shared | Never

_DERIVED = "reckoned anew from what is restored"
_MACHINE = "of the machine, not of an organisation"
_SHORT = "lives for hours or days, and is asked for anew"
_LEDGER = "the ledger's own: what was done goes along as history with proofs, and the target writes entries of its own"

BELONGS: Final[dict[str, Belonging]] = {
    "auth.Permission": Never("not used"),
    "auth.Group": Never("not used"),
    "contenttypes.ContentType": Never("Django's own"),
    "sessions.Session": Never(_SHORT),
    "ledger.Entry": Never(_LEDGER),
    "ledger.Unsequenced": Never(_LEDGER),
    "ledger.Opening": Never(_LEDGER),
    "ledger.Leaf": Never(_LEDGER),
    "ledger.Node": Never(_LEDGER),
    "ledger.Checkpoint": Never(_LEDGER),
    "ledger.Lease": Never(_LEDGER),
    "ledger.Witness": Never(_LEDGER),
    "ledger.Cosignature": Never(_LEDGER),
    "ledger.Contradiction": Never(_LEDGER),
    "ledger.Carried": Never("history that came from elsewhere is in the archive that it came in"),
    "ledger.CarriedEntry": Never("history that came from elsewhere is in the archive that it came in"),
    "calendars.LoadedYear": Never(
        "the same in the whole country; the target has its own, and dates keep their reckoning"
    ),
    "clocks.Clock": About(("subject_id",)),
    "vault.SealedIdentity": About(("about",)),
    "vault.IdentityOpening": With("sealed"),
    "vault.AddressProof": With("sealed"),
    "vault.CaseKey": About(("about",)),
    "vault.SealedText": With("case_key"),
    "vault.AdoptedKey": Never(
        "goes with the codes that it was adopted for, once: they are given out anew under the target's own key"
    ),
    "files.Attachment": About(("about",)),
    "outbox.Notice": About(("to", "about")),
    "outbox.ToTell": Never(_SHORT),
    "outbox.GatewayStanding": Never(_MACHINE),
    "outbox.Delivery": With("notice"),
    "outbox.Attempt": With("notice"),
    "outbox.Settlement": With("notice"),
    "limits.Count": Never(_SHORT),
    "limits.Backoff": Never(_SHORT),
    "organisations.Organisation": By("pk"),
    "organisations.Competence": By("organisation"),
    "organisations.Unit": By("organisation"),
    "organisations.Post": By("unit__organisation"),
    "organisations.LeadingGroup": By("organisation"),
    "organisations.GroupMember": By("group__organisation"),
    "organisations.Account": By("appointments__post__unit__organisation"),
    "organisations.Appointment": By("post__unit__organisation"),
    "organisations.SignInKey": Never(_SHORT),
    "organisations.CodeApp": By("account__appointments__post__unit__organisation"),
    "organisations.RecoveryCode": By("account__appointments__post__unit__organisation"),
    "organisations.Passkey": By("account__appointments__post__unit__organisation"),
    "organisations.LinkedIdentity": By("account__appointments__post__unit__organisation"),
    "organisations.OpenSession": Never("where somebody is signed in here; in the target everybody signs in anew"),
    "organisations.Device": Never("bound to the key of this installation; in the target each is switched on anew"),
    "organisations.LetIn": Never("one sign-in here within the hour; in the target the second step is asked for again"),
    "organisations.TwoHands": By("organisation"),
    "organisations.SchoolTerm": By("organisation"),
    "organisations.SchoolClass": By("organisation"),
    "documents.Template": By("organisation"),
    "documents.Frame": Shared("digest"),
    "documents.Series": By("organisation"),
    "cases.Assignment": By("case__organisation"),
    "cases.ResultReport": By("assignment__case__organisation"),
    "cases.Involvement": By("case__organisation"),
    "cases.Case": By("organisation"),
    "cases.CaseScope": By("case__organisation"),
    "cases.Exclusion": By("case__organisation"),
    "cases.Track": By("case__organisation"),
    "cases.CaseEvent": By("case__organisation"),
    "cases.Category": Shared("code"),
    "cases.Concern": By("case__organisation"),
    "cases.ReceiptCode": By("concern__case__organisation"),
    "cases.Draft": Never(_SHORT),
    "cases.Group": By("case__organisation"),
    "cases.Member": By("group__case__organisation"),
    "cases.GroupSlip": By("group__case__organisation"),
    "cases.ImportedRow": Never(
        "digests under the installation's key: they only keep a table from being brought in twice"
    ),
    "cases.Message": By("case__organisation"),
    "cases.Reply": By("case__organisation"),
    "cases.Letter": By("case__organisation"),
    "cases.Service": By("letter__case__organisation"),
    "cases.CaseRead": By("case__organisation"),
    "cases.Posting": By("letter__case__organisation"),
    "cases.Consultation": By("case__organisation"),
    "cases.ExtensionRequest": By("case__organisation"),
    "cases.Review": By("case__organisation"),
    "cases.SearchText": Never(_DERIVED),
    "cases.ConcernMove": By("concern__case__organisation"),
    "cases.Likeness": By("organisation"),
    "cases.LookedThrough": Never(_DERIVED),
    "cases.Repeat": By("case__organisation"),
    "plans.SourceText": By("organisation"),
    "plans.Plan": By("organisation"),
    "plans.PlanVersion": By("plan__organisation"),
    "plans.Edit": By("plan_version__plan__organisation"),
    "plans.Comment": By("plan_version__plan__organisation"),
    "plans.Review": By("plan_version__plan__organisation"),
    "plans.Overruling": By("plan__organisation"),
    "plans.PlanPaper": By("plan_version__plan__organisation"),
    "plans.PlaceDrawing": By("plan__organisation"),
    "plans.PrintedSheet": By("plan_version__plan__organisation"),
    "tasks.Task": By("organisation"),
    "tasks.TaskEvent": By("task__organisation"),
    "receptions.ReceptionDay": By("organisation"),
    "receptions.Booking": By("day__organisation"),
    "receptions.Reception": By("organisation"),
    "receptions.Need": By("reception__organisation"),
    "receptions.Participant": By("reception__organisation"),
    "receptions.Recording": By("reception__organisation"),
    "receptions.Invitation": By("reception__organisation"),
    "receptions.Minutes": By("reception__organisation"),
    "receptions.Answer": By("minutes__reception__organisation"),
    "receptions.ReceptionReport": By("organisation"),
    "receptions.OwnTimes": By("organisation"),
    "mediation.Meeting": By("case__organisation"),
    "mediation.Participant": By("meeting__case__organisation"),
    "mediation.Word": By("meeting__case__organisation"),
    "mediation.Minutes": By("meeting__case__organisation"),
    "mediation.Agreement": By("meeting__case__organisation"),
    "mediation.Term": By("agreement__meeting__case__organisation"),
    "leaders.Lead": By("case__organisation"),
    "leaders.LeaderStep": By("lead__case__organisation"),
    "leaders.Handover": By("post__unit__organisation"),
    "leaders.YearSheet": By("post__unit__organisation"),
    "instructions.HardCase": By("case__organisation"),
    "instructions.Hop": By("hard_case__case__organisation"),
    "instructions.Instruction": By("organisation"),
    "instructions.InstructionCase": By("instruction__organisation"),
    "instructions.Step": By("instruction__organisation"),
    "instructions.InstructionEvent": By("instruction__organisation"),
    "supervision.Accountability": By("case__organisation"),
    "supervision.Sign": By("case__organisation"),
    "supervision.Mark": By("case__organisation"),
    "supervision.Supervision": By("case__organisation"),
    "supervision.Measure": By("supervision__case__organisation"),
    "supervision.TakeOver": By("case__organisation"),
    "incidents.Incident": By("organisation"),
    "incidents.LogEntry": By("incident__organisation"),
    "incidents.DrillRule": By("plan__organisation"),
    "incidents.Drill": By("plan__organisation"),
    "incidents.Inject": By("drill__plan__organisation"),
    "incidents.Evaluation": By("incident__organisation"),
    "incidents.RoomSheet": By("incident__organisation"),
    "incidents.StepRun": By("incident__organisation"),
    "incidents.CallOut": By("incident__organisation"),
    "incidents.HeadGroup": By("incident__organisation"),
    "incidents.Count": By("group__incident__organisation"),
    "incidents.Order": By("incident__organisation"),
    "incidents.Statement": By("incident__organisation"),
    "incidents.Report": By("incident__organisation"),
    "incidents.Resource": By("incident__organisation"),
    "incidents.Review": By("incident__organisation"),
    "incidents.Finding": By("incident__organisation"),
    "incidents.ContactTest": By("plan_version__plan__organisation"),
    "incidents.ContactAnswer": By("test__plan_version__plan__organisation"),
    "incidents.NumberCheck": By("plan__organisation"),
    "prevention.Equipment": By("organisation"),
    "prevention.Check": By("equipment__organisation"),
    "prevention.CheckDone": By("check_of__equipment__organisation"),
    "prevention.CampusMap": By("organisation"),
    "prevention.Hazard": By("organisation"),
    "prevention.Rectification": By("hazard__organisation"),
    "prevention.HazardEvent": By("hazard__organisation"),
    "prevention.Charge": By("organisation"),
    "prevention.Spot": By("organisation"),
    "prevention.Report": By("organisation"),
    "prevention.Checklist": By("organisation"),
    "prevention.Inspection": By("organisation"),
    "prevention.Round": By("inspection__organisation"),
    "prevention.Answer": By("round__inspection__organisation"),
    "prevention.Sent": By("round__inspection__organisation"),
    "duty.Qualification": By("organisation"),
    "duty.ShiftKind": By("organisation"),
    "duty.Member": By("organisation"),
    "duty.Away": By("organisation"),
    "duty.Apart": By("organisation"),
    "duty.Roster": By("organisation"),
    "duty.Shift": By("organisation"),
    "duty.Seat": By("shift__organisation"),
    "duty.ShiftEvent": By("shift__organisation"),
    "duty.BookEntry": By("shift__organisation"),
    "duty.Handover": By("shift__organisation"),
    "duty.Feed": By("account__appointments__post__unit__organisation"),
    "duty.Proposal": By("roster__organisation"),
    "duty.Swap": By("organisation"),
    "bulletins.Bulletin": By("organisation"),
    "bulletins.Report": By("bulletin__organisation"),
    "bulletins.Told": By("bulletin__organisation"),
    "bulletins.Level": By("bulletin__organisation"),
    "bulletins.Receipt": By("level__bulletin__organisation"),
    "bulletins.Doubt": By("level__bulletin__organisation"),
    "training.Correction": By("lesson__organisation"),
    "training.SignList": By("lesson__organisation"),
    "training.Programme": By("organisation"),
    "training.Lesson": By("organisation"),
    "training.Taken": By("lesson__organisation"),
    "training.Need": By("organisation"),
    "training.Quiz": By("lesson__organisation"),
    "support.Supporter": By("organisation"),
    "support.Request": By("organisation"),
    "support.LetIn": By("request__organisation"),
    "support.Line": By("request__organisation"),
    "support.Visit": By("request__organisation"),
    "support.Agreement": By("request__organisation"),
    "announcements.Announcement": By("organisation"),
    "announcements.Wording": By("announcement__organisation"),
    "announcements.Acknowledgement": By("announcement__organisation"),
    "announcements.ClassPage": By("organisation"),
    "announcements.Taps": By("announcement__organisation"),
    "onpaper.DaySheet": By("organisation"),
    "onpaper.Morning": By("organisation"),
    "onpaper.MorningSet": By("organisation"),  # its paper lies on disk for three days and is printed anew
    "onpaper.PaperRow": By("sheet__organisation"),
    "callouts.Callout": By("organisation"),
    "callouts.Turn": By("callout__organisation"),
    "callouts.Trial": By("organisation"),
    "callouts.TrialCall": By("trial__organisation"),
    "callouts.AnswerLink": By("turn__callout__organisation"),
    "archive.Dossier": By("organisation"),  # its package lies on disk for a day and is made again
    "archive.Holding": By("organisation"),
    "archive.Transfer": By("organisation"),
    "archive.TransferItem": By("transfer__organisation"),
    "retention.Schedule": By("organisation"),
    "retention.Hold": By("organisation"),
    "retention.Register": By("organisation"),
    "retention.Item": By("organisation"),
    # Sealed to its readers and to the reporter's code, never to the installation: it goes along as it is.
    "confidential.Reader": By("organisation"),
    "confidential.ReaderKey": By("reader__organisation"),
    "confidential.Report": By("organisation"),
    "confidential.Envelope": By("report__organisation"),
    "confidential.Message": By("report__organisation"),
    "confidential.SealedFile": By("message__report__organisation"),
    "confidential.SealedName": By("report__organisation"),
    "confidential.NamePart": By("name__report__organisation"),
    "confidential.NameOpening": By("name__report__organisation"),
    "confidential.NameAsk": By("opening__name__report__organisation"),
    "confidential.Pointer": By("report__organisation"),
    "confidential.HandOver": By("report__organisation"),
    "confidential.Resealed": By("report__organisation"),
    "confidential.Custodian": By("key__reader__organisation"),
    "confidential.Recovery": By("key__reader__organisation"),
    "confidential.GivenShare": By("recovery__key__reader__organisation"),
    "oversight.Counted": Never(_DERIVED),
    "oversight.YearCounted": Never(_DERIVED),
    "operations.Installation": Never(_MACHINE),
    "operations.Backup": Never(_MACHINE),
    "operations.Heartbeat": Never(_MACHINE),
}
