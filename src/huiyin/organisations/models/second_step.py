"""What proves at the second step of signing in that it is the holder of the account."""

from __future__ import annotations

from django.db import models

from huiyin.kernel.ids import public_id

from .people import Account


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
