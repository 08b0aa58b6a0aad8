"""Notices that are owed to somebody, and the deliveries that were made."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import ids
from huiyin.kernel.ledger.models import Committed


class State(models.TextChoices):
    """`dead`: given up after many attempts; a person must settle it."""

    OWED = "owed", _("owed")
    LEASED = "leased", _("being sent")
    DELIVERED = "delivered", _("delivered")
    DEAD = "dead", _("could not be delivered")
    SETTLED = "settled", _("settled by a person")
    CANCELLED = "cancelled", _("withdrawn")


class Failure(models.TextChoices):
    """Why a try failed, as far as whoever must settle it needs to know."""

    NO_ADDRESS = "no-address", _("no address is kept for this way")
    REFUSED = "refused", _("the address or the message was refused")
    LATER = "later", _("not taken for now")
    UNREACHABLE = "unreachable", _("the gateway can’t be reached")
    UNWRITABLE = "unwritable", _("the notice can’t be put into words")
    LOOKUP = "lookup", _("the address can’t be looked up")
    RETURNED = "returned", _("it was taken and came back later")


class Way(models.TextChoices):
    """In which way a person told the recipient what the machine could not."""

    TELEPHONE = "telephone", _("told by telephone")
    LETTER = "letter", _("told by letter")
    IN_PERSON = "in-person", _("told in person")
    OTHER = "other", _("told in another way")


class Channel(models.TextChoices):
    IN_APP = "in-app", _("in Huiyin")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("short message")
    VOICE = "voice", _("call that reads it aloud")
    WECOM = "wecom", _("WeCom, by a robot")
    DINGTALK = "dingtalk", _("DingTalk, by a robot")
    FEISHU = "feishu", _("Feishu, by a robot")
    PUSH = "push", _("on a device, by its browser")


OPEN = (State.OWED, State.LEASED)


class Notice(models.Model):
    """One notice to one recipient. `to` is a reference; no address is ever in this table."""

    public_id = models.CharField(max_length=16, unique=True, default=ids.public_id, editable=False)
    to = models.CharField(max_length=80)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    template = models.CharField(max_length=100)
    context = models.JSONField(default=dict)
    about = models.CharField(max_length=80, db_index=True)
    key = models.CharField(max_length=200, unique=True)
    owed_at = models.DateTimeField()
    # An alarm goes before everything else. `ways`: channels that come after this one, the next first.
    alarm = models.BooleanField(default=False)
    ways = models.JSONField(default=list)
    # Listed in Huiyin, and not looked at yet for who wants to hear of it elsewhere.
    to_pass_on = models.BooleanField(default=False, db_index=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OWED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When to try next; while leased, when the lease of a worker that died ends.
    next_attempt_at = models.DateTimeField()
    lease = models.CharField(max_length=16, blank=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="leased_notice_names_its_lease",
                condition=models.Q(state=State.LEASED, lease__gt="")
                | (~models.Q(state=State.LEASED) & models.Q(lease="")),
            ),
            models.CheckConstraint(
                name="delivered_notice_has_its_moment",
                condition=~models.Q(state=State.DELIVERED) | models.Q(delivered_at__isnull=False),
            ),
        ]
        # No partial indexes: SQLite does not use one when the condition comes as a parameter.
        indexes = [
            models.Index(name="outbox_due_in_order", fields=["state", "alarm", "next_attempt_at", "id"]),
            models.Index(name="outbox_open_to", fields=["to", "state", "id"]),
            models.Index(name="outbox_inbox", fields=["to", "channel", "-id"]),
        ]

    def __str__(self) -> str:
        return self.public_id


class ToTell(models.Model):
    """An account that is to be told that there is news, once its quiet hours are over."""

    to = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.to


class GatewayStanding(models.Model):
    """How the gateway of a channel stands, for all workers; see `breaker.Standing`. No row: it has not failed yet."""

    channel = models.CharField(max_length=16, choices=Channel.choices, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_since = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)
    probing = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.channel


class Delivery(Committed):
    """A notice left the house and was taken by the next hand; once more where it came back. `message_id` is the same for every try of one notice."""

    committed_fields: ClassVar[tuple[str, ...]] = ("notice", "channel", "message_id", "at")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    message_id = models.CharField(max_length=200, db_index=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.message_id


class Attempt(Committed):
    """One try to send a notice: that it was taken, or why not. `key` went along with it, the same for each try on this channel.

    `detail`: a kind of error and a code, for who runs the machine; never the gateway's own words, which may quote the address.
    """

    committed_fields: ClassVar[tuple[str, ...]] = ("notice", "channel", "key", "at", "taken", "failure", "gave_up")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="tries")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    key = models.CharField(max_length=200)
    at = models.DateTimeField()
    taken = models.BooleanField()
    failure = models.CharField(max_length=16, choices=Failure.choices, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    gave_up = models.BooleanField(default=False)
    # Of what came back later: one report, however often it is read.
    source = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attempt_was_taken_or_failed",
                condition=models.Q(taken=True, failure="", gave_up=False)
                | (models.Q(taken=False) & ~models.Q(failure="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.at}"


class Settlement(Committed):
    """A person told the recipient in another way: which, on which day, and what proves it."""

    committed_fields: ClassVar[tuple[str, ...]] = ("notice", "way", "on", "proof", "by", "at")

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="settlement")
    way = models.CharField(max_length=16, choices=Way.choices)
    on = models.DateField()
    proof = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.notice_id} {self.way}"
