"""What this room puts on the pages of a case, on the person's page, on a review, and on the day list."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases import sections, verbs
from huiyin.cases.forms.staff_verbs import VerbForm
from huiyin.cases.models import Case, Concern, Review
from huiyin.cases.models.case import Bucket, Kind
from huiyin.cases.models.review import Level, ReviewStatus
from huiyin.cases.presenting import chip
from huiyin.cases.queries.status import status_of
from huiyin.kernel.errors import Conflict, Refused
from huiyin.organisations.access import Actor, may
from huiyin.web.components import Link

from . import queries
from .actions import agreeing, inviting
from .forms import Ends, Invite
from .models import OPEN, Meeting, MeetingKind
from .views.staff import item_of
from .wording import KINDS, STATUS


def register() -> None:
    """Called when the room is ready."""
    sections.for_staff(_card)
    sections.for_public(_own_card)
    sections.for_links(_links)
    sections.for_public_links(_own_links)
    sections.for_reviews(_review_links)
    sections.for_day(_day, queries.there_on_day)
    verbs.register(INVITE)
    verbs.register(END)


def _invite(actor: Actor, case: Case, form: VerbForm) -> object:
    assert isinstance(form, Invite)
    data = form.cleaned_data
    wanted = inviting.Invitation(
        data["subject"], data["within"], data["other_side"], data["place"], form.when(case.organisation.zone),
        data["led_by"], form.guests(data),
    )  # fmt: skip
    return inviting.invite(actor=actor, case_id=case.pk, version=data["version"], invitation=wanted)


def _end(actor: Actor, case: Case, form: VerbForm) -> object:
    """The version is that of the case that the page showed; the meeting is the one that is open."""
    if form.cleaned_data["version"] != case.version:
        raise Conflict(
            _("Somebody else has worked on this case since you opened the page."), _("Look at what changed.")
        )
    open_one = Meeting.objects.get(case=case, kind=MeetingKind.MEDIATION, status__in=OPEN)
    return agreeing.end_without(
        actor=actor, meeting_id=open_one.public_id, version=open_one.version, result=form.cleaned_data["result"]
    )


INVITE = verbs.VerbPage(
    "start_mediation", "mediate", Invite, _invite, gettext_lazy("Invite to a mediation"), gettext_lazy("Invite both sides"),
    gettext_lazy("It begins when both sides have said yes, each by their own word. Saying no has no consequence for the case."),
    supplies=frozenset({"conflict_free"}), template="mediation/staff/invite.html",
)  # fmt: skip
END = verbs.VerbPage(
    "mediation_ends", "mediate", Ends, _end, gettext_lazy("Mediation ends without an agreement"), gettext_lazy("End it, and go on with the case"),
    gettext_lazy("With an agreement it ends by itself, when both have signed."), supplies=frozenset({"agreed"}),
)  # fmt: skip


def _card(actor: Actor, case: Case) -> sections.Section | None:
    found = queries.of_case(actor, case)
    if not found:
        return None
    lines = [(one, KINDS[one.kind], STATUS[one.status], queries.page_of(one)) for one in found]
    return sections.Section("meetings", "mediation/staff/card.html", {"lines": lines}, order=40)


def _own_card(concern: Concern) -> sections.Section | None:
    found = queries.of_person(concern)
    if not found:
        return None
    lines = []
    for one in found:
        page = queries.page_of(one)
        window = page.agreement.window if page.agreement else None
        lines.append((one, KINDS[one.kind], STATUS[one.status], page, chip(window) if window else None))
    context = {"lines": lines, "can_say": "agreement_not_kept" in status_of(concern).can}
    return sections.Section("meetings", "mediation/public/card.html", context, order=30)


def _links(actor: Actor, case: Case) -> Iterable[Link]:
    if case.kind == Kind.CLAIM and case.bucket == Bucket.OPEN and may(actor, "mediate", case):
        yield Link(reverse("mediation:hearing", args=[case.public_id]), _("Announce a hearing"))


def _own_links(concern: Concern) -> Iterable[Link]:
    if "agreement_not_kept" in status_of(concern).can:
        yield Link(reverse("mediation:not-kept"), _("The agreement was not kept"))


def _review_links(actor: Actor, review: Review) -> Iterable[Link]:
    """The hearing of a second review: to be announced, or to be opened."""
    if review.level != Level.SECOND:
        return
    held = list(Meeting.objects.filter(review=review))
    for one in held:
        yield Link(reverse("mediation:meeting", args=[one.public_id]), f"{KINDS[one.kind]} · {STATUS[one.status]}")
    none_open = not any(one.is_open for one in held)
    if none_open and review.status == ReviewStatus.BEGUN and may(actor, "review_draft", review):
        yield Link(reverse("mediation:hearing-in-review", args=[review.public_id]), _("Announce a hearing"))


def _day(actor: Actor) -> Iterable[sections.DayEntry]:
    return [sections.DayEntry("soon", item_of(one)) for one in queries.soon(actor)]


def address(actor: Actor, agreement_id: str) -> str:
    """The page of the meeting that a task came of; empty for who may not see it."""
    found = Meeting.objects.filter(agreement__public_id=agreement_id).first()
    if found is None:
        return ""
    try:
        queries.visible(actor, found.public_id)
    except Refused:
        return ""
    return reverse("mediation:meeting", args=[found.public_id])
