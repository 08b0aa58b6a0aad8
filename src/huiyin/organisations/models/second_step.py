"""What proves at the second step of signing in that it is the holder of the account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.ids import public_id

from .people import Account
from .two_hands import second_person


class CodeApp(models.Model):
    """The app of an account that makes codes (动态口令). The seed is sealed under the installation's key.

    Until a code of it was typed back it is not `confirmed` and proves nothing. `last_step`: no code up to it counts again.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="code_app")
    sealed_seed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    confirmed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(models.Model):
    """A code on paper that stands for the app once. Only its hash is stored."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.account_id)


class Passkey(models.Model):
    """A passkey of an account (通行密钥), for one name of the server. It holds no secret: a public key.

    When it was used last is nobody's business and stored nowhere; `count` is what the device says of itself.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, unique=True)  # of the credential's id
    credential = models.BinaryField()
    count = models.BigIntegerField(default=0)
    made_on = models.DateField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class LinkedIdentity(models.Model):
    """Who the provider of the house (统一身份认证) must name for this account to open. `subject`: its own name for them."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    shown = models.CharField(max_length=100)
    linked_on = models.DateField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_opens_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="account_has_one_identity_there"),
        ]

    def __str__(self) -> str:
        return self.shown


class OpenSession(models.Model):
    """Where an account is signed in: a rough name of the browser and the system, to the hour, and no address.

    The row goes with its session: when somebody last signed in is nobody's business.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-seen_at", "-id")

    def __str__(self) -> str:
        return self.device


class LetIn(models.Model):
    """That an account was opened with the help of one administrator, for a reason: let in without its second step
    (应急放行), once, within an hour; or by a password that was set with a code from their hands.

    Who somebody is stays closed to the account from its use until a second administrator has vouched for it.
    """

    class Kind(models.TextChoices):
        SECOND_STEP = "second-step", _("without the second step")
        PASSWORD = "password", _("with a new password")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="let_in")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SECOND_STEP)
    at = models.DateTimeField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    vouched_at = models.DateTimeField(null=True, blank=True)
    vouched_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-id",)
        constraints = [
            second_person("by", "vouched_by", "let_in_vouched_by_a_second_person"),
            models.CheckConstraint(condition=~Q(reason=""), name="let_in_reason_given"),
        ]

    def __str__(self) -> str:
        return self.reason
