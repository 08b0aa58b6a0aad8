"""Accounts of staff and the posts that they hold, from a day to a day."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel import time
from huiyin.kernel.ids import public_id
from huiyin.kernel.ledger.models import Committed

from .shared import Named
from .tree import Post


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by the name that is typed at sign-in; capital letters make no difference."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=(username or "").strip().lower())


class Account(Committed, Named, AbstractBaseUser):
    """A member of staff who can sign in. Petitioners have no account."""

    class Language(models.TextChoices):
        ZH_HANS = "zh-hans", _("Simplified Chinese")
        ZH_HANT = "zh-hant", _("Traditional Chinese")
        EN = "en", _("English")

    username = models.CharField(max_length=64, unique=True)  # kept in small letters
    display_name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    single_keys = models.BooleanField(default=True)  # WCAG 2.1.4: shortcuts of one key can be turned off
    # By which channels besides Huiyin the holder wants to hear that there is news, the first one first; and not in these hours.
    told_by = models.JSONField(default=list, blank=True)
    # Where a robot of a chat service listens for the holder, and the secret with which what it hears is signed.
    robot = models.CharField(max_length=300, blank=True)
    robot_secret = models.CharField(max_length=120, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    # Public id of the administrator who changed the mail address last; empty where the holder did, or nobody since the beginning.
    mail_given_by = models.CharField(max_length=12, blank=True)
    second_step = models.BooleanField(default=False)  # whether signing in asks for more than the password
    vouched = models.BooleanField(default=True)  # False after it was let in without its second step (`LetIn`)
    sessions_ended = models.PositiveIntegerField(default=0)  # each time all sessions end, this goes up
    created_at = models.DateTimeField(default=time.now, editable=False)
    last_login = None  # when somebody last signed in is nobody's business, so it is not stored

    # Neither name nor address: an account's record can be erased and the ledger still holds.
    committed_fields: ClassVar[tuple[str, ...]] = ("public_id", "is_active")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ("display_name", "id")
        constraints = [
            models.CheckConstraint(condition=Q(language__in=["zh-hans", "zh-hant", "en"]), name="account_language"),
            models.CheckConstraint(condition=~Q(username=""), name="account_username_given"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="account_quiet_from_until",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def reference(self) -> str:
        """How ledger and outbox name this account."""
        return f"account:{self.public_id}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must fit: another password, or another proof, and all sessions but the present one are over."""
        fits = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{fits}-{self.sessions_ended}" if self.sessions_ended else str(fits)


class Device(models.Model):
    """A telephone or computer that the holder switched on to be told there that something is new (Web Push).

    `subscription`: one line (`outbox.webpush`), asked for at the moment of sending. What was told there is written nowhere here.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=40)
    subscription = models.CharField(max_length=2000)
    digest = models.CharField(max_length=64)  # of the subscription: a browser has one, however often it is switched on
    since = models.DateField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("account", "digest"), name="device_once")]

    def __str__(self) -> str:
        return self.name


class Appointment(Committed, models.Model):
    """That an account holds a post, from a day to a day (both counted), as principal or as deputy (副 / 代理)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    deputy = models.BooleanField(default=False)
    # Set when it was ended: from this moment on nothing is possible with it, even on the last day itself.
    ended_at = models.DateTimeField(null=True, blank=True)
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)

    committed_fields: ClassVar[tuple[str, ...]] = (
        "public_id", "account_id", "post_id", "from_on", "until_on", "deputy", "ended_at",
    )  # fmt: skip

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(until_on__isnull=False), name="appointment_ended_has_last_day"
            ),
            # Overlaps of dated appointments are refused by the action; two open ones by the database itself.
            models.UniqueConstraint(
                fields=["post"], condition=Q(until_on=None, deputy=False), name="post_has_one_open_principal"
            ),
            models.UniqueConstraint(
                fields=["account", "post"], condition=Q(until_on=None), name="account_holds_post_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.post}"


class SignInKey(models.Model):
    """A code with which an account sets a new password, once, until `expires_at`. Only its hash is stored.

    `by`: the administrator through whose hands it went, where the account was somebody's already; who uses it may be they.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="sign_in_key")
    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    by_title = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return str(self.account_id)
