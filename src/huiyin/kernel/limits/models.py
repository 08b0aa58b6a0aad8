"""Counters. A key (an address, a session) is stored as a keyed hash under the installation's secret, and only until it
has run out: from these rows nobody learns who came here."""

from __future__ import annotations

from django.db import models


class Count(models.Model):
    """How often something was admitted in one window. `slot` numbers the windows since 1970."""

    bucket = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    slot = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "key", "slot"], name="limits_count_once")]

    def __str__(self) -> str:
        return f"{self.bucket} {self.slot}: {self.count}"


class Backoff(models.Model):
    """Tries that failed in a row, and the moment before which the next one is not looked at."""

    bucket = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    open_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "key"], name="limits_backoff_once")]

    def __str__(self) -> str:
        return f"{self.bucket}: {self.failures}"
