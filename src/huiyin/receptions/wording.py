"""Words of this room that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import BookingStatus, Kind, NeedKind, Said, Status
from .models.reception import Choice

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

KINDS: Mapping[str, Text] = {
    Kind.VISIT: _("Visit"),
    Kind.PHONE: _("By telephone"),
    Kind.HOME: _("At home, on own request"),
    Kind.GROUP: _("Group visit"),
}
STATUS: Mapping[str, Text] = {
    Status.ASKED: _("asked for, no day named yet"),
    Status.PLANNED: _("planned"),
    Status.BEGUN: _("under way"),
    Status.WRITTEN: _("minutes written, not shown yet"),
    Status.SHOWN: _("minutes shown, no answer yet"),
    Status.AGREED: _("minutes agreed"),
    Status.OBJECTED: _("objection to the minutes"),
    Status.CLOSED: pgettext_lazy("reception", "filed"),
    Status.CANCELLED: _("called off"),
}
NEEDS: Mapping[str, Text] = {
    NeedKind.INTERPRETER: _("interpreter"),
    NeedKind.SIGN: _("sign language"),
    NeedKind.COMPANION: _("a companion of their own choice"),
    NeedKind.WHEELCHAIR: _("room for a wheelchair"),
    NeedKind.CHILDREN: _("a place for children"),
    NeedKind.HEARING: _("a seat close by, for who hears badly"),
    NeedKind.RIDE: _("a ride home"),
    NeedKind.OTHER: _("something else"),
}
SAID: Mapping[str, Text] = {
    Said.AGREES: _("agrees"),
    Said.CORRECTS: _("corrects"),
    Said.OBJECTS: _("objects"),
}
CHOICES: Mapping[str, Text] = {
    Choice.PASSED: _("Pass it on at once"),
    Choice.JOINT: _("Receive it jointly: that office comes here"),
    Choice.HERE: _("Be heard here, and decide later"),
}
BOOKED: Mapping[str, Text] = {
    BookingStatus.BOOKED: _("booked"),
    BookingStatus.HERE: _("waits"),
    BookingStatus.CALLED: _("called"),
    BookingStatus.CANCELLED: _("called off"),
}
EVENTS: Mapping[str, Text] = {
    "receptions.ask": _("The person asks to be received"),
    "receptions.plan": _("A reception is planned"),
    "receptions.offer": _("Day and place of the reception named"),
    "receptions.call-off": _("The office called the reception off"),
    "receptions.withdraw": _("The person does not want the reception any more"),
    "receptions.begin": _("The reception begins"),
    "receptions.ask-need": _("Support asked for"),
    "receptions.arrange": _("Support arranged"),
    "receptions.seat": _("At the table"),
    "receptions.begin-recording": _("A recording begins, with everybody's consent"),
    "receptions.stop-recording": _("The recording ends"),
    "receptions.attach-case": _("The reception stands in this file now"),
    "receptions.write-minutes": _("Minutes written"),
    "receptions.show-minutes": _("Minutes shown or read out"),
    "receptions.agree": _("Agreed to the minutes"),
    "receptions.correct": _("A correction of the minutes"),
    "receptions.object": _("An objection to the minutes"),
    "receptions.close": _("The reception is filed"),
    "receptions.promise": _("Promised at the reception"),
    "receptions.explain-competence": _("Told who is competent, and asked what is wanted"),
    "receptions.invite": _("An office is invited to come"),
    "receptions.acknowledge": _("The invited office says who comes"),
    "receptions.arrive": _("The invited office is there"),
    "receptions.urge": _("The invited office was urged"),
    "receptions.not-acknowledged": _("An invitation was not acknowledged in time; the office above was told"),
    "receptions.call-next": _("Called from the queue"),
    "receptions.book": _("A place on a reception day was booked"),
    "receptions.change-booking": _("The booking was changed"),
    "receptions.cancel-booking": _("The booking was cancelled"),
    "receptions.move-booking": _("The office moved the booking"),
}
EVENTS_TO_PERSON: Mapping[str, Text] = {
    "receptions.ask": _("You asked to be received"),
    "receptions.withdraw": _("You do not want the reception any more"),
    "receptions.ask-need": _("You asked for support"),
    "receptions.book": _("You booked a place on a reception day"),
}
FIGURES: Mapping[str, Text] = {
    "receptions": _("Receptions"),
    Kind.VISIT: _("Visits"),
    Kind.GROUP: _("Group visits"),
    Kind.PHONE: _("Receptions by telephone"),
    Kind.HOME: _("Home visits, on own request"),
    "joint": _("Joint receptions"),
    "matters": _("Matters"),
    "agreed": _("Minutes agreed"),
    "objected": _("With an objection to the minutes"),
    "promised": _("Promises"),
    "kept": _("Promises kept in time"),
    "late": _("Promises late"),
}
